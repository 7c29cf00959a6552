"""What RiskAssessment of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "RiskAssessment": ("DomainResource", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("basedOn", "0..1", "Reference", "", ""),
        ("parent", "0..1", "Reference", "", ""),
        ("status", "1..1", "code", "observation-status", ""),
        ("method", "0..1", "CodeableConcept", "", ""),
        ("code", "0..1", "CodeableConcept", "", ""),
        ("subject", "1..1", "Reference", "", "Group Patient"),
        ("encounter", "0..1", "Reference", "", "Encounter"),
        ("occurrence[x]", "0..1", "dateTime Period", "", ""),
        ("condition", "0..1", "Reference", "", "Condition"),
        ("performer", "0..1", "Reference", "", "Device Practitioner PractitionerRole"),
        ("reasonCode", "0..*", "CodeableConcept", "", ""),
        ("reasonReference", "0..*", "Reference", "", "Condition DiagnosticReport DocumentReference Observation"),
        ("basis", "0..*", "Reference", "", ""),
        ("prediction", "0..*", "RiskAssessment.prediction", "", ""),
        ("mitigation", "0..1", "string", "", ""),
        ("note", "0..*", "Annotation", "", ""),
    ), (
    )),
    "RiskAssessment.prediction": ("BackboneElement", (
        ("outcome", "0..1", "CodeableConcept", "", ""),
        ("probability[x]", "0..1", "decimal Range", "", ""),
        ("qualitativeRisk", "0..1", "CodeableConcept", "", ""),
        ("relativeRisk", "0..1", "decimal", "", ""),
        ("when[x]", "0..1", "Period Range", "", ""),
        ("rationale", "0..1", "string", "", ""),
    ), (
        ("ras-2", "Must be <= 100", "probability is decimal implies (probability as decimal) <= 100"),
        ("ras-1", "low and high must be percentages, if present", "probability.all((low.empty() or ((low.code = '%') and (low.system = %ucum))) and (high.empty() or ((high.code = '%') and (high.system = %ucum))))"),
    )),
}
