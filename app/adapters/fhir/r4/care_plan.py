"""What CarePlan of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "CarePlan": ("DomainResource", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("instantiatesCanonical", "0..*", "canonical", "", ""),
        ("instantiatesUri", "0..*", "uri", "", ""),
        ("basedOn", "0..*", "Reference", "", "CarePlan"),
        ("replaces", "0..*", "Reference", "", "CarePlan"),
        ("partOf", "0..*", "Reference", "", "CarePlan"),
        ("status", "1..1", "code", "request-status", ""),
        ("intent", "1..1", "code", "care-plan-intent", ""),
        ("category", "0..*", "CodeableConcept", "", ""),
        ("title", "0..1", "string", "", ""),
        ("description", "0..1", "string", "", ""),
        ("subject", "1..1", "Reference", "", "Group Patient"),
        ("encounter", "0..1", "Reference", "", "Encounter"),
        ("period", "0..1", "Period", "", ""),
        ("created", "0..1", "dateTime", "", ""),
        ("author", "0..1", "Reference", "", "CareTeam Device Organization Patient Practitioner PractitionerRole RelatedPerson"),
        ("contributor", "0..*", "Reference", "", "CareTeam Device Organization Patient Practitioner PractitionerRole RelatedPerson"),
        ("careTeam", "0..*", "Reference", "", "CareTeam"),
        ("addresses", "0..*", "Reference", "", "Condition"),
        ("supportingInfo", "0..*", "Reference", "", ""),
        ("goal", "0..*", "Reference", "", "Goal"),
        ("activity", "0..*", "CarePlan.activity", "", ""),
        ("note", "0..*", "Annotation", "", ""),
    ), (
    )),
    "CarePlan.activity": ("BackboneElement", (
        ("outcomeCodeableConcept", "0..*", "CodeableConcept", "", ""),
        ("outcomeReference", "0..*", "Reference", "", ""),
        ("progress", "0..*", "Annotation", "", ""),
        ("reference", "0..1", "Reference", "", "Appointment CommunicationRequest DeviceRequest MedicationRequest NutritionOrder RequestGroup ServiceRequest Task VisionPrescription"),
        ("detail", "0..1", "CarePlan.activity.detail", "", ""),
    ), (
        ("cpl-3", "Provide a reference or detail, not both", "detail.empty() or reference.empty()"),
    )),
    "CarePlan.activity.detail": ("BackboneElement", (
        ("kind", "0..1", "code", "care-plan-activity-kind", ""),
        ("instantiatesCanonical", "0..*", "canonical", "", ""),
        ("instantiatesUri", "0..*", "uri", "", ""),
        ("code", "0..1", "CodeableConcept", "", ""),
        ("reasonCode", "0..*", "CodeableConcept", "", ""),
        ("reasonReference", "0..*", "Reference", "", "Condition DiagnosticReport DocumentReference Observation"),
        ("goal", "0..*", "Reference", "", "Goal"),
        ("status", "1..1", "code", "care-plan-activity-status", ""),
        ("statusReason", "0..1", "CodeableConcept", "", ""),
        ("doNotPerform", "0..1", "boolean", "", ""),
        ("scheduled[x]", "0..1", "Timing Period string", "", ""),
        ("location", "0..1", "Reference", "", "Location"),
        ("performer", "0..*", "Reference", "", "CareTeam Device HealthcareService Organization Patient Practitioner PractitionerRole RelatedPerson"),
        ("product[x]", "0..1", "CodeableConcept Reference", "", "Medication Substance"),
        ("dailyAmount", "0..1", "SimpleQuantity", "", ""),
        ("quantity", "0..1", "SimpleQuantity", "", ""),
        ("description", "0..1", "string", "", ""),
    ), (
    )),
}
