"""What MedicinalProductUndesirableEffect of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "MedicinalProductUndesirableEffect": ("DomainResource", (
        ("subject", "0..*", "Reference", "", "Medication MedicinalProduct"),
        ("symptomConditionEffect", "0..1", "CodeableConcept", "", ""),
        ("classification", "0..1", "CodeableConcept", "", ""),
        ("frequencyOfOccurrence", "0..1", "CodeableConcept", "", ""),
        ("population", "0..*", "Population", "", ""),
    ), (
    )),
}
