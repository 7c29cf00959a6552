"""What Account of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "Account": ("DomainResource", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("status", "1..1", "code", "account-status", ""),
        ("type", "0..1", "CodeableConcept", "", ""),
        ("name", "0..1", "string", "", ""),
        ("subject", "0..*", "Reference", "", "Device HealthcareService Location Organization Patient Practitioner PractitionerRole"),
        ("servicePeriod", "0..1", "Period", "", ""),
        ("coverage", "0..*", "Account.coverage", "", ""),
        ("owner", "0..1", "Reference", "", "Organization"),
        ("description", "0..1", "string", "", ""),
        ("guarantor", "0..*", "Account.guarantor", "", ""),
        ("partOf", "0..1", "Reference", "", "Account"),
    ), (
    )),
    "Account.coverage": ("BackboneElement", (
        ("coverage", "1..1", "Reference", "", "Coverage"),
        ("priority", "0..1", "positiveInt", "", ""),
    ), (
    )),
    "Account.guarantor": ("BackboneElement", (
        ("party", "1..1", "Reference", "", "Organization Patient RelatedPerson"),
        ("onHold", "0..1", "boolean", "", ""),
        ("period", "0..1", "Period", "", ""),
    ), (
    )),
}
