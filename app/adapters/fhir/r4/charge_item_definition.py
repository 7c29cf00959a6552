"""What ChargeItemDefinition of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "ChargeItemDefinition": ("DomainResource", (
        ("url", "1..1", "uri", "", ""),
        ("identifier", "0..*", "Identifier", "", ""),
        ("version", "0..1", "string", "", ""),
        ("title", "0..1", "string", "", ""),
        ("derivedFromUri", "0..*", "uri", "", ""),
        ("partOf", "0..*", "canonical", "", ""),
        ("replaces", "0..*", "canonical", "", ""),
        ("status", "1..1", "code", "publication-status", ""),
        ("experimental", "0..1", "boolean", "", ""),
        ("date", "0..1", "dateTime", "", ""),
        ("publisher", "0..1", "string", "", ""),
        ("contact", "0..*", "ContactDetail", "", ""),
        ("description", "0..1", "markdown", "", ""),
        ("useContext", "0..*", "UsageContext", "", ""),
        ("jurisdiction", "0..*", "CodeableConcept", "", ""),
        ("copyright", "0..1", "markdown", "", ""),
        ("approvalDate", "0..1", "date", "", ""),
        ("lastReviewDate", "0..1", "date", "", ""),
        ("effectivePeriod", "0..1", "Period", "", ""),
        ("code", "0..1", "CodeableConcept", "", ""),
        ("instance", "0..*", "Reference", "", "Device Medication Substance"),
        ("applicability", "0..*", "ChargeItemDefinition.applicability", "", ""),
        ("propertyGroup", "0..*", "ChargeItemDefinition.propertyGroup", "", ""),
    ), (
    )),
    "ChargeItemDefinition.applicability": ("BackboneElement", (
        ("description", "0..1", "string", "", ""),
        ("language", "0..1", "string", "", ""),
        ("expression", "0..1", "string", "", ""),
    ), (
    )),
    "ChargeItemDefinition.propertyGroup": ("BackboneElement", (
        ("applicability", "0..*", "ChargeItemDefinition.applicability", "", ""),
        ("priceComponent", "0..*", "ChargeItemDefinition.propertyGroup.priceComponent", "", ""),
    ), (
    )),
    "ChargeItemDefinition.propertyGroup.priceComponent": ("BackboneElement", (
        ("type", "1..1", "code", "invoice-priceComponentType", ""),
        ("code", "0..1", "CodeableConcept", "", ""),
        ("factor", "0..1", "decimal", "", ""),
        ("amount", "0..1", "Money", "", ""),
    ), (
    )),
}
