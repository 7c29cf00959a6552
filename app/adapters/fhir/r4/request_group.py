"""What RequestGroup of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "RequestGroup": ("DomainResource", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("instantiatesCanonical", "0..*", "canonical", "", ""),
        ("instantiatesUri", "0..*", "uri", "", ""),
        ("basedOn", "0..*", "Reference", "", ""),
        ("replaces", "0..*", "Reference", "", ""),
        ("groupIdentifier", "0..1", "Identifier", "", ""),
        ("status", "1..1", "code", "request-status", ""),
        ("intent", "1..1", "code", "request-intent", ""),
        ("priority", "0..1", "code", "request-priority", ""),
        ("code", "0..1", "CodeableConcept", "", ""),
        ("subject", "0..1", "Reference", "", "Group Patient"),
        ("encounter", "0..1", "Reference", "", "Encounter"),
        ("authoredOn", "0..1", "dateTime", "", ""),
        ("author", "0..1", "Reference", "", "Device Practitioner PractitionerRole"),
        ("reasonCode", "0..*", "CodeableConcept", "", ""),
        ("reasonReference", "0..*", "Reference", "", "Condition DiagnosticReport DocumentReference Observation"),
        ("note", "0..*", "Annotation", "", ""),
        ("action", "0..*", "RequestGroup.action", "", ""),
    ), (
    )),
    "RequestGroup.action": ("BackboneElement", (
        ("prefix", "0..1", "string", "", ""),
        ("title", "0..1", "string", "", ""),
        ("description", "0..1", "string", "", ""),
        ("textEquivalent", "0..1", "string", "", ""),
        ("priority", "0..1", "code", "request-priority", ""),
        ("code", "0..*", "CodeableConcept", "", ""),
        ("documentation", "0..*", "RelatedArtifact", "", ""),
        ("condition", "0..*", "RequestGroup.action.condition", "", ""),
        ("relatedAction", "0..*", "RequestGroup.action.relatedAction", "", ""),
        ("timing[x]", "0..1", "dateTime Age Period Duration Range Timing", "", ""),
        ("participant", "0..*", "Reference", "", "Device Patient Practitioner PractitionerRole RelatedPerson"),
        ("type", "0..1", "CodeableConcept", "", ""),
        ("groupingBehavior", "0..1", "code", "action-grouping-behavior", ""),
        ("selectionBehavior", "0..1", "code", "action-selection-behavior", ""),
        ("requiredBehavior", "0..1", "code", "action-required-behavior", ""),
        ("precheckBehavior", "0..1", "code", "action-precheck-behavior", ""),
        ("cardinalityBehavior", "0..1", "code", "action-cardinality-behavior", ""),
        ("resource", "0..1", "Reference", "", ""),
        ("action", "0..*", "RequestGroup.action", "", ""),
    ), (
        ("rqg-1", "Must have resource or action but not both", "resource.exists() != action.exists()"),
    )),
    "RequestGroup.action.condition": ("BackboneElement", (
        ("kind", "1..1", "code", "action-condition-kind", ""),
        ("expression", "0..1", "Expression", "", ""),
    ), (
    )),
    "RequestGroup.action.relatedAction": ("BackboneElement", (
        ("actionId", "1..1", "id", "", ""),
        ("relationship", "1..1", "code", "action-relationship-type", ""),
        ("offset[x]", "0..1", "Duration Range", "", ""),
    ), (
    )),
}
