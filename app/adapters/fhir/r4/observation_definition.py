"""What ObservationDefinition of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "ObservationDefinition": ("DomainResource", (
        ("publisher", "0..1", "Reference", "", "Organization Practitioner PractitionerRole"),
        ("category", "0..*", "CodeableConcept", "", ""),
        ("code", "1..1", "CodeableConcept", "", ""),
        ("identifier", "0..*", "Identifier", "", ""),
        ("permittedDataType", "0..*", "code", "permitted-data-type", ""),
        ("multipleResultsAllowed", "0..1", "boolean", "", ""),
        ("method", "0..1", "CodeableConcept", "", ""),
        ("preferredReportName", "0..1", "string", "", ""),
        ("quantitativeDetails", "0..1", "ObservationDefinition.quantitativeDetails", "", ""),
        ("qualifiedInterval", "0..*", "ObservationDefinition.qualifiedInterval", "", ""),
        ("validCodedValueSet", "0..1", "Reference", "", "ValueSet"),
        ("normalCodedValueSet", "0..1", "Reference", "", "ValueSet"),
        ("abnormalCodedValueSet", "0..1", "Reference", "", "ValueSet"),
        ("criticalCodedValueSet", "0..1", "Reference", "", "ValueSet"),
    ), (
    )),
    "ObservationDefinition.quantitativeDetails": ("BackboneElement", (
        ("customaryUnit", "0..1", "CodeableConcept", "", ""),
        ("unit", "0..1", "CodeableConcept", "", ""),
        ("conversionFactor", "0..1", "decimal", "", ""),
        ("decimalPrecision", "0..1", "integer", "", ""),
    ), (
    )),
    "ObservationDefinition.qualifiedInterval": ("BackboneElement", (
        ("category", "0..1", "code", "observation-range-category", ""),
        ("range", "0..1", "Range", "", ""),
        ("context", "0..1", "CodeableConcept", "", ""),
        ("appliesTo", "0..*", "CodeableConcept", "", ""),
        ("gender", "0..1", "code", "administrative-gender", ""),
        ("age", "0..1", "Range", "", ""),
        ("gestationalAge", "0..1", "Range", "", ""),
        ("condition", "0..1", "string", "", ""),
    ), (
    )),
}
