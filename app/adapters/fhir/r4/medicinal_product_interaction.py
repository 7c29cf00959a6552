"""What MedicinalProductInteraction of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "MedicinalProductInteraction": ("DomainResource", (
        ("subject", "0..*", "Reference", "", "Medication MedicinalProduct Substance"),
        ("description", "0..1", "string", "", ""),
        ("interactant", "0..*", "MedicinalProductInteraction.interactant", "", ""),
        ("type", "0..1", "CodeableConcept", "", ""),
        ("effect", "0..1", "CodeableConcept", "", ""),
        ("incidence", "0..1", "CodeableConcept", "", ""),
        ("management", "0..1", "CodeableConcept", "", ""),
    ), (
    )),
    "MedicinalProductInteraction.interactant": ("BackboneElement", (
        ("item[x]", "1..1", "Reference CodeableConcept", "", "Medication MedicinalProduct ObservationDefinition Substance"),
    ), (
    )),
}
