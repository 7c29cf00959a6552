"""What Linkage of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to, then rows of member, cardinality, types, codes that are allowed, types of
resources that a reference may name (names separated by spaces).
"""

Row = tuple[str, str, str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...]]] = {
    "Linkage": ("DomainResource", (
        ("active", "0..1", "boolean", "", ""),
        ("author", "0..1", "Reference", "", "Organization Practitioner PractitionerRole"),
        ("item", "1..*", "Linkage.item", "", ""),
    )),
    "Linkage.item": ("BackboneElement", (
        ("type", "1..1", "code", "linkage-type", ""),
        ("resource", "1..1", "Reference", "", ""),
    )),
}
