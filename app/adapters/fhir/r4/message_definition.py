"""What MessageDefinition of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "MessageDefinition": ("DomainResource", (
        ("url", "0..1", "uri", "", ""),
        ("identifier", "0..*", "Identifier", "", ""),
        ("version", "0..1", "string", "", ""),
        ("name", "0..1", "string", "", ""),
        ("title", "0..1", "string", "", ""),
        ("replaces", "0..*", "canonical", "", ""),
        ("status", "1..1", "code", "publication-status", ""),
        ("experimental", "0..1", "boolean", "", ""),
        ("date", "1..1", "dateTime", "", ""),
        ("publisher", "0..1", "string", "", ""),
        ("contact", "0..*", "ContactDetail", "", ""),
        ("description", "0..1", "markdown", "", ""),
        ("useContext", "0..*", "UsageContext", "", ""),
        ("jurisdiction", "0..*", "CodeableConcept", "", ""),
        ("purpose", "0..1", "markdown", "", ""),
        ("copyright", "0..1", "markdown", "", ""),
        ("base", "0..1", "canonical", "", ""),
        ("parent", "0..*", "canonical", "", ""),
        ("event[x]", "1..1", "Coding uri", "", ""),
        ("category", "0..1", "code", "message-significance-category", ""),
        ("focus", "0..*", "MessageDefinition.focus", "", ""),
        ("responseRequired", "0..1", "code", "messageheader-response-request", ""),
        ("allowedResponse", "0..*", "MessageDefinition.allowedResponse", "", ""),
        ("graph", "0..*", "canonical", "", ""),
    ), (
    )),
    "MessageDefinition.focus": ("BackboneElement", (
        ("code", "1..1", "code", "resource-types", ""),
        ("profile", "0..1", "canonical", "", ""),
        ("min", "1..1", "unsignedInt", "", ""),
        ("max", "0..1", "string", "", ""),
    ), (
        ("md-1", "Max must be postive int or *", "max='*' or (max.toInteger() > 0)"),
    )),
    "MessageDefinition.allowedResponse": ("BackboneElement", (
        ("message", "1..1", "canonical", "", ""),
        ("situation", "0..1", "markdown", "", ""),
    ), (
    )),
}
