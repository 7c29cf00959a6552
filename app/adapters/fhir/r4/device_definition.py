"""What DeviceDefinition of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "DeviceDefinition": ("DomainResource", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("udiDeviceIdentifier", "0..*", "DeviceDefinition.udiDeviceIdentifier", "", ""),
        ("manufacturer[x]", "0..1", "string Reference", "", "Organization"),
        ("deviceName", "0..*", "DeviceDefinition.deviceName", "", ""),
        ("modelNumber", "0..1", "string", "", ""),
        ("type", "0..1", "CodeableConcept", "", ""),
        ("specialization", "0..*", "DeviceDefinition.specialization", "", ""),
        ("version", "0..*", "string", "", ""),
        ("safety", "0..*", "CodeableConcept", "", ""),
        ("shelfLifeStorage", "0..*", "ProductShelfLife", "", ""),
        ("physicalCharacteristics", "0..1", "ProdCharacteristic", "", ""),
        ("languageCode", "0..*", "CodeableConcept", "", ""),
        ("capability", "0..*", "DeviceDefinition.capability", "", ""),
        ("property", "0..*", "DeviceDefinition.property", "", ""),
        ("owner", "0..1", "Reference", "", "Organization"),
        ("contact", "0..*", "ContactPoint", "", ""),
        ("url", "0..1", "uri", "", ""),
        ("onlineInformation", "0..1", "uri", "", ""),
        ("note", "0..*", "Annotation", "", ""),
        ("quantity", "0..1", "Quantity", "", ""),
        ("parentDevice", "0..1", "Reference", "", "DeviceDefinition"),
        ("material", "0..*", "DeviceDefinition.material", "", ""),
        ("classification", "0..*", "DeviceDefinition.classification", "", ""),
        ("bodySite", "0..1", "CodeableConcept", "", ""),
    ), (
    )),
    "DeviceDefinition.udiDeviceIdentifier": ("BackboneElement", (
        ("deviceIdentifier", "1..1", "string", "", ""),
        ("issuer", "1..1", "uri", "", ""),
        ("jurisdiction", "1..1", "uri", "", ""),
    ), (
    )),
    "DeviceDefinition.deviceName": ("BackboneElement", (
        ("name", "1..1", "string", "", ""),
        ("type", "1..1", "code", "device-nametype", ""),
    ), (
    )),
    "DeviceDefinition.specialization": ("BackboneElement", (
        ("systemType", "1..1", "string", "", ""),
        ("version", "0..1", "string", "", ""),
    ), (
    )),
    "DeviceDefinition.capability": ("BackboneElement", (
        ("type", "1..1", "CodeableConcept", "", ""),
        ("description", "0..*", "CodeableConcept", "", ""),
    ), (
    )),
    "DeviceDefinition.property": ("BackboneElement", (
        ("type", "1..1", "CodeableConcept", "", ""),
        ("valueQuantity", "0..*", "Quantity", "", ""),
        ("valueCode", "0..*", "CodeableConcept", "", ""),
    ), (
    )),
    "DeviceDefinition.material": ("BackboneElement", (
        ("substance", "1..1", "CodeableConcept", "", ""),
        ("alternate", "0..1", "boolean", "", ""),
        ("allergenicIndicator", "0..1", "boolean", "", ""),
    ), (
    )),
    "DeviceDefinition.classification": ("BackboneElement", (
        ("type", "1..1", "CodeableConcept", "", ""),
        ("justification", "0..*", "RelatedArtifact", "", ""),
    ), (
    )),
}
