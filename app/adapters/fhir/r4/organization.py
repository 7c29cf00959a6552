"""What Organization of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to, then rows of member, cardinality, types, codes that are allowed, types of
resources that a reference may name (names separated by spaces).
"""

Row = tuple[str, str, str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...]]] = {
    "Organization": ("DomainResource", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("active", "0..1", "boolean", "", ""),
        ("type", "0..*", "CodeableConcept", "", ""),
        ("name", "0..1", "string", "", ""),
        ("alias", "0..*", "string", "", ""),
        ("telecom", "0..*", "ContactPoint", "", ""),
        ("address", "0..*", "Address", "", ""),
        ("partOf", "0..1", "Reference", "", "Organization"),
        ("contact", "0..*", "Organization.contact", "", ""),
        ("endpoint", "0..*", "Reference", "", "Endpoint"),
    )),
    "Organization.contact": ("BackboneElement", (
        ("purpose", "0..1", "CodeableConcept", "", ""),
        ("name", "0..1", "HumanName", "", ""),
        ("telecom", "0..*", "ContactPoint", "", ""),
        ("address", "0..1", "Address", "", ""),
    )),
}
