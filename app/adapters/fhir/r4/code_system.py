"""What CodeSystem of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "CodeSystem": ("DomainResource", (
        ("url", "0..1", "uri", "", ""),
        ("identifier", "0..*", "Identifier", "", ""),
        ("version", "0..1", "string", "", ""),
        ("name", "0..1", "string", "", ""),
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
        ("caseSensitive", "0..1", "boolean", "", ""),
        ("valueSet", "0..1", "canonical", "", ""),
        ("hierarchyMeaning", "0..1", "code", "codesystem-hierarchy-meaning", ""),
        ("compositional", "0..1", "boolean", "", ""),
        ("versionNeeded", "0..1", "boolean", "", ""),
        ("content", "1..1", "code", "codesystem-content-mode", ""),
        ("supplements", "0..1", "canonical", "", ""),
        ("count", "0..1", "unsignedInt", "", ""),
        ("filter", "0..*", "CodeSystem.filter", "", ""),
        ("property", "0..*", "CodeSystem.property", "", ""),
        ("concept", "0..*", "CodeSystem.concept", "", ""),
    ), (
        ("csd-1", "Within a code system definition, all the codes SHALL be unique", "concept.code.combine($this.descendants().concept.code).isDistinct()"),
    )),
    "CodeSystem.filter": ("BackboneElement", (
        ("code", "1..1", "code", "", ""),
        ("description", "0..1", "string", "", ""),
        ("operator", "1..*", "code", "filter-operator", ""),
        ("value", "1..1", "string", "", ""),
    ), (
    )),
    "CodeSystem.property": ("BackboneElement", (
        ("code", "1..1", "code", "", ""),
        ("uri", "0..1", "uri", "", ""),
        ("description", "0..1", "string", "", ""),
        ("type", "1..1", "code", "concept-property-type", ""),
    ), (
    )),
    "CodeSystem.concept": ("BackboneElement", (
        ("code", "1..1", "code", "", ""),
        ("display", "0..1", "string", "", ""),
        ("definition", "0..1", "string", "", ""),
        ("designation", "0..*", "CodeSystem.concept.designation", "", ""),
        ("property", "0..*", "CodeSystem.concept.property", "", ""),
        ("concept", "0..*", "CodeSystem.concept", "", ""),
    ), (
    )),
    "CodeSystem.concept.designation": ("BackboneElement", (
        ("language", "0..1", "code", "", ""),
        ("use", "0..1", "Coding", "", ""),
        ("value", "1..1", "string", "", ""),
    ), (
    )),
    "CodeSystem.concept.property": ("BackboneElement", (
        ("code", "1..1", "code", "", ""),
        ("value[x]", "1..1", "code Coding string integer boolean dateTime decimal", "", ""),
    ), (
    )),
}
