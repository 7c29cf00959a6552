"""What ResearchSubject of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "ResearchSubject": ("DomainResource", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("status", "1..1", "code", "research-subject-status", ""),
        ("period", "0..1", "Period", "", ""),
        ("study", "1..1", "Reference", "", "ResearchStudy"),
        ("individual", "1..1", "Reference", "", "Patient"),
        ("assignedArm", "0..1", "string", "", ""),
        ("actualArm", "0..1", "string", "", ""),
        ("consent", "0..1", "Reference", "", "Consent"),
    ), (
    )),
}
