"""What Invoice of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "Invoice": ("DomainResource", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("status", "1..1", "code", "invoice-status", ""),
        ("cancelledReason", "0..1", "string", "", ""),
        ("type", "0..1", "CodeableConcept", "", ""),
        ("subject", "0..1", "Reference", "", "Group Patient"),
        ("recipient", "0..1", "Reference", "", "Organization Patient RelatedPerson"),
        ("date", "0..1", "dateTime", "", ""),
        ("participant", "0..*", "Invoice.participant", "", ""),
        ("issuer", "0..1", "Reference", "", "Organization"),
        ("account", "0..1", "Reference", "", "Account"),
        ("lineItem", "0..*", "Invoice.lineItem", "", ""),
        ("totalPriceComponent", "0..*", "Invoice.lineItem.priceComponent", "", ""),
        ("totalNet", "0..1", "Money", "", ""),
        ("totalGross", "0..1", "Money", "", ""),
        ("paymentTerms", "0..1", "markdown", "", ""),
        ("note", "0..*", "Annotation", "", ""),
    ), (
    )),
    "Invoice.participant": ("BackboneElement", (
        ("role", "0..1", "CodeableConcept", "", ""),
        ("actor", "1..1", "Reference", "", "Device Organization Patient Practitioner PractitionerRole RelatedPerson"),
    ), (
    )),
    "Invoice.lineItem": ("BackboneElement", (
        ("sequence", "0..1", "positiveInt", "", ""),
        ("chargeItem[x]", "1..1", "Reference CodeableConcept", "", "ChargeItem"),
        ("priceComponent", "0..*", "Invoice.lineItem.priceComponent", "", ""),
    ), (
    )),
    "Invoice.lineItem.priceComponent": ("BackboneElement", (
        ("type", "1..1", "code", "invoice-priceComponentType", ""),
        ("code", "0..1", "CodeableConcept", "", ""),
        ("factor", "0..1", "decimal", "", ""),
        ("amount", "0..1", "Money", "", ""),
    ), (
    )),
}
