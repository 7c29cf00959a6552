"""What MedicationStatement of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "MedicationStatement": ("DomainResource", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("basedOn", "0..*", "Reference", "", "CarePlan MedicationRequest ServiceRequest"),
        ("partOf", "0..*", "Reference", "", "MedicationAdministration MedicationDispense MedicationStatement Observation Procedure"),
        ("status", "1..1", "code", "medication-statement-status", ""),
        ("statusReason", "0..*", "CodeableConcept", "", ""),
        ("category", "0..1", "CodeableConcept", "", ""),
        ("medication[x]", "1..1", "CodeableConcept Reference", "", "Medication"),
        ("subject", "1..1", "Reference", "", "Group Patient"),
        ("context", "0..1", "Reference", "", "Encounter EpisodeOfCare"),
        ("effective[x]", "0..1", "dateTime Period", "", ""),
        ("dateAsserted", "0..1", "dateTime", "", ""),
        ("informationSource", "0..1", "Reference", "", "Organization Patient Practitioner PractitionerRole RelatedPerson"),
        ("derivedFrom", "0..*", "Reference", "", ""),
        ("reasonCode", "0..*", "CodeableConcept", "", ""),
        ("reasonReference", "0..*", "Reference", "", "Condition DiagnosticReport Observation"),
        ("note", "0..*", "Annotation", "", ""),
        ("dosage", "0..*", "Dosage", "", ""),
    ), (
    )),
}
