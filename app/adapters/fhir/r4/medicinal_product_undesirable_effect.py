"""What MedicinalProductUndesirableEffect of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to, then rows of member, cardinality, types, codes that are allowed, types of
resources that a reference may name (names separated by spaces).
"""

Row = tuple[str, str, str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...]]] = {
    "MedicinalProductUndesirableEffect": ("DomainResource", (
        ("subject", "0..*", "Reference", "", "Medication MedicinalProduct"),
        ("symptomConditionEffect", "0..1", "CodeableConcept", "", ""),
        ("classification", "0..1", "CodeableConcept", "", ""),
        ("frequencyOfOccurrence", "0..1", "CodeableConcept", "", ""),
        ("population", "0..*", "Population", "", ""),
    )),
}
