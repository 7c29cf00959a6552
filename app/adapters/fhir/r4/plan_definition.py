"""What PlanDefinition of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "PlanDefinition": ("DomainResource", (
        ("url", "0..1", "uri", "", ""),
        ("identifier", "0..*", "Identifier", "", ""),
        ("version", "0..1", "string", "", ""),
        ("name", "0..1", "string", "", ""),
        ("title", "0..1", "string", "", ""),
        ("subtitle", "0..1", "string", "", ""),
        ("type", "0..1", "CodeableConcept", "", ""),
        ("status", "1..1", "code", "publication-status", ""),
        ("experimental", "0..1", "boolean", "", ""),
        ("subject[x]", "0..1", "CodeableConcept Reference", "", "Group"),
        ("date", "0..1", "dateTime", "", ""),
        ("publisher", "0..1", "string", "", ""),
        ("contact", "0..*", "ContactDetail", "", ""),
        ("description", "0..1", "markdown", "", ""),
        ("useContext", "0..*", "UsageContext", "", ""),
        ("jurisdiction", "0..*", "CodeableConcept", "", ""),
        ("purpose", "0..1", "markdown", "", ""),
        ("usage", "0..1", "string", "", ""),
        ("copyright", "0..1", "markdown", "", ""),
        ("approvalDate", "0..1", "date", "", ""),
        ("lastReviewDate", "0..1", "date", "", ""),
        ("effectivePeriod", "0..1", "Period", "", ""),
        ("topic", "0..*", "CodeableConcept", "", ""),
        ("author", "0..*", "ContactDetail", "", ""),
        ("editor", "0..*", "ContactDetail", "", ""),
        ("reviewer", "0..*", "ContactDetail", "", ""),
        ("endorser", "0..*", "ContactDetail", "", ""),
        ("relatedArtifact", "0..*", "RelatedArtifact", "", ""),
        ("library", "0..*", "canonical", "", ""),
        ("goal", "0..*", "PlanDefinition.goal", "", ""),
        ("action", "0..*", "PlanDefinition.action", "", ""),
    ), (
    )),
    "PlanDefinition.goal": ("BackboneElement", (
        ("category", "0..1", "CodeableConcept", "", ""),
        ("description", "1..1", "CodeableConcept", "", ""),
        ("priority", "0..1", "CodeableConcept", "", ""),
        ("start", "0..1", "CodeableConcept", "", ""),
        ("addresses", "0..*", "CodeableConcept", "", ""),
        ("documentation", "0..*", "RelatedArtifact", "", ""),
        ("target", "0..*", "PlanDefinition.goal.target", "", ""),
    ), (
    )),
    "PlanDefinition.goal.target": ("BackboneElement", (
        ("measure", "0..1", "CodeableConcept", "", ""),
        ("detail[x]", "0..1", "Quantity Range CodeableConcept", "", ""),
        ("due", "0..1", "Duration", "", ""),
    ), (
    )),
    "PlanDefinition.action": ("BackboneElement", (
        ("prefix", "0..1", "string", "", ""),
        ("title", "0..1", "string", "", ""),
        ("description", "0..1", "string", "", ""),
        ("textEquivalent", "0..1", "string", "", ""),
        ("priority", "0..1", "code", "request-priority", ""),
        ("code", "0..*", "CodeableConcept", "", ""),
        ("reason", "0..*", "CodeableConcept", "", ""),
        ("documentation", "0..*", "RelatedArtifact", "", ""),
        ("goalId", "0..*", "id", "", ""),
        ("subject[x]", "0..1", "CodeableConcept Reference", "", "Group"),
        ("trigger", "0..*", "TriggerDefinition", "", ""),
        ("condition", "0..*", "PlanDefinition.action.condition", "", ""),
        ("input", "0..*", "DataRequirement", "", ""),
        ("output", "0..*", "DataRequirement", "", ""),
        ("relatedAction", "0..*", "PlanDefinition.action.relatedAction", "", ""),
        ("timing[x]", "0..1", "dateTime Age Period Duration Range Timing", "", ""),
        ("participant", "0..*", "PlanDefinition.action.participant", "", ""),
        ("type", "0..1", "CodeableConcept", "", ""),
        ("groupingBehavior", "0..1", "code", "action-grouping-behavior", ""),
        ("selectionBehavior", "0..1", "code", "action-selection-behavior", ""),
        ("requiredBehavior", "0..1", "code", "action-required-behavior", ""),
        ("precheckBehavior", "0..1", "code", "action-precheck-behavior", ""),
        ("cardinalityBehavior", "0..1", "code", "action-cardinality-behavior", ""),
        ("definition[x]", "0..1", "canonical uri", "", ""),
        ("transform", "0..1", "canonical", "", ""),
        ("dynamicValue", "0..*", "PlanDefinition.action.dynamicValue", "", ""),
        ("action", "0..*", "PlanDefinition.action", "", ""),
    ), (
    )),
    "PlanDefinition.action.condition": ("BackboneElement", (
        ("kind", "1..1", "code", "action-condition-kind", ""),
        ("expression", "0..1", "Expression", "", ""),
    ), (
    )),
    "PlanDefinition.action.relatedAction": ("BackboneElement", (
        ("actionId", "1..1", "id", "", ""),
        ("relationship", "1..1", "code", "action-relationship-type", ""),
        ("offset[x]", "0..1", "Duration Range", "", ""),
    ), (
    )),
    "PlanDefinition.action.participant": ("BackboneElement", (
        ("type", "1..1", "code", "action-participant-type", ""),
        ("role", "0..1", "CodeableConcept", "", ""),
    ), (
    )),
    "PlanDefinition.action.dynamicValue": ("BackboneElement", (
        ("path", "0..1", "string", "", ""),
        ("expression", "0..1", "Expression", "", ""),
    ), (
    )),
}
