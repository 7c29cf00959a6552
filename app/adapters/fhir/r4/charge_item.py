"""What ChargeItem of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "ChargeItem": ("DomainResource", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("definitionUri", "0..*", "uri", "", ""),
        ("definitionCanonical", "0..*", "canonical", "", ""),
        ("status", "1..1", "code", "chargeitem-status", ""),
        ("partOf", "0..*", "Reference", "", "ChargeItem"),
        ("code", "1..1", "CodeableConcept", "", ""),
        ("subject", "1..1", "Reference", "", "Group Patient"),
        ("context", "0..1", "Reference", "", "Encounter EpisodeOfCare"),
        ("occurrence[x]", "0..1", "dateTime Period Timing", "", ""),
        ("performer", "0..*", "ChargeItem.performer", "", ""),
        ("performingOrganization", "0..1", "Reference", "", "Organization"),
        ("requestingOrganization", "0..1", "Reference", "", "Organization"),
        ("costCenter", "0..1", "Reference", "", "Organization"),
        ("quantity", "0..1", "Quantity", "", ""),
        ("bodysite", "0..*", "CodeableConcept", "", ""),
        ("factorOverride", "0..1", "decimal", "", ""),
        ("priceOverride", "0..1", "Money", "", ""),
        ("overrideReason", "0..1", "string", "", ""),
        ("enterer", "0..1", "Reference", "", "Device Organization Patient Practitioner PractitionerRole RelatedPerson"),
        ("enteredDate", "0..1", "dateTime", "", ""),
        ("reason", "0..*", "CodeableConcept", "", ""),
        ("service", "0..*", "Reference", "", "DiagnosticReport ImagingStudy Immunization MedicationAdministration MedicationDispense Observation Procedure SupplyDelivery"),
        ("product[x]", "0..1", "Reference CodeableConcept", "", "Device Medication Substance"),
        ("account", "0..*", "Reference", "", "Account"),
        ("note", "0..*", "Annotation", "", ""),
        ("supportingInformation", "0..*", "Reference", "", ""),
    ), (
    )),
    "ChargeItem.performer": ("BackboneElement", (
        ("function", "0..1", "CodeableConcept", "", ""),
        ("actor", "1..1", "Reference", "", "CareTeam Device Organization Patient Practitioner PractitionerRole RelatedPerson"),
    ), (
    )),
}
