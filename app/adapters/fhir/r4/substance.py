"""What Substance of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "Substance": ("DomainResource", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("status", "0..1", "code", "substance-status", ""),
        ("category", "0..*", "CodeableConcept", "", ""),
        ("code", "1..1", "CodeableConcept", "", ""),
        ("description", "0..1", "string", "", ""),
        ("instance", "0..*", "Substance.instance", "", ""),
        ("ingredient", "0..*", "Substance.ingredient", "", ""),
    ), (
    )),
    "Substance.instance": ("BackboneElement", (
        ("identifier", "0..1", "Identifier", "", ""),
        ("expiry", "0..1", "dateTime", "", ""),
        ("quantity", "0..1", "SimpleQuantity", "", ""),
    ), (
    )),
    "Substance.ingredient": ("BackboneElement", (
        ("quantity", "0..1", "Ratio", "", ""),
        ("substance[x]", "1..1", "CodeableConcept Reference", "", "Substance"),
    ), (
    )),
}
