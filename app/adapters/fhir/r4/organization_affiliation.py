"""What OrganizationAffiliation of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "OrganizationAffiliation": ("DomainResource", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("active", "0..1", "boolean", "", ""),
        ("period", "0..1", "Period", "", ""),
        ("organization", "0..1", "Reference", "", "Organization"),
        ("participatingOrganization", "0..1", "Reference", "", "Organization"),
        ("network", "0..*", "Reference", "", "Organization"),
        ("code", "0..*", "CodeableConcept", "", ""),
        ("specialty", "0..*", "CodeableConcept", "", ""),
        ("location", "0..*", "Reference", "", "Location"),
        ("healthcareService", "0..*", "Reference", "", "HealthcareService"),
        ("telecom", "0..*", "ContactPoint", "", ""),
        ("endpoint", "0..*", "Reference", "", "Endpoint"),
    ), (
    )),
}
