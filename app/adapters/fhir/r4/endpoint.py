"""What Endpoint of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "Endpoint": ("DomainResource", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("status", "1..1", "code", "endpoint-status", ""),
        ("connectionType", "1..1", "Coding", "", ""),
        ("name", "0..1", "string", "", ""),
        ("managingOrganization", "0..1", "Reference", "", "Organization"),
        ("contact", "0..*", "ContactPoint", "", ""),
        ("period", "0..1", "Period", "", ""),
        ("payloadType", "1..*", "CodeableConcept", "", ""),
        ("payloadMimeType", "0..*", "code", "mimetypes", ""),
        ("address", "1..1", "url", "", ""),
        ("header", "0..*", "string", "", ""),
    ), (
    )),
}
