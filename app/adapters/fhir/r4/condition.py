"""What Condition of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to, then rows of member, cardinality, types, codes that are allowed, types of
resources that a reference may name (names separated by spaces).
"""

Row = tuple[str, str, str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...]]] = {
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
    )),
    "Condition.stage": ("BackboneElement", (
        ("summary", "0..1", "CodeableConcept", "", ""),
        ("assessment", "0..*", "Reference", "", "ClinicalImpression DiagnosticReport Observation"),
        ("type", "0..1", "CodeableConcept", "", ""),
    )),
    "Condition.evidence": ("BackboneElement", (
        ("code", "0..*", "CodeableConcept", "", ""),
        ("detail", "0..*", "Reference", "", ""),
    )),
}
