"""What MedicinalProductPackaged of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "MedicinalProductPackaged": ("DomainResource", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("subject", "0..*", "Reference", "", "MedicinalProduct"),
        ("description", "0..1", "string", "", ""),
        ("legalStatusOfSupply", "0..1", "CodeableConcept", "", ""),
        ("marketingStatus", "0..*", "MarketingStatus", "", ""),
        ("marketingAuthorization", "0..1", "Reference", "", "MedicinalProductAuthorization"),
        ("manufacturer", "0..*", "Reference", "", "Organization"),
        ("batchIdentifier", "0..*", "MedicinalProductPackaged.batchIdentifier", "", ""),
        ("packageItem", "1..*", "MedicinalProductPackaged.packageItem", "", ""),
    ), (
    )),
    "MedicinalProductPackaged.batchIdentifier": ("BackboneElement", (
        ("outerPackaging", "1..1", "Identifier", "", ""),
        ("immediatePackaging", "0..1", "Identifier", "", ""),
    ), (
    )),
    "MedicinalProductPackaged.packageItem": ("BackboneElement", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("type", "1..1", "CodeableConcept", "", ""),
        ("quantity", "1..1", "Quantity", "", ""),
        ("material", "0..*", "CodeableConcept", "", ""),
        ("alternateMaterial", "0..*", "CodeableConcept", "", ""),
        ("device", "0..*", "Reference", "", "DeviceDefinition"),
        ("manufacturedItem", "0..*", "Reference", "", "MedicinalProductManufactured"),
        ("packageItem", "0..*", "MedicinalProductPackaged.packageItem", "", ""),
        ("physicalCharacteristics", "0..1", "ProdCharacteristic", "", ""),
        ("otherCharacteristics", "0..*", "CodeableConcept", "", ""),
        ("shelfLifeStorage", "0..*", "ProductShelfLife", "", ""),
        ("manufacturer", "0..*", "Reference", "", "Organization"),
    ), (
    )),
}
