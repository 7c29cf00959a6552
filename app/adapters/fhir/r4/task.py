"""What Task of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "Task": ("DomainResource", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("instantiatesCanonical", "0..1", "canonical", "", ""),
        ("instantiatesUri", "0..1", "uri", "", ""),
        ("basedOn", "0..*", "Reference", "", ""),
        ("groupIdentifier", "0..1", "Identifier", "", ""),
        ("partOf", "0..*", "Reference", "", "Task"),
        ("status", "1..1", "code", "task-status", ""),
        ("statusReason", "0..1", "CodeableConcept", "", ""),
        ("businessStatus", "0..1", "CodeableConcept", "", ""),
        ("intent", "1..1", "code", "task-intent", ""),
        ("priority", "0..1", "code", "request-priority", ""),
        ("code", "0..1", "CodeableConcept", "", ""),
        ("description", "0..1", "string", "", ""),
        ("focus", "0..1", "Reference", "", ""),
        ("for", "0..1", "Reference", "", ""),
        ("encounter", "0..1", "Reference", "", "Encounter"),
        ("executionPeriod", "0..1", "Period", "", ""),
        ("authoredOn", "0..1", "dateTime", "", ""),
        ("lastModified", "0..1", "dateTime", "", ""),
        ("requester", "0..1", "Reference", "", "Device Organization Patient Practitioner PractitionerRole RelatedPerson"),
        ("performerType", "0..*", "CodeableConcept", "", ""),
        ("owner", "0..1", "Reference", "", "CareTeam Device HealthcareService Organization Patient Practitioner PractitionerRole RelatedPerson"),
        ("location", "0..1", "Reference", "", "Location"),
        ("reasonCode", "0..1", "CodeableConcept", "", ""),
        ("reasonReference", "0..1", "Reference", "", ""),
        ("insurance", "0..*", "Reference", "", "ClaimResponse Coverage"),
        ("note", "0..*", "Annotation", "", ""),
        ("relevantHistory", "0..*", "Reference", "", "Provenance"),
        ("restriction", "0..1", "Task.restriction", "", ""),
        ("input", "0..*", "Task.input", "", ""),
        ("output", "0..*", "Task.output", "", ""),
    ), (
        ("inv-1", "Last modified date must be greater than or equal to authored-on date.", "lastModified.exists().not() or authoredOn.exists().not() or lastModified >= authoredOn"),
    )),
    "Task.restriction": ("BackboneElement", (
        ("repetitions", "0..1", "positiveInt", "", ""),
        ("period", "0..1", "Period", "", ""),
        ("recipient", "0..*", "Reference", "", "Group Organization Patient Practitioner PractitionerRole RelatedPerson"),
    ), (
    )),
    "Task.input": ("BackboneElement", (
        ("type", "1..1", "CodeableConcept", "", ""),
        ("value[x]", "1..1", "base64Binary boolean canonical code date dateTime decimal id instant integer markdown oid positiveInt string time unsignedInt uri url uuid Address Age Annotation Attachment CodeableConcept Coding ContactPoint Count Distance Duration HumanName Identifier Money Period Quantity Range Ratio Reference SampledData Signature Timing ContactDetail Contributor DataRequirement Expression ParameterDefinition RelatedArtifact TriggerDefinition UsageContext Dosage Meta", "", ""),
    ), (
    )),
    "Task.output": ("BackboneElement", (
        ("type", "1..1", "CodeableConcept", "", ""),
        ("value[x]", "1..1", "base64Binary boolean canonical code date dateTime decimal id instant integer markdown oid positiveInt string time unsignedInt uri url uuid Address Age Annotation Attachment CodeableConcept Coding ContactPoint Count Distance Duration HumanName Identifier Money Period Quantity Range Ratio Reference SampledData Signature Timing ContactDetail Contributor DataRequirement Expression ParameterDefinition RelatedArtifact TriggerDefinition UsageContext Dosage Meta", "", ""),
    ), (
    )),
}
