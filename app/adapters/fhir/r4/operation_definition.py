"""What OperationDefinition of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "OperationDefinition": ("DomainResource", (
        ("url", "0..1", "uri", "", ""),
        ("version", "0..1", "string", "", ""),
        ("name", "1..1", "string", "", ""),
        ("title", "0..1", "string", "", ""),
        ("status", "1..1", "code", "publication-status", ""),
        ("kind", "1..1", "code", "operation-kind", ""),
        ("experimental", "0..1", "boolean", "", ""),
        ("date", "0..1", "dateTime", "", ""),
        ("publisher", "0..1", "string", "", ""),
        ("contact", "0..*", "ContactDetail", "", ""),
        ("description", "0..1", "markdown", "", ""),
        ("useContext", "0..*", "UsageContext", "", ""),
        ("jurisdiction", "0..*", "CodeableConcept", "", ""),
        ("purpose", "0..1", "markdown", "", ""),
        ("affectsState", "0..1", "boolean", "", ""),
        ("code", "1..1", "code", "", ""),
        ("comment", "0..1", "markdown", "", ""),
        ("base", "0..1", "canonical", "", ""),
        ("resource", "0..*", "code", "resource-types", ""),
        ("system", "1..1", "boolean", "", ""),
        ("type", "1..1", "boolean", "", ""),
        ("instance", "1..1", "boolean", "", ""),
        ("inputProfile", "0..1", "canonical", "", ""),
        ("outputProfile", "0..1", "canonical", "", ""),
        ("parameter", "0..*", "OperationDefinition.parameter", "", ""),
        ("overload", "0..*", "OperationDefinition.overload", "", ""),
    ), (
    )),
    "OperationDefinition.parameter": ("BackboneElement", (
        ("name", "1..1", "code", "", ""),
        ("use", "1..1", "code", "operation-parameter-use", ""),
        ("min", "1..1", "integer", "", ""),
        ("max", "1..1", "string", "", ""),
        ("documentation", "0..1", "string", "", ""),
        ("type", "0..1", "code", "all-types", ""),
        ("targetProfile", "0..*", "canonical", "", ""),
        ("searchType", "0..1", "code", "search-param-type", ""),
        ("binding", "0..1", "OperationDefinition.parameter.binding", "", ""),
        ("referencedFrom", "0..*", "OperationDefinition.parameter.referencedFrom", "", ""),
        ("part", "0..*", "OperationDefinition.parameter", "", ""),
    ), (
        ("opd-1", "Either a type must be provided, or parts", "type.exists() or part.exists()"),
        ("opd-2", "A search type can only be specified for parameters of type string", "searchType.exists() implies type = 'string'"),
        ("opd-3", "A targetProfile can only be specified for parameters of type Reference or Canonical", "targetProfile.exists() implies (type = 'Reference' or type = 'canonical')"),
    )),
    "OperationDefinition.parameter.binding": ("BackboneElement", (
        ("strength", "1..1", "code", "binding-strength", ""),
        ("valueSet", "1..1", "canonical", "", ""),
    ), (
    )),
    "OperationDefinition.parameter.referencedFrom": ("BackboneElement", (
        ("source", "1..1", "string", "", ""),
        ("sourceId", "0..1", "string", "", ""),
    ), (
    )),
    "OperationDefinition.overload": ("BackboneElement", (
        ("parameterName", "0..*", "string", "", ""),
        ("comment", "0..1", "string", "", ""),
    ), (
    )),
}
