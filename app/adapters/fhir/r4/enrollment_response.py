"""What EnrollmentResponse of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "EnrollmentResponse": ("DomainResource", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("status", "0..1", "code", "fm-status", ""),
        ("request", "0..1", "Reference", "", "EnrollmentRequest"),
        ("outcome", "0..1", "code", "remittance-outcome", ""),
        ("disposition", "0..1", "string", "", ""),
        ("created", "0..1", "dateTime", "", ""),
        ("organization", "0..1", "Reference", "", "Organization"),
        ("requestProvider", "0..1", "Reference", "", "Organization Practitioner PractitionerRole"),
    ), (
    )),
}
