"""What Composition of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "Composition": ("DomainResource", (
        ("identifier", "0..1", "Identifier", "", ""),
        ("status", "1..1", "code", "composition-status", ""),
        ("type", "1..1", "CodeableConcept", "", ""),
        ("category", "0..*", "CodeableConcept", "", ""),
        ("subject", "0..1", "Reference", "", ""),
        ("encounter", "0..1", "Reference", "", "Encounter"),
        ("date", "1..1", "dateTime", "", ""),
        ("author", "1..*", "Reference", "", "Device Organization Patient Practitioner PractitionerRole RelatedPerson"),
        ("title", "1..1", "string", "", ""),
        ("confidentiality", "0..1", "code", "v3-ConfidentialityClassification", ""),
        ("attester", "0..*", "Composition.attester", "", ""),
        ("custodian", "0..1", "Reference", "", "Organization"),
        ("relatesTo", "0..*", "Composition.relatesTo", "", ""),
        ("event", "0..*", "Composition.event", "", ""),
        ("section", "0..*", "Composition.section", "", ""),
    ), (
    )),
    "Composition.attester": ("BackboneElement", (
        ("mode", "1..1", "code", "composition-attestation-mode", ""),
        ("time", "0..1", "dateTime", "", ""),
        ("party", "0..1", "Reference", "", "Organization Patient Practitioner PractitionerRole RelatedPerson"),
    ), (
    )),
    "Composition.relatesTo": ("BackboneElement", (
        ("code", "1..1", "code", "document-relationship-type", ""),
        ("target[x]", "1..1", "Identifier Reference", "", "Composition"),
    ), (
    )),
    "Composition.event": ("BackboneElement", (
        ("code", "0..*", "CodeableConcept", "", ""),
        ("period", "0..1", "Period", "", ""),
        ("detail", "0..*", "Reference", "", ""),
    ), (
    )),
    "Composition.section": ("BackboneElement", (
        ("title", "0..1", "string", "", ""),
        ("code", "0..1", "CodeableConcept", "", ""),
        ("author", "0..*", "Reference", "", "Device Organization Patient Practitioner PractitionerRole RelatedPerson"),
        ("focus", "0..1", "Reference", "", ""),
        ("text", "0..1", "Narrative", "", ""),
        ("mode", "0..1", "code", "list-mode", ""),
        ("orderedBy", "0..1", "CodeableConcept", "", ""),
        ("entry", "0..*", "Reference", "", ""),
        ("emptyReason", "0..1", "CodeableConcept", "", ""),
        ("section", "0..*", "Composition.section", "", ""),
    ), (
        ("cmp-1", "A section must contain at least one of text, entries, or sub-sections", "text.exists() or entry.exists() or section.exists()"),
        ("cmp-2", "A section can only have an emptyReason if it is empty", "emptyReason.empty() or entry.empty()"),
    )),
}
