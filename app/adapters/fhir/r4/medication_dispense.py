"""What MedicationDispense of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "MedicationDispense": ("DomainResource", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("partOf", "0..*", "Reference", "", "Procedure"),
        ("status", "1..1", "code", "medicationdispense-status", ""),
        ("statusReason[x]", "0..1", "CodeableConcept Reference", "", "DetectedIssue"),
        ("category", "0..1", "CodeableConcept", "", ""),
        ("medication[x]", "1..1", "CodeableConcept Reference", "", "Medication"),
        ("subject", "0..1", "Reference", "", "Group Patient"),
        ("context", "0..1", "Reference", "", "Encounter EpisodeOfCare"),
        ("supportingInformation", "0..*", "Reference", "", ""),
        ("performer", "0..*", "MedicationDispense.performer", "", ""),
        ("location", "0..1", "Reference", "", "Location"),
        ("authorizingPrescription", "0..*", "Reference", "", "MedicationRequest"),
        ("type", "0..1", "CodeableConcept", "", ""),
        ("quantity", "0..1", "SimpleQuantity", "", ""),
        ("daysSupply", "0..1", "SimpleQuantity", "", ""),
        ("whenPrepared", "0..1", "dateTime", "", ""),
        ("whenHandedOver", "0..1", "dateTime", "", ""),
        ("destination", "0..1", "Reference", "", "Location"),
        ("receiver", "0..*", "Reference", "", "Patient Practitioner"),
        ("note", "0..*", "Annotation", "", ""),
        ("dosageInstruction", "0..*", "Dosage", "", ""),
        ("substitution", "0..1", "MedicationDispense.substitution", "", ""),
        ("detectedIssue", "0..*", "Reference", "", "DetectedIssue"),
        ("eventHistory", "0..*", "Reference", "", "Provenance"),
    ), (
        ("mdd-1", "whenHandedOver cannot be before whenPrepared", "whenHandedOver.empty() or whenPrepared.empty() or whenHandedOver >= whenPrepared"),
    )),
    "MedicationDispense.performer": ("BackboneElement", (
        ("function", "0..1", "CodeableConcept", "", ""),
        ("actor", "1..1", "Reference", "", "Device Organization Patient Practitioner PractitionerRole RelatedPerson"),
    ), (
    )),
    "MedicationDispense.substitution": ("BackboneElement", (
        ("wasSubstituted", "1..1", "boolean", "", ""),
        ("type", "0..1", "CodeableConcept", "", ""),
        ("reason", "0..*", "CodeableConcept", "", ""),
        ("responsibleParty", "0..*", "Reference", "", "Practitioner PractitionerRole"),
    ), (
    )),
}
