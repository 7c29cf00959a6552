"""What Measure of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "Measure": ("DomainResource", (
        ("url", "0..1", "uri", "", ""),
        ("identifier", "0..*", "Identifier", "", ""),
        ("version", "0..1", "string", "", ""),
        ("name", "0..1", "string", "", ""),
        ("title", "0..1", "string", "", ""),
        ("subtitle", "0..1", "string", "", ""),
        ("status", "1..1", "code", "publication-status", ""),
        ("experimental", "0..1", "boolean", "", ""),
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
        ("library", "0..*", "canonical", "", ""),
        ("disclaimer", "0..1", "markdown", "", ""),
        ("scoring", "0..1", "CodeableConcept", "", ""),
        ("compositeScoring", "0..1", "CodeableConcept", "", ""),
        ("type", "0..*", "CodeableConcept", "", ""),
        ("riskAdjustment", "0..1", "string", "", ""),
        ("rateAggregation", "0..1", "string", "", ""),
        ("rationale", "0..1", "markdown", "", ""),
        ("clinicalRecommendationStatement", "0..1", "markdown", "", ""),
        ("improvementNotation", "0..1", "CodeableConcept", "measure-improvement-notation", ""),
        ("definition", "0..*", "markdown", "", ""),
        ("guidance", "0..1", "markdown", "", ""),
        ("group", "0..*", "Measure.group", "", ""),
        ("supplementalData", "0..*", "Measure.supplementalData", "", ""),
    ), (
        ("mea-1", "Stratifier SHALL be either a single criteria or a set of criteria components", "group.stratifier.all((code | description | criteria).exists() xor component.exists())"),
    )),
    "Measure.group": ("BackboneElement", (
        ("code", "0..1", "CodeableConcept", "", ""),
        ("description", "0..1", "string", "", ""),
        ("population", "0..*", "Measure.group.population", "", ""),
        ("stratifier", "0..*", "Measure.group.stratifier", "", ""),
    ), (
    )),
    "Measure.group.population": ("BackboneElement", (
        ("code", "0..1", "CodeableConcept", "", ""),
        ("description", "0..1", "string", "", ""),
        ("criteria", "1..1", "Expression", "", ""),
    ), (
    )),
    "Measure.group.stratifier": ("BackboneElement", (
        ("code", "0..1", "CodeableConcept", "", ""),
        ("description", "0..1", "string", "", ""),
        ("criteria", "0..1", "Expression", "", ""),
        ("component", "0..*", "Measure.group.stratifier.component", "", ""),
    ), (
    )),
    "Measure.group.stratifier.component": ("BackboneElement", (
        ("code", "0..1", "CodeableConcept", "", ""),
        ("description", "0..1", "string", "", ""),
        ("criteria", "1..1", "Expression", "", ""),
    ), (
    )),
    "Measure.supplementalData": ("BackboneElement", (
        ("code", "0..1", "CodeableConcept", "", ""),
        ("usage", "0..*", "CodeableConcept", "", ""),
        ("description", "0..1", "string", "", ""),
        ("criteria", "1..1", "Expression", "", ""),
    ), (
    )),
}
