"""What ImplementationGuide of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "ImplementationGuide": ("DomainResource", (
        ("url", "1..1", "uri", "", ""),
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
        ("copyright", "0..1", "markdown", "", ""),
        ("packageId", "1..1", "id", "", ""),
        ("license", "0..1", "code", "spdx-license", ""),
        ("fhirVersion", "1..*", "code", "FHIR-version", ""),
        ("dependsOn", "0..*", "ImplementationGuide.dependsOn", "", ""),
        ("global", "0..*", "ImplementationGuide.global", "", ""),
        ("definition", "0..1", "ImplementationGuide.definition", "", ""),
        ("manifest", "0..1", "ImplementationGuide.manifest", "", ""),
    ), (
        ("ig-2", "If a resource has a fhirVersion, it must be oe of the versions defined for the Implementation Guide", "definition.resource.fhirVersion.all(%context.fhirVersion contains $this)"),
    )),
    "ImplementationGuide.dependsOn": ("BackboneElement", (
        ("uri", "1..1", "canonical", "", ""),
        ("packageId", "0..1", "id", "", ""),
        ("version", "0..1", "string", "", ""),
    ), (
    )),
    "ImplementationGuide.global": ("BackboneElement", (
        ("type", "1..1", "code", "resource-types", ""),
        ("profile", "1..1", "canonical", "", ""),
    ), (
    )),
    "ImplementationGuide.definition": ("BackboneElement", (
        ("grouping", "0..*", "ImplementationGuide.definition.grouping", "", ""),
        ("resource", "1..*", "ImplementationGuide.definition.resource", "", ""),
        ("page", "0..1", "ImplementationGuide.definition.page", "", ""),
        ("parameter", "0..*", "ImplementationGuide.definition.parameter", "", ""),
        ("template", "0..*", "ImplementationGuide.definition.template", "", ""),
    ), (
        ("ig-1", "If a resource has a groupingId, it must refer to a grouping defined in the Implementation Guide", "resource.groupingId.all(%context.grouping.id contains $this)"),
    )),
    "ImplementationGuide.definition.grouping": ("BackboneElement", (
        ("name", "1..1", "string", "", ""),
        ("description", "0..1", "string", "", ""),
    ), (
    )),
    "ImplementationGuide.definition.resource": ("BackboneElement", (
        ("reference", "1..1", "Reference", "", ""),
        ("fhirVersion", "0..*", "code", "FHIR-version", ""),
        ("name", "0..1", "string", "", ""),
        ("description", "0..1", "string", "", ""),
        ("example[x]", "0..1", "boolean canonical", "", ""),
        ("groupingId", "0..1", "id", "", ""),
    ), (
    )),
    "ImplementationGuide.definition.page": ("BackboneElement", (
        ("name[x]", "1..1", "url Reference", "", "Binary"),
        ("title", "1..1", "string", "", ""),
        ("generation", "1..1", "code", "guide-page-generation", ""),
        ("page", "0..*", "ImplementationGuide.definition.page", "", ""),
    ), (
    )),
    "ImplementationGuide.definition.parameter": ("BackboneElement", (
        ("code", "1..1", "code", "guide-parameter-code", ""),
        ("value", "1..1", "string", "", ""),
    ), (
    )),
    "ImplementationGuide.definition.template": ("BackboneElement", (
        ("code", "1..1", "code", "", ""),
        ("source", "1..1", "string", "", ""),
        ("scope", "0..1", "string", "", ""),
    ), (
    )),
    "ImplementationGuide.manifest": ("BackboneElement", (
        ("rendering", "0..1", "url", "", ""),
        ("resource", "1..*", "ImplementationGuide.manifest.resource", "", ""),
        ("page", "0..*", "ImplementationGuide.manifest.page", "", ""),
        ("image", "0..*", "string", "", ""),
        ("other", "0..*", "string", "", ""),
    ), (
    )),
    "ImplementationGuide.manifest.resource": ("BackboneElement", (
        ("reference", "1..1", "Reference", "", ""),
        ("example[x]", "0..1", "boolean canonical", "", ""),
        ("relativePath", "0..1", "url", "", ""),
    ), (
    )),
    "ImplementationGuide.manifest.page": ("BackboneElement", (
        ("name", "1..1", "string", "", ""),
        ("title", "0..1", "string", "", ""),
        ("anchor", "0..*", "string", "", ""),
    ), (
    )),
}
