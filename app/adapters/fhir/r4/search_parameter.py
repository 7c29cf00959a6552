"""What SearchParameter of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "SearchParameter": ("DomainResource", (
        ("url", "1..1", "uri", "", ""),
        ("version", "0..1", "string", "", ""),
        ("name", "1..1", "string", "", ""),
        ("derivedFrom", "0..1", "canonical", "", ""),
        ("status", "1..1", "code", "publication-status", ""),
        ("experimental", "0..1", "boolean", "", ""),
        ("date", "0..1", "dateTime", "", ""),
        ("publisher", "0..1", "string", "", ""),
        ("contact", "0..*", "ContactDetail", "", ""),
        ("description", "1..1", "markdown", "", ""),
        ("useContext", "0..*", "UsageContext", "", ""),
        ("jurisdiction", "0..*", "CodeableConcept", "", ""),
        ("purpose", "0..1", "markdown", "", ""),
        ("code", "1..1", "code", "", ""),
        ("base", "1..*", "code", "resource-types", ""),
        ("type", "1..1", "code", "search-param-type", ""),
        ("expression", "0..1", "string", "", ""),
        ("xpath", "0..1", "string", "", ""),
        ("xpathUsage", "0..1", "code", "search-xpath-usage", ""),
        ("target", "0..*", "code", "resource-types", ""),
        ("multipleOr", "0..1", "boolean", "", ""),
        ("multipleAnd", "0..1", "boolean", "", ""),
        ("comparator", "0..*", "code", "search-comparator", ""),
        ("modifier", "0..*", "code", "search-modifier-code", ""),
        ("chain", "0..*", "string", "", ""),
        ("component", "0..*", "SearchParameter.component", "", ""),
    ), (
        ("spd-1", "If an xpath is present, there SHALL be an xpathUsage", "xpath.empty() or xpathUsage.exists()"),
        ("spd-2", "Search parameters can only have chain names when the search parameter type is 'reference'", "chain.empty() or type = 'reference'"),
    )),
    "SearchParameter.component": ("BackboneElement", (
        ("definition", "1..1", "canonical", "", ""),
        ("expression", "1..1", "string", "", ""),
    ), (
    )),
}
