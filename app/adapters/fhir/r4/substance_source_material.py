"""What SubstanceSourceMaterial of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "SubstanceSourceMaterial": ("DomainResource", (
        ("sourceMaterialClass", "0..1", "CodeableConcept", "", ""),
        ("sourceMaterialType", "0..1", "CodeableConcept", "", ""),
        ("sourceMaterialState", "0..1", "CodeableConcept", "", ""),
        ("organismId", "0..1", "Identifier", "", ""),
        ("organismName", "0..1", "string", "", ""),
        ("parentSubstanceId", "0..*", "Identifier", "", ""),
        ("parentSubstanceName", "0..*", "string", "", ""),
        ("countryOfOrigin", "0..*", "CodeableConcept", "", ""),
        ("geographicalLocation", "0..*", "string", "", ""),
        ("developmentStage", "0..1", "CodeableConcept", "", ""),
        ("fractionDescription", "0..*", "SubstanceSourceMaterial.fractionDescription", "", ""),
        ("organism", "0..1", "SubstanceSourceMaterial.organism", "", ""),
        ("partDescription", "0..*", "SubstanceSourceMaterial.partDescription", "", ""),
    ), (
    )),
    "SubstanceSourceMaterial.fractionDescription": ("BackboneElement", (
        ("fraction", "0..1", "string", "", ""),
        ("materialType", "0..1", "CodeableConcept", "", ""),
    ), (
    )),
    "SubstanceSourceMaterial.organism": ("BackboneElement", (
        ("family", "0..1", "CodeableConcept", "", ""),
        ("genus", "0..1", "CodeableConcept", "", ""),
        ("species", "0..1", "CodeableConcept", "", ""),
        ("intraspecificType", "0..1", "CodeableConcept", "", ""),
        ("intraspecificDescription", "0..1", "string", "", ""),
        ("author", "0..*", "SubstanceSourceMaterial.organism.author", "", ""),
        ("hybrid", "0..1", "SubstanceSourceMaterial.organism.hybrid", "", ""),
        ("organismGeneral", "0..1", "SubstanceSourceMaterial.organism.organismGeneral", "", ""),
    ), (
    )),
    "SubstanceSourceMaterial.organism.author": ("BackboneElement", (
        ("authorType", "0..1", "CodeableConcept", "", ""),
        ("authorDescription", "0..1", "string", "", ""),
    ), (
    )),
    "SubstanceSourceMaterial.organism.hybrid": ("BackboneElement", (
        ("maternalOrganismId", "0..1", "string", "", ""),
        ("maternalOrganismName", "0..1", "string", "", ""),
        ("paternalOrganismId", "0..1", "string", "", ""),
        ("paternalOrganismName", "0..1", "string", "", ""),
        ("hybridType", "0..1", "CodeableConcept", "", ""),
    ), (
    )),
    "SubstanceSourceMaterial.organism.organismGeneral": ("BackboneElement", (
        ("kingdom", "0..1", "CodeableConcept", "", ""),
        ("phylum", "0..1", "CodeableConcept", "", ""),
        ("class", "0..1", "CodeableConcept", "", ""),
        ("order", "0..1", "CodeableConcept", "", ""),
    ), (
    )),
    "SubstanceSourceMaterial.partDescription": ("BackboneElement", (
        ("part", "0..1", "CodeableConcept", "", ""),
        ("partLocation", "0..1", "CodeableConcept", "", ""),
    ), (
    )),
}
