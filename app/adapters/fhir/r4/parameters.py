"""What Parameters of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "Parameters": ("Resource", (
        ("parameter", "0..*", "Parameters.parameter", "", ""),
    ), (
    )),
    "Parameters.parameter": ("BackboneElement", (
        ("name", "1..1", "string", "", ""),
        ("value[x]", "0..1", "base64Binary boolean canonical code date dateTime decimal id instant integer markdown oid positiveInt string time unsignedInt uri url uuid Address Age Annotation Attachment CodeableConcept Coding ContactPoint Count Distance Duration HumanName Identifier Money Period Quantity Range Ratio Reference SampledData Signature Timing ContactDetail Contributor DataRequirement Expression ParameterDefinition RelatedArtifact TriggerDefinition UsageContext Dosage Meta", "", ""),
        ("resource", "0..1", "Resource", "", ""),
        ("part", "0..*", "Parameters.parameter", "", ""),
    ), (
        ("inv-1", "A parameter must have one and only one of (value, resource, part)", "(part.exists() and value.empty() and resource.empty()) or (part.empty() and (value.exists() xor resource.exists()))"),
    )),
}
