"""What Practitioner of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "Practitioner": ("DomainResource", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("active", "0..1", "boolean", "", ""),
        ("name", "0..*", "HumanName", "", ""),
        ("telecom", "0..*", "ContactPoint", "", ""),
        ("address", "0..*", "Address", "", ""),
        ("gender", "0..1", "code", "administrative-gender", ""),
        ("birthDate", "0..1", "date", "", ""),
        ("photo", "0..*", "Attachment", "", ""),
        ("qualification", "0..*", "Practitioner.qualification", "", ""),
        ("communication", "0..*", "CodeableConcept", "", ""),
    ), (
    )),
    "Practitioner.qualification": ("BackboneElement", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("code", "1..1", "CodeableConcept", "", ""),
        ("period", "0..1", "Period", "", ""),
        ("issuer", "0..1", "Reference", "", "Organization"),
    ), (
    )),
}
