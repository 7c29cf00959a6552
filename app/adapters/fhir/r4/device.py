"""What Device of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "Device": ("DomainResource", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("definition", "0..1", "Reference", "", "DeviceDefinition"),
        ("udiCarrier", "0..*", "Device.udiCarrier", "", ""),
        ("status", "0..1", "code", "device-status", ""),
        ("statusReason", "0..*", "CodeableConcept", "", ""),
        ("distinctIdentifier", "0..1", "string", "", ""),
        ("manufacturer", "0..1", "string", "", ""),
        ("manufactureDate", "0..1", "dateTime", "", ""),
        ("expirationDate", "0..1", "dateTime", "", ""),
        ("lotNumber", "0..1", "string", "", ""),
        ("serialNumber", "0..1", "string", "", ""),
        ("deviceName", "0..*", "Device.deviceName", "", ""),
        ("modelNumber", "0..1", "string", "", ""),
        ("partNumber", "0..1", "string", "", ""),
        ("type", "0..1", "CodeableConcept", "", ""),
        ("specialization", "0..*", "Device.specialization", "", ""),
        ("version", "0..*", "Device.version", "", ""),
        ("property", "0..*", "Device.property", "", ""),
        ("patient", "0..1", "Reference", "", "Patient"),
        ("owner", "0..1", "Reference", "", "Organization"),
        ("contact", "0..*", "ContactPoint", "", ""),
        ("location", "0..1", "Reference", "", "Location"),
        ("url", "0..1", "uri", "", ""),
        ("note", "0..*", "Annotation", "", ""),
        ("safety", "0..*", "CodeableConcept", "", ""),
        ("parent", "0..1", "Reference", "", "Device"),
    ), (
    )),
    "Device.udiCarrier": ("BackboneElement", (
        ("deviceIdentifier", "0..1", "string", "", ""),
        ("issuer", "0..1", "uri", "", ""),
        ("jurisdiction", "0..1", "uri", "", ""),
        ("carrierAIDC", "0..1", "base64Binary", "", ""),
        ("carrierHRF", "0..1", "string", "", ""),
        ("entryType", "0..1", "code", "udi-entry-type", ""),
    ), (
    )),
    "Device.deviceName": ("BackboneElement", (
        ("name", "1..1", "string", "", ""),
        ("type", "1..1", "code", "device-nametype", ""),
    ), (
    )),
    "Device.specialization": ("BackboneElement", (
        ("systemType", "1..1", "CodeableConcept", "", ""),
        ("version", "0..1", "string", "", ""),
    ), (
    )),
    "Device.version": ("BackboneElement", (
        ("type", "0..1", "CodeableConcept", "", ""),
        ("component", "0..1", "Identifier", "", ""),
        ("value", "1..1", "string", "", ""),
    ), (
    )),
    "Device.property": ("BackboneElement", (
        ("type", "1..1", "CodeableConcept", "", ""),
        ("valueQuantity", "0..*", "Quantity", "", ""),
        ("valueCode", "0..*", "CodeableConcept", "", ""),
    ), (
    )),
}
