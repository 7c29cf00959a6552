"""What MessageHeader of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "MessageHeader": ("DomainResource", (
        ("event[x]", "1..1", "Coding uri", "", ""),
        ("destination", "0..*", "MessageHeader.destination", "", ""),
        ("sender", "0..1", "Reference", "", "Organization Practitioner PractitionerRole"),
        ("enterer", "0..1", "Reference", "", "Practitioner PractitionerRole"),
        ("author", "0..1", "Reference", "", "Practitioner PractitionerRole"),
        ("source", "1..1", "MessageHeader.source", "", ""),
        ("responsible", "0..1", "Reference", "", "Organization Practitioner PractitionerRole"),
        ("reason", "0..1", "CodeableConcept", "", ""),
        ("response", "0..1", "MessageHeader.response", "", ""),
        ("focus", "0..*", "Reference", "", ""),
        ("definition", "0..1", "canonical", "", ""),
    ), (
    )),
    "MessageHeader.destination": ("BackboneElement", (
        ("name", "0..1", "string", "", ""),
        ("target", "0..1", "Reference", "", "Device"),
        ("endpoint", "1..1", "url", "", ""),
        ("receiver", "0..1", "Reference", "", "Organization Practitioner PractitionerRole"),
    ), (
    )),
    "MessageHeader.source": ("BackboneElement", (
        ("name", "0..1", "string", "", ""),
        ("software", "0..1", "string", "", ""),
        ("version", "0..1", "string", "", ""),
        ("contact", "0..1", "ContactPoint", "", ""),
        ("endpoint", "1..1", "url", "", ""),
    ), (
    )),
    "MessageHeader.response": ("BackboneElement", (
        ("identifier", "1..1", "id", "", ""),
        ("code", "1..1", "code", "response-code", ""),
        ("details", "0..1", "Reference", "", "OperationOutcome"),
    ), (
    )),
}
