"""What MedicinalProductManufactured of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "MedicinalProductManufactured": ("DomainResource", (
        ("manufacturedDoseForm", "1..1", "CodeableConcept", "", ""),
        ("unitOfPresentation", "0..1", "CodeableConcept", "", ""),
        ("quantity", "1..1", "Quantity", "", ""),
        ("manufacturer", "0..*", "Reference", "", "Organization"),
        ("ingredient", "0..*", "Reference", "", "MedicinalProductIngredient"),
        ("physicalCharacteristics", "0..1", "ProdCharacteristic", "", ""),
        ("otherCharacteristics", "0..*", "CodeableConcept", "", ""),
    ), (
    )),
}
