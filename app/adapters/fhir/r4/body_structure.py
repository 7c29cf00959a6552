"""What BodyStructure of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "BodyStructure": ("DomainResource", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("active", "0..1", "boolean", "", ""),
        ("morphology", "0..1", "CodeableConcept", "", ""),
        ("location", "0..1", "CodeableConcept", "", ""),
        ("locationQualifier", "0..*", "CodeableConcept", "", ""),
        ("description", "0..1", "string", "", ""),
        ("image", "0..*", "Attachment", "", ""),
        ("patient", "1..1", "Reference", "", "Patient"),
    ), (
    )),
}
