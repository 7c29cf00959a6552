"""What StructureMap of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "StructureMap": ("DomainResource", (
        ("url", "1..1", "uri", "", ""),
        ("identifier", "0..*", "Identifier", "", ""),
        ("version", "0..1", "string", "", ""),
        ("name", "1..1", "string", "", ""),
        ("title", "0..1", "string", "", ""),
        ("status", "1..1", "code", "publication-status", ""),
        ("experimental", "0..1", "boolean", "", ""),
        ("date", "0..1", "dateTime", "", ""),
        ("publisher", "0..1", "string", "", ""),
        ("contact", "0..*", "ContactDetail", "", ""),
        ("description", "0..1", "markdown", "", ""),
        ("useContext", "0..*", "UsageContext", "", ""),
        ("jurisdiction", "0..*", "CodeableConcept", "", ""),
        ("purpose", "0..1", "markdown", "", ""),
        ("copyright", "0..1", "markdown", "", ""),
        ("structure", "0..*", "StructureMap.structure", "", ""),
        ("import", "0..*", "canonical", "", ""),
        ("group", "1..*", "StructureMap.group", "", ""),
    ), (
    )),
    "StructureMap.structure": ("BackboneElement", (
        ("url", "1..1", "canonical", "", ""),
        ("mode", "1..1", "code", "map-model-mode", ""),
        ("alias", "0..1", "string", "", ""),
        ("documentation", "0..1", "string", "", ""),
    ), (
    )),
    "StructureMap.group": ("BackboneElement", (
        ("name", "1..1", "id", "", ""),
        ("extends", "0..1", "id", "", ""),
        ("typeMode", "1..1", "code", "map-group-type-mode", ""),
        ("documentation", "0..1", "string", "", ""),
        ("input", "1..*", "StructureMap.group.input", "", ""),
        ("rule", "1..*", "StructureMap.group.rule", "", ""),
    ), (
    )),
    "StructureMap.group.input": ("BackboneElement", (
        ("name", "1..1", "id", "", ""),
        ("type", "0..1", "string", "", ""),
        ("mode", "1..1", "code", "map-input-mode", ""),
        ("documentation", "0..1", "string", "", ""),
    ), (
    )),
    "StructureMap.group.rule": ("BackboneElement", (
        ("name", "1..1", "id", "", ""),
        ("source", "1..*", "StructureMap.group.rule.source", "", ""),
        ("target", "0..*", "StructureMap.group.rule.target", "", ""),
        ("rule", "0..*", "StructureMap.group.rule", "", ""),
        ("dependent", "0..*", "StructureMap.group.rule.dependent", "", ""),
        ("documentation", "0..1", "string", "", ""),
    ), (
    )),
    "StructureMap.group.rule.source": ("BackboneElement", (
        ("context", "1..1", "id", "", ""),
        ("min", "0..1", "integer", "", ""),
        ("max", "0..1", "string", "", ""),
        ("type", "0..1", "string", "", ""),
        ("defaultValue[x]", "0..1", "base64Binary boolean canonical code date dateTime decimal id instant integer markdown oid positiveInt string time unsignedInt uri url uuid Address Age Annotation Attachment CodeableConcept Coding ContactPoint Count Distance Duration HumanName Identifier Money Period Quantity Range Ratio Reference SampledData Signature Timing ContactDetail Contributor DataRequirement Expression ParameterDefinition RelatedArtifact TriggerDefinition UsageContext Dosage Meta", "", ""),
        ("element", "0..1", "string", "", ""),
        ("listMode", "0..1", "code", "map-source-list-mode", ""),
        ("variable", "0..1", "id", "", ""),
        ("condition", "0..1", "string", "", ""),
        ("check", "0..1", "string", "", ""),
        ("logMessage", "0..1", "string", "", ""),
    ), (
    )),
    "StructureMap.group.rule.target": ("BackboneElement", (
        ("context", "0..1", "id", "", ""),
        ("contextType", "0..1", "code", "map-context-type", ""),
        ("element", "0..1", "string", "", ""),
        ("variable", "0..1", "id", "", ""),
        ("listMode", "0..*", "code", "map-target-list-mode", ""),
        ("listRuleId", "0..1", "id", "", ""),
        ("transform", "0..1", "code", "map-transform", ""),
        ("parameter", "0..*", "StructureMap.group.rule.target.parameter", "", ""),
    ), (
        ("smp-1", "Can only have an element if you have a context", "element.exists() implies context.exists()"),
        ("smp-2", "Must have a contextType if you have a context", "context.exists() implies contextType.exists()"),
    )),
    "StructureMap.group.rule.target.parameter": ("BackboneElement", (
        ("value[x]", "1..1", "id string boolean integer decimal", "", ""),
    ), (
    )),
    "StructureMap.group.rule.dependent": ("BackboneElement", (
        ("name", "1..1", "id", "", ""),
        ("variable", "1..*", "string", "", ""),
    ), (
    )),
}
