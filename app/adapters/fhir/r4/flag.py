"""What Flag of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to, then rows of member, cardinality, types, codes that are allowed, types of
resources that a reference may name (names separated by spaces).
"""

Row = tuple[str, str, str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...]]] = {
    "Flag": ("DomainResource", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("status", "1..1", "code", "flag-status", ""),
        ("category", "0..*", "CodeableConcept", "", ""),
        ("code", "1..1", "CodeableConcept", "", ""),
        ("subject", "1..1", "Reference", "", "Group Location Medication Organization Patient PlanDefinition Practitioner Procedure"),
        ("period", "0..1", "Period", "", ""),
        ("encounter", "0..1", "Reference", "", "Encounter"),
        ("author", "0..1", "Reference", "", "Device Organization Patient Practitioner PractitionerRole"),
    )),
}
