"""What DocumentManifest of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "DocumentManifest": ("DomainResource", (
        ("masterIdentifier", "0..1", "Identifier", "", ""),
        ("identifier", "0..*", "Identifier", "", ""),
        ("status", "1..1", "code", "document-reference-status", ""),
        ("type", "0..1", "CodeableConcept", "", ""),
        ("subject", "0..1", "Reference", "", "Device Group Patient Practitioner"),
        ("created", "0..1", "dateTime", "", ""),
        ("author", "0..*", "Reference", "", "Device Organization Patient Practitioner PractitionerRole RelatedPerson"),
        ("recipient", "0..*", "Reference", "", "Organization Patient Practitioner PractitionerRole RelatedPerson"),
        ("source", "0..1", "uri", "", ""),
        ("description", "0..1", "string", "", ""),
        ("content", "1..*", "Reference", "", ""),
        ("related", "0..*", "DocumentManifest.related", "", ""),
    ), (
    )),
    "DocumentManifest.related": ("BackboneElement", (
        ("identifier", "0..1", "Identifier", "", ""),
        ("ref", "0..1", "Reference", "", ""),
    ), (
    )),
}
