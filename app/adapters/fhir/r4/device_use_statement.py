"""What DeviceUseStatement of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "DeviceUseStatement": ("DomainResource", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("basedOn", "0..*", "Reference", "", "ServiceRequest"),
        ("status", "1..1", "code", "device-statement-status", ""),
        ("subject", "1..1", "Reference", "", "Group Patient"),
        ("derivedFrom", "0..*", "Reference", "", "Claim DocumentReference Observation Procedure QuestionnaireResponse ServiceRequest"),
        ("timing[x]", "0..1", "Timing Period dateTime", "", ""),
        ("recordedOn", "0..1", "dateTime", "", ""),
        ("source", "0..1", "Reference", "", "Patient Practitioner PractitionerRole RelatedPerson"),
        ("device", "1..1", "Reference", "", "Device"),
        ("reasonCode", "0..*", "CodeableConcept", "", ""),
        ("reasonReference", "0..*", "Reference", "", "Condition DiagnosticReport DocumentReference Media Observation"),
        ("bodySite", "0..1", "CodeableConcept", "", ""),
        ("note", "0..*", "Annotation", "", ""),
    ), (
    )),
}
