"""What MedicinalProduct of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "MedicinalProduct": ("DomainResource", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("type", "0..1", "CodeableConcept", "", ""),
        ("domain", "0..1", "Coding", "", ""),
        ("combinedPharmaceuticalDoseForm", "0..1", "CodeableConcept", "", ""),
        ("legalStatusOfSupply", "0..1", "CodeableConcept", "", ""),
        ("additionalMonitoringIndicator", "0..1", "CodeableConcept", "", ""),
        ("specialMeasures", "0..*", "string", "", ""),
        ("paediatricUseIndicator", "0..1", "CodeableConcept", "", ""),
        ("productClassification", "0..*", "CodeableConcept", "", ""),
        ("marketingStatus", "0..*", "MarketingStatus", "", ""),
        ("pharmaceuticalProduct", "0..*", "Reference", "", "MedicinalProductPharmaceutical"),
        ("packagedMedicinalProduct", "0..*", "Reference", "", "MedicinalProductPackaged"),
        ("attachedDocument", "0..*", "Reference", "", "DocumentReference"),
        ("masterFile", "0..*", "Reference", "", "DocumentReference"),
        ("contact", "0..*", "Reference", "", "Organization PractitionerRole"),
        ("clinicalTrial", "0..*", "Reference", "", "ResearchStudy"),
        ("name", "1..*", "MedicinalProduct.name", "", ""),
        ("crossReference", "0..*", "Identifier", "", ""),
        ("manufacturingBusinessOperation", "0..*", "MedicinalProduct.manufacturingBusinessOperation", "", ""),
        ("specialDesignation", "0..*", "MedicinalProduct.specialDesignation", "", ""),
    ), (
    )),
    "MedicinalProduct.name": ("BackboneElement", (
        ("productName", "1..1", "string", "", ""),
        ("namePart", "0..*", "MedicinalProduct.name.namePart", "", ""),
        ("countryLanguage", "0..*", "MedicinalProduct.name.countryLanguage", "", ""),
    ), (
    )),
    "MedicinalProduct.name.namePart": ("BackboneElement", (
        ("part", "1..1", "string", "", ""),
        ("type", "1..1", "Coding", "", ""),
    ), (
    )),
    "MedicinalProduct.name.countryLanguage": ("BackboneElement", (
        ("country", "1..1", "CodeableConcept", "", ""),
        ("jurisdiction", "0..1", "CodeableConcept", "", ""),
        ("language", "1..1", "CodeableConcept", "", ""),
    ), (
    )),
    "MedicinalProduct.manufacturingBusinessOperation": ("BackboneElement", (
        ("operationType", "0..1", "CodeableConcept", "", ""),
        ("authorisationReferenceNumber", "0..1", "Identifier", "", ""),
        ("effectiveDate", "0..1", "dateTime", "", ""),
        ("confidentialityIndicator", "0..1", "CodeableConcept", "", ""),
        ("manufacturer", "0..*", "Reference", "", "Organization"),
        ("regulator", "0..1", "Reference", "", "Organization"),
    ), (
    )),
    "MedicinalProduct.specialDesignation": ("BackboneElement", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("type", "0..1", "CodeableConcept", "", ""),
        ("intendedUse", "0..1", "CodeableConcept", "", ""),
        ("indication[x]", "0..1", "CodeableConcept Reference", "", "MedicinalProductIndication"),
        ("status", "0..1", "CodeableConcept", "", ""),
        ("date", "0..1", "dateTime", "", ""),
        ("species", "0..1", "CodeableConcept", "", ""),
    ), (
    )),
}
