"""What Practitioner of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to, then rows of member, cardinality, types, codes that are allowed, types of
resources that a reference may name (names separated by spaces).
"""

Row = tuple[str, str, str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...]]] = {
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
    )),
    "Practitioner.qualification": ("BackboneElement", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("code", "1..1", "CodeableConcept", "", ""),
        ("period", "0..1", "Period", "", ""),
        ("issuer", "0..1", "Reference", "", "Organization"),
    )),
}
