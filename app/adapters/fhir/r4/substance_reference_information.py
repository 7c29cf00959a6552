"""What SubstanceReferenceInformation of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "SubstanceReferenceInformation": ("DomainResource", (
        ("comment", "0..1", "string", "", ""),
        ("gene", "0..*", "SubstanceReferenceInformation.gene", "", ""),
        ("geneElement", "0..*", "SubstanceReferenceInformation.geneElement", "", ""),
        ("classification", "0..*", "SubstanceReferenceInformation.classification", "", ""),
        ("target", "0..*", "SubstanceReferenceInformation.target", "", ""),
    ), (
    )),
    "SubstanceReferenceInformation.gene": ("BackboneElement", (
        ("geneSequenceOrigin", "0..1", "CodeableConcept", "", ""),
        ("gene", "0..1", "CodeableConcept", "", ""),
        ("source", "0..*", "Reference", "", "DocumentReference"),
    ), (
    )),
    "SubstanceReferenceInformation.geneElement": ("BackboneElement", (
        ("type", "0..1", "CodeableConcept", "", ""),
        ("element", "0..1", "Identifier", "", ""),
        ("source", "0..*", "Reference", "", "DocumentReference"),
    ), (
    )),
    "SubstanceReferenceInformation.classification": ("BackboneElement", (
        ("domain", "0..1", "CodeableConcept", "", ""),
        ("classification", "0..1", "CodeableConcept", "", ""),
        ("subtype", "0..*", "CodeableConcept", "", ""),
        ("source", "0..*", "Reference", "", "DocumentReference"),
    ), (
    )),
    "SubstanceReferenceInformation.target": ("BackboneElement", (
        ("target", "0..1", "Identifier", "", ""),
        ("type", "0..1", "CodeableConcept", "", ""),
        ("interaction", "0..1", "CodeableConcept", "", ""),
        ("organism", "0..1", "CodeableConcept", "", ""),
        ("organismType", "0..1", "CodeableConcept", "", ""),
        ("amount[x]", "0..1", "Quantity Range string", "", ""),
        ("amountType", "0..1", "CodeableConcept", "", ""),
        ("source", "0..*", "Reference", "", "DocumentReference"),
    ), (
    )),
}
