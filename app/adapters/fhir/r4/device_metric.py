"""What DeviceMetric of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "DeviceMetric": ("DomainResource", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("type", "1..1", "CodeableConcept", "", ""),
        ("unit", "0..1", "CodeableConcept", "", ""),
        ("source", "0..1", "Reference", "", "Device"),
        ("parent", "0..1", "Reference", "", "Device"),
        ("operationalStatus", "0..1", "code", "metric-operational-status", ""),
        ("color", "0..1", "code", "metric-color", ""),
        ("category", "1..1", "code", "metric-category", ""),
        ("measurementPeriod", "0..1", "Timing", "", ""),
        ("calibration", "0..*", "DeviceMetric.calibration", "", ""),
    ), (
    )),
    "DeviceMetric.calibration": ("BackboneElement", (
        ("type", "0..1", "code", "metric-calibration-type", ""),
        ("state", "0..1", "code", "metric-calibration-state", ""),
        ("time", "0..1", "instant", "", ""),
    ), (
    )),
}
