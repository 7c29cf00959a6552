"""What FamilyMemberHistory of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
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
    ), (
        ("fhs-1", "Can have age[x] or born[x], but not both", "age.empty() or born.empty()"),
        ("fhs-2", "Can only have estimatedAge if age[x] is present", "age.exists() or estimatedAge.empty()"),
    )),
    "FamilyMemberHistory.condition": ("BackboneElement", (
        ("code", "1..1", "CodeableConcept", "", ""),
        ("outcome", "0..1", "CodeableConcept", "", ""),
        ("contributedToDeath", "0..1", "boolean", "", ""),
        ("onset[x]", "0..1", "Age Range Period string", "", ""),
        ("note", "0..*", "Annotation", "", ""),
    ), (
    )),
}
