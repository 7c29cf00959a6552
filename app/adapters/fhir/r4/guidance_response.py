"""What GuidanceResponse of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "GuidanceResponse": ("DomainResource", (
        ("requestIdentifier", "0..1", "Identifier", "", ""),
        ("identifier", "0..*", "Identifier", "", ""),
        ("module[x]", "1..1", "uri canonical CodeableConcept", "", ""),
        ("status", "1..1", "code", "guidance-response-status", ""),
        ("subject", "0..1", "Reference", "", "Group Patient"),
        ("encounter", "0..1", "Reference", "", "Encounter"),
        ("occurrenceDateTime", "0..1", "dateTime", "", ""),
        ("performer", "0..1", "Reference", "", "Device"),
        ("reasonCode", "0..*", "CodeableConcept", "", ""),
        ("reasonReference", "0..*", "Reference", "", "Condition DiagnosticReport DocumentReference Observation"),
        ("note", "0..*", "Annotation", "", ""),
        ("evaluationMessage", "0..*", "Reference", "", "OperationOutcome"),
        ("outputParameters", "0..1", "Reference", "", "Parameters"),
        ("result", "0..1", "Reference", "", "CarePlan RequestGroup"),
        ("dataRequirement", "0..*", "DataRequirement", "", ""),
    ), (
    )),
}
