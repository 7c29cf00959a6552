"""What FamilyMemberHistory of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to, then rows of member, cardinality, types, codes that are allowed, types of
resources that a reference may name (names separated by spaces).
"""

Row = tuple[str, str, str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...]]] = {
    "FamilyMemberHistory": ("DomainResource", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("instantiatesCanonical", "0..*", "canonical", "", ""),
        ("instantiatesUri", "0..*", "uri", "", ""),
        ("status", "1..1", "code", "history-status", ""),
        ("dataAbsentReason", "0..1", "CodeableConcept", "", ""),
        ("patient", "1..1", "Reference", "", "Patient"),
        ("date", "0..1", "dateTime", "", ""),
        ("name", "0..1", "string", "", ""),
        ("relationship", "1..1", "CodeableConcept", "", ""),
        ("sex", "0..1", "CodeableConcept", "", ""),
        ("born[x]", "0..1", "Period date string", "", ""),
        ("age[x]", "0..1", "Age Range string", "", ""),
        ("estimatedAge", "0..1", "boolean", "", ""),
        ("deceased[x]", "0..1", "boolean Age Range date string", "", ""),
        ("reasonCode", "0..*", "CodeableConcept", "", ""),
        ("reasonReference", "0..*", "Reference", "", "AllergyIntolerance Condition DiagnosticReport DocumentReference Observation QuestionnaireResponse"),
        ("note", "0..*", "Annotation", "", ""),
        ("condition", "0..*", "FamilyMemberHistory.condition", "", ""),
    )),
    "FamilyMemberHistory.condition": ("BackboneElement", (
        ("code", "1..1", "CodeableConcept", "", ""),
        ("outcome", "0..1", "CodeableConcept", "", ""),
        ("contributedToDeath", "0..1", "boolean", "", ""),
        ("onset[x]", "0..1", "Age Range Period string", "", ""),
        ("note", "0..*", "Annotation", "", ""),
    )),
}
