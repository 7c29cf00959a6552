"""What Appointment of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "Appointment": ("DomainResource", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("status", "1..1", "code", "appointmentstatus", ""),
        ("cancelationReason", "0..1", "CodeableConcept", "", ""),
        ("serviceCategory", "0..*", "CodeableConcept", "", ""),
        ("serviceType", "0..*", "CodeableConcept", "", ""),
        ("specialty", "0..*", "CodeableConcept", "", ""),
        ("appointmentType", "0..1", "CodeableConcept", "", ""),
        ("reasonCode", "0..*", "CodeableConcept", "", ""),
        ("reasonReference", "0..*", "Reference", "", "Condition ImmunizationRecommendation Observation Procedure"),
        ("priority", "0..1", "unsignedInt", "", ""),
        ("description", "0..1", "string", "", ""),
        ("supportingInformation", "0..*", "Reference", "", ""),
        ("start", "0..1", "instant", "", ""),
        ("end", "0..1", "instant", "", ""),
        ("minutesDuration", "0..1", "positiveInt", "", ""),
        ("slot", "0..*", "Reference", "", "Slot"),
        ("created", "0..1", "dateTime", "", ""),
        ("comment", "0..1", "string", "", ""),
        ("patientInstruction", "0..1", "string", "", ""),
        ("basedOn", "0..*", "Reference", "", "ServiceRequest"),
        ("participant", "1..*", "Appointment.participant", "", ""),
        ("requestedPeriod", "0..*", "Period", "", ""),
    ), (
        ("app-2", "Either start and end are specified, or neither", "start.exists() = end.exists()"),
        ("app-3", "Only proposed or cancelled appointments can be missing start/end dates", "(start.exists() and end.exists()) or (status in ('proposed' | 'cancelled' | 'waitlist'))"),
        ("app-4", "Cancelation reason is only used for appointments that have been cancelled, or no-show", "Appointment.cancelationReason.exists() implies (Appointment.status='noshow' or Appointment.status='cancelled')"),
    )),
    "Appointment.participant": ("BackboneElement", (
        ("type", "0..*", "CodeableConcept", "", ""),
        ("actor", "0..1", "Reference", "", "Device HealthcareService Location Patient Practitioner PractitionerRole RelatedPerson"),
        ("required", "0..1", "code", "participantrequired", ""),
        ("status", "1..1", "code", "participationstatus", ""),
        ("period", "0..1", "Period", "", ""),
    ), (
        ("app-1", "Either the type or actor on the participant SHALL be specified", "type.exists() or actor.exists()"),
    )),
}
