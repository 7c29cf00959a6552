"""What CoverageEligibilityRequest of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "CoverageEligibilityRequest": ("DomainResource", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("status", "1..1", "code", "fm-status", ""),
        ("priority", "0..1", "CodeableConcept", "", ""),
        ("purpose", "1..*", "code", "eligibilityrequest-purpose", ""),
        ("patient", "1..1", "Reference", "", "Patient"),
        ("serviced[x]", "0..1", "date Period", "", ""),
        ("created", "1..1", "dateTime", "", ""),
        ("enterer", "0..1", "Reference", "", "Practitioner PractitionerRole"),
        ("provider", "0..1", "Reference", "", "Organization Practitioner PractitionerRole"),
        ("insurer", "1..1", "Reference", "", "Organization"),
        ("facility", "0..1", "Reference", "", "Location"),
        ("supportingInfo", "0..*", "CoverageEligibilityRequest.supportingInfo", "", ""),
        ("insurance", "0..*", "CoverageEligibilityRequest.insurance", "", ""),
        ("item", "0..*", "CoverageEligibilityRequest.item", "", ""),
    ), (
    )),
    "CoverageEligibilityRequest.supportingInfo": ("BackboneElement", (
        ("sequence", "1..1", "positiveInt", "", ""),
        ("information", "1..1", "Reference", "", ""),
        ("appliesToAll", "0..1", "boolean", "", ""),
    ), (
    )),
    "CoverageEligibilityRequest.insurance": ("BackboneElement", (
        ("focal", "0..1", "boolean", "", ""),
        ("coverage", "1..1", "Reference", "", "Coverage"),
        ("businessArrangement", "0..1", "string", "", ""),
    ), (
    )),
    "CoverageEligibilityRequest.item": ("BackboneElement", (
        ("supportingInfoSequence", "0..*", "positiveInt", "", ""),
        ("category", "0..1", "CodeableConcept", "", ""),
        ("productOrService", "0..1", "CodeableConcept", "", ""),
        ("modifier", "0..*", "CodeableConcept", "", ""),
        ("provider", "0..1", "Reference", "", "Practitioner PractitionerRole"),
        ("quantity", "0..1", "SimpleQuantity", "", ""),
        ("unitPrice", "0..1", "Money", "", ""),
        ("facility", "0..1", "Reference", "", "Location Organization"),
        ("diagnosis", "0..*", "CoverageEligibilityRequest.item.diagnosis", "", ""),
        ("detail", "0..*", "Reference", "", ""),
    ), (
    )),
    "CoverageEligibilityRequest.item.diagnosis": ("BackboneElement", (
        ("diagnosis[x]", "0..1", "CodeableConcept Reference", "", "Condition"),
    ), (
    )),
}
