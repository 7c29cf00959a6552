"""What ClaimResponse of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "ClaimResponse": ("DomainResource", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("status", "1..1", "code", "fm-status", ""),
        ("type", "1..1", "CodeableConcept", "", ""),
        ("subType", "0..1", "CodeableConcept", "", ""),
        ("use", "1..1", "code", "claim-use", ""),
        ("patient", "1..1", "Reference", "", "Patient"),
        ("created", "1..1", "dateTime", "", ""),
        ("insurer", "1..1", "Reference", "", "Organization"),
        ("requestor", "0..1", "Reference", "", "Organization Practitioner PractitionerRole"),
        ("request", "0..1", "Reference", "", "Claim"),
        ("outcome", "1..1", "code", "remittance-outcome", ""),
        ("disposition", "0..1", "string", "", ""),
        ("preAuthRef", "0..1", "string", "", ""),
        ("preAuthPeriod", "0..1", "Period", "", ""),
        ("payeeType", "0..1", "CodeableConcept", "", ""),
        ("item", "0..*", "ClaimResponse.item", "", ""),
        ("addItem", "0..*", "ClaimResponse.addItem", "", ""),
        ("adjudication", "0..*", "ClaimResponse.item.adjudication", "", ""),
        ("total", "0..*", "ClaimResponse.total", "", ""),
        ("payment", "0..1", "ClaimResponse.payment", "", ""),
        ("fundsReserve", "0..1", "CodeableConcept", "", ""),
        ("formCode", "0..1", "CodeableConcept", "", ""),
        ("form", "0..1", "Attachment", "", ""),
        ("processNote", "0..*", "ClaimResponse.processNote", "", ""),
        ("communicationRequest", "0..*", "Reference", "", "CommunicationRequest"),
        ("insurance", "0..*", "ClaimResponse.insurance", "", ""),
        ("error", "0..*", "ClaimResponse.error", "", ""),
    ), (
    )),
    "ClaimResponse.item": ("BackboneElement", (
        ("itemSequence", "1..1", "positiveInt", "", ""),
        ("noteNumber", "0..*", "positiveInt", "", ""),
        ("adjudication", "1..*", "ClaimResponse.item.adjudication", "", ""),
        ("detail", "0..*", "ClaimResponse.item.detail", "", ""),
    ), (
    )),
    "ClaimResponse.item.adjudication": ("BackboneElement", (
        ("category", "1..1", "CodeableConcept", "", ""),
        ("reason", "0..1", "CodeableConcept", "", ""),
        ("amount", "0..1", "Money", "", ""),
        ("value", "0..1", "decimal", "", ""),
    ), (
    )),
    "ClaimResponse.item.detail": ("BackboneElement", (
        ("detailSequence", "1..1", "positiveInt", "", ""),
        ("noteNumber", "0..*", "positiveInt", "", ""),
        ("adjudication", "1..*", "ClaimResponse.item.adjudication", "", ""),
        ("subDetail", "0..*", "ClaimResponse.item.detail.subDetail", "", ""),
    ), (
    )),
    "ClaimResponse.item.detail.subDetail": ("BackboneElement", (
        ("subDetailSequence", "1..1", "positiveInt", "", ""),
        ("noteNumber", "0..*", "positiveInt", "", ""),
        ("adjudication", "0..*", "ClaimResponse.item.adjudication", "", ""),
    ), (
    )),
    "ClaimResponse.addItem": ("BackboneElement", (
        ("itemSequence", "0..*", "positiveInt", "", ""),
        ("detailSequence", "0..*", "positiveInt", "", ""),
        ("subdetailSequence", "0..*", "positiveInt", "", ""),
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
        ("adjudication", "1..*", "ClaimResponse.item.adjudication", "", ""),
        ("detail", "0..*", "ClaimResponse.addItem.detail", "", ""),
    ), (
    )),
    "ClaimResponse.addItem.detail": ("BackboneElement", (
        ("productOrService", "1..1", "CodeableConcept", "", ""),
        ("modifier", "0..*", "CodeableConcept", "", ""),
        ("quantity", "0..1", "SimpleQuantity", "", ""),
        ("unitPrice", "0..1", "Money", "", ""),
        ("factor", "0..1", "decimal", "", ""),
        ("net", "0..1", "Money", "", ""),
        ("noteNumber", "0..*", "positiveInt", "", ""),
        ("adjudication", "1..*", "ClaimResponse.item.adjudication", "", ""),
        ("subDetail", "0..*", "ClaimResponse.addItem.detail.subDetail", "", ""),
    ), (
    )),
    "ClaimResponse.addItem.detail.subDetail": ("BackboneElement", (
        ("productOrService", "1..1", "CodeableConcept", "", ""),
        ("modifier", "0..*", "CodeableConcept", "", ""),
        ("quantity", "0..1", "SimpleQuantity", "", ""),
        ("unitPrice", "0..1", "Money", "", ""),
        ("factor", "0..1", "decimal", "", ""),
        ("net", "0..1", "Money", "", ""),
        ("noteNumber", "0..*", "positiveInt", "", ""),
        ("adjudication", "1..*", "ClaimResponse.item.adjudication", "", ""),
    ), (
    )),
    "ClaimResponse.total": ("BackboneElement", (
        ("category", "1..1", "CodeableConcept", "", ""),
        ("amount", "1..1", "Money", "", ""),
    ), (
    )),
    "ClaimResponse.payment": ("BackboneElement", (
        ("type", "1..1", "CodeableConcept", "", ""),
        ("adjustment", "0..1", "Money", "", ""),
        ("adjustmentReason", "0..1", "CodeableConcept", "", ""),
        ("date", "0..1", "date", "", ""),
        ("amount", "1..1", "Money", "", ""),
        ("identifier", "0..1", "Identifier", "", ""),
    ), (
    )),
    "ClaimResponse.processNote": ("BackboneElement", (
        ("number", "0..1", "positiveInt", "", ""),
        ("type", "0..1", "code", "note-type", ""),
        ("text", "1..1", "string", "", ""),
        ("language", "0..1", "CodeableConcept", "", ""),
    ), (
    )),
    "ClaimResponse.insurance": ("BackboneElement", (
        ("sequence", "1..1", "positiveInt", "", ""),
        ("focal", "1..1", "boolean", "", ""),
        ("coverage", "1..1", "Reference", "", "Coverage"),
        ("businessArrangement", "0..1", "string", "", ""),
        ("claimResponse", "0..1", "Reference", "", "ClaimResponse"),
    ), (
    )),
    "ClaimResponse.error": ("BackboneElement", (
        ("itemSequence", "0..1", "positiveInt", "", ""),
        ("detailSequence", "0..1", "positiveInt", "", ""),
        ("subDetailSequence", "0..1", "positiveInt", "", ""),
        ("code", "1..1", "CodeableConcept", "", ""),
    ), (
    )),
}
