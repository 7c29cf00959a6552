"""What SubstanceSpecification of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "SubstanceSpecification": ("DomainResource", (
        ("identifier", "0..1", "Identifier", "", ""),
        ("type", "0..1", "CodeableConcept", "", ""),
        ("status", "0..1", "CodeableConcept", "", ""),
        ("domain", "0..1", "CodeableConcept", "", ""),
        ("description", "0..1", "string", "", ""),
        ("source", "0..*", "Reference", "", "DocumentReference"),
        ("comment", "0..1", "string", "", ""),
        ("moiety", "0..*", "SubstanceSpecification.moiety", "", ""),
        ("property", "0..*", "SubstanceSpecification.property", "", ""),
        ("referenceInformation", "0..1", "Reference", "", "SubstanceReferenceInformation"),
        ("structure", "0..1", "SubstanceSpecification.structure", "", ""),
        ("code", "0..*", "SubstanceSpecification.code", "", ""),
        ("name", "0..*", "SubstanceSpecification.name", "", ""),
        ("molecularWeight", "0..*", "SubstanceSpecification.structure.isotope.molecularWeight", "", ""),
        ("relationship", "0..*", "SubstanceSpecification.relationship", "", ""),
        ("nucleicAcid", "0..1", "Reference", "", "SubstanceNucleicAcid"),
        ("polymer", "0..1", "Reference", "", "SubstancePolymer"),
        ("protein", "0..1", "Reference", "", "SubstanceProtein"),
        ("sourceMaterial", "0..1", "Reference", "", "SubstanceSourceMaterial"),
    ), (
    )),
    "SubstanceSpecification.moiety": ("BackboneElement", (
        ("role", "0..1", "CodeableConcept", "", ""),
        ("identifier", "0..1", "Identifier", "", ""),
        ("name", "0..1", "string", "", ""),
        ("stereochemistry", "0..1", "CodeableConcept", "", ""),
        ("opticalActivity", "0..1", "CodeableConcept", "", ""),
        ("molecularFormula", "0..1", "string", "", ""),
        ("amount[x]", "0..1", "Quantity string", "", ""),
    ), (
    )),
    "SubstanceSpecification.property": ("BackboneElement", (
        ("category", "0..1", "CodeableConcept", "", ""),
        ("code", "0..1", "CodeableConcept", "", ""),
        ("parameters", "0..1", "string", "", ""),
        ("definingSubstance[x]", "0..1", "Reference CodeableConcept", "", "Substance SubstanceSpecification"),
        ("amount[x]", "0..1", "Quantity string", "", ""),
    ), (
    )),
    "SubstanceSpecification.structure": ("BackboneElement", (
        ("stereochemistry", "0..1", "CodeableConcept", "", ""),
        ("opticalActivity", "0..1", "CodeableConcept", "", ""),
        ("molecularFormula", "0..1", "string", "", ""),
        ("molecularFormulaByMoiety", "0..1", "string", "", ""),
        ("isotope", "0..*", "SubstanceSpecification.structure.isotope", "", ""),
        ("molecularWeight", "0..1", "SubstanceSpecification.structure.isotope.molecularWeight", "", ""),
        ("source", "0..*", "Reference", "", "DocumentReference"),
        ("representation", "0..*", "SubstanceSpecification.structure.representation", "", ""),
    ), (
    )),
    "SubstanceSpecification.structure.isotope": ("BackboneElement", (
        ("identifier", "0..1", "Identifier", "", ""),
        ("name", "0..1", "CodeableConcept", "", ""),
        ("substitution", "0..1", "CodeableConcept", "", ""),
        ("halfLife", "0..1", "Quantity", "", ""),
        ("molecularWeight", "0..1", "SubstanceSpecification.structure.isotope.molecularWeight", "", ""),
    ), (
    )),
    "SubstanceSpecification.structure.isotope.molecularWeight": ("BackboneElement", (
        ("method", "0..1", "CodeableConcept", "", ""),
        ("type", "0..1", "CodeableConcept", "", ""),
        ("amount", "0..1", "Quantity", "", ""),
    ), (
    )),
    "SubstanceSpecification.structure.representation": ("BackboneElement", (
        ("type", "0..1", "CodeableConcept", "", ""),
        ("representation", "0..1", "string", "", ""),
        ("attachment", "0..1", "Attachment", "", ""),
    ), (
    )),
    "SubstanceSpecification.code": ("BackboneElement", (
        ("code", "0..1", "CodeableConcept", "", ""),
        ("status", "0..1", "CodeableConcept", "", ""),
        ("statusDate", "0..1", "dateTime", "", ""),
        ("comment", "0..1", "string", "", ""),
        ("source", "0..*", "Reference", "", "DocumentReference"),
    ), (
    )),
    "SubstanceSpecification.name": ("BackboneElement", (
        ("name", "1..1", "string", "", ""),
        ("type", "0..1", "CodeableConcept", "", ""),
        ("status", "0..1", "CodeableConcept", "", ""),
        ("preferred", "0..1", "boolean", "", ""),
        ("language", "0..*", "CodeableConcept", "", ""),
        ("domain", "0..*", "CodeableConcept", "", ""),
        ("jurisdiction", "0..*", "CodeableConcept", "", ""),
        ("synonym", "0..*", "SubstanceSpecification.name", "", ""),
        ("translation", "0..*", "SubstanceSpecification.name", "", ""),
        ("official", "0..*", "SubstanceSpecification.name.official", "", ""),
        ("source", "0..*", "Reference", "", "DocumentReference"),
    ), (
    )),
    "SubstanceSpecification.name.official": ("BackboneElement", (
        ("authority", "0..1", "CodeableConcept", "", ""),
        ("status", "0..1", "CodeableConcept", "", ""),
        ("date", "0..1", "dateTime", "", ""),
    ), (
    )),
    "SubstanceSpecification.relationship": ("BackboneElement", (
        ("substance[x]", "0..1", "Reference CodeableConcept", "", "SubstanceSpecification"),
        ("relationship", "0..1", "CodeableConcept", "", ""),
        ("isDefining", "0..1", "boolean", "", ""),
        ("amount[x]", "0..1", "Quantity Range Ratio string", "", ""),
        ("amountRatioLowLimit", "0..1", "Ratio", "", ""),
        ("amountType", "0..1", "CodeableConcept", "", ""),
        ("source", "0..*", "Reference", "", "DocumentReference"),
    ), (
    )),
}
