"""What SubstancePolymer of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "SubstancePolymer": ("DomainResource", (
        ("class", "0..1", "CodeableConcept", "", ""),
        ("geometry", "0..1", "CodeableConcept", "", ""),
        ("copolymerConnectivity", "0..*", "CodeableConcept", "", ""),
        ("modification", "0..*", "string", "", ""),
        ("monomerSet", "0..*", "SubstancePolymer.monomerSet", "", ""),
        ("repeat", "0..*", "SubstancePolymer.repeat", "", ""),
    ), (
    )),
    "SubstancePolymer.monomerSet": ("BackboneElement", (
        ("ratioType", "0..1", "CodeableConcept", "", ""),
        ("startingMaterial", "0..*", "SubstancePolymer.monomerSet.startingMaterial", "", ""),
    ), (
    )),
    "SubstancePolymer.monomerSet.startingMaterial": ("BackboneElement", (
        ("material", "0..1", "CodeableConcept", "", ""),
        ("type", "0..1", "CodeableConcept", "", ""),
        ("isDefining", "0..1", "boolean", "", ""),
        ("amount", "0..1", "SubstanceAmount", "", ""),
    ), (
    )),
    "SubstancePolymer.repeat": ("BackboneElement", (
        ("numberOfUnits", "0..1", "integer", "", ""),
        ("averageMolecularFormula", "0..1", "string", "", ""),
        ("repeatUnitAmountType", "0..1", "CodeableConcept", "", ""),
        ("repeatUnit", "0..*", "SubstancePolymer.repeat.repeatUnit", "", ""),
    ), (
    )),
    "SubstancePolymer.repeat.repeatUnit": ("BackboneElement", (
        ("orientationOfPolymerisation", "0..1", "CodeableConcept", "", ""),
        ("repeatUnit", "0..1", "string", "", ""),
        ("amount", "0..1", "SubstanceAmount", "", ""),
        ("degreeOfPolymerisation", "0..*", "SubstancePolymer.repeat.repeatUnit.degreeOfPolymerisation", "", ""),
        ("structuralRepresentation", "0..*", "SubstancePolymer.repeat.repeatUnit.structuralRepresentation", "", ""),
    ), (
    )),
    "SubstancePolymer.repeat.repeatUnit.degreeOfPolymerisation": ("BackboneElement", (
        ("degree", "0..1", "CodeableConcept", "", ""),
        ("amount", "0..1", "SubstanceAmount", "", ""),
    ), (
    )),
    "SubstancePolymer.repeat.repeatUnit.structuralRepresentation": ("BackboneElement", (
        ("type", "0..1", "CodeableConcept", "", ""),
        ("representation", "0..1", "string", "", ""),
        ("attachment", "0..1", "Attachment", "", ""),
    ), (
    )),
}
