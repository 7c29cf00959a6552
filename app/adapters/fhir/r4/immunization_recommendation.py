"""What ImmunizationRecommendation of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "ImmunizationRecommendation": ("DomainResource", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("patient", "1..1", "Reference", "", "Patient"),
        ("date", "1..1", "dateTime", "", ""),
        ("authority", "0..1", "Reference", "", "Organization"),
        ("recommendation", "1..*", "ImmunizationRecommendation.recommendation", "", ""),
    ), (
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
    ), (
        ("imr-1", "One of vaccineCode or targetDisease SHALL be present", "vaccineCode.exists() or targetDisease.exists()"),
    )),
    "ImmunizationRecommendation.recommendation.dateCriterion": ("BackboneElement", (
        ("code", "1..1", "CodeableConcept", "", ""),
        ("value", "1..1", "dateTime", "", ""),
    ), (
    )),
}
