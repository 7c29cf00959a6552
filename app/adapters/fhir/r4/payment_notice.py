"""What PaymentNotice of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to, then rows of member, cardinality, types, codes that are allowed, types of
resources that a reference may name (names separated by spaces).
"""

Row = tuple[str, str, str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...]]] = {
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
    )),
}
