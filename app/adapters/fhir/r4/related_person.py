"""What RelatedPerson of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "RelatedPerson": ("DomainResource", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("active", "0..1", "boolean", "", ""),
        ("patient", "1..1", "Reference", "", "Patient"),
        ("relationship", "0..*", "CodeableConcept", "", ""),
        ("name", "0..*", "HumanName", "", ""),
        ("telecom", "0..*", "ContactPoint", "", ""),
        ("gender", "0..1", "code", "administrative-gender", ""),
        ("birthDate", "0..1", "date", "", ""),
        ("address", "0..*", "Address", "", ""),
        ("photo", "0..*", "Attachment", "", ""),
        ("period", "0..1", "Period", "", ""),
        ("communication", "0..*", "RelatedPerson.communication", "", ""),
    ), (
    )),
    "RelatedPerson.communication": ("BackboneElement", (
        ("language", "1..1", "CodeableConcept", "", ""),
        ("preferred", "0..1", "boolean", "", ""),
    ), (
    )),
}
