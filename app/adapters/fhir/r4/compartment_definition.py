"""What CompartmentDefinition of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "CompartmentDefinition": ("DomainResource", (
        ("url", "1..1", "uri", "", ""),
        ("version", "0..1", "string", "", ""),
        ("name", "1..1", "string", "", ""),
        ("status", "1..1", "code", "publication-status", ""),
        ("experimental", "0..1", "boolean", "", ""),
        ("date", "0..1", "dateTime", "", ""),
        ("publisher", "0..1", "string", "", ""),
        ("contact", "0..*", "ContactDetail", "", ""),
        ("description", "0..1", "markdown", "", ""),
        ("useContext", "0..*", "UsageContext", "", ""),
        ("purpose", "0..1", "markdown", "", ""),
        ("code", "1..1", "code", "compartment-type", ""),
        ("search", "1..1", "boolean", "", ""),
        ("resource", "0..*", "CompartmentDefinition.resource", "", ""),
    ), (
    )),
    "CompartmentDefinition.resource": ("BackboneElement", (
        ("code", "1..1", "code", "resource-types", ""),
        ("param", "0..*", "string", "", ""),
        ("documentation", "0..1", "string", "", ""),
    ), (
    )),
}
