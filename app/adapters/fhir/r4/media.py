"""What Media of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "Media": ("DomainResource", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("basedOn", "0..*", "Reference", "", "CarePlan ServiceRequest"),
        ("partOf", "0..*", "Reference", "", ""),
        ("status", "1..1", "code", "event-status", ""),
        ("type", "0..1", "CodeableConcept", "", ""),
        ("modality", "0..1", "CodeableConcept", "", ""),
        ("view", "0..1", "CodeableConcept", "", ""),
        ("subject", "0..1", "Reference", "", "Device Group Location Patient Practitioner PractitionerRole Specimen"),
        ("encounter", "0..1", "Reference", "", "Encounter"),
        ("created[x]", "0..1", "dateTime Period", "", ""),
        ("issued", "0..1", "instant", "", ""),
        ("operator", "0..1", "Reference", "", "CareTeam Device Organization Patient Practitioner PractitionerRole RelatedPerson"),
        ("reasonCode", "0..*", "CodeableConcept", "", ""),
        ("bodySite", "0..1", "CodeableConcept", "", ""),
        ("deviceName", "0..1", "string", "", ""),
        ("device", "0..1", "Reference", "", "Device DeviceMetric"),
        ("height", "0..1", "positiveInt", "", ""),
        ("width", "0..1", "positiveInt", "", ""),
        ("frames", "0..1", "positiveInt", "", ""),
        ("duration", "0..1", "decimal", "", ""),
        ("content", "1..1", "Attachment", "", ""),
        ("note", "0..*", "Annotation", "", ""),
    ), (
    )),
}
