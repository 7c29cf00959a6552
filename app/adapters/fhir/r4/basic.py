"""What Basic of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to, then rows of member, cardinality, types, codes that are allowed, types of
resources that a reference may name (names separated by spaces).
"""

Row = tuple[str, str, str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...]]] = {
    "Basic": ("DomainResource", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("code", "1..1", "CodeableConcept", "", ""),
        ("subject", "0..1", "Reference", "", ""),
        ("created", "0..1", "date", "", ""),
        ("author", "0..1", "Reference", "", "Organization Patient Practitioner PractitionerRole RelatedPerson"),
    )),
}
