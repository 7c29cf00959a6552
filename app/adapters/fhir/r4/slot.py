"""What Slot of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
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
    ), (
    )),
}
