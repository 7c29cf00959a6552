"""What TerminologyCapabilities of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "TerminologyCapabilities": ("DomainResource", (
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
        ("software", "0..1", "TerminologyCapabilities.software", "", ""),
        ("implementation", "0..1", "TerminologyCapabilities.implementation", "", ""),
        ("lockedDate", "0..1", "boolean", "", ""),
        ("codeSystem", "0..*", "TerminologyCapabilities.codeSystem", "", ""),
        ("expansion", "0..1", "TerminologyCapabilities.expansion", "", ""),
        ("codeSearch", "0..1", "code", "code-search-support", ""),
        ("validateCode", "0..1", "TerminologyCapabilities.validateCode", "", ""),
        ("translation", "0..1", "TerminologyCapabilities.translation", "", ""),
        ("closure", "0..1", "TerminologyCapabilities.closure", "", ""),
    ), (
        ("tcp-2", "A Capability Statement SHALL have at least one of description, software, or implementation element.", "(description.count() + software.count() + implementation.count()) > 0"),
        ("tcp-3", "If kind = instance, implementation must be present and software may be present", "(kind != 'instance') or implementation.exists()"),
        ("tcp-4", "If kind = capability, implementation must be absent, software must be present", "(kind != 'capability') or (implementation.exists().not() and software.exists())"),
        ("tcp-5", "If kind = requirements, implementation and software must be absent", "(kind!='requirements') or (implementation.exists().not() and software.exists().not())"),
    )),
    "TerminologyCapabilities.software": ("BackboneElement", (
        ("name", "1..1", "string", "", ""),
        ("version", "0..1", "string", "", ""),
    ), (
    )),
    "TerminologyCapabilities.implementation": ("BackboneElement", (
        ("description", "1..1", "string", "", ""),
        ("url", "0..1", "url", "", ""),
    ), (
    )),
    "TerminologyCapabilities.codeSystem": ("BackboneElement", (
        ("uri", "0..1", "canonical", "", ""),
        ("version", "0..*", "TerminologyCapabilities.codeSystem.version", "", ""),
        ("subsumption", "0..1", "boolean", "", ""),
    ), (
        ("tcp-1", "If there is more than one version, a version code must be defined", "version.count() > 1 implies version.all(code.exists())"),
    )),
    "TerminologyCapabilities.codeSystem.version": ("BackboneElement", (
        ("code", "0..1", "string", "", ""),
        ("isDefault", "0..1", "boolean", "", ""),
        ("compositional", "0..1", "boolean", "", ""),
        ("language", "0..*", "code", "", ""),
        ("filter", "0..*", "TerminologyCapabilities.codeSystem.version.filter", "", ""),
        ("property", "0..*", "code", "", ""),
    ), (
    )),
    "TerminologyCapabilities.codeSystem.version.filter": ("BackboneElement", (
        ("code", "1..1", "code", "", ""),
        ("op", "1..*", "code", "", ""),
    ), (
    )),
    "TerminologyCapabilities.expansion": ("BackboneElement", (
        ("hierarchical", "0..1", "boolean", "", ""),
        ("paging", "0..1", "boolean", "", ""),
        ("incomplete", "0..1", "boolean", "", ""),
        ("parameter", "0..*", "TerminologyCapabilities.expansion.parameter", "", ""),
        ("textFilter", "0..1", "markdown", "", ""),
    ), (
    )),
    "TerminologyCapabilities.expansion.parameter": ("BackboneElement", (
        ("name", "1..1", "code", "", ""),
        ("documentation", "0..1", "string", "", ""),
    ), (
    )),
    "TerminologyCapabilities.validateCode": ("BackboneElement", (
        ("translations", "1..1", "boolean", "", ""),
    ), (
    )),
    "TerminologyCapabilities.translation": ("BackboneElement", (
        ("needsMap", "1..1", "boolean", "", ""),
    ), (
    )),
    "TerminologyCapabilities.closure": ("BackboneElement", (
        ("translation", "0..1", "boolean", "", ""),
    ), (
    )),
}
