"""What MedicinalProductContraindication of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "MedicinalProductContraindication": ("DomainResource", (
        ("subject", "0..*", "Reference", "", "Medication MedicinalProduct"),
        ("disease", "0..1", "CodeableConcept", "", ""),
        ("diseaseStatus", "0..1", "CodeableConcept", "", ""),
        ("comorbidity", "0..*", "CodeableConcept", "", ""),
        ("therapeuticIndication", "0..*", "Reference", "", "MedicinalProductIndication"),
        ("otherTherapy", "0..*", "MedicinalProductContraindication.otherTherapy", "", ""),
        ("population", "0..*", "Population", "", ""),
    ), (
    )),
    "MedicinalProductContraindication.otherTherapy": ("BackboneElement", (
        ("therapyRelationshipType", "1..1", "CodeableConcept", "", ""),
        ("medication[x]", "1..1", "CodeableConcept Reference", "", "Medication MedicinalProduct Substance SubstanceSpecification"),
    ), (
    )),
}
