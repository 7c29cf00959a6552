"""What Procedure of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "Procedure": ("DomainResource", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("instantiatesCanonical", "0..*", "canonical", "", ""),
        ("instantiatesUri", "0..*", "uri", "", ""),
        ("basedOn", "0..*", "Reference", "", "CarePlan ServiceRequest"),
        ("partOf", "0..*", "Reference", "", "MedicationAdministration Observation Procedure"),
        ("status", "1..1", "code", "event-status", ""),
        ("statusReason", "0..1", "CodeableConcept", "", ""),
        ("category", "0..1", "CodeableConcept", "", ""),
        ("code", "0..1", "CodeableConcept", "", ""),
        ("subject", "1..1", "Reference", "", "Group Patient"),
        ("encounter", "0..1", "Reference", "", "Encounter"),
        ("performed[x]", "0..1", "dateTime Period string Age Range", "", ""),
        ("recorder", "0..1", "Reference", "", "Patient Practitioner PractitionerRole RelatedPerson"),
        ("asserter", "0..1", "Reference", "", "Patient Practitioner PractitionerRole RelatedPerson"),
        ("performer", "0..*", "Procedure.performer", "", ""),
        ("location", "0..1", "Reference", "", "Location"),
        ("reasonCode", "0..*", "CodeableConcept", "", ""),
        ("reasonReference", "0..*", "Reference", "", "Condition DiagnosticReport DocumentReference Observation Procedure"),
        ("bodySite", "0..*", "CodeableConcept", "", ""),
        ("outcome", "0..1", "CodeableConcept", "", ""),
        ("report", "0..*", "Reference", "", "Composition DiagnosticReport DocumentReference"),
        ("complication", "0..*", "CodeableConcept", "", ""),
        ("complicationDetail", "0..*", "Reference", "", "Condition"),
        ("followUp", "0..*", "CodeableConcept", "", ""),
        ("note", "0..*", "Annotation", "", ""),
        ("focalDevice", "0..*", "Procedure.focalDevice", "", ""),
        ("usedReference", "0..*", "Reference", "", "Device Medication Substance"),
        ("usedCode", "0..*", "CodeableConcept", "", ""),
    ), (
    )),
    "Procedure.performer": ("BackboneElement", (
        ("function", "0..1", "CodeableConcept", "", ""),
        ("actor", "1..1", "Reference", "", "Device Organization Patient Practitioner PractitionerRole RelatedPerson"),
        ("onBehalfOf", "0..1", "Reference", "", "Organization"),
    ), (
    )),
    "Procedure.focalDevice": ("BackboneElement", (
        ("action", "0..1", "CodeableConcept", "", ""),
        ("manipulated", "1..1", "Reference", "", "Device"),
    ), (
    )),
}
