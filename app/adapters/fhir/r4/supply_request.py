"""What SupplyRequest of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "SupplyRequest": ("DomainResource", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("status", "0..1", "code", "supplyrequest-status", ""),
        ("category", "0..1", "CodeableConcept", "", ""),
        ("priority", "0..1", "code", "request-priority", ""),
        ("item[x]", "1..1", "CodeableConcept Reference", "", "Device Medication Substance"),
        ("quantity", "1..1", "Quantity", "", ""),
        ("parameter", "0..*", "SupplyRequest.parameter", "", ""),
        ("occurrence[x]", "0..1", "dateTime Period Timing", "", ""),
        ("authoredOn", "0..1", "dateTime", "", ""),
        ("requester", "0..1", "Reference", "", "Device Organization Patient Practitioner PractitionerRole RelatedPerson"),
        ("supplier", "0..*", "Reference", "", "HealthcareService Organization"),
        ("reasonCode", "0..*", "CodeableConcept", "", ""),
        ("reasonReference", "0..*", "Reference", "", "Condition DiagnosticReport DocumentReference Observation"),
        ("deliverFrom", "0..1", "Reference", "", "Location Organization"),
        ("deliverTo", "0..1", "Reference", "", "Location Organization Patient"),
    ), (
    )),
    "SupplyRequest.parameter": ("BackboneElement", (
        ("code", "0..1", "CodeableConcept", "", ""),
        ("value[x]", "0..1", "CodeableConcept Quantity Range boolean", "", ""),
    ), (
    )),
}
