"""What Flag of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "Flag": ("DomainResource", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("status", "1..1", "code", "flag-status", ""),
        ("category", "0..*", "CodeableConcept", "", ""),
        ("code", "1..1", "CodeableConcept", "", ""),
        ("subject", "1..1", "Reference", "", "Group Location Medication Organization Patient PlanDefinition Practitioner Procedure"),
        ("period", "0..1", "Period", "", ""),
        ("encounter", "0..1", "Reference", "", "Encounter"),
        ("author", "0..1", "Reference", "", "Device Organization Patient Practitioner PractitionerRole"),
    ), (
    )),
}
