"""What SupplyDelivery of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "SupplyDelivery": ("DomainResource", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("basedOn", "0..*", "Reference", "", "SupplyRequest"),
        ("partOf", "0..*", "Reference", "", "Contract SupplyDelivery"),
        ("status", "0..1", "code", "supplydelivery-status", ""),
        ("patient", "0..1", "Reference", "", "Patient"),
        ("type", "0..1", "CodeableConcept", "supplydelivery-type", ""),
        ("suppliedItem", "0..1", "SupplyDelivery.suppliedItem", "", ""),
        ("occurrence[x]", "0..1", "dateTime Period Timing", "", ""),
        ("supplier", "0..1", "Reference", "", "Organization Practitioner PractitionerRole"),
        ("destination", "0..1", "Reference", "", "Location"),
        ("receiver", "0..*", "Reference", "", "Practitioner PractitionerRole"),
    ), (
    )),
    "SupplyDelivery.suppliedItem": ("BackboneElement", (
        ("quantity", "0..1", "SimpleQuantity", "", ""),
        ("item[x]", "0..1", "CodeableConcept Reference", "", "Device Medication Substance"),
    ), (
    )),
}
