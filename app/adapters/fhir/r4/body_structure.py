"""What BodyStructure of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to, then rows of member, cardinality, types, codes that are allowed, types of
resources that a reference may name (names separated by spaces).
"""

Row = tuple[str, str, str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...]]] = {
    "BodyStructure": ("DomainResource", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("active", "0..1", "boolean", "", ""),
        ("morphology", "0..1", "CodeableConcept", "", ""),
        ("location", "0..1", "CodeableConcept", "", ""),
        ("locationQualifier", "0..*", "CodeableConcept", "", ""),
        ("description", "0..1", "string", "", ""),
        ("image", "0..*", "Attachment", "", ""),
        ("patient", "1..1", "Reference", "", "Patient"),
    )),
}
