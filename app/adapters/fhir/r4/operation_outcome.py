"""What OperationOutcome of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "OperationOutcome": ("DomainResource", (
        ("issue", "1..*", "OperationOutcome.issue", "", ""),
    ), (
    )),
    "OperationOutcome.issue": ("BackboneElement", (
        ("severity", "1..1", "code", "issue-severity", ""),
        ("code", "1..1", "code", "issue-type", ""),
        ("details", "0..1", "CodeableConcept", "", ""),
        ("diagnostics", "0..1", "string", "", ""),
        ("location", "0..*", "string", "", ""),
        ("expression", "0..*", "string", "", ""),
    ), (
    )),
}
