"""What Coverage of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "Coverage": ("DomainResource", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("status", "1..1", "code", "fm-status", ""),
        ("type", "0..1", "CodeableConcept", "", ""),
        ("policyHolder", "0..1", "Reference", "", "Organization Patient RelatedPerson"),
        ("subscriber", "0..1", "Reference", "", "Patient RelatedPerson"),
        ("subscriberId", "0..1", "string", "", ""),
        ("beneficiary", "1..1", "Reference", "", "Patient"),
        ("dependent", "0..1", "string", "", ""),
        ("relationship", "0..1", "CodeableConcept", "", ""),
        ("period", "0..1", "Period", "", ""),
        ("payor", "1..*", "Reference", "", "Organization Patient RelatedPerson"),
        ("class", "0..*", "Coverage.class", "", ""),
        ("order", "0..1", "positiveInt", "", ""),
        ("network", "0..1", "string", "", ""),
        ("costToBeneficiary", "0..*", "Coverage.costToBeneficiary", "", ""),
        ("subrogation", "0..1", "boolean", "", ""),
        ("contract", "0..*", "Reference", "", "Contract"),
    ), (
    )),
    "Coverage.class": ("BackboneElement", (
        ("type", "1..1", "CodeableConcept", "", ""),
        ("value", "1..1", "string", "", ""),
        ("name", "0..1", "string", "", ""),
    ), (
    )),
    "Coverage.costToBeneficiary": ("BackboneElement", (
        ("type", "0..1", "CodeableConcept", "", ""),
        ("value[x]", "1..1", "SimpleQuantity Money", "", ""),
        ("exception", "0..*", "Coverage.costToBeneficiary.exception", "", ""),
    ), (
    )),
    "Coverage.costToBeneficiary.exception": ("BackboneElement", (
        ("type", "1..1", "CodeableConcept", "", ""),
        ("period", "0..1", "Period", "", ""),
    ), (
    )),
}
