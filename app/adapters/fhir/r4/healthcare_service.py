"""What HealthcareService of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "HealthcareService": ("DomainResource", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("active", "0..1", "boolean", "", ""),
        ("providedBy", "0..1", "Reference", "", "Organization"),
        ("category", "0..*", "CodeableConcept", "", ""),
        ("type", "0..*", "CodeableConcept", "", ""),
        ("specialty", "0..*", "CodeableConcept", "", ""),
        ("location", "0..*", "Reference", "", "Location"),
        ("name", "0..1", "string", "", ""),
        ("comment", "0..1", "string", "", ""),
        ("extraDetails", "0..1", "markdown", "", ""),
        ("photo", "0..1", "Attachment", "", ""),
        ("telecom", "0..*", "ContactPoint", "", ""),
        ("coverageArea", "0..*", "Reference", "", "Location"),
        ("serviceProvisionCode", "0..*", "CodeableConcept", "", ""),
        ("eligibility", "0..*", "HealthcareService.eligibility", "", ""),
        ("program", "0..*", "CodeableConcept", "", ""),
        ("characteristic", "0..*", "CodeableConcept", "", ""),
        ("communication", "0..*", "CodeableConcept", "", ""),
        ("referralMethod", "0..*", "CodeableConcept", "", ""),
        ("appointmentRequired", "0..1", "boolean", "", ""),
        ("availableTime", "0..*", "HealthcareService.availableTime", "", ""),
        ("notAvailable", "0..*", "HealthcareService.notAvailable", "", ""),
        ("availabilityExceptions", "0..1", "string", "", ""),
        ("endpoint", "0..*", "Reference", "", "Endpoint"),
    ), (
    )),
    "HealthcareService.eligibility": ("BackboneElement", (
        ("code", "0..1", "CodeableConcept", "", ""),
        ("comment", "0..1", "markdown", "", ""),
    ), (
    )),
    "HealthcareService.availableTime": ("BackboneElement", (
        ("daysOfWeek", "0..*", "code", "days-of-week", ""),
        ("allDay", "0..1", "boolean", "", ""),
        ("availableStartTime", "0..1", "time", "", ""),
        ("availableEndTime", "0..1", "time", "", ""),
    ), (
    )),
    "HealthcareService.notAvailable": ("BackboneElement", (
        ("description", "1..1", "string", "", ""),
        ("during", "0..1", "Period", "", ""),
    ), (
    )),
}
