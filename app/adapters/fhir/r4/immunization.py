"""What Immunization of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "Immunization": ("DomainResource", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("status", "1..1", "code", "immunization-status", ""),
        ("statusReason", "0..1", "CodeableConcept", "", ""),
        ("vaccineCode", "1..1", "CodeableConcept", "", ""),
        ("patient", "1..1", "Reference", "", "Patient"),
        ("encounter", "0..1", "Reference", "", "Encounter"),
        ("occurrence[x]", "1..1", "dateTime string", "", ""),
        ("recorded", "0..1", "dateTime", "", ""),
        ("primarySource", "0..1", "boolean", "", ""),
        ("reportOrigin", "0..1", "CodeableConcept", "", ""),
        ("location", "0..1", "Reference", "", "Location"),
        ("manufacturer", "0..1", "Reference", "", "Organization"),
        ("lotNumber", "0..1", "string", "", ""),
        ("expirationDate", "0..1", "date", "", ""),
        ("site", "0..1", "CodeableConcept", "", ""),
        ("route", "0..1", "CodeableConcept", "", ""),
        ("doseQuantity", "0..1", "SimpleQuantity", "", ""),
        ("performer", "0..*", "Immunization.performer", "", ""),
        ("note", "0..*", "Annotation", "", ""),
        ("reasonCode", "0..*", "CodeableConcept", "", ""),
        ("reasonReference", "0..*", "Reference", "", "Condition DiagnosticReport Observation"),
        ("isSubpotent", "0..1", "boolean", "", ""),
        ("subpotentReason", "0..*", "CodeableConcept", "", ""),
        ("education", "0..*", "Immunization.education", "", ""),
        ("programEligibility", "0..*", "CodeableConcept", "", ""),
        ("fundingSource", "0..1", "CodeableConcept", "", ""),
        ("reaction", "0..*", "Immunization.reaction", "", ""),
        ("protocolApplied", "0..*", "Immunization.protocolApplied", "", ""),
    ), (
    )),
    "Immunization.performer": ("BackboneElement", (
        ("function", "0..1", "CodeableConcept", "", ""),
        ("actor", "1..1", "Reference", "", "Organization Practitioner PractitionerRole"),
    ), (
    )),
    "Immunization.education": ("BackboneElement", (
        ("documentType", "0..1", "string", "", ""),
        ("reference", "0..1", "uri", "", ""),
        ("publicationDate", "0..1", "dateTime", "", ""),
        ("presentationDate", "0..1", "dateTime", "", ""),
    ), (
        ("imm-1", "One of documentType or reference SHALL be present", "documentType.exists() or reference.exists()"),
    )),
    "Immunization.reaction": ("BackboneElement", (
        ("date", "0..1", "dateTime", "", ""),
        ("detail", "0..1", "Reference", "", "Observation"),
        ("reported", "0..1", "boolean", "", ""),
    ), (
    )),
    "Immunization.protocolApplied": ("BackboneElement", (
        ("series", "0..1", "string", "", ""),
        ("authority", "0..1", "Reference", "", "Organization"),
        ("targetDisease", "0..*", "CodeableConcept", "", ""),
        ("doseNumber[x]", "1..1", "positiveInt string", "", ""),
        ("seriesDoses[x]", "0..1", "positiveInt string", "", ""),
    ), (
    )),
}
