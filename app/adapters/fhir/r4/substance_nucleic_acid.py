"""What SubstanceNucleicAcid of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "SubstanceNucleicAcid": ("DomainResource", (
        ("sequenceType", "0..1", "CodeableConcept", "", ""),
        ("numberOfSubunits", "0..1", "integer", "", ""),
        ("areaOfHybridisation", "0..1", "string", "", ""),
        ("oligoNucleotideType", "0..1", "CodeableConcept", "", ""),
        ("subunit", "0..*", "SubstanceNucleicAcid.subunit", "", ""),
    ), (
    )),
    "SubstanceNucleicAcid.subunit": ("BackboneElement", (
        ("subunit", "0..1", "integer", "", ""),
        ("sequence", "0..1", "string", "", ""),
        ("length", "0..1", "integer", "", ""),
        ("sequenceAttachment", "0..1", "Attachment", "", ""),
        ("fivePrime", "0..1", "CodeableConcept", "", ""),
        ("threePrime", "0..1", "CodeableConcept", "", ""),
        ("linkage", "0..*", "SubstanceNucleicAcid.subunit.linkage", "", ""),
        ("sugar", "0..*", "SubstanceNucleicAcid.subunit.sugar", "", ""),
    ), (
    )),
    "SubstanceNucleicAcid.subunit.linkage": ("BackboneElement", (
        ("connectivity", "0..1", "string", "", ""),
        ("identifier", "0..1", "Identifier", "", ""),
        ("name", "0..1", "string", "", ""),
        ("residueSite", "0..1", "string", "", ""),
    ), (
    )),
    "SubstanceNucleicAcid.subunit.sugar": ("BackboneElement", (
        ("identifier", "0..1", "Identifier", "", ""),
        ("name", "0..1", "string", "", ""),
        ("residueSite", "0..1", "string", "", ""),
    ), (
    )),
}
