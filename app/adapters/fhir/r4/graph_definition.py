"""What GraphDefinition of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "GraphDefinition": ("DomainResource", (
        ("url", "0..1", "uri", "", ""),
        ("version", "0..1", "string", "", ""),
        ("name", "1..1", "string", "", ""),
        ("status", "1..1", "code", "publication-status", ""),
        ("experimental", "0..1", "boolean", "", ""),
        ("date", "0..1", "dateTime", "", ""),
        ("publisher", "0..1", "string", "", ""),
        ("contact", "0..*", "ContactDetail", "", ""),
        ("description", "0..1", "markdown", "", ""),
        ("useContext", "0..*", "UsageContext", "", ""),
        ("jurisdiction", "0..*", "CodeableConcept", "", ""),
        ("purpose", "0..1", "markdown", "", ""),
        ("start", "1..1", "code", "resource-types", ""),
        ("profile", "0..1", "canonical", "", ""),
        ("link", "0..*", "GraphDefinition.link", "", ""),
    ), (
    )),
    "GraphDefinition.link": ("BackboneElement", (
        ("path", "0..1", "string", "", ""),
        ("sliceName", "0..1", "string", "", ""),
        ("min", "0..1", "integer", "", ""),
        ("max", "0..1", "string", "", ""),
        ("description", "0..1", "string", "", ""),
        ("target", "0..*", "GraphDefinition.link.target", "", ""),
    ), (
    )),
    "GraphDefinition.link.target": ("BackboneElement", (
        ("type", "1..1", "code", "resource-types", ""),
        ("params", "0..1", "string", "", ""),
        ("profile", "0..1", "canonical", "", ""),
        ("compartment", "0..*", "GraphDefinition.link.target.compartment", "", ""),
        ("link", "0..*", "GraphDefinition.link", "", ""),
    ), (
    )),
    "GraphDefinition.link.target.compartment": ("BackboneElement", (
        ("use", "1..1", "code", "graph-compartment-use", ""),
        ("code", "1..1", "code", "compartment-type", ""),
        ("rule", "1..1", "code", "graph-compartment-rule", ""),
        ("expression", "0..1", "string", "", ""),
        ("description", "0..1", "string", "", ""),
    ), (
    )),
}
