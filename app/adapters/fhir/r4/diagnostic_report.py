"""What DiagnosticReport of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "DiagnosticReport": ("DomainResource", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("basedOn", "0..*", "Reference", "", "CarePlan ImmunizationRecommendation MedicationRequest NutritionOrder ServiceRequest"),
        ("status", "1..1", "code", "diagnostic-report-status", ""),
        ("category", "0..*", "CodeableConcept", "", ""),
        ("code", "1..1", "CodeableConcept", "", ""),
        ("subject", "0..1", "Reference", "", "Device Group Location Patient"),
        ("encounter", "0..1", "Reference", "", "Encounter"),
        ("effective[x]", "0..1", "dateTime Period", "", ""),
        ("issued", "0..1", "instant", "", ""),
        ("performer", "0..*", "Reference", "", "CareTeam Organization Practitioner PractitionerRole"),
        ("resultsInterpreter", "0..*", "Reference", "", "CareTeam Organization Practitioner PractitionerRole"),
        ("specimen", "0..*", "Reference", "", "Specimen"),
        ("result", "0..*", "Reference", "", "Observation"),
        ("imagingStudy", "0..*", "Reference", "", "ImagingStudy"),
        ("media", "0..*", "DiagnosticReport.media", "", ""),
        ("conclusion", "0..1", "string", "", ""),
        ("conclusionCode", "0..*", "CodeableConcept", "", ""),
        ("presentedForm", "0..*", "Attachment", "", ""),
    ), (
    )),
    "DiagnosticReport.media": ("BackboneElement", (
        ("comment", "0..1", "string", "", ""),
        ("link", "1..1", "Reference", "", "Media"),
    ), (
    )),
}
