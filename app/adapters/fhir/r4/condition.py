"""What Condition of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "Condition": ("DomainResource", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("clinicalStatus", "0..1", "CodeableConcept", "condition-clinical", ""),
        ("verificationStatus", "0..1", "CodeableConcept", "condition-ver-status", ""),
        ("category", "0..*", "CodeableConcept", "", ""),
        ("severity", "0..1", "CodeableConcept", "", ""),
        ("code", "0..1", "CodeableConcept", "", ""),
        ("bodySite", "0..*", "CodeableConcept", "", ""),
        ("subject", "1..1", "Reference", "", "Group Patient"),
        ("encounter", "0..1", "Reference", "", "Encounter"),
        ("onset[x]", "0..1", "dateTime Age Period Range string", "", ""),
        ("abatement[x]", "0..1", "dateTime Age Period Range string", "", ""),
        ("recordedDate", "0..1", "dateTime", "", ""),
        ("recorder", "0..1", "Reference", "", "Patient Practitioner PractitionerRole RelatedPerson"),
        ("asserter", "0..1", "Reference", "", "Patient Practitioner PractitionerRole RelatedPerson"),
        ("stage", "0..*", "Condition.stage", "", ""),
        ("evidence", "0..*", "Condition.evidence", "", ""),
        ("note", "0..*", "Annotation", "", ""),
    ), (
        ("con-4", "If condition is abated, then clinicalStatus must be either inactive, resolved, or remission", "abatement.empty() or clinicalStatus.coding.where(system='http://terminology.hl7.org/CodeSystem/condition-clinical' and (code='resolved' or code='remission' or code='inactive')).exists()"),
        ("con-5", "Condition.clinicalStatus SHALL NOT be present if verification Status is entered-in-error", "verificationStatus.coding.where(system='http://terminology.hl7.org/CodeSystem/condition-ver-status' and code='entered-in-error').empty() or clinicalStatus.empty()"),
    )),
    "Condition.stage": ("BackboneElement", (
        ("summary", "0..1", "CodeableConcept", "", ""),
        ("assessment", "0..*", "Reference", "", "ClinicalImpression DiagnosticReport Observation"),
        ("type", "0..1", "CodeableConcept", "", ""),
    ), (
        ("con-1", "Stage SHALL have summary or assessment", "summary.exists() or assessment.exists()"),
    )),
    "Condition.evidence": ("BackboneElement", (
        ("code", "0..*", "CodeableConcept", "", ""),
        ("detail", "0..*", "Reference", "", ""),
    ), (
        ("con-2", "evidence SHALL have code or details", "code.exists() or detail.exists()"),
    )),
}
