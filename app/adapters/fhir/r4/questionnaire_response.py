"""What QuestionnaireResponse of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "QuestionnaireResponse": ("DomainResource", (
        ("identifier", "0..1", "Identifier", "", ""),
        ("basedOn", "0..*", "Reference", "", "CarePlan ServiceRequest"),
        ("partOf", "0..*", "Reference", "", "Observation Procedure"),
        ("questionnaire", "0..1", "canonical", "", ""),
        ("status", "1..1", "code", "questionnaire-answers-status", ""),
        ("subject", "0..1", "Reference", "", ""),
        ("encounter", "0..1", "Reference", "", "Encounter"),
        ("authored", "0..1", "dateTime", "", ""),
        ("author", "0..1", "Reference", "", "Device Organization Patient Practitioner PractitionerRole RelatedPerson"),
        ("source", "0..1", "Reference", "", "Patient Practitioner PractitionerRole RelatedPerson"),
        ("item", "0..*", "QuestionnaireResponse.item", "", ""),
    ), (
    )),
    "QuestionnaireResponse.item": ("BackboneElement", (
        ("linkId", "1..1", "string", "", ""),
        ("definition", "0..1", "uri", "", ""),
        ("text", "0..1", "string", "", ""),
        ("answer", "0..*", "QuestionnaireResponse.item.answer", "", ""),
        ("item", "0..*", "QuestionnaireResponse.item", "", ""),
    ), (
        ("qrs-1", "Nested item can't be beneath both item and answer", "(answer.exists() and item.exists()).not()"),
    )),
    "QuestionnaireResponse.item.answer": ("BackboneElement", (
        ("value[x]", "0..1", "boolean decimal integer date dateTime time string uri Attachment Coding Quantity Reference", "", ""),
        ("item", "0..*", "QuestionnaireResponse.item", "", ""),
    ), (
    )),
}
