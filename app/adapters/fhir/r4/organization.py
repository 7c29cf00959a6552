"""What Organization of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "Organization": ("DomainResource", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("active", "0..1", "boolean", "", ""),
        ("type", "0..*", "CodeableConcept", "", ""),
        ("name", "0..1", "string", "", ""),
        ("alias", "0..*", "string", "", ""),
        ("telecom", "0..*", "ContactPoint", "", ""),
        ("address", "0..*", "Address", "", ""),
        ("partOf", "0..1", "Reference", "", "Organization"),
        ("contact", "0..*", "Organization.contact", "", ""),
        ("endpoint", "0..*", "Reference", "", "Endpoint"),
    ), (
        ("org-1", "The organization SHALL at least have a name or an identifier, and possibly more than one", "(identifier.count() + name.count()) > 0"),
        ("org-3", "The telecom of an organization can never be of use 'home'", "telecom.all(where(use = 'home').empty())"),
        ("org-2", "An address of an organization can never be of use 'home'", "address.all(where(use = 'home').empty())"),
    )),
    "Organization.contact": ("BackboneElement", (
        ("purpose", "0..1", "CodeableConcept", "", ""),
        ("name", "0..1", "HumanName", "", ""),
        ("telecom", "0..*", "ContactPoint", "", ""),
        ("address", "0..1", "Address", "", ""),
    ), (
    )),
}
