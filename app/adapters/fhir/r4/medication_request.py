"""What MedicationRequest of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "MedicationRequest": ("DomainResource", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("status", "1..1", "code", "medicationrequest-status", ""),
        ("statusReason", "0..1", "CodeableConcept", "", ""),
        ("intent", "1..1", "code", "medicationrequest-intent", ""),
        ("category", "0..*", "CodeableConcept", "", ""),
        ("priority", "0..1", "code", "request-priority", ""),
        ("doNotPerform", "0..1", "boolean", "", ""),
        ("reported[x]", "0..1", "boolean Reference", "", "Organization Patient Practitioner PractitionerRole RelatedPerson"),
        ("medication[x]", "1..1", "CodeableConcept Reference", "", "Medication"),
        ("subject", "1..1", "Reference", "", "Group Patient"),
        ("encounter", "0..1", "Reference", "", "Encounter"),
        ("supportingInformation", "0..*", "Reference", "", ""),
        ("authoredOn", "0..1", "dateTime", "", ""),
        ("requester", "0..1", "Reference", "", "Device Organization Patient Practitioner PractitionerRole RelatedPerson"),
        ("performer", "0..1", "Reference", "", "CareTeam Device Organization Patient Practitioner PractitionerRole RelatedPerson"),
        ("performerType", "0..1", "CodeableConcept", "", ""),
        ("recorder", "0..1", "Reference", "", "Practitioner PractitionerRole"),
        ("reasonCode", "0..*", "CodeableConcept", "", ""),
        ("reasonReference", "0..*", "Reference", "", "Condition Observation"),
        ("instantiatesCanonical", "0..*", "canonical", "", ""),
        ("instantiatesUri", "0..*", "uri", "", ""),
        ("basedOn", "0..*", "Reference", "", "CarePlan ImmunizationRecommendation MedicationRequest ServiceRequest"),
        ("groupIdentifier", "0..1", "Identifier", "", ""),
        ("courseOfTherapyType", "0..1", "CodeableConcept", "", ""),
        ("insurance", "0..*", "Reference", "", "ClaimResponse Coverage"),
        ("note", "0..*", "Annotation", "", ""),
        ("dosageInstruction", "0..*", "Dosage", "", ""),
        ("dispenseRequest", "0..1", "MedicationRequest.dispenseRequest", "", ""),
        ("substitution", "0..1", "MedicationRequest.substitution", "", ""),
        ("priorPrescription", "0..1", "Reference", "", "MedicationRequest"),
        ("detectedIssue", "0..*", "Reference", "", "DetectedIssue"),
        ("eventHistory", "0..*", "Reference", "", "Provenance"),
    ), (
    )),
    "MedicationRequest.dispenseRequest": ("BackboneElement", (
        ("initialFill", "0..1", "MedicationRequest.dispenseRequest.initialFill", "", ""),
        ("dispenseInterval", "0..1", "Duration", "", ""),
        ("validityPeriod", "0..1", "Period", "", ""),
        ("numberOfRepeatsAllowed", "0..1", "unsignedInt", "", ""),
        ("quantity", "0..1", "SimpleQuantity", "", ""),
        ("expectedSupplyDuration", "0..1", "Duration", "", ""),
        ("performer", "0..1", "Reference", "", "Organization"),
    ), (
    )),
    "MedicationRequest.dispenseRequest.initialFill": ("BackboneElement", (
        ("quantity", "0..1", "SimpleQuantity", "", ""),
        ("duration", "0..1", "Duration", "", ""),
    ), (
    )),
    "MedicationRequest.substitution": ("BackboneElement", (
        ("allowed[x]", "1..1", "boolean CodeableConcept", "", ""),
        ("reason", "0..1", "CodeableConcept", "", ""),
    ), (
    )),
}
