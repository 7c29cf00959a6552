"""What Questionnaire of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to, then rows of member, cardinality, types, codes that are allowed, types of
resources that a reference may name (names separated by spaces).
"""

Row = tuple[str, str, str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...]]] = {
    "Questionnaire": ("DomainResource", (
        ("url", "0..1", "uri", "", ""),
        ("identifier", "0..*", "Identifier", "", ""),
        ("version", "0..1", "string", "", ""),
        ("name", "0..1", "string", "", ""),
        ("title", "0..1", "string", "", ""),
        ("derivedFrom", "0..*", "canonical", "", ""),
        ("status", "1..1", "code", "publication-status", ""),
        ("experimental", "0..1", "boolean", "", ""),
        ("subjectType", "0..*", "code", "resource-types", ""),
        ("date", "0..1", "dateTime", "", ""),
        ("publisher", "0..1", "string", "", ""),
        ("contact", "0..*", "ContactDetail", "", ""),
        ("description", "0..1", "markdown", "", ""),
        ("useContext", "0..*", "UsageContext", "", ""),
        ("jurisdiction", "0..*", "CodeableConcept", "", ""),
        ("purpose", "0..1", "markdown", "", ""),
        ("copyright", "0..1", "markdown", "", ""),
        ("approvalDate", "0..1", "date", "", ""),
        ("lastReviewDate", "0..1", "date", "", ""),
        ("effectivePeriod", "0..1", "Period", "", ""),
        ("code", "0..*", "Coding", "", ""),
        ("item", "0..*", "Questionnaire.item", "", ""),
    )),
    "Questionnaire.item": ("BackboneElement", (
        ("linkId", "1..1", "string", "", ""),
        ("definition", "0..1", "uri", "", ""),
        ("code", "0..*", "Coding", "", ""),
        ("prefix", "0..1", "string", "", ""),
        ("text", "0..1", "string", "", ""),
        ("type", "1..1", "code", "item-type", ""),
        ("enableWhen", "0..*", "Questionnaire.item.enableWhen", "", ""),
        ("enableBehavior", "0..1", "code", "questionnaire-enable-behavior", ""),
        ("required", "0..1", "boolean", "", ""),
        ("repeats", "0..1", "boolean", "", ""),
        ("readOnly", "0..1", "boolean", "", ""),
        ("maxLength", "0..1", "integer", "", ""),
        ("answerValueSet", "0..1", "canonical", "", ""),
        ("answerOption", "0..*", "Questionnaire.item.answerOption", "", ""),
        ("initial", "0..*", "Questionnaire.item.initial", "", ""),
        ("item", "0..*", "Questionnaire.item", "", ""),
    )),
    "Questionnaire.item.enableWhen": ("BackboneElement", (
        ("question", "1..1", "string", "", ""),
        ("operator", "1..1", "code", "questionnaire-enable-operator", ""),
        ("answer[x]", "1..1", "boolean decimal integer date dateTime time string Coding Quantity Reference", "", ""),
    )),
    "Questionnaire.item.answerOption": ("BackboneElement", (
        ("value[x]", "1..1", "integer date time string Coding Reference", "", ""),
        ("initialSelected", "0..1", "boolean", "", ""),
    )),
    "Questionnaire.item.initial": ("BackboneElement", (
        ("value[x]", "1..1", "boolean decimal integer date dateTime time string uri Attachment Coding Quantity Reference", "", ""),
    )),
}
