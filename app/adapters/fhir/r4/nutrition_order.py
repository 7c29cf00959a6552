"""What NutritionOrder of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "NutritionOrder": ("DomainResource", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("instantiatesCanonical", "0..*", "canonical", "", ""),
        ("instantiatesUri", "0..*", "uri", "", ""),
        ("instantiates", "0..*", "uri", "", ""),
        ("status", "1..1", "code", "request-status", ""),
        ("intent", "1..1", "code", "request-intent", ""),
        ("patient", "1..1", "Reference", "", "Patient"),
        ("encounter", "0..1", "Reference", "", "Encounter"),
        ("dateTime", "1..1", "dateTime", "", ""),
        ("orderer", "0..1", "Reference", "", "Practitioner PractitionerRole"),
        ("allergyIntolerance", "0..*", "Reference", "", "AllergyIntolerance"),
        ("foodPreferenceModifier", "0..*", "CodeableConcept", "", ""),
        ("excludeFoodModifier", "0..*", "CodeableConcept", "", ""),
        ("oralDiet", "0..1", "NutritionOrder.oralDiet", "", ""),
        ("supplement", "0..*", "NutritionOrder.supplement", "", ""),
        ("enteralFormula", "0..1", "NutritionOrder.enteralFormula", "", ""),
        ("note", "0..*", "Annotation", "", ""),
    ), (
    )),
    "NutritionOrder.oralDiet": ("BackboneElement", (
        ("type", "0..*", "CodeableConcept", "", ""),
        ("schedule", "0..*", "Timing", "", ""),
        ("nutrient", "0..*", "NutritionOrder.oralDiet.nutrient", "", ""),
        ("texture", "0..*", "NutritionOrder.oralDiet.texture", "", ""),
        ("fluidConsistencyType", "0..*", "CodeableConcept", "", ""),
        ("instruction", "0..1", "string", "", ""),
    ), (
    )),
    "NutritionOrder.oralDiet.nutrient": ("BackboneElement", (
        ("modifier", "0..1", "CodeableConcept", "", ""),
        ("amount", "0..1", "SimpleQuantity", "", ""),
    ), (
    )),
    "NutritionOrder.oralDiet.texture": ("BackboneElement", (
        ("modifier", "0..1", "CodeableConcept", "", ""),
        ("foodType", "0..1", "CodeableConcept", "", ""),
    ), (
    )),
    "NutritionOrder.supplement": ("BackboneElement", (
        ("type", "0..1", "CodeableConcept", "", ""),
        ("productName", "0..1", "string", "", ""),
        ("schedule", "0..*", "Timing", "", ""),
        ("quantity", "0..1", "SimpleQuantity", "", ""),
        ("instruction", "0..1", "string", "", ""),
    ), (
    )),
    "NutritionOrder.enteralFormula": ("BackboneElement", (
        ("baseFormulaType", "0..1", "CodeableConcept", "", ""),
        ("baseFormulaProductName", "0..1", "string", "", ""),
        ("additiveType", "0..1", "CodeableConcept", "", ""),
        ("additiveProductName", "0..1", "string", "", ""),
        ("caloricDensity", "0..1", "SimpleQuantity", "", ""),
        ("routeofAdministration", "0..1", "CodeableConcept", "", ""),
        ("administration", "0..*", "NutritionOrder.enteralFormula.administration", "", ""),
        ("maxVolumeToDeliver", "0..1", "SimpleQuantity", "", ""),
        ("administrationInstruction", "0..1", "string", "", ""),
    ), (
    )),
    "NutritionOrder.enteralFormula.administration": ("BackboneElement", (
        ("schedule", "0..1", "Timing", "", ""),
        ("quantity", "0..1", "SimpleQuantity", "", ""),
        ("rate[x]", "0..1", "SimpleQuantity Ratio", "", ""),
    ), (
    )),
}
