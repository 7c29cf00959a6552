"""What Person of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "Person": ("DomainResource", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("name", "0..*", "HumanName", "", ""),
        ("telecom", "0..*", "ContactPoint", "", ""),
        ("gender", "0..1", "code", "administrative-gender", ""),
        ("birthDate", "0..1", "date", "", ""),
        ("address", "0..*", "Address", "", ""),
        ("photo", "0..1", "Attachment", "", ""),
        ("managingOrganization", "0..1", "Reference", "", "Organization"),
        ("active", "0..1", "boolean", "", ""),
        ("link", "0..*", "Person.link", "", ""),
    ), (
    )),
    "Person.link": ("BackboneElement", (
        ("target", "1..1", "Reference", "", "Patient Person Practitioner RelatedPerson"),
        ("assurance", "0..1", "code", "identity-assuranceLevel", ""),
    ), (
    )),
}
