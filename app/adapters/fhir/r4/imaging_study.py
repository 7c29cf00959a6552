"""What ImagingStudy of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "ImagingStudy": ("DomainResource", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("status", "1..1", "code", "imagingstudy-status", ""),
        ("modality", "0..*", "Coding", "", ""),
        ("subject", "1..1", "Reference", "", "Device Group Patient"),
        ("encounter", "0..1", "Reference", "", "Encounter"),
        ("started", "0..1", "dateTime", "", ""),
        ("basedOn", "0..*", "Reference", "", "Appointment AppointmentResponse CarePlan ServiceRequest Task"),
        ("referrer", "0..1", "Reference", "", "Practitioner PractitionerRole"),
        ("interpreter", "0..*", "Reference", "", "Practitioner PractitionerRole"),
        ("endpoint", "0..*", "Reference", "", "Endpoint"),
        ("numberOfSeries", "0..1", "unsignedInt", "", ""),
        ("numberOfInstances", "0..1", "unsignedInt", "", ""),
        ("procedureReference", "0..1", "Reference", "", "Procedure"),
        ("procedureCode", "0..*", "CodeableConcept", "", ""),
        ("location", "0..1", "Reference", "", "Location"),
        ("reasonCode", "0..*", "CodeableConcept", "", ""),
        ("reasonReference", "0..*", "Reference", "", "Condition DiagnosticReport DocumentReference Media Observation"),
        ("note", "0..*", "Annotation", "", ""),
        ("description", "0..1", "string", "", ""),
        ("series", "0..*", "ImagingStudy.series", "", ""),
    ), (
    )),
    "ImagingStudy.series": ("BackboneElement", (
        ("uid", "1..1", "id", "", ""),
        ("number", "0..1", "unsignedInt", "", ""),
        ("modality", "1..1", "Coding", "", ""),
        ("description", "0..1", "string", "", ""),
        ("numberOfInstances", "0..1", "unsignedInt", "", ""),
        ("endpoint", "0..*", "Reference", "", "Endpoint"),
        ("bodySite", "0..1", "Coding", "", ""),
        ("laterality", "0..1", "Coding", "", ""),
        ("specimen", "0..*", "Reference", "", "Specimen"),
        ("started", "0..1", "dateTime", "", ""),
        ("performer", "0..*", "ImagingStudy.series.performer", "", ""),
        ("instance", "0..*", "ImagingStudy.series.instance", "", ""),
    ), (
    )),
    "ImagingStudy.series.performer": ("BackboneElement", (
        ("function", "0..1", "CodeableConcept", "", ""),
        ("actor", "1..1", "Reference", "", "CareTeam Device Organization Patient Practitioner PractitionerRole RelatedPerson"),
    ), (
    )),
    "ImagingStudy.series.instance": ("BackboneElement", (
        ("uid", "1..1", "id", "", ""),
        ("sopClass", "1..1", "Coding", "", ""),
        ("number", "0..1", "unsignedInt", "", ""),
        ("title", "0..1", "string", "", ""),
    ), (
    )),
}
