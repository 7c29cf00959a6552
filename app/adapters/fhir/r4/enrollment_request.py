"""What EnrollmentRequest of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "EnrollmentRequest": ("DomainResource", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("status", "0..1", "code", "fm-status", ""),
        ("created", "0..1", "dateTime", "", ""),
        ("insurer", "0..1", "Reference", "", "Organization"),
        ("provider", "0..1", "Reference", "", "Organization Practitioner PractitionerRole"),
        ("candidate", "0..1", "Reference", "", "Patient"),
        ("coverage", "0..1", "Reference", "", "Coverage"),
    ), (
    )),
}
