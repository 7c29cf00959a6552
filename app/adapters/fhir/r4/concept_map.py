"""What ConceptMap of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "ConceptMap": ("DomainResource", (
        ("url", "0..1", "uri", "", ""),
        ("identifier", "0..1", "Identifier", "", ""),
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
        ("source[x]", "0..1", "uri canonical", "", ""),
        ("target[x]", "0..1", "uri canonical", "", ""),
        ("group", "0..*", "ConceptMap.group", "", ""),
    ), (
    )),
    "ConceptMap.group": ("BackboneElement", (
        ("source", "0..1", "uri", "", ""),
        ("sourceVersion", "0..1", "string", "", ""),
        ("target", "0..1", "uri", "", ""),
        ("targetVersion", "0..1", "string", "", ""),
        ("element", "1..*", "ConceptMap.group.element", "", ""),
        ("unmapped", "0..1", "ConceptMap.group.unmapped", "", ""),
    ), (
    )),
    "ConceptMap.group.element": ("BackboneElement", (
        ("code", "0..1", "code", "", ""),
        ("display", "0..1", "string", "", ""),
        ("target", "0..*", "ConceptMap.group.element.target", "", ""),
    ), (
    )),
    "ConceptMap.group.element.target": ("BackboneElement", (
        ("code", "0..1", "code", "", ""),
        ("display", "0..1", "string", "", ""),
        ("equivalence", "1..1", "code", "concept-map-equivalence", ""),
        ("comment", "0..1", "string", "", ""),
        ("dependsOn", "0..*", "ConceptMap.group.element.target.dependsOn", "", ""),
        ("product", "0..*", "ConceptMap.group.element.target.dependsOn", "", ""),
    ), (
        ("cmd-1", "If the map is narrower or inexact, there SHALL be some comments", "comment.exists() or equivalence.empty() or ((equivalence != 'narrower') and (equivalence != 'inexact'))"),
    )),
    "ConceptMap.group.element.target.dependsOn": ("BackboneElement", (
        ("property", "1..1", "uri", "", ""),
        ("system", "0..1", "canonical", "", ""),
        ("value", "1..1", "string", "", ""),
        ("display", "0..1", "string", "", ""),
    ), (
    )),
    "ConceptMap.group.unmapped": ("BackboneElement", (
        ("mode", "1..1", "code", "conceptmap-unmapped-mode", ""),
        ("code", "0..1", "code", "", ""),
        ("display", "0..1", "string", "", ""),
        ("url", "0..1", "canonical", "", ""),
    ), (
        ("cmd-2", "If the mode is 'fixed', a code must be provided", "(mode = 'fixed') implies code.exists()"),
        ("cmd-3", "If the mode is 'other-map', a url must be provided", "(mode = 'other-map') implies url.exists()"),
    )),
}
