"""What Library of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "Library": ("DomainResource", (
        ("url", "0..1", "uri", "", ""),
        ("identifier", "0..*", "Identifier", "", ""),
        ("version", "0..1", "string", "", ""),
        ("name", "0..1", "string", "", ""),
        ("title", "0..1", "string", "", ""),
        ("subtitle", "0..1", "string", "", ""),
        ("status", "1..1", "code", "publication-status", ""),
        ("experimental", "0..1", "boolean", "", ""),
        ("type", "1..1", "CodeableConcept", "", ""),
        ("subject[x]", "0..1", "CodeableConcept Reference", "", "Group"),
        ("date", "0..1", "dateTime", "", ""),
        ("publisher", "0..1", "string", "", ""),
        ("contact", "0..*", "ContactDetail", "", ""),
        ("description", "0..1", "markdown", "", ""),
        ("useContext", "0..*", "UsageContext", "", ""),
        ("jurisdiction", "0..*", "CodeableConcept", "", ""),
        ("purpose", "0..1", "markdown", "", ""),
        ("usage", "0..1", "string", "", ""),
        ("copyright", "0..1", "markdown", "", ""),
        ("approvalDate", "0..1", "date", "", ""),
        ("lastReviewDate", "0..1", "date", "", ""),
        ("effectivePeriod", "0..1", "Period", "", ""),
        ("topic", "0..*", "CodeableConcept", "", ""),
        ("author", "0..*", "ContactDetail", "", ""),
        ("editor", "0..*", "ContactDetail", "", ""),
        ("reviewer", "0..*", "ContactDetail", "", ""),
        ("endorser", "0..*", "ContactDetail", "", ""),
        ("relatedArtifact", "0..*", "RelatedArtifact", "", ""),
        ("parameter", "0..*", "ParameterDefinition", "", ""),
        ("dataRequirement", "0..*", "DataRequirement", "", ""),
        ("content", "0..*", "Attachment", "", ""),
    ), (
    )),
}
