"""What CapabilityStatement of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "CapabilityStatement": ("DomainResource", (
        ("url", "0..1", "uri", "", ""),
        ("version", "0..1", "string", "", ""),
        ("name", "0..1", "string", "", ""),
        ("title", "0..1", "string", "", ""),
        ("status", "1..1", "code", "publication-status", ""),
        ("experimental", "0..1", "boolean", "", ""),
        ("date", "1..1", "dateTime", "", ""),
        ("publisher", "0..1", "string", "", ""),
        ("contact", "0..*", "ContactDetail", "", ""),
        ("description", "0..1", "markdown", "", ""),
        ("useContext", "0..*", "UsageContext", "", ""),
        ("jurisdiction", "0..*", "CodeableConcept", "", ""),
        ("purpose", "0..1", "markdown", "", ""),
        ("copyright", "0..1", "markdown", "", ""),
        ("kind", "1..1", "code", "capability-statement-kind", ""),
        ("instantiates", "0..*", "canonical", "", ""),
        ("imports", "0..*", "canonical", "", ""),
        ("software", "0..1", "CapabilityStatement.software", "", ""),
        ("implementation", "0..1", "CapabilityStatement.implementation", "", ""),
        ("fhirVersion", "1..1", "code", "FHIR-version", ""),
        ("format", "1..*", "code", "mimetypes", ""),
        ("patchFormat", "0..*", "code", "mimetypes", ""),
        ("implementationGuide", "0..*", "canonical", "", ""),
        ("rest", "0..*", "CapabilityStatement.rest", "", ""),
        ("messaging", "0..*", "CapabilityStatement.messaging", "", ""),
        ("document", "0..*", "CapabilityStatement.document", "", ""),
    ), (
        ("cpb-1", "A Capability Statement SHALL have at least one of REST, messaging or document element.", "rest.exists() or messaging.exists() or document.exists()"),
        ("cpb-2", "A Capability Statement SHALL have at least one of description, software, or implementation element.", "(description.count() + software.count() + implementation.count()) > 0"),
        ("cpb-3", "Messaging end-point is required (and is only permitted) when a statement is for an implementation.", "messaging.endpoint.empty() or kind = 'instance'"),
        ("cpb-7", "The set of documents must be unique by the combination of profile and mode.", "document.select(profile&mode).isDistinct()"),
        ("cpb-14", "If kind = instance, implementation must be present and software may be present", "(kind != 'instance') or implementation.exists()"),
        ("cpb-15", "If kind = capability, implementation must be absent, software must be present", "(kind != 'capability') or (implementation.exists().not() and software.exists())"),
        ("cpb-16", "If kind = requirements, implementation and software must be absent", "(kind!='requirements') or (implementation.exists().not() and software.exists().not())"),
    )),
    "CapabilityStatement.software": ("BackboneElement", (
        ("name", "1..1", "string", "", ""),
        ("version", "0..1", "string", "", ""),
        ("releaseDate", "0..1", "dateTime", "", ""),
    ), (
    )),
    "CapabilityStatement.implementation": ("BackboneElement", (
        ("description", "1..1", "string", "", ""),
        ("url", "0..1", "url", "", ""),
        ("custodian", "0..1", "Reference", "", "Organization"),
    ), (
    )),
    "CapabilityStatement.rest": ("BackboneElement", (
        ("mode", "1..1", "code", "restful-capability-mode", ""),
        ("documentation", "0..1", "markdown", "", ""),
        ("security", "0..1", "CapabilityStatement.rest.security", "", ""),
        ("resource", "0..*", "CapabilityStatement.rest.resource", "", ""),
        ("interaction", "0..*", "CapabilityStatement.rest.interaction", "", ""),
        ("searchParam", "0..*", "CapabilityStatement.rest.resource.searchParam", "", ""),
        ("operation", "0..*", "CapabilityStatement.rest.resource.operation", "", ""),
        ("compartment", "0..*", "canonical", "", ""),
    ), (
        ("cpb-9", "A given resource can only be described once per RESTful mode.", "resource.select(type).isDistinct()"),
    )),
    "CapabilityStatement.rest.security": ("BackboneElement", (
        ("cors", "0..1", "boolean", "", ""),
        ("service", "0..*", "CodeableConcept", "", ""),
        ("description", "0..1", "markdown", "", ""),
    ), (
    )),
    "CapabilityStatement.rest.resource": ("BackboneElement", (
        ("type", "1..1", "code", "resource-types", ""),
        ("profile", "0..1", "canonical", "", ""),
        ("supportedProfile", "0..*", "canonical", "", ""),
        ("documentation", "0..1", "markdown", "", ""),
        ("interaction", "0..*", "CapabilityStatement.rest.resource.interaction", "", ""),
        ("versioning", "0..1", "code", "versioning-policy", ""),
        ("readHistory", "0..1", "boolean", "", ""),
        ("updateCreate", "0..1", "boolean", "", ""),
        ("conditionalCreate", "0..1", "boolean", "", ""),
        ("conditionalRead", "0..1", "code", "conditional-read-status", ""),
        ("conditionalUpdate", "0..1", "boolean", "", ""),
        ("conditionalDelete", "0..1", "code", "conditional-delete-status", ""),
        ("referencePolicy", "0..*", "code", "reference-handling-policy", ""),
        ("searchInclude", "0..*", "string", "", ""),
        ("searchRevInclude", "0..*", "string", "", ""),
        ("searchParam", "0..*", "CapabilityStatement.rest.resource.searchParam", "", ""),
        ("operation", "0..*", "CapabilityStatement.rest.resource.operation", "", ""),
    ), (
        ("cpb-12", "Search parameter names must be unique in the context of a resource.", "searchParam.select(name).isDistinct()"),
    )),
    "CapabilityStatement.rest.resource.interaction": ("BackboneElement", (
        ("code", "1..1", "code", "type-restful-interaction", ""),
        ("documentation", "0..1", "markdown", "", ""),
    ), (
    )),
    "CapabilityStatement.rest.resource.searchParam": ("BackboneElement", (
        ("name", "1..1", "string", "", ""),
        ("definition", "0..1", "canonical", "", ""),
        ("type", "1..1", "code", "search-param-type", ""),
        ("documentation", "0..1", "markdown", "", ""),
    ), (
    )),
    "CapabilityStatement.rest.resource.operation": ("BackboneElement", (
        ("name", "1..1", "string", "", ""),
        ("definition", "1..1", "canonical", "", ""),
        ("documentation", "0..1", "markdown", "", ""),
    ), (
    )),
    "CapabilityStatement.rest.interaction": ("BackboneElement", (
        ("code", "1..1", "code", "system-restful-interaction", ""),
        ("documentation", "0..1", "markdown", "", ""),
    ), (
    )),
    "CapabilityStatement.messaging": ("BackboneElement", (
        ("endpoint", "0..*", "CapabilityStatement.messaging.endpoint", "", ""),
        ("reliableCache", "0..1", "unsignedInt", "", ""),
        ("documentation", "0..1", "markdown", "", ""),
        ("supportedMessage", "0..*", "CapabilityStatement.messaging.supportedMessage", "", ""),
    ), (
    )),
    "CapabilityStatement.messaging.endpoint": ("BackboneElement", (
        ("protocol", "1..1", "Coding", "", ""),
        ("address", "1..1", "url", "", ""),
    ), (
    )),
    "CapabilityStatement.messaging.supportedMessage": ("BackboneElement", (
        ("mode", "1..1", "code", "event-capability-mode", ""),
        ("definition", "1..1", "canonical", "", ""),
    ), (
    )),
    "CapabilityStatement.document": ("BackboneElement", (
        ("mode", "1..1", "code", "document-mode", ""),
        ("documentation", "0..1", "markdown", "", ""),
        ("profile", "1..1", "canonical", "", ""),
    ), (
    )),
}
