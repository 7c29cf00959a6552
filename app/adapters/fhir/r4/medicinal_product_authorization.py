"""What MedicinalProductAuthorization of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "MedicinalProductAuthorization": ("DomainResource", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("subject", "0..1", "Reference", "", "MedicinalProduct MedicinalProductPackaged"),
        ("country", "0..*", "CodeableConcept", "", ""),
        ("jurisdiction", "0..*", "CodeableConcept", "", ""),
        ("status", "0..1", "CodeableConcept", "", ""),
        ("statusDate", "0..1", "dateTime", "", ""),
        ("restoreDate", "0..1", "dateTime", "", ""),
        ("validityPeriod", "0..1", "Period", "", ""),
        ("dataExclusivityPeriod", "0..1", "Period", "", ""),
        ("dateOfFirstAuthorization", "0..1", "dateTime", "", ""),
        ("internationalBirthDate", "0..1", "dateTime", "", ""),
        ("legalBasis", "0..1", "CodeableConcept", "", ""),
        ("jurisdictionalAuthorization", "0..*", "MedicinalProductAuthorization.jurisdictionalAuthorization", "", ""),
        ("holder", "0..1", "Reference", "", "Organization"),
        ("regulator", "0..1", "Reference", "", "Organization"),
        ("procedure", "0..1", "MedicinalProductAuthorization.procedure", "", ""),
    ), (
    )),
    "MedicinalProductAuthorization.jurisdictionalAuthorization": ("BackboneElement", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("country", "0..1", "CodeableConcept", "", ""),
        ("jurisdiction", "0..*", "CodeableConcept", "", ""),
        ("legalStatusOfSupply", "0..1", "CodeableConcept", "", ""),
        ("validityPeriod", "0..1", "Period", "", ""),
    ), (
    )),
    "MedicinalProductAuthorization.procedure": ("BackboneElement", (
        ("identifier", "0..1", "Identifier", "", ""),
        ("type", "1..1", "CodeableConcept", "", ""),
        ("date[x]", "0..1", "Period dateTime", "", ""),
        ("application", "0..*", "MedicinalProductAuthorization.procedure", "", ""),
    ), (
    )),
}
