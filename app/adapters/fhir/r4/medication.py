"""What Medication of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "Medication": ("DomainResource", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("code", "0..1", "CodeableConcept", "", ""),
        ("status", "0..1", "code", "medication-status", ""),
        ("manufacturer", "0..1", "Reference", "", "Organization"),
        ("form", "0..1", "CodeableConcept", "", ""),
        ("amount", "0..1", "Ratio", "", ""),
        ("ingredient", "0..*", "Medication.ingredient", "", ""),
        ("batch", "0..1", "Medication.batch", "", ""),
    ), (
    )),
    "Medication.ingredient": ("BackboneElement", (
        ("item[x]", "1..1", "CodeableConcept Reference", "", "Medication Substance"),
        ("isActive", "0..1", "boolean", "", ""),
        ("strength", "0..1", "Ratio", "", ""),
    ), (
    )),
    "Medication.batch": ("BackboneElement", (
        ("lotNumber", "0..1", "string", "", ""),
        ("expirationDate", "0..1", "dateTime", "", ""),
    ), (
    )),
}
