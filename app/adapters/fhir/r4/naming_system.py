"""What NamingSystem of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "NamingSystem": ("DomainResource", (
        ("name", "1..1", "string", "", ""),
        ("status", "1..1", "code", "publication-status", ""),
        ("kind", "1..1", "code", "namingsystem-type", ""),
        ("date", "1..1", "dateTime", "", ""),
        ("publisher", "0..1", "string", "", ""),
        ("contact", "0..*", "ContactDetail", "", ""),
        ("responsible", "0..1", "string", "", ""),
        ("type", "0..1", "CodeableConcept", "", ""),
        ("description", "0..1", "markdown", "", ""),
        ("useContext", "0..*", "UsageContext", "", ""),
        ("jurisdiction", "0..*", "CodeableConcept", "", ""),
        ("usage", "0..1", "string", "", ""),
        ("uniqueId", "1..*", "NamingSystem.uniqueId", "", ""),
    ), (
        ("nsd-1", "Root systems cannot have uuid identifiers", "kind != 'root' or uniqueId.all(type != 'uuid')"),
        ("nsd-2", "Can't have more than one preferred identifier for a type", "uniqueId.where(preferred = true).select(type).isDistinct()"),
    )),
    "NamingSystem.uniqueId": ("BackboneElement", (
        ("type", "1..1", "code", "namingsystem-identifier-type", ""),
        ("value", "1..1", "string", "", ""),
        ("preferred", "0..1", "boolean", "", ""),
        ("comment", "0..1", "string", "", ""),
        ("period", "0..1", "Period", "", ""),
    ), (
    )),
}
