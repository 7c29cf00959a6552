"""What MedicinalProductPharmaceutical of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "MedicinalProductPharmaceutical": ("DomainResource", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("administrableDoseForm", "1..1", "CodeableConcept", "", ""),
        ("unitOfPresentation", "0..1", "CodeableConcept", "", ""),
        ("ingredient", "0..*", "Reference", "", "MedicinalProductIngredient"),
        ("device", "0..*", "Reference", "", "DeviceDefinition"),
        ("characteristics", "0..*", "MedicinalProductPharmaceutical.characteristics", "", ""),
        ("routeOfAdministration", "1..*", "MedicinalProductPharmaceutical.routeOfAdministration", "", ""),
    ), (
    )),
    "MedicinalProductPharmaceutical.characteristics": ("BackboneElement", (
        ("code", "1..1", "CodeableConcept", "", ""),
        ("status", "0..1", "CodeableConcept", "", ""),
    ), (
    )),
    "MedicinalProductPharmaceutical.routeOfAdministration": ("BackboneElement", (
        ("code", "1..1", "CodeableConcept", "", ""),
        ("firstDose", "0..1", "Quantity", "", ""),
        ("maxSingleDose", "0..1", "Quantity", "", ""),
        ("maxDosePerDay", "0..1", "Quantity", "", ""),
        ("maxDosePerTreatmentPeriod", "0..1", "Ratio", "", ""),
        ("maxTreatmentPeriod", "0..1", "Duration", "", ""),
        ("targetSpecies", "0..*", "MedicinalProductPharmaceutical.routeOfAdministration.targetSpecies", "", ""),
    ), (
    )),
    "MedicinalProductPharmaceutical.routeOfAdministration.targetSpecies": ("BackboneElement", (
        ("code", "1..1", "CodeableConcept", "", ""),
        ("withdrawalPeriod", "0..*", "MedicinalProductPharmaceutical.routeOfAdministration.targetSpecies.withdrawalPeriod", "", ""),
    ), (
    )),
    "MedicinalProductPharmaceutical.routeOfAdministration.targetSpecies.withdrawalPeriod": ("BackboneElement", (
        ("tissue", "1..1", "CodeableConcept", "", ""),
        ("value", "1..1", "Quantity", "", ""),
        ("supportingInformation", "0..1", "string", "", ""),
    ), (
    )),
}
