"""What SubstanceProtein of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "SubstanceProtein": ("DomainResource", (
        ("sequenceType", "0..1", "CodeableConcept", "", ""),
        ("numberOfSubunits", "0..1", "integer", "", ""),
        ("disulfideLinkage", "0..*", "string", "", ""),
        ("subunit", "0..*", "SubstanceProtein.subunit", "", ""),
    ), (
    )),
    "SubstanceProtein.subunit": ("BackboneElement", (
        ("subunit", "0..1", "integer", "", ""),
        ("sequence", "0..1", "string", "", ""),
        ("length", "0..1", "integer", "", ""),
        ("sequenceAttachment", "0..1", "Attachment", "", ""),
        ("nTerminalModificationId", "0..1", "Identifier", "", ""),
        ("nTerminalModification", "0..1", "string", "", ""),
        ("cTerminalModificationId", "0..1", "Identifier", "", ""),
        ("cTerminalModification", "0..1", "string", "", ""),
    ), (
    )),
}
