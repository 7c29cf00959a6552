"""What ImmunizationRecommendation of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to, then rows of member, cardinality, types, codes that are allowed, types of
resources that a reference may name (names separated by spaces).
"""

Row = tuple[str, str, str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...]]] = {
    "ImmunizationRecommendation": ("DomainResource", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("patient", "1..1", "Reference", "", "Patient"),
        ("date", "1..1", "dateTime", "", ""),
        ("authority", "0..1", "Reference", "", "Organization"),
        ("recommendation", "1..*", "ImmunizationRecommendation.recommendation", "", ""),
    )),
    "ImmunizationRecommendation.recommendation": ("BackboneElement", (
        ("vaccineCode", "0..*", "CodeableConcept", "", ""),
        ("targetDisease", "0..1", "CodeableConcept", "", ""),
        ("contraindicatedVaccineCode", "0..*", "CodeableConcept", "", ""),
        ("forecastStatus", "1..1", "CodeableConcept", "", ""),
        ("forecastReason", "0..*", "CodeableConcept", "", ""),
        ("dateCriterion", "0..*", "ImmunizationRecommendation.recommendation.dateCriterion", "", ""),
        ("description", "0..1", "string", "", ""),
        ("series", "0..1", "string", "", ""),
        ("doseNumber[x]", "0..1", "positiveInt string", "", ""),
        ("seriesDoses[x]", "0..1", "positiveInt string", "", ""),
        ("supportingImmunization", "0..*", "Reference", "", "Immunization ImmunizationEvaluation"),
        ("supportingPatientInformation", "0..*", "Reference", "", ""),
    )),
    "ImmunizationRecommendation.recommendation.dateCriterion": ("BackboneElement", (
        ("code", "1..1", "CodeableConcept", "", ""),
        ("value", "1..1", "dateTime", "", ""),
    )),
}
