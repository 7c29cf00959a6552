"""What Slot of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to, then rows of member, cardinality, types, codes that are allowed, types of
resources that a reference may name (names separated by spaces).
"""

Row = tuple[str, str, str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...]]] = {
    "Slot": ("DomainResource", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("serviceCategory", "0..*", "CodeableConcept", "", ""),
        ("serviceType", "0..*", "CodeableConcept", "", ""),
        ("specialty", "0..*", "CodeableConcept", "", ""),
        ("appointmentType", "0..1", "CodeableConcept", "", ""),
        ("schedule", "1..1", "Reference", "", "Schedule"),
        ("status", "1..1", "code", "slotstatus", ""),
        ("start", "1..1", "instant", "", ""),
        ("end", "1..1", "instant", "", ""),
        ("overbooked", "0..1", "boolean", "", ""),
        ("comment", "0..1", "string", "", ""),
    )),
}
