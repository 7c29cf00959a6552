"""What CatalogEntry of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "CatalogEntry": ("DomainResource", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("type", "0..1", "CodeableConcept", "", ""),
        ("orderable", "1..1", "boolean", "", ""),
        ("referencedItem", "1..1", "Reference", "", "ActivityDefinition Binary Device HealthcareService Medication ObservationDefinition Organization PlanDefinition Practitioner PractitionerRole SpecimenDefinition"),
        ("additionalIdentifier", "0..*", "Identifier", "", ""),
        ("classification", "0..*", "CodeableConcept", "", ""),
        ("status", "0..1", "code", "publication-status", ""),
        ("validityPeriod", "0..1", "Period", "", ""),
        ("validTo", "0..1", "dateTime", "", ""),
        ("lastUpdated", "0..1", "dateTime", "", ""),
        ("additionalCharacteristic", "0..*", "CodeableConcept", "", ""),
        ("additionalClassification", "0..*", "CodeableConcept", "", ""),
        ("relatedEntry", "0..*", "CatalogEntry.relatedEntry", "", ""),
    ), (
    )),
    "CatalogEntry.relatedEntry": ("BackboneElement", (
        ("relationtype", "1..1", "code", "relation-type", ""),
        ("item", "1..1", "Reference", "", "CatalogEntry"),
    ), (
    )),
}
