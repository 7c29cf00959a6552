"""What ServiceRequest of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "ServiceRequest": ("DomainResource", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("instantiatesCanonical", "0..*", "canonical", "", ""),
        ("instantiatesUri", "0..*", "uri", "", ""),
        ("basedOn", "0..*", "Reference", "", "CarePlan MedicationRequest ServiceRequest"),
        ("replaces", "0..*", "Reference", "", "ServiceRequest"),
        ("requisition", "0..1", "Identifier", "", ""),
        ("status", "1..1", "code", "request-status", ""),
        ("intent", "1..1", "code", "request-intent", ""),
        ("category", "0..*", "CodeableConcept", "", ""),
        ("priority", "0..1", "code", "request-priority", ""),
        ("doNotPerform", "0..1", "boolean", "", ""),
        ("code", "0..1", "CodeableConcept", "", ""),
        ("orderDetail", "0..*", "CodeableConcept", "", ""),
        ("quantity[x]", "0..1", "Quantity Ratio Range", "", ""),
        ("subject", "1..1", "Reference", "", "Device Group Location Patient"),
        ("encounter", "0..1", "Reference", "", "Encounter"),
        ("occurrence[x]", "0..1", "dateTime Period Timing", "", ""),
        ("asNeeded[x]", "0..1", "boolean CodeableConcept", "", ""),
        ("authoredOn", "0..1", "dateTime", "", ""),
        ("requester", "0..1", "Reference", "", "Device Organization Patient Practitioner PractitionerRole RelatedPerson"),
        ("performerType", "0..1", "CodeableConcept", "", ""),
        ("performer", "0..*", "Reference", "", "CareTeam Device HealthcareService Organization Patient Practitioner PractitionerRole RelatedPerson"),
        ("locationCode", "0..*", "CodeableConcept", "", ""),
        ("locationReference", "0..*", "Reference", "", "Location"),
        ("reasonCode", "0..*", "CodeableConcept", "", ""),
        ("reasonReference", "0..*", "Reference", "", "Condition DiagnosticReport DocumentReference Observation"),
        ("insurance", "0..*", "Reference", "", "ClaimResponse Coverage"),
        ("supportingInfo", "0..*", "Reference", "", ""),
        ("specimen", "0..*", "Reference", "", "Specimen"),
        ("bodySite", "0..*", "CodeableConcept", "", ""),
        ("note", "0..*", "Annotation", "", ""),
        ("patientInstruction", "0..1", "string", "", ""),
        ("relevantHistory", "0..*", "Reference", "", "Provenance"),
    ), (
        ("prr-1", "orderDetail SHALL only be present if code is present", "orderDetail.empty() or code.exists()"),
    )),
}
