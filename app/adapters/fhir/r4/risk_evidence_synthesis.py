"""What RiskEvidenceSynthesis of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "RiskEvidenceSynthesis": ("DomainResource", (
        ("url", "0..1", "uri", "", ""),
        ("identifier", "0..*", "Identifier", "", ""),
        ("version", "0..1", "string", "", ""),
        ("name", "0..1", "string", "", ""),
        ("title", "0..1", "string", "", ""),
        ("status", "1..1", "code", "publication-status", ""),
        ("date", "0..1", "dateTime", "", ""),
        ("publisher", "0..1", "string", "", ""),
        ("contact", "0..*", "ContactDetail", "", ""),
        ("description", "0..1", "markdown", "", ""),
        ("note", "0..*", "Annotation", "", ""),
        ("useContext", "0..*", "UsageContext", "", ""),
        ("jurisdiction", "0..*", "CodeableConcept", "", ""),
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
        ("synthesisType", "0..1", "CodeableConcept", "", ""),
        ("studyType", "0..1", "CodeableConcept", "", ""),
        ("population", "1..1", "Reference", "", "EvidenceVariable"),
        ("exposure", "0..1", "Reference", "", "EvidenceVariable"),
        ("outcome", "1..1", "Reference", "", "EvidenceVariable"),
        ("sampleSize", "0..1", "RiskEvidenceSynthesis.sampleSize", "", ""),
        ("riskEstimate", "0..1", "RiskEvidenceSynthesis.riskEstimate", "", ""),
        ("certainty", "0..*", "RiskEvidenceSynthesis.certainty", "", ""),
    ), (
    )),
    "RiskEvidenceSynthesis.sampleSize": ("BackboneElement", (
        ("description", "0..1", "string", "", ""),
        ("numberOfStudies", "0..1", "integer", "", ""),
        ("numberOfParticipants", "0..1", "integer", "", ""),
    ), (
    )),
    "RiskEvidenceSynthesis.riskEstimate": ("BackboneElement", (
        ("description", "0..1", "string", "", ""),
        ("type", "0..1", "CodeableConcept", "", ""),
        ("value", "0..1", "decimal", "", ""),
        ("unitOfMeasure", "0..1", "CodeableConcept", "ucum-units", ""),
        ("denominatorCount", "0..1", "integer", "", ""),
        ("numeratorCount", "0..1", "integer", "", ""),
        ("precisionEstimate", "0..*", "RiskEvidenceSynthesis.riskEstimate.precisionEstimate", "", ""),
    ), (
    )),
    "RiskEvidenceSynthesis.riskEstimate.precisionEstimate": ("BackboneElement", (
        ("type", "0..1", "CodeableConcept", "", ""),
        ("level", "0..1", "decimal", "", ""),
        ("from", "0..1", "decimal", "", ""),
        ("to", "0..1", "decimal", "", ""),
    ), (
    )),
    "RiskEvidenceSynthesis.certainty": ("BackboneElement", (
        ("rating", "0..*", "CodeableConcept", "", ""),
        ("note", "0..*", "Annotation", "", ""),
        ("certaintySubcomponent", "0..*", "RiskEvidenceSynthesis.certainty.certaintySubcomponent", "", ""),
    ), (
    )),
    "RiskEvidenceSynthesis.certainty.certaintySubcomponent": ("BackboneElement", (
        ("type", "0..1", "CodeableConcept", "", ""),
        ("rating", "0..*", "CodeableConcept", "", ""),
        ("note", "0..*", "Annotation", "", ""),
    ), (
    )),
}
