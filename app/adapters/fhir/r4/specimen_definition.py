"""What SpecimenDefinition of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "SpecimenDefinition": ("DomainResource", (
        ("identifier", "0..1", "Identifier", "", ""),
        ("typeCollected", "0..1", "CodeableConcept", "", ""),
        ("patientPreparation", "0..*", "CodeableConcept", "", ""),
        ("timeAspect", "0..1", "string", "", ""),
        ("collection", "0..*", "CodeableConcept", "", ""),
        ("typeTested", "0..*", "SpecimenDefinition.typeTested", "", ""),
    ), (
    )),
    "SpecimenDefinition.typeTested": ("BackboneElement", (
        ("isDerived", "0..1", "boolean", "", ""),
        ("type", "0..1", "CodeableConcept", "", ""),
        ("preference", "1..1", "code", "specimen-contained-preference", ""),
        ("container", "0..1", "SpecimenDefinition.typeTested.container", "", ""),
        ("requirement", "0..1", "string", "", ""),
        ("retentionTime", "0..1", "Duration", "", ""),
        ("rejectionCriterion", "0..*", "CodeableConcept", "", ""),
        ("handling", "0..*", "SpecimenDefinition.typeTested.handling", "", ""),
    ), (
    )),
    "SpecimenDefinition.typeTested.container": ("BackboneElement", (
        ("material", "0..1", "CodeableConcept", "", ""),
        ("type", "0..1", "CodeableConcept", "", ""),
        ("cap", "0..1", "CodeableConcept", "", ""),
        ("description", "0..1", "string", "", ""),
        ("capacity", "0..1", "SimpleQuantity", "", ""),
        ("minimumVolume[x]", "0..1", "SimpleQuantity string", "", ""),
        ("additive", "0..*", "SpecimenDefinition.typeTested.container.additive", "", ""),
        ("preparation", "0..1", "string", "", ""),
    ), (
    )),
    "SpecimenDefinition.typeTested.container.additive": ("BackboneElement", (
        ("additive[x]", "1..1", "CodeableConcept Reference", "", "Substance"),
    ), (
    )),
    "SpecimenDefinition.typeTested.handling": ("BackboneElement", (
        ("temperatureQualifier", "0..1", "CodeableConcept", "", ""),
        ("temperatureRange", "0..1", "Range", "", ""),
        ("maxDuration", "0..1", "Duration", "", ""),
        ("instruction", "0..1", "string", "", ""),
    ), (
    )),
}
