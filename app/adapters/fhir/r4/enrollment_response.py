"""What EnrollmentResponse of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to, then rows of member, cardinality, types, codes that are allowed, types of
resources that a reference may name (names separated by spaces).
"""

Row = tuple[str, str, str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...]]] = {
    "EnrollmentResponse": ("DomainResource", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("status", "0..1", "code", "fm-status", ""),
        ("request", "0..1", "Reference", "", "EnrollmentRequest"),
        ("outcome", "0..1", "code", "remittance-outcome", ""),
        ("disposition", "0..1", "string", "", ""),
        ("created", "0..1", "dateTime", "", ""),
        ("organization", "0..1", "Reference", "", "Organization"),
        ("requestProvider", "0..1", "Reference", "", "Organization Practitioner PractitionerRole"),
    )),
}
