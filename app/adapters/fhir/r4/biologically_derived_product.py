"""What BiologicallyDerivedProduct of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "BiologicallyDerivedProduct": ("DomainResource", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("productCategory", "0..1", "code", "product-category", ""),
        ("productCode", "0..1", "CodeableConcept", "", ""),
        ("status", "0..1", "code", "product-status", ""),
        ("request", "0..*", "Reference", "", "ServiceRequest"),
        ("quantity", "0..1", "integer", "", ""),
        ("parent", "0..*", "Reference", "", "BiologicallyDerivedProduct"),
        ("collection", "0..1", "BiologicallyDerivedProduct.collection", "", ""),
        ("processing", "0..*", "BiologicallyDerivedProduct.processing", "", ""),
        ("manipulation", "0..1", "BiologicallyDerivedProduct.manipulation", "", ""),
        ("storage", "0..*", "BiologicallyDerivedProduct.storage", "", ""),
    ), (
    )),
    "BiologicallyDerivedProduct.collection": ("BackboneElement", (
        ("collector", "0..1", "Reference", "", "Practitioner PractitionerRole"),
        ("source", "0..1", "Reference", "", "Organization Patient"),
        ("collected[x]", "0..1", "dateTime Period", "", ""),
    ), (
    )),
    "BiologicallyDerivedProduct.processing": ("BackboneElement", (
        ("description", "0..1", "string", "", ""),
        ("procedure", "0..1", "CodeableConcept", "", ""),
        ("additive", "0..1", "Reference", "", "Substance"),
        ("time[x]", "0..1", "dateTime Period", "", ""),
    ), (
    )),
    "BiologicallyDerivedProduct.manipulation": ("BackboneElement", (
        ("description", "0..1", "string", "", ""),
        ("time[x]", "0..1", "dateTime Period", "", ""),
    ), (
    )),
    "BiologicallyDerivedProduct.storage": ("BackboneElement", (
        ("description", "0..1", "string", "", ""),
        ("temperature", "0..1", "decimal", "", ""),
        ("scale", "0..1", "code", "product-storage-scale", ""),
        ("duration", "0..1", "Period", "", ""),
    ), (
    )),
}
