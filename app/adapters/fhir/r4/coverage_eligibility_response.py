"""What CoverageEligibilityResponse of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "CoverageEligibilityResponse": ("DomainResource", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("status", "1..1", "code", "fm-status", ""),
        ("purpose", "1..*", "code", "eligibilityresponse-purpose", ""),
        ("patient", "1..1", "Reference", "", "Patient"),
        ("serviced[x]", "0..1", "date Period", "", ""),
        ("created", "1..1", "dateTime", "", ""),
        ("requestor", "0..1", "Reference", "", "Organization Practitioner PractitionerRole"),
        ("request", "1..1", "Reference", "", "CoverageEligibilityRequest"),
        ("outcome", "1..1", "code", "remittance-outcome", ""),
        ("disposition", "0..1", "string", "", ""),
        ("insurer", "1..1", "Reference", "", "Organization"),
        ("insurance", "0..*", "CoverageEligibilityResponse.insurance", "", ""),
        ("preAuthRef", "0..1", "string", "", ""),
        ("form", "0..1", "CodeableConcept", "", ""),
        ("error", "0..*", "CoverageEligibilityResponse.error", "", ""),
    ), (
    )),
    "CoverageEligibilityResponse.insurance": ("BackboneElement", (
        ("coverage", "1..1", "Reference", "", "Coverage"),
        ("inforce", "0..1", "boolean", "", ""),
        ("benefitPeriod", "0..1", "Period", "", ""),
        ("item", "0..*", "CoverageEligibilityResponse.insurance.item", "", ""),
    ), (
    )),
    "CoverageEligibilityResponse.insurance.item": ("BackboneElement", (
        ("category", "0..1", "CodeableConcept", "", ""),
        ("productOrService", "0..1", "CodeableConcept", "", ""),
        ("modifier", "0..*", "CodeableConcept", "", ""),
        ("provider", "0..1", "Reference", "", "Practitioner PractitionerRole"),
        ("excluded", "0..1", "boolean", "", ""),
        ("name", "0..1", "string", "", ""),
        ("description", "0..1", "string", "", ""),
        ("network", "0..1", "CodeableConcept", "", ""),
        ("unit", "0..1", "CodeableConcept", "", ""),
        ("term", "0..1", "CodeableConcept", "", ""),
        ("benefit", "0..*", "CoverageEligibilityResponse.insurance.item.benefit", "", ""),
        ("authorizationRequired", "0..1", "boolean", "", ""),
        ("authorizationSupporting", "0..*", "CodeableConcept", "", ""),
        ("authorizationUrl", "0..1", "uri", "", ""),
    ), (
        ("ces-1", "SHALL contain a category or a billcode but not both.", "category.exists() xor productOrService.exists()"),
    )),
    "CoverageEligibilityResponse.insurance.item.benefit": ("BackboneElement", (
        ("type", "1..1", "CodeableConcept", "", ""),
        ("allowed[x]", "0..1", "unsignedInt string Money", "", ""),
        ("used[x]", "0..1", "unsignedInt string Money", "", ""),
    ), (
    )),
    "CoverageEligibilityResponse.error": ("BackboneElement", (
        ("code", "1..1", "CodeableConcept", "", ""),
    ), (
    )),
}
