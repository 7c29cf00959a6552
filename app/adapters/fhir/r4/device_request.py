"""What DeviceRequest of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "DeviceRequest": ("DomainResource", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("instantiatesCanonical", "0..*", "canonical", "", ""),
        ("instantiatesUri", "0..*", "uri", "", ""),
        ("basedOn", "0..*", "Reference", "", ""),
        ("priorRequest", "0..*", "Reference", "", ""),
        ("groupIdentifier", "0..1", "Identifier", "", ""),
        ("status", "0..1", "code", "request-status", ""),
        ("intent", "1..1", "code", "request-intent", ""),
        ("priority", "0..1", "code", "request-priority", ""),
        ("code[x]", "1..1", "Reference CodeableConcept", "", "Device"),
        ("parameter", "0..*", "DeviceRequest.parameter", "", ""),
        ("subject", "1..1", "Reference", "", "Device Group Location Patient"),
        ("encounter", "0..1", "Reference", "", "Encounter"),
        ("occurrence[x]", "0..1", "dateTime Period Timing", "", ""),
        ("authoredOn", "0..1", "dateTime", "", ""),
        ("requester", "0..1", "Reference", "", "Device Organization Practitioner PractitionerRole"),
        ("performerType", "0..1", "CodeableConcept", "", ""),
        ("performer", "0..1", "Reference", "", "CareTeam Device HealthcareService Organization Patient Practitioner PractitionerRole RelatedPerson"),
        ("reasonCode", "0..*", "CodeableConcept", "", ""),
        ("reasonReference", "0..*", "Reference", "", "Condition DiagnosticReport DocumentReference Observation"),
        ("insurance", "0..*", "Reference", "", "ClaimResponse Coverage"),
        ("supportingInfo", "0..*", "Reference", "", ""),
        ("note", "0..*", "Annotation", "", ""),
        ("relevantHistory", "0..*", "Reference", "", "Provenance"),
    ), (
    )),
    "DeviceRequest.parameter": ("BackboneElement", (
        ("code", "0..1", "CodeableConcept", "", ""),
        ("value[x]", "0..1", "CodeableConcept Quantity Range boolean", "", ""),
    ), (
    )),
}
