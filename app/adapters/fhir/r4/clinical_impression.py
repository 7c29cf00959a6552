"""What ClinicalImpression of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "ClinicalImpression": ("DomainResource", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("status", "1..1", "code", "clinicalimpression-status", ""),
        ("statusReason", "0..1", "CodeableConcept", "", ""),
        ("code", "0..1", "CodeableConcept", "", ""),
        ("description", "0..1", "string", "", ""),
        ("subject", "1..1", "Reference", "", "Group Patient"),
        ("encounter", "0..1", "Reference", "", "Encounter"),
        ("effective[x]", "0..1", "dateTime Period", "", ""),
        ("date", "0..1", "dateTime", "", ""),
        ("assessor", "0..1", "Reference", "", "Practitioner PractitionerRole"),
        ("previous", "0..1", "Reference", "", "ClinicalImpression"),
        ("problem", "0..*", "Reference", "", "AllergyIntolerance Condition"),
        ("investigation", "0..*", "ClinicalImpression.investigation", "", ""),
        ("protocol", "0..*", "uri", "", ""),
        ("summary", "0..1", "string", "", ""),
        ("finding", "0..*", "ClinicalImpression.finding", "", ""),
        ("prognosisCodeableConcept", "0..*", "CodeableConcept", "", ""),
        ("prognosisReference", "0..*", "Reference", "", "RiskAssessment"),
        ("supportingInfo", "0..*", "Reference", "", ""),
        ("note", "0..*", "Annotation", "", ""),
    ), (
    )),
    "ClinicalImpression.investigation": ("BackboneElement", (
        ("code", "1..1", "CodeableConcept", "", ""),
        ("item", "0..*", "Reference", "", "DiagnosticReport FamilyMemberHistory ImagingStudy Media Observation QuestionnaireResponse RiskAssessment"),
    ), (
    )),
    "ClinicalImpression.finding": ("BackboneElement", (
        ("itemCodeableConcept", "0..1", "CodeableConcept", "", ""),
        ("itemReference", "0..1", "Reference", "", "Condition Media Observation"),
        ("basis", "0..1", "string", "", ""),
    ), (
    )),
}
