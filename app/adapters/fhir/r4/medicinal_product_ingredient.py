"""What MedicinalProductIngredient of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "MedicinalProductIngredient": ("DomainResource", (
        ("identifier", "0..1", "Identifier", "", ""),
        ("role", "1..1", "CodeableConcept", "", ""),
        ("allergenicIndicator", "0..1", "boolean", "", ""),
        ("manufacturer", "0..*", "Reference", "", "Organization"),
        ("specifiedSubstance", "0..*", "MedicinalProductIngredient.specifiedSubstance", "", ""),
        ("substance", "0..1", "MedicinalProductIngredient.substance", "", ""),
    ), (
    )),
    "MedicinalProductIngredient.specifiedSubstance": ("BackboneElement", (
        ("code", "1..1", "CodeableConcept", "", ""),
        ("group", "1..1", "CodeableConcept", "", ""),
        ("confidentiality", "0..1", "CodeableConcept", "", ""),
        ("strength", "0..*", "MedicinalProductIngredient.specifiedSubstance.strength", "", ""),
    ), (
    )),
    "MedicinalProductIngredient.specifiedSubstance.strength": ("BackboneElement", (
        ("presentation", "1..1", "Ratio", "", ""),
        ("presentationLowLimit", "0..1", "Ratio", "", ""),
        ("concentration", "0..1", "Ratio", "", ""),
        ("concentrationLowLimit", "0..1", "Ratio", "", ""),
        ("measurementPoint", "0..1", "string", "", ""),
        ("country", "0..*", "CodeableConcept", "", ""),
        ("referenceStrength", "0..*", "MedicinalProductIngredient.specifiedSubstance.strength.referenceStrength", "", ""),
    ), (
    )),
    "MedicinalProductIngredient.specifiedSubstance.strength.referenceStrength": ("BackboneElement", (
        ("substance", "0..1", "CodeableConcept", "", ""),
        ("strength", "1..1", "Ratio", "", ""),
        ("strengthLowLimit", "0..1", "Ratio", "", ""),
        ("measurementPoint", "0..1", "string", "", ""),
        ("country", "0..*", "CodeableConcept", "", ""),
    ), (
    )),
    "MedicinalProductIngredient.substance": ("BackboneElement", (
        ("code", "1..1", "CodeableConcept", "", ""),
        ("strength", "0..*", "MedicinalProductIngredient.specifiedSubstance.strength", "", ""),
    ), (
    )),
}
