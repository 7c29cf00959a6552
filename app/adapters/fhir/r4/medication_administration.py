"""What MedicationAdministration of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "MedicationAdministration": ("DomainResource", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("instantiates", "0..*", "uri", "", ""),
        ("partOf", "0..*", "Reference", "", "MedicationAdministration Procedure"),
        ("status", "1..1", "code", "medication-admin-status", ""),
        ("statusReason", "0..*", "CodeableConcept", "", ""),
        ("category", "0..1", "CodeableConcept", "", ""),
        ("medication[x]", "1..1", "CodeableConcept Reference", "", "Medication"),
        ("subject", "1..1", "Reference", "", "Group Patient"),
        ("context", "0..1", "Reference", "", "Encounter EpisodeOfCare"),
        ("supportingInformation", "0..*", "Reference", "", ""),
        ("effective[x]", "1..1", "dateTime Period", "", ""),
        ("performer", "0..*", "MedicationAdministration.performer", "", ""),
        ("reasonCode", "0..*", "CodeableConcept", "", ""),
        ("reasonReference", "0..*", "Reference", "", "Condition DiagnosticReport Observation"),
        ("request", "0..1", "Reference", "", "MedicationRequest"),
        ("device", "0..*", "Reference", "", "Device"),
        ("note", "0..*", "Annotation", "", ""),
        ("dosage", "0..1", "MedicationAdministration.dosage", "", ""),
        ("eventHistory", "0..*", "Reference", "", "Provenance"),
    ), (
    )),
    "MedicationAdministration.performer": ("BackboneElement", (
        ("function", "0..1", "CodeableConcept", "", ""),
        ("actor", "1..1", "Reference", "", "Device Patient Practitioner PractitionerRole RelatedPerson"),
    ), (
    )),
    "MedicationAdministration.dosage": ("BackboneElement", (
        ("text", "0..1", "string", "", ""),
        ("site", "0..1", "CodeableConcept", "", ""),
        ("route", "0..1", "CodeableConcept", "", ""),
        ("method", "0..1", "CodeableConcept", "", ""),
        ("dose", "0..1", "SimpleQuantity", "", ""),
        ("rate[x]", "0..1", "Ratio SimpleQuantity", "", ""),
    ), (
        ("mad-1", "SHALL have at least one of dosage.dose or dosage.rate[x]", "dose.exists() or rate.exists()"),
    )),
}
