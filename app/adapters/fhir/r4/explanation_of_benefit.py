"""What ExplanationOfBenefit of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "ExplanationOfBenefit": ("DomainResource", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("status", "1..1", "code", "explanationofbenefit-status", ""),
        ("type", "1..1", "CodeableConcept", "", ""),
        ("subType", "0..1", "CodeableConcept", "", ""),
        ("use", "1..1", "code", "claim-use", ""),
        ("patient", "1..1", "Reference", "", "Patient"),
        ("billablePeriod", "0..1", "Period", "", ""),
        ("created", "1..1", "dateTime", "", ""),
        ("enterer", "0..1", "Reference", "", "Practitioner PractitionerRole"),
        ("insurer", "1..1", "Reference", "", "Organization"),
        ("provider", "1..1", "Reference", "", "Organization Practitioner PractitionerRole"),
        ("priority", "0..1", "CodeableConcept", "", ""),
        ("fundsReserveRequested", "0..1", "CodeableConcept", "", ""),
        ("fundsReserve", "0..1", "CodeableConcept", "", ""),
        ("related", "0..*", "ExplanationOfBenefit.related", "", ""),
        ("prescription", "0..1", "Reference", "", "MedicationRequest VisionPrescription"),
        ("originalPrescription", "0..1", "Reference", "", "MedicationRequest"),
        ("payee", "0..1", "ExplanationOfBenefit.payee", "", ""),
        ("referral", "0..1", "Reference", "", "ServiceRequest"),
        ("facility", "0..1", "Reference", "", "Location"),
        ("claim", "0..1", "Reference", "", "Claim"),
        ("claimResponse", "0..1", "Reference", "", "ClaimResponse"),
        ("outcome", "1..1", "code", "remittance-outcome", ""),
        ("disposition", "0..1", "string", "", ""),
        ("preAuthRef", "0..*", "string", "", ""),
        ("preAuthRefPeriod", "0..*", "Period", "", ""),
        ("careTeam", "0..*", "ExplanationOfBenefit.careTeam", "", ""),
        ("supportingInfo", "0..*", "ExplanationOfBenefit.supportingInfo", "", ""),
        ("diagnosis", "0..*", "ExplanationOfBenefit.diagnosis", "", ""),
        ("procedure", "0..*", "ExplanationOfBenefit.procedure", "", ""),
        ("precedence", "0..1", "positiveInt", "", ""),
        ("insurance", "1..*", "ExplanationOfBenefit.insurance", "", ""),
        ("accident", "0..1", "ExplanationOfBenefit.accident", "", ""),
        ("item", "0..*", "ExplanationOfBenefit.item", "", ""),
        ("addItem", "0..*", "ExplanationOfBenefit.addItem", "", ""),
        ("adjudication", "0..*", "ExplanationOfBenefit.item.adjudication", "", ""),
        ("total", "0..*", "ExplanationOfBenefit.total", "", ""),
        ("payment", "0..1", "ExplanationOfBenefit.payment", "", ""),
        ("formCode", "0..1", "CodeableConcept", "", ""),
        ("form", "0..1", "Attachment", "", ""),
        ("processNote", "0..*", "ExplanationOfBenefit.processNote", "", ""),
        ("benefitPeriod", "0..1", "Period", "", ""),
        ("benefitBalance", "0..*", "ExplanationOfBenefit.benefitBalance", "", ""),
    ), (
    )),
    "ExplanationOfBenefit.related": ("BackboneElement", (
        ("claim", "0..1", "Reference", "", "Claim"),
        ("relationship", "0..1", "CodeableConcept", "", ""),
        ("reference", "0..1", "Identifier", "", ""),
    ), (
    )),
    "ExplanationOfBenefit.payee": ("BackboneElement", (
        ("type", "0..1", "CodeableConcept", "", ""),
        ("party", "0..1", "Reference", "", "Organization Patient Practitioner PractitionerRole RelatedPerson"),
    ), (
    )),
    "ExplanationOfBenefit.careTeam": ("BackboneElement", (
        ("sequence", "1..1", "positiveInt", "", ""),
        ("provider", "1..1", "Reference", "", "Organization Practitioner PractitionerRole"),
        ("responsible", "0..1", "boolean", "", ""),
        ("role", "0..1", "CodeableConcept", "", ""),
        ("qualification", "0..1", "CodeableConcept", "", ""),
    ), (
    )),
    "ExplanationOfBenefit.supportingInfo": ("BackboneElement", (
        ("sequence", "1..1", "positiveInt", "", ""),
        ("category", "1..1", "CodeableConcept", "", ""),
        ("code", "0..1", "CodeableConcept", "", ""),
        ("timing[x]", "0..1", "date Period", "", ""),
        ("value[x]", "0..1", "boolean string Quantity Attachment Reference", "", ""),
        ("reason", "0..1", "Coding", "", ""),
    ), (
    )),
    "ExplanationOfBenefit.diagnosis": ("BackboneElement", (
        ("sequence", "1..1", "positiveInt", "", ""),
        ("diagnosis[x]", "1..1", "CodeableConcept Reference", "", "Condition"),
        ("type", "0..*", "CodeableConcept", "", ""),
        ("onAdmission", "0..1", "CodeableConcept", "", ""),
        ("packageCode", "0..1", "CodeableConcept", "", ""),
    ), (
    )),
    "ExplanationOfBenefit.procedure": ("BackboneElement", (
        ("sequence", "1..1", "positiveInt", "", ""),
        ("type", "0..*", "CodeableConcept", "", ""),
        ("date", "0..1", "dateTime", "", ""),
        ("procedure[x]", "1..1", "CodeableConcept Reference", "", "Procedure"),
        ("udi", "0..*", "Reference", "", "Device"),
    ), (
    )),
    "ExplanationOfBenefit.insurance": ("BackboneElement", (
        ("focal", "1..1", "boolean", "", ""),
        ("coverage", "1..1", "Reference", "", "Coverage"),
        ("preAuthRef", "0..*", "string", "", ""),
    ), (
    )),
    "ExplanationOfBenefit.accident": ("BackboneElement", (
        ("date", "0..1", "date", "", ""),
        ("type", "0..1", "CodeableConcept", "", ""),
        ("location[x]", "0..1", "Address Reference", "", "Location"),
    ), (
    )),
    "ExplanationOfBenefit.item": ("BackboneElement", (
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
        ("noteNumber", "0..*", "positiveInt", "", ""),
        ("adjudication", "0..*", "ExplanationOfBenefit.item.adjudication", "", ""),
        ("detail", "0..*", "ExplanationOfBenefit.item.detail", "", ""),
    ), (
    )),
    "ExplanationOfBenefit.item.adjudication": ("BackboneElement", (
        ("category", "1..1", "CodeableConcept", "", ""),
        ("reason", "0..1", "CodeableConcept", "", ""),
        ("amount", "0..1", "Money", "", ""),
        ("value", "0..1", "decimal", "", ""),
    ), (
    )),
    "ExplanationOfBenefit.item.detail": ("BackboneElement", (
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
        ("noteNumber", "0..*", "positiveInt", "", ""),
        ("adjudication", "0..*", "ExplanationOfBenefit.item.adjudication", "", ""),
        ("subDetail", "0..*", "ExplanationOfBenefit.item.detail.subDetail", "", ""),
    ), (
    )),
    "ExplanationOfBenefit.item.detail.subDetail": ("BackboneElement", (
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
        ("noteNumber", "0..*", "positiveInt", "", ""),
        ("adjudication", "0..*", "ExplanationOfBenefit.item.adjudication", "", ""),
    ), (
    )),
    "ExplanationOfBenefit.addItem": ("BackboneElement", (
        ("itemSequence", "0..*", "positiveInt", "", ""),
        ("detailSequence", "0..*", "positiveInt", "", ""),
        ("subDetailSequence", "0..*", "positiveInt", "", ""),
        ("provider", "0..*", "Reference", "", "Organization Practitioner PractitionerRole"),
        ("productOrService", "1..1", "CodeableConcept", "", ""),
        ("modifier", "0..*", "CodeableConcept", "", ""),
        ("programCode", "0..*", "CodeableConcept", "", ""),
        ("serviced[x]", "0..1", "date Period", "", ""),
        ("location[x]", "0..1", "CodeableConcept Address Reference", "", "Location"),
        ("quantity", "0..1", "SimpleQuantity", "", ""),
        ("unitPrice", "0..1", "Money", "", ""),
        ("factor", "0..1", "decimal", "", ""),
        ("net", "0..1", "Money", "", ""),
        ("bodySite", "0..1", "CodeableConcept", "", ""),
        ("subSite", "0..*", "CodeableConcept", "", ""),
        ("noteNumber", "0..*", "positiveInt", "", ""),
        ("adjudication", "0..*", "ExplanationOfBenefit.item.adjudication", "", ""),
        ("detail", "0..*", "ExplanationOfBenefit.addItem.detail", "", ""),
    ), (
    )),
    "ExplanationOfBenefit.addItem.detail": ("BackboneElement", (
        ("productOrService", "1..1", "CodeableConcept", "", ""),
        ("modifier", "0..*", "CodeableConcept", "", ""),
        ("quantity", "0..1", "SimpleQuantity", "", ""),
        ("unitPrice", "0..1", "Money", "", ""),
        ("factor", "0..1", "decimal", "", ""),
        ("net", "0..1", "Money", "", ""),
        ("noteNumber", "0..*", "positiveInt", "", ""),
        ("adjudication", "0..*", "ExplanationOfBenefit.item.adjudication", "", ""),
        ("subDetail", "0..*", "ExplanationOfBenefit.addItem.detail.subDetail", "", ""),
    ), (
    )),
    "ExplanationOfBenefit.addItem.detail.subDetail": ("BackboneElement", (
        ("productOrService", "1..1", "CodeableConcept", "", ""),
        ("modifier", "0..*", "CodeableConcept", "", ""),
        ("quantity", "0..1", "SimpleQuantity", "", ""),
        ("unitPrice", "0..1", "Money", "", ""),
        ("factor", "0..1", "decimal", "", ""),
        ("net", "0..1", "Money", "", ""),
        ("noteNumber", "0..*", "positiveInt", "", ""),
        ("adjudication", "0..*", "ExplanationOfBenefit.item.adjudication", "", ""),
    ), (
    )),
    "ExplanationOfBenefit.total": ("BackboneElement", (
        ("category", "1..1", "CodeableConcept", "", ""),
        ("amount", "1..1", "Money", "", ""),
    ), (
    )),
    "ExplanationOfBenefit.payment": ("BackboneElement", (
        ("type", "0..1", "CodeableConcept", "", ""),
        ("adjustment", "0..1", "Money", "", ""),
        ("adjustmentReason", "0..1", "CodeableConcept", "", ""),
        ("date", "0..1", "date", "", ""),
        ("amount", "0..1", "Money", "", ""),
        ("identifier", "0..1", "Identifier", "", ""),
    ), (
    )),
    "ExplanationOfBenefit.processNote": ("BackboneElement", (
        ("number", "0..1", "positiveInt", "", ""),
        ("type", "0..1", "code", "note-type", ""),
        ("text", "0..1", "string", "", ""),
        ("language", "0..1", "CodeableConcept", "", ""),
    ), (
    )),
    "ExplanationOfBenefit.benefitBalance": ("BackboneElement", (
        ("category", "1..1", "CodeableConcept", "", ""),
        ("excluded", "0..1", "boolean", "", ""),
        ("name", "0..1", "string", "", ""),
        ("description", "0..1", "string", "", ""),
        ("network", "0..1", "CodeableConcept", "", ""),
        ("unit", "0..1", "CodeableConcept", "", ""),
        ("term", "0..1", "CodeableConcept", "", ""),
        ("financial", "0..*", "ExplanationOfBenefit.benefitBalance.financial", "", ""),
    ), (
    )),
    "ExplanationOfBenefit.benefitBalance.financial": ("BackboneElement", (
        ("type", "1..1", "CodeableConcept", "", ""),
        ("allowed[x]", "0..1", "unsignedInt string Money", "", ""),
        ("used[x]", "0..1", "unsignedInt Money", "", ""),
    ), (
    )),
}
