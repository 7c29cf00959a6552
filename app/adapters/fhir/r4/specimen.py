"""What Specimen of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "Specimen": ("DomainResource", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("accessionIdentifier", "0..1", "Identifier", "", ""),
        ("status", "0..1", "code", "specimen-status", ""),
        ("type", "0..1", "CodeableConcept", "", ""),
        ("subject", "0..1", "Reference", "", "Device Group Location Patient Substance"),
        ("receivedTime", "0..1", "dateTime", "", ""),
        ("parent", "0..*", "Reference", "", "Specimen"),
        ("request", "0..*", "Reference", "", "ServiceRequest"),
        ("collection", "0..1", "Specimen.collection", "", ""),
        ("processing", "0..*", "Specimen.processing", "", ""),
        ("container", "0..*", "Specimen.container", "", ""),
        ("condition", "0..*", "CodeableConcept", "", ""),
        ("note", "0..*", "Annotation", "", ""),
    ), (
    )),
    "Specimen.collection": ("BackboneElement", (
        ("collector", "0..1", "Reference", "", "Practitioner PractitionerRole"),
        ("collected[x]", "0..1", "dateTime Period", "", ""),
        ("duration", "0..1", "Duration", "", ""),
        ("quantity", "0..1", "SimpleQuantity", "", ""),
        ("method", "0..1", "CodeableConcept", "", ""),
        ("bodySite", "0..1", "CodeableConcept", "", ""),
        ("fastingStatus[x]", "0..1", "CodeableConcept Duration", "", ""),
    ), (
    )),
    "Specimen.processing": ("BackboneElement", (
        ("description", "0..1", "string", "", ""),
        ("procedure", "0..1", "CodeableConcept", "", ""),
        ("additive", "0..*", "Reference", "", "Substance"),
        ("time[x]", "0..1", "dateTime Period", "", ""),
    ), (
    )),
    "Specimen.container": ("BackboneElement", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("description", "0..1", "string", "", ""),
        ("type", "0..1", "CodeableConcept", "", ""),
        ("capacity", "0..1", "SimpleQuantity", "", ""),
        ("specimenQuantity", "0..1", "SimpleQuantity", "", ""),
        ("additive[x]", "0..1", "CodeableConcept Reference", "", "Substance"),
    ), (
    )),
}
