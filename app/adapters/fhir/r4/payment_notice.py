"""What PaymentNotice of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "PaymentNotice": ("DomainResource", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("status", "1..1", "code", "fm-status", ""),
        ("request", "0..1", "Reference", "", ""),
        ("response", "0..1", "Reference", "", ""),
        ("created", "1..1", "dateTime", "", ""),
        ("provider", "0..1", "Reference", "", "Organization Practitioner PractitionerRole"),
        ("payment", "1..1", "Reference", "", "PaymentReconciliation"),
        ("paymentDate", "0..1", "date", "", ""),
        ("payee", "0..1", "Reference", "", "Organization Practitioner PractitionerRole"),
        ("recipient", "1..1", "Reference", "", "Organization"),
        ("amount", "1..1", "Money", "", ""),
        ("paymentStatus", "0..1", "CodeableConcept", "", ""),
    ), (
    )),
}
