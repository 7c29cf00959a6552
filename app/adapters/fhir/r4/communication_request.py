"""What CommunicationRequest of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "CommunicationRequest": ("DomainResource", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("basedOn", "0..*", "Reference", "", ""),
        ("replaces", "0..*", "Reference", "", "CommunicationRequest"),
        ("groupIdentifier", "0..1", "Identifier", "", ""),
        ("status", "1..1", "code", "request-status", ""),
        ("statusReason", "0..1", "CodeableConcept", "", ""),
        ("category", "0..*", "CodeableConcept", "", ""),
        ("priority", "0..1", "code", "request-priority", ""),
        ("doNotPerform", "0..1", "boolean", "", ""),
        ("medium", "0..*", "CodeableConcept", "", ""),
        ("subject", "0..1", "Reference", "", "Group Patient"),
        ("about", "0..*", "Reference", "", ""),
        ("encounter", "0..1", "Reference", "", "Encounter"),
        ("payload", "0..*", "CommunicationRequest.payload", "", ""),
        ("occurrence[x]", "0..1", "dateTime Period", "", ""),
        ("authoredOn", "0..1", "dateTime", "", ""),
        ("requester", "0..1", "Reference", "", "Device Organization Patient Practitioner PractitionerRole RelatedPerson"),
        ("recipient", "0..*", "Reference", "", "CareTeam Device Group HealthcareService Organization Patient Practitioner PractitionerRole RelatedPerson"),
        ("sender", "0..1", "Reference", "", "Device HealthcareService Organization Patient Practitioner PractitionerRole RelatedPerson"),
        ("reasonCode", "0..*", "CodeableConcept", "", ""),
        ("reasonReference", "0..*", "Reference", "", "Condition DiagnosticReport DocumentReference Observation"),
        ("note", "0..*", "Annotation", "", ""),
    ), (
    )),
    "CommunicationRequest.payload": ("BackboneElement", (
        ("content[x]", "1..1", "string Attachment Reference", "", ""),
    ), (
    )),
}
