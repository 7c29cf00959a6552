"""What Bundle of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to, then rows of member, cardinality, types, codes that are allowed, types of
resources that a reference may name (names separated by spaces).
"""

Row = tuple[str, str, str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...]]] = {
    "Bundle": ("Resource", (
        ("identifier", "0..1", "Identifier", "", ""),
        ("type", "1..1", "code", "bundle-type", ""),
        ("timestamp", "0..1", "instant", "", ""),
        ("total", "0..1", "unsignedInt", "", ""),
        ("link", "0..*", "Bundle.link", "", ""),
        ("entry", "0..*", "Bundle.entry", "", ""),
        ("signature", "0..1", "Signature", "", ""),
    )),
    "Bundle.link": ("BackboneElement", (
        ("relation", "1..1", "string", "", ""),
        ("url", "1..1", "uri", "", ""),
    )),
    "Bundle.entry": ("BackboneElement", (
        ("link", "0..*", "Bundle.link", "", ""),
        ("fullUrl", "0..1", "uri", "", ""),
        ("resource", "0..1", "Resource", "", ""),
        ("search", "0..1", "Bundle.entry.search", "", ""),
        ("request", "0..1", "Bundle.entry.request", "", ""),
        ("response", "0..1", "Bundle.entry.response", "", ""),
    )),
    "Bundle.entry.search": ("BackboneElement", (
        ("mode", "0..1", "code", "search-entry-mode", ""),
        ("score", "0..1", "decimal", "", ""),
    )),
    "Bundle.entry.request": ("BackboneElement", (
        ("method", "1..1", "code", "http-verb", ""),
        ("url", "1..1", "uri", "", ""),
        ("ifNoneMatch", "0..1", "string", "", ""),
        ("ifModifiedSince", "0..1", "instant", "", ""),
        ("ifMatch", "0..1", "string", "", ""),
        ("ifNoneExist", "0..1", "string", "", ""),
    )),
    "Bundle.entry.response": ("BackboneElement", (
        ("status", "1..1", "string", "", ""),
        ("location", "0..1", "uri", "", ""),
        ("etag", "0..1", "string", "", ""),
        ("lastModified", "0..1", "instant", "", ""),
        ("outcome", "0..1", "OperationOutcome", "", ""),
    )),
}
