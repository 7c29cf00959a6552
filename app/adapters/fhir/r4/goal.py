"""What Goal of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "Goal": ("DomainResource", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("lifecycleStatus", "1..1", "code", "goal-status", ""),
        ("achievementStatus", "0..1", "CodeableConcept", "", ""),
        ("category", "0..*", "CodeableConcept", "", ""),
        ("priority", "0..1", "CodeableConcept", "", ""),
        ("description", "1..1", "CodeableConcept", "", ""),
        ("subject", "1..1", "Reference", "", "Group Organization Patient"),
        ("start[x]", "0..1", "date CodeableConcept", "", ""),
        ("target", "0..*", "Goal.target", "", ""),
        ("statusDate", "0..1", "date", "", ""),
        ("statusReason", "0..1", "string", "", ""),
        ("expressedBy", "0..1", "Reference", "", "Patient Practitioner PractitionerRole RelatedPerson"),
        ("addresses", "0..*", "Reference", "", "Condition MedicationStatement NutritionOrder Observation RiskAssessment ServiceRequest"),
        ("note", "0..*", "Annotation", "", ""),
        ("outcomeCode", "0..*", "CodeableConcept", "", ""),
        ("outcomeReference", "0..*", "Reference", "", "Observation"),
    ), (
    )),
    "Goal.target": ("BackboneElement", (
        ("measure", "0..1", "CodeableConcept", "", ""),
        ("detail[x]", "0..1", "Quantity Range CodeableConcept string boolean integer Ratio", "", ""),
        ("due[x]", "0..1", "date Duration", "", ""),
    ), (
        ("gol-1", "Goal.target.measure is required if Goal.target.detail is populated", "(detail.exists() and measure.exists()) or detail.exists().not()"),
    )),
}
