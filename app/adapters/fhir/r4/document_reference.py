"""What DocumentReference of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "DocumentReference": ("DomainResource", (
        ("masterIdentifier", "0..1", "Identifier", "", ""),
        ("identifier", "0..*", "Identifier", "", ""),
        ("status", "1..1", "code", "document-reference-status", ""),
        ("docStatus", "0..1", "code", "composition-status", ""),
        ("type", "0..1", "CodeableConcept", "", ""),
        ("category", "0..*", "CodeableConcept", "", ""),
        ("subject", "0..1", "Reference", "", "Device Group Patient Practitioner"),
        ("date", "0..1", "instant", "", ""),
        ("author", "0..*", "Reference", "", "Device Organization Patient Practitioner PractitionerRole RelatedPerson"),
        ("authenticator", "0..1", "Reference", "", "Organization Practitioner PractitionerRole"),
        ("custodian", "0..1", "Reference", "", "Organization"),
        ("relatesTo", "0..*", "DocumentReference.relatesTo", "", ""),
        ("description", "0..1", "string", "", ""),
        ("securityLabel", "0..*", "CodeableConcept", "", ""),
        ("content", "1..*", "DocumentReference.content", "", ""),
        ("context", "0..1", "DocumentReference.context", "", ""),
    ), (
    )),
    "DocumentReference.relatesTo": ("BackboneElement", (
        ("code", "1..1", "code", "document-relationship-type", ""),
        ("target", "1..1", "Reference", "", "DocumentReference"),
    ), (
    )),
    "DocumentReference.content": ("BackboneElement", (
        ("attachment", "1..1", "Attachment", "", ""),
        ("format", "0..1", "Coding", "", ""),
    ), (
    )),
    "DocumentReference.context": ("BackboneElement", (
        ("encounter", "0..*", "Reference", "", "Encounter EpisodeOfCare"),
        ("event", "0..*", "CodeableConcept", "", ""),
        ("period", "0..1", "Period", "", ""),
        ("facilityType", "0..1", "CodeableConcept", "", ""),
        ("practiceSetting", "0..1", "CodeableConcept", "", ""),
        ("sourcePatientInfo", "0..1", "Reference", "", "Patient"),
        ("related", "0..*", "Reference", "", ""),
    ), (
    )),
}
