"""What Linkage of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "Linkage": ("DomainResource", (
        ("active", "0..1", "boolean", "", ""),
        ("author", "0..1", "Reference", "", "Organization Practitioner PractitionerRole"),
        ("item", "1..*", "Linkage.item", "", ""),
    ), (
        ("lnk-1", "Must have at least two items", "item.count()>1"),
    )),
    "Linkage.item": ("BackboneElement", (
        ("type", "1..1", "code", "linkage-type", ""),
        ("resource", "1..1", "Reference", "", ""),
    ), (
    )),
}
