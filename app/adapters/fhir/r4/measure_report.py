"""What MeasureReport of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "MeasureReport": ("DomainResource", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("status", "1..1", "code", "measure-report-status", ""),
        ("type", "1..1", "code", "measure-report-type", ""),
        ("measure", "1..1", "canonical", "", ""),
        ("subject", "0..1", "Reference", "", "CareTeam Device Group HealthcareService Location Organization Patient Practitioner PractitionerRole RelatedPerson"),
        ("date", "0..1", "dateTime", "", ""),
        ("reporter", "0..1", "Reference", "", "Location Organization Practitioner PractitionerRole"),
        ("period", "1..1", "Period", "", ""),
        ("improvementNotation", "0..1", "CodeableConcept", "measure-improvement-notation", ""),
        ("group", "0..*", "MeasureReport.group", "", ""),
        ("evaluatedResource", "0..*", "Reference", "", ""),
    ), (
        ("mrp-1", "Measure Reports used for data collection SHALL NOT communicate group and score information", "(type != 'data-collection') or group.exists().not()"),
        ("mrp-2", "Stratifiers SHALL be either a single criteria or a set of criteria components", "group.stratifier.stratum.all(value.exists() xor component.exists())"),
    )),
    "MeasureReport.group": ("BackboneElement", (
        ("code", "0..1", "CodeableConcept", "", ""),
        ("population", "0..*", "MeasureReport.group.population", "", ""),
        ("measureScore", "0..1", "Quantity", "", ""),
        ("stratifier", "0..*", "MeasureReport.group.stratifier", "", ""),
    ), (
    )),
    "MeasureReport.group.population": ("BackboneElement", (
        ("code", "0..1", "CodeableConcept", "", ""),
        ("count", "0..1", "integer", "", ""),
        ("subjectResults", "0..1", "Reference", "", "List"),
    ), (
    )),
    "MeasureReport.group.stratifier": ("BackboneElement", (
        ("code", "0..*", "CodeableConcept", "", ""),
        ("stratum", "0..*", "MeasureReport.group.stratifier.stratum", "", ""),
    ), (
    )),
    "MeasureReport.group.stratifier.stratum": ("BackboneElement", (
        ("value", "0..1", "CodeableConcept", "", ""),
        ("component", "0..*", "MeasureReport.group.stratifier.stratum.component", "", ""),
        ("population", "0..*", "MeasureReport.group.stratifier.stratum.population", "", ""),
        ("measureScore", "0..1", "Quantity", "", ""),
    ), (
    )),
    "MeasureReport.group.stratifier.stratum.component": ("BackboneElement", (
        ("code", "1..1", "CodeableConcept", "", ""),
        ("value", "1..1", "CodeableConcept", "", ""),
    ), (
    )),
    "MeasureReport.group.stratifier.stratum.population": ("BackboneElement", (
        ("code", "0..1", "CodeableConcept", "", ""),
        ("count", "0..1", "integer", "", ""),
        ("subjectResults", "0..1", "Reference", "", "List"),
    ), (
    )),
}
