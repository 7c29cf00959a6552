"""What Location of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "Location": ("DomainResource", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("status", "0..1", "code", "location-status", ""),
        ("operationalStatus", "0..1", "Coding", "", ""),
        ("name", "0..1", "string", "", ""),
        ("alias", "0..*", "string", "", ""),
        ("description", "0..1", "string", "", ""),
        ("mode", "0..1", "code", "location-mode", ""),
        ("type", "0..*", "CodeableConcept", "", ""),
        ("telecom", "0..*", "ContactPoint", "", ""),
        ("address", "0..1", "Address", "", ""),
        ("physicalType", "0..1", "CodeableConcept", "", ""),
        ("position", "0..1", "Location.position", "", ""),
        ("managingOrganization", "0..1", "Reference", "", "Organization"),
        ("partOf", "0..1", "Reference", "", "Location"),
        ("hoursOfOperation", "0..*", "Location.hoursOfOperation", "", ""),
        ("availabilityExceptions", "0..1", "string", "", ""),
        ("endpoint", "0..*", "Reference", "", "Endpoint"),
    ), (
    )),
    "Location.position": ("BackboneElement", (
        ("longitude", "1..1", "decimal", "", ""),
        ("latitude", "1..1", "decimal", "", ""),
        ("altitude", "0..1", "decimal", "", ""),
    ), (
    )),
    "Location.hoursOfOperation": ("BackboneElement", (
        ("daysOfWeek", "0..*", "code", "days-of-week", ""),
        ("allDay", "0..1", "boolean", "", ""),
        ("openingTime", "0..1", "time", "", ""),
        ("closingTime", "0..1", "time", "", ""),
    ), (
    )),
}
