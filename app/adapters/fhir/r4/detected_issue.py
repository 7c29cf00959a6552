"""What DetectedIssue of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "DetectedIssue": ("DomainResource", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("status", "1..1", "code", "detectedissue-status", ""),
        ("code", "0..1", "CodeableConcept", "", ""),
        ("severity", "0..1", "code", "detectedissue-severity", ""),
        ("patient", "0..1", "Reference", "", "Patient"),
        ("identified[x]", "0..1", "dateTime Period", "", ""),
        ("author", "0..1", "Reference", "", "Device Practitioner PractitionerRole"),
        ("implicated", "0..*", "Reference", "", ""),
        ("evidence", "0..*", "DetectedIssue.evidence", "", ""),
        ("detail", "0..1", "string", "", ""),
        ("reference", "0..1", "uri", "", ""),
        ("mitigation", "0..*", "DetectedIssue.mitigation", "", ""),
    ), (
    )),
    "DetectedIssue.evidence": ("BackboneElement", (
        ("code", "0..*", "CodeableConcept", "", ""),
        ("detail", "0..*", "Reference", "", ""),
    ), (
    )),
    "DetectedIssue.mitigation": ("BackboneElement", (
        ("action", "1..1", "CodeableConcept", "", ""),
        ("date", "0..1", "dateTime", "", ""),
        ("author", "0..1", "Reference", "", "Practitioner PractitionerRole"),
    ), (
    )),
}
