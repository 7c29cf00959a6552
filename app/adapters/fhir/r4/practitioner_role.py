"""What PractitionerRole of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "PractitionerRole": ("DomainResource", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("active", "0..1", "boolean", "", ""),
        ("period", "0..1", "Period", "", ""),
        ("practitioner", "0..1", "Reference", "", "Practitioner"),
        ("organization", "0..1", "Reference", "", "Organization"),
        ("code", "0..*", "CodeableConcept", "", ""),
        ("specialty", "0..*", "CodeableConcept", "", ""),
        ("location", "0..*", "Reference", "", "Location"),
        ("healthcareService", "0..*", "Reference", "", "HealthcareService"),
        ("telecom", "0..*", "ContactPoint", "", ""),
        ("availableTime", "0..*", "PractitionerRole.availableTime", "", ""),
        ("notAvailable", "0..*", "PractitionerRole.notAvailable", "", ""),
        ("availabilityExceptions", "0..1", "string", "", ""),
        ("endpoint", "0..*", "Reference", "", "Endpoint"),
    ), (
    )),
    "PractitionerRole.availableTime": ("BackboneElement", (
        ("daysOfWeek", "0..*", "code", "days-of-week", ""),
        ("allDay", "0..1", "boolean", "", ""),
        ("availableStartTime", "0..1", "time", "", ""),
        ("availableEndTime", "0..1", "time", "", ""),
    ), (
    )),
    "PractitionerRole.notAvailable": ("BackboneElement", (
        ("description", "1..1", "string", "", ""),
        ("during", "0..1", "Period", "", ""),
    ), (
    )),
}
