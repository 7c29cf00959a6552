"""What EvidenceVariable of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "EvidenceVariable": ("DomainResource", (
        ("url", "0..1", "uri", "", ""),
        ("identifier", "0..*", "Identifier", "", ""),
        ("version", "0..1", "string", "", ""),
        ("name", "0..1", "string", "", ""),
        ("title", "0..1", "string", "", ""),
        ("shortTitle", "0..1", "string", "", ""),
        ("subtitle", "0..1", "string", "", ""),
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
        ("type", "0..1", "code", "variable-type", ""),
        ("characteristic", "0..*", "EvidenceVariable.characteristic", "", ""),
    ), (
    )),
    "EvidenceVariable.characteristic": ("BackboneElement", (
        ("linkId", "0..1", "id", "", ""),
        ("description", "0..1", "markdown", "", ""),
        ("note", "0..*", "Annotation", "", ""),
        ("exclude", "0..1", "boolean", "", ""),
        ("definitionReference", "0..1", "Reference", "", "Evidence EvidenceVariable Group"),
        ("definitionCanonical", "0..1", "canonical", "", ""),
        ("definitionCodeableConcept", "0..1", "CodeableConcept", "", ""),
        ("definitionExpression", "0..1", "Expression", "", ""),
        ("definitionId", "0..1", "id", "", ""),
        ("definitionByTypeAndValue", "0..1", "EvidenceVariable.characteristic.definitionByTypeAndValue", "", ""),
        ("definitionByCombination", "0..1", "EvidenceVariable.characteristic.definitionByCombination", "", ""),
        ("instances[x]", "0..1", "Quantity Range", "", ""),
        ("duration[x]", "0..1", "Quantity Range", "", ""),
        ("timeFromEvent", "0..*", "EvidenceVariable.characteristic.timeFromEvent", "", ""),
    ), (
        ("evv-1", "In a characteristic, at most one of these six elements shall be used: definitionReference or definitionCanonical or definitionCodeableConcept or definitionId or definitionByTypeAndValue or definitionByCombination", "(definitionReference.count() + definitionCanonical.count() + definitionCodeableConcept.count() + definitionId.count() + definitionByTypeAndValue.count() + definitionByCombination.count())  < 2"),
    )),
    "EvidenceVariable.characteristic.definitionByTypeAndValue": ("BackboneElement", (
        ("type", "1..1", "CodeableConcept", "", ""),
        ("method", "0..*", "CodeableConcept", "", ""),
        ("device", "0..1", "Reference", "", "Device DeviceMetric"),
        ("value[x]", "1..1", "CodeableConcept boolean Quantity Range Reference id", "", ""),
        ("offset", "0..1", "CodeableConcept", "", ""),
    ), (
    )),
    "EvidenceVariable.characteristic.definitionByCombination": ("BackboneElement", (
        ("code", "1..1", "code", "characteristic-combination", ""),
        ("threshold", "0..1", "positiveInt", "", ""),
        ("characteristic", "1..*", "EvidenceVariable.characteristic", "", ""),
    ), (
    )),
    "EvidenceVariable.characteristic.timeFromEvent": ("BackboneElement", (
        ("description", "0..1", "markdown", "", ""),
        ("note", "0..*", "Annotation", "", ""),
        ("event[x]", "0..1", "CodeableConcept Reference dateTime id", "", ""),
        ("quantity", "0..1", "Quantity", "", ""),
        ("range", "0..1", "Range", "", ""),
    ), (
    )),
}
