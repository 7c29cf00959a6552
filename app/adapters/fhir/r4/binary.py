"""What Binary of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "Binary": ("Resource", (
        ("contentType", "1..1", "code", "mimetypes", ""),
        ("securityContext", "0..1", "Reference", "", ""),
        ("data", "0..1", "base64Binary", "", ""),
        ("url", "0..1", "url", "", ""),
    ), (
    )),
}
