"""What Provenance of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "Provenance": ("DomainResource", (
        ("target", "1..*", "Reference", "", ""),
        ("occurred[x]", "0..1", "Period dateTime", "", ""),
        ("recorded", "1..1", "instant", "", ""),
        ("policy", "0..*", "uri", "", ""),
        ("location", "0..1", "Reference", "", "Location"),
        ("reason", "0..*", "CodeableConcept", "", ""),
        ("activity", "0..1", "CodeableConcept", "", ""),
        ("agent", "1..*", "Provenance.agent", "", ""),
        ("entity", "0..*", "Provenance.entity", "", ""),
        ("signature", "0..*", "Signature", "", ""),
    ), (
    )),
    "Provenance.agent": ("BackboneElement", (
        ("type", "0..1", "CodeableConcept", "", ""),
        ("role", "0..*", "CodeableConcept", "", ""),
        ("who", "1..1", "Reference", "", "Device Organization Patient Practitioner PractitionerRole RelatedPerson"),
        ("onBehalfOf", "0..1", "Reference", "", "Device Organization Patient Practitioner PractitionerRole RelatedPerson"),
    ), (
    )),
    "Provenance.entity": ("BackboneElement", (
        ("role", "1..1", "code", "provenance-entity-role", ""),
        ("what", "1..1", "Reference", "", ""),
        ("agent", "0..*", "Provenance.agent", "", ""),
    ), (
    )),
}
