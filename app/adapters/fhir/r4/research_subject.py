"""What ResearchSubject of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to, then rows of member, cardinality, types, codes that are allowed, types of
resources that a reference may name (names separated by spaces).
"""

Row = tuple[str, str, str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...]]] = {
    "ResearchSubject": ("DomainResource", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("status", "1..1", "code", "research-subject-status", ""),
        ("period", "0..1", "Period", "", ""),
        ("study", "1..1", "Reference", "", "ResearchStudy"),
        ("individual", "1..1", "Reference", "", "Patient"),
        ("assignedArm", "0..1", "string", "", ""),
        ("actualArm", "0..1", "string", "", ""),
        ("consent", "0..1", "Reference", "", "Consent"),
    )),
}
