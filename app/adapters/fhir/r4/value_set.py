"""What ValueSet of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "ValueSet": ("DomainResource", (
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
        ("immutable", "0..1", "boolean", "", ""),
        ("purpose", "0..1", "markdown", "", ""),
        ("copyright", "0..1", "markdown", "", ""),
        ("compose", "0..1", "ValueSet.compose", "", ""),
        ("expansion", "0..1", "ValueSet.expansion", "", ""),
    ), (
    )),
    "ValueSet.compose": ("BackboneElement", (
        ("lockedDate", "0..1", "date", "", ""),
        ("inactive", "0..1", "boolean", "", ""),
        ("include", "1..*", "ValueSet.compose.include", "", ""),
        ("exclude", "0..*", "ValueSet.compose.include", "", ""),
    ), (
    )),
    "ValueSet.compose.include": ("BackboneElement", (
        ("system", "0..1", "uri", "", ""),
        ("version", "0..1", "string", "", ""),
        ("concept", "0..*", "ValueSet.compose.include.concept", "", ""),
        ("filter", "0..*", "ValueSet.compose.include.filter", "", ""),
        ("valueSet", "0..*", "canonical", "", ""),
    ), (
        ("vsd-1", "A value set include/exclude SHALL have a value set or a system", "valueSet.exists() or system.exists()"),
        ("vsd-2", "A value set with concepts or filters SHALL include a system", "(concept.exists() or filter.exists()) implies system.exists()"),
        ("vsd-3", "Cannot have both concept and filter", "concept.empty() or filter.empty()"),
    )),
    "ValueSet.compose.include.concept": ("BackboneElement", (
        ("code", "1..1", "code", "", ""),
        ("display", "0..1", "string", "", ""),
        ("designation", "0..*", "ValueSet.compose.include.concept.designation", "", ""),
    ), (
    )),
    "ValueSet.compose.include.concept.designation": ("BackboneElement", (
        ("language", "0..1", "code", "", ""),
        ("use", "0..1", "Coding", "", ""),
        ("value", "1..1", "string", "", ""),
    ), (
    )),
    "ValueSet.compose.include.filter": ("BackboneElement", (
        ("property", "1..1", "code", "", ""),
        ("op", "1..1", "code", "filter-operator", ""),
        ("value", "1..1", "string", "", ""),
    ), (
    )),
    "ValueSet.expansion": ("BackboneElement", (
        ("identifier", "0..1", "uri", "", ""),
        ("timestamp", "1..1", "dateTime", "", ""),
        ("total", "0..1", "integer", "", ""),
        ("offset", "0..1", "integer", "", ""),
        ("parameter", "0..*", "ValueSet.expansion.parameter", "", ""),
        ("contains", "0..*", "ValueSet.expansion.contains", "", ""),
    ), (
    )),
    "ValueSet.expansion.parameter": ("BackboneElement", (
        ("name", "1..1", "string", "", ""),
        ("value[x]", "0..1", "string boolean integer decimal uri code dateTime", "", ""),
    ), (
    )),
    "ValueSet.expansion.contains": ("BackboneElement", (
        ("system", "0..1", "uri", "", ""),
        ("abstract", "0..1", "boolean", "", ""),
        ("inactive", "0..1", "boolean", "", ""),
        ("version", "0..1", "string", "", ""),
        ("code", "0..1", "code", "", ""),
        ("display", "0..1", "string", "", ""),
        ("designation", "0..*", "ValueSet.compose.include.concept.designation", "", ""),
        ("contains", "0..*", "ValueSet.expansion.contains", "", ""),
    ), (
        ("vsd-6", "SHALL have a code or a display", "code.exists() or display.exists()"),
        ("vsd-9", "Must have a code if not abstract", "code.exists() or abstract = true"),
        ("vsd-10", "Must have a system if a code is present", "code.empty() or system.exists()"),
    )),
}
