"""What Communication of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "Communication": ("DomainResource", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("instantiatesCanonical", "0..*", "canonical", "", ""),
        ("instantiatesUri", "0..*", "uri", "", ""),
        ("basedOn", "0..*", "Reference", "", ""),
        ("partOf", "0..*", "Reference", "", ""),
        ("inResponseTo", "0..*", "Reference", "", "Communication"),
        ("status", "1..1", "code", "event-status", ""),
        ("statusReason", "0..1", "CodeableConcept", "", ""),
        ("category", "0..*", "CodeableConcept", "", ""),
        ("priority", "0..1", "code", "request-priority", ""),
        ("medium", "0..*", "CodeableConcept", "", ""),
        ("subject", "0..1", "Reference", "", "Group Patient"),
        ("topic", "0..1", "CodeableConcept", "", ""),
        ("about", "0..*", "Reference", "", ""),
        ("encounter", "0..1", "Reference", "", "Encounter"),
        ("sent", "0..1", "dateTime", "", ""),
        ("received", "0..1", "dateTime", "", ""),
        ("recipient", "0..*", "Reference", "", "CareTeam Device Group HealthcareService Organization Patient Practitioner PractitionerRole RelatedPerson"),
        ("sender", "0..1", "Reference", "", "Device HealthcareService Organization Patient Practitioner PractitionerRole RelatedPerson"),
        ("reasonCode", "0..*", "CodeableConcept", "", ""),
        ("reasonReference", "0..*", "Reference", "", "Condition DiagnosticReport DocumentReference Observation"),
        ("payload", "0..*", "Communication.payload", "", ""),
        ("note", "0..*", "Annotation", "", ""),
    ), (
    )),
    "Communication.payload": ("BackboneElement", (
        ("content[x]", "1..1", "string Attachment Reference", "", ""),
    ), (
    )),
}
