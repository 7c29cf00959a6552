"""What Binary of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to, then rows of member, cardinality, types, codes that are allowed, types of
resources that a reference may name (names separated by spaces).
"""

Row = tuple[str, str, str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...]]] = {
    "Binary": ("Resource", (
        ("contentType", "1..1", "code", "mimetypes", ""),
        ("securityContext", "0..1", "Reference", "", ""),
        ("data", "0..1", "base64Binary", "", ""),
        ("url", "0..1", "url", "", ""),
    )),
}
