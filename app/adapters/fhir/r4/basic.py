"""What Basic of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "Basic": ("DomainResource", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("code", "1..1", "CodeableConcept", "", ""),
        ("subject", "0..1", "Reference", "", ""),
        ("created", "0..1", "date", "", ""),
        ("author", "0..1", "Reference", "", "Organization Patient Practitioner PractitionerRole RelatedPerson"),
    ), (
    )),
}
