"""What List of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to, then rows of member, cardinality, types, codes that are allowed, types of
resources that a reference may name (names separated by spaces).
"""

Row = tuple[str, str, str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...]]] = {
    "List": ("DomainResource", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("status", "1..1", "code", "list-status", ""),
        ("mode", "1..1", "code", "list-mode", ""),
        ("title", "0..1", "string", "", ""),
        ("code", "0..1", "CodeableConcept", "", ""),
        ("subject", "0..1", "Reference", "", "Device Group Location Patient"),
        ("encounter", "0..1", "Reference", "", "Encounter"),
        ("date", "0..1", "dateTime", "", ""),
        ("source", "0..1", "Reference", "", "Device Patient Practitioner PractitionerRole"),
        ("orderedBy", "0..1", "CodeableConcept", "", ""),
        ("note", "0..*", "Annotation", "", ""),
        ("entry", "0..*", "List.entry", "", ""),
        ("emptyReason", "0..1", "CodeableConcept", "", ""),
    )),
    "List.entry": ("BackboneElement", (
        ("flag", "0..1", "CodeableConcept", "", ""),
        ("deleted", "0..1", "boolean", "", ""),
        ("date", "0..1", "dateTime", "", ""),
        ("item", "1..1", "Reference", "", ""),
    )),
}
