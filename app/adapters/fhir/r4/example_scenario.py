"""What ExampleScenario of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "ExampleScenario": ("DomainResource", (
        ("url", "0..1", "uri", "", ""),
        ("identifier", "0..*", "Identifier", "", ""),
        ("version", "0..1", "string", "", ""),
        ("name", "0..1", "string", "", ""),
        ("status", "1..1", "code", "publication-status", ""),
        ("experimental", "0..1", "boolean", "", ""),
        ("date", "0..1", "dateTime", "", ""),
        ("publisher", "0..1", "string", "", ""),
        ("contact", "0..*", "ContactDetail", "", ""),
        ("useContext", "0..*", "UsageContext", "", ""),
        ("jurisdiction", "0..*", "CodeableConcept", "", ""),
        ("copyright", "0..1", "markdown", "", ""),
        ("purpose", "0..1", "markdown", "", ""),
        ("actor", "0..*", "ExampleScenario.actor", "", ""),
        ("instance", "0..*", "ExampleScenario.instance", "", ""),
        ("process", "0..*", "ExampleScenario.process", "", ""),
        ("workflow", "0..*", "canonical", "", ""),
    ), (
    )),
    "ExampleScenario.actor": ("BackboneElement", (
        ("actorId", "1..1", "string", "", ""),
        ("type", "1..1", "code", "examplescenario-actor-type", ""),
        ("name", "0..1", "string", "", ""),
        ("description", "0..1", "markdown", "", ""),
    ), (
    )),
    "ExampleScenario.instance": ("BackboneElement", (
        ("resourceId", "1..1", "string", "", ""),
        ("resourceType", "1..1", "code", "resource-types", ""),
        ("name", "0..1", "string", "", ""),
        ("description", "0..1", "markdown", "", ""),
        ("version", "0..*", "ExampleScenario.instance.version", "", ""),
        ("containedInstance", "0..*", "ExampleScenario.instance.containedInstance", "", ""),
    ), (
    )),
    "ExampleScenario.instance.version": ("BackboneElement", (
        ("versionId", "1..1", "string", "", ""),
        ("description", "1..1", "markdown", "", ""),
    ), (
    )),
    "ExampleScenario.instance.containedInstance": ("BackboneElement", (
        ("resourceId", "1..1", "string", "", ""),
        ("versionId", "0..1", "string", "", ""),
    ), (
    )),
    "ExampleScenario.process": ("BackboneElement", (
        ("title", "1..1", "string", "", ""),
        ("description", "0..1", "markdown", "", ""),
        ("preConditions", "0..1", "markdown", "", ""),
        ("postConditions", "0..1", "markdown", "", ""),
        ("step", "0..*", "ExampleScenario.process.step", "", ""),
    ), (
    )),
    "ExampleScenario.process.step": ("BackboneElement", (
        ("process", "0..*", "ExampleScenario.process", "", ""),
        ("pause", "0..1", "boolean", "", ""),
        ("operation", "0..1", "ExampleScenario.process.step.operation", "", ""),
        ("alternative", "0..*", "ExampleScenario.process.step.alternative", "", ""),
    ), (
    )),
    "ExampleScenario.process.step.operation": ("BackboneElement", (
        ("number", "1..1", "string", "", ""),
        ("type", "0..1", "string", "", ""),
        ("name", "0..1", "string", "", ""),
        ("initiator", "0..1", "string", "", ""),
        ("receiver", "0..1", "string", "", ""),
        ("description", "0..1", "markdown", "", ""),
        ("initiatorActive", "0..1", "boolean", "", ""),
        ("receiverActive", "0..1", "boolean", "", ""),
        ("request", "0..1", "ExampleScenario.instance.containedInstance", "", ""),
        ("response", "0..1", "ExampleScenario.instance.containedInstance", "", ""),
    ), (
    )),
    "ExampleScenario.process.step.alternative": ("BackboneElement", (
        ("title", "1..1", "string", "", ""),
        ("description", "0..1", "markdown", "", ""),
        ("step", "0..*", "ExampleScenario.process.step", "", ""),
    ), (
    )),
}
