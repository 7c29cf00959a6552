"""What AppointmentResponse of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "AppointmentResponse": ("DomainResource", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("appointment", "1..1", "Reference", "", "Appointment"),
        ("start", "0..1", "instant", "", ""),
        ("end", "0..1", "instant", "", ""),
        ("participantType", "0..*", "CodeableConcept", "", ""),
        ("actor", "0..1", "Reference", "", "Device HealthcareService Location Patient Practitioner PractitionerRole RelatedPerson"),
        ("participantStatus", "1..1", "code", "participationstatus", ""),
        ("comment", "0..1", "string", "", ""),
    ), (
        ("apr-1", "Either the participantType or actor must be specified", "participantType.exists() or actor.exists()"),
    )),
}
