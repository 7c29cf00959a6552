"""What Questionnaire of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
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
    ), (
        ("que-2", "The link ids for groups and questions must be unique within the questionnaire", "descendants().linkId.isDistinct()"),
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
    ), (
        ("que-1", "Group items must have nested items, display items cannot have nested items", "(type='group' implies item.empty().not()) and (type.trace('type')='display' implies item.trace('item').empty())"),
        ("que-3", "Display items cannot have a \"code\" asserted", "type!='display' or code.empty()"),
        ("que-4", "A question cannot have both answerOption and answerValueSet", "answerOption.empty() or answerValueSet.empty()"),
        ("que-5", "Only 'choice' and 'open-choice' items can have answerValueSet", "(type ='choice' or type = 'open-choice' or type = 'decimal' or type = 'integer' or type = 'date' or type = 'dateTime' or type = 'time' or type = 'string' or type = 'quantity') or (answerValueSet.empty() and answerOption.empty())"),
        ("que-6", "Required and repeat aren't permitted for display items", "type!='display' or (required.empty() and repeats.empty())"),
        ("que-8", "Initial values can't be specified for groups or display items", "(type!='group' and type!='display') or initial.empty()"),
        ("que-9", "Read-only can't be specified for \"display\" items", "type!='display' or readOnly.empty()"),
        ("que-10", "Maximum length can only be declared for simple question types", "(type in ('boolean' | 'decimal' | 'integer' | 'string' | 'text' | 'url' | 'open-choice')) or maxLength.empty()"),
        ("que-11", "If one or more answerOption is present, initial[x] must be missing", "answerOption.empty() or initial.empty()"),
        ("que-12", "If there are more than one enableWhen, enableBehavior must be specified", "enableWhen.count() > 2 implies enableBehavior.exists()"),
        ("que-13", "Can only have multiple initial values for repeating items", "repeats=true or initial.count() <= 1"),
    )),
    "Questionnaire.item.enableWhen": ("BackboneElement", (
        ("question", "1..1", "string", "", ""),
        ("operator", "1..1", "code", "questionnaire-enable-operator", ""),
        ("answer[x]", "1..1", "boolean decimal integer date dateTime time string Coding Quantity Reference", "", ""),
    ), (
        ("que-7", "If the operator is 'exists', the value must be a boolean", "operator = 'exists' implies (answer is Boolean)"),
    )),
    "Questionnaire.item.answerOption": ("BackboneElement", (
        ("value[x]", "1..1", "integer date time string Coding Reference", "", ""),
        ("initialSelected", "0..1", "boolean", "", ""),
    ), (
    )),
    "Questionnaire.item.initial": ("BackboneElement", (
        ("value[x]", "1..1", "boolean decimal integer date dateTime time string uri Attachment Coding Quantity Reference", "", ""),
    ), (
    )),
}
