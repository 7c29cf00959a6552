"""What List of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
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
    ), (
        ("lst-1", "A list can only have an emptyReason if it is empty", "emptyReason.empty() or entry.empty()"),
        ("lst-2", "The deleted flag can only be used if the mode of the list is \"changes\"", "mode = 'changes' or entry.deleted.empty()"),
        ("lst-3", "An entry date can only be used if the mode of the list is \"working\"", "mode = 'working' or entry.date.empty()"),
    )),
    "List.entry": ("BackboneElement", (
        ("flag", "0..1", "CodeableConcept", "", ""),
        ("deleted", "0..1", "boolean", "", ""),
        ("date", "0..1", "dateTime", "", ""),
        ("item", "1..1", "Reference", "", ""),
    ), (
    )),
}
