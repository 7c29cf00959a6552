"""What ImmunizationEvaluation of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "ImmunizationEvaluation": ("DomainResource", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("status", "1..1", "code", "immunization-evaluation-status", ""),
        ("patient", "1..1", "Reference", "", "Patient"),
        ("date", "0..1", "dateTime", "", ""),
        ("authority", "0..1", "Reference", "", "Organization"),
        ("targetDisease", "1..1", "CodeableConcept", "", ""),
        ("immunizationEvent", "1..1", "Reference", "", "Immunization"),
        ("doseStatus", "1..1", "CodeableConcept", "", ""),
        ("doseStatusReason", "0..*", "CodeableConcept", "", ""),
        ("description", "0..1", "string", "", ""),
        ("series", "0..1", "string", "", ""),
        ("doseNumber[x]", "0..1", "positiveInt string", "", ""),
        ("seriesDoses[x]", "0..1", "positiveInt string", "", ""),
    ), (
    )),
}
