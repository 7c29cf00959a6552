"""What Claim of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "Claim": ("DomainResource", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("status", "1..1", "code", "fm-status", ""),
        ("type", "1..1", "CodeableConcept", "", ""),
        ("subType", "0..1", "CodeableConcept", "", ""),
        ("use", "1..1", "code", "claim-use", ""),
        ("patient", "1..1", "Reference", "", "Patient"),
        ("billablePeriod", "0..1", "Period", "", ""),
        ("created", "1..1", "dateTime", "", ""),
        ("enterer", "0..1", "Reference", "", "Practitioner PractitionerRole"),
        ("insurer", "0..1", "Reference", "", "Organization"),
        ("provider", "1..1", "Reference", "", "Organization Practitioner PractitionerRole"),
        ("priority", "1..1", "CodeableConcept", "", ""),
        ("fundsReserve", "0..1", "CodeableConcept", "", ""),
        ("related", "0..*", "Claim.related", "", ""),
        ("prescription", "0..1", "Reference", "", "DeviceRequest MedicationRequest VisionPrescription"),
        ("originalPrescription", "0..1", "Reference", "", "DeviceRequest MedicationRequest VisionPrescription"),
        ("payee", "0..1", "Claim.payee", "", ""),
        ("referral", "0..1", "Reference", "", "ServiceRequest"),
        ("facility", "0..1", "Reference", "", "Location"),
        ("careTeam", "0..*", "Claim.careTeam", "", ""),
        ("supportingInfo", "0..*", "Claim.supportingInfo", "", ""),
        ("diagnosis", "0..*", "Claim.diagnosis", "", ""),
        ("procedure", "0..*", "Claim.procedure", "", ""),
        ("insurance", "1..*", "Claim.insurance", "", ""),
        ("accident", "0..1", "Claim.accident", "", ""),
        ("item", "0..*", "Claim.item", "", ""),
        ("total", "0..1", "Money", "", ""),
    ), (
    )),
    "Claim.related": ("BackboneElement", (
        ("claim", "0..1", "Reference", "", "Claim"),
        ("relationship", "0..1", "CodeableConcept", "", ""),
        ("reference", "0..1", "Identifier", "", ""),
    ), (
    )),
    "Claim.payee": ("BackboneElement", (
        ("type", "1..1", "CodeableConcept", "", ""),
        ("party", "0..1", "Reference", "", "Organization Patient Practitioner PractitionerRole RelatedPerson"),
    ), (
    )),
    "Claim.careTeam": ("BackboneElement", (
        ("sequence", "1..1", "positiveInt", "", ""),
        ("provider", "1..1", "Reference", "", "Organization Practitioner PractitionerRole"),
        ("responsible", "0..1", "boolean", "", ""),
        ("role", "0..1", "CodeableConcept", "", ""),
        ("qualification", "0..1", "CodeableConcept", "", ""),
    ), (
    )),
    "Claim.supportingInfo": ("BackboneElement", (
        ("sequence", "1..1", "positiveInt", "", ""),
        ("category", "1..1", "CodeableConcept", "", ""),
        ("code", "0..1", "CodeableConcept", "", ""),
        ("timing[x]", "0..1", "date Period", "", ""),
        ("value[x]", "0..1", "boolean string Quantity Attachment Reference", "", ""),
        ("reason", "0..1", "CodeableConcept", "", ""),
    ), (
    )),
    "Claim.diagnosis": ("BackboneElement", (
        ("sequence", "1..1", "positiveInt", "", ""),
        ("diagnosis[x]", "1..1", "CodeableConcept Reference", "", "Condition"),
        ("type", "0..*", "CodeableConcept", "", ""),
        ("onAdmission", "0..1", "CodeableConcept", "", ""),
        ("packageCode", "0..1", "CodeableConcept", "", ""),
    ), (
    )),
    "Claim.procedure": ("BackboneElement", (
        ("sequence", "1..1", "positiveInt", "", ""),
        ("type", "0..*", "CodeableConcept", "", ""),
        ("date", "0..1", "dateTime", "", ""),
        ("procedure[x]", "1..1", "CodeableConcept Reference", "", "Procedure"),
        ("udi", "0..*", "Reference", "", "Device"),
    ), (
    )),
    "Claim.insurance": ("BackboneElement", (
        ("sequence", "1..1", "positiveInt", "", ""),
        ("focal", "1..1", "boolean", "", ""),
        ("identifier", "0..1", "Identifier", "", ""),
        ("coverage", "1..1", "Reference", "", "Coverage"),
        ("businessArrangement", "0..1", "string", "", ""),
        ("preAuthRef", "0..*", "string", "", ""),
        ("claimResponse", "0..1", "Reference", "", "ClaimResponse"),
    ), (
    )),
    "Claim.accident": ("BackboneElement", (
        ("date", "1..1", "date", "", ""),
        ("type", "0..1", "CodeableConcept", "", ""),
        ("location[x]", "0..1", "Address Reference", "", "Location"),
    ), (
    )),
    "Claim.item": ("BackboneElement", (
        ("sequence", "1..1", "positiveInt", "", ""),
        ("careTeamSequence", "0..*", "positiveInt", "", ""),
        ("diagnosisSequence", "0..*", "positiveInt", "", ""),
        ("procedureSequence", "0..*", "positiveInt", "", ""),
        ("informationSequence", "0..*", "positiveInt", "", ""),
        ("revenue", "0..1", "CodeableConcept", "", ""),
        ("category", "0..1", "CodeableConcept", "", ""),
        ("productOrService", "1..1", "CodeableConcept", "", ""),
        ("modifier", "0..*", "CodeableConcept", "", ""),
        ("programCode", "0..*", "CodeableConcept", "", ""),
        ("serviced[x]", "0..1", "date Period", "", ""),
        ("location[x]", "0..1", "CodeableConcept Address Reference", "", "Location"),
        ("quantity", "0..1", "SimpleQuantity", "", ""),
        ("unitPrice", "0..1", "Money", "", ""),
        ("factor", "0..1", "decimal", "", ""),
        ("net", "0..1", "Money", "", ""),
        ("udi", "0..*", "Reference", "", "Device"),
        ("bodySite", "0..1", "CodeableConcept", "", ""),
        ("subSite", "0..*", "CodeableConcept", "", ""),
        ("encounter", "0..*", "Reference", "", "Encounter"),
        ("detail", "0..*", "Claim.item.detail", "", ""),
    ), (
    )),
    "Claim.item.detail": ("BackboneElement", (
        ("sequence", "1..1", "positiveInt", "", ""),
        ("revenue", "0..1", "CodeableConcept", "", ""),
        ("category", "0..1", "CodeableConcept", "", ""),
        ("productOrService", "1..1", "CodeableConcept", "", ""),
        ("modifier", "0..*", "CodeableConcept", "", ""),
        ("programCode", "0..*", "CodeableConcept", "", ""),
        ("quantity", "0..1", "SimpleQuantity", "", ""),
        ("unitPrice", "0..1", "Money", "", ""),
        ("factor", "0..1", "decimal", "", ""),
        ("net", "0..1", "Money", "", ""),
        ("udi", "0..*", "Reference", "", "Device"),
        ("subDetail", "0..*", "Claim.item.detail.subDetail", "", ""),
    ), (
    )),
    "Claim.item.detail.subDetail": ("BackboneElement", (
        ("sequence", "1..1", "positiveInt", "", ""),
        ("revenue", "0..1", "CodeableConcept", "", ""),
        ("category", "0..1", "CodeableConcept", "", ""),
        ("productOrService", "1..1", "CodeableConcept", "", ""),
        ("modifier", "0..*", "CodeableConcept", "", ""),
        ("programCode", "0..*", "CodeableConcept", "", ""),
        ("quantity", "0..1", "SimpleQuantity", "", ""),
        ("unitPrice", "0..1", "Money", "", ""),
        ("factor", "0..1", "decimal", "", ""),
        ("net", "0..1", "Money", "", ""),
        ("udi", "0..*", "Reference", "", "Device"),
    ), (
    )),
}
