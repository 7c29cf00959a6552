"""What PaymentReconciliation of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "PaymentReconciliation": ("DomainResource", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("status", "1..1", "code", "fm-status", ""),
        ("period", "0..1", "Period", "", ""),
        ("created", "1..1", "dateTime", "", ""),
        ("paymentIssuer", "0..1", "Reference", "", "Organization"),
        ("request", "0..1", "Reference", "", "Task"),
        ("requestor", "0..1", "Reference", "", "Organization Practitioner PractitionerRole"),
        ("outcome", "0..1", "code", "remittance-outcome", ""),
        ("disposition", "0..1", "string", "", ""),
        ("paymentDate", "1..1", "date", "", ""),
        ("paymentAmount", "1..1", "Money", "", ""),
        ("paymentIdentifier", "0..1", "Identifier", "", ""),
        ("detail", "0..*", "PaymentReconciliation.detail", "", ""),
        ("formCode", "0..1", "CodeableConcept", "", ""),
        ("processNote", "0..*", "PaymentReconciliation.processNote", "", ""),
    ), (
    )),
    "PaymentReconciliation.detail": ("BackboneElement", (
        ("identifier", "0..1", "Identifier", "", ""),
        ("predecessor", "0..1", "Identifier", "", ""),
        ("type", "1..1", "CodeableConcept", "", ""),
        ("request", "0..1", "Reference", "", ""),
        ("submitter", "0..1", "Reference", "", "Organization Practitioner PractitionerRole"),
        ("response", "0..1", "Reference", "", ""),
        ("date", "0..1", "date", "", ""),
        ("responsible", "0..1", "Reference", "", "PractitionerRole"),
        ("payee", "0..1", "Reference", "", "Organization Practitioner PractitionerRole"),
        ("amount", "0..1", "Money", "", ""),
    ), (
    )),
    "PaymentReconciliation.processNote": ("BackboneElement", (
        ("type", "0..1", "code", "note-type", ""),
        ("text", "0..1", "string", "", ""),
    ), (
    )),
}
