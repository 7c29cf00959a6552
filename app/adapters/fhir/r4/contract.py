"""What Contract of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "Contract": ("DomainResource", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("url", "0..1", "uri", "", ""),
        ("version", "0..1", "string", "", ""),
        ("status", "0..1", "code", "contract-status", ""),
        ("legalState", "0..1", "CodeableConcept", "", ""),
        ("instantiatesCanonical", "0..1", "Reference", "", "Contract"),
        ("instantiatesUri", "0..1", "uri", "", ""),
        ("contentDerivative", "0..1", "CodeableConcept", "", ""),
        ("issued", "0..1", "dateTime", "", ""),
        ("applies", "0..1", "Period", "", ""),
        ("expirationType", "0..1", "CodeableConcept", "", ""),
        ("subject", "0..*", "Reference", "", ""),
        ("authority", "0..*", "Reference", "", "Organization"),
        ("domain", "0..*", "Reference", "", "Location"),
        ("site", "0..*", "Reference", "", "Location"),
        ("name", "0..1", "string", "", ""),
        ("title", "0..1", "string", "", ""),
        ("subtitle", "0..1", "string", "", ""),
        ("alias", "0..*", "string", "", ""),
        ("author", "0..1", "Reference", "", "Organization Patient Practitioner PractitionerRole"),
        ("scope", "0..1", "CodeableConcept", "", ""),
        ("topic[x]", "0..1", "CodeableConcept Reference", "", ""),
        ("type", "0..1", "CodeableConcept", "", ""),
        ("subType", "0..*", "CodeableConcept", "", ""),
        ("contentDefinition", "0..1", "Contract.contentDefinition", "", ""),
        ("term", "0..*", "Contract.term", "", ""),
        ("supportingInfo", "0..*", "Reference", "", ""),
        ("relevantHistory", "0..*", "Reference", "", "Provenance"),
        ("signer", "0..*", "Contract.signer", "", ""),
        ("friendly", "0..*", "Contract.friendly", "", ""),
        ("legal", "0..*", "Contract.legal", "", ""),
        ("rule", "0..*", "Contract.rule", "", ""),
        ("legallyBinding[x]", "0..1", "Attachment Reference", "", "Composition Contract DocumentReference QuestionnaireResponse"),
    ), (
    )),
    "Contract.contentDefinition": ("BackboneElement", (
        ("type", "1..1", "CodeableConcept", "", ""),
        ("subType", "0..1", "CodeableConcept", "", ""),
        ("publisher", "0..1", "Reference", "", "Organization Practitioner PractitionerRole"),
        ("publicationDate", "0..1", "dateTime", "", ""),
        ("publicationStatus", "1..1", "code", "contract-publicationstatus", ""),
        ("copyright", "0..1", "markdown", "", ""),
    ), (
    )),
    "Contract.term": ("BackboneElement", (
        ("identifier", "0..1", "Identifier", "", ""),
        ("issued", "0..1", "dateTime", "", ""),
        ("applies", "0..1", "Period", "", ""),
        ("topic[x]", "0..1", "CodeableConcept Reference", "", ""),
        ("type", "0..1", "CodeableConcept", "", ""),
        ("subType", "0..1", "CodeableConcept", "", ""),
        ("text", "0..1", "string", "", ""),
        ("securityLabel", "0..*", "Contract.term.securityLabel", "", ""),
        ("offer", "1..1", "Contract.term.offer", "", ""),
        ("asset", "0..*", "Contract.term.asset", "", ""),
        ("action", "0..*", "Contract.term.action", "", ""),
        ("group", "0..*", "Contract.term", "", ""),
    ), (
    )),
    "Contract.term.securityLabel": ("BackboneElement", (
        ("number", "0..*", "unsignedInt", "", ""),
        ("classification", "1..1", "Coding", "", ""),
        ("category", "0..*", "Coding", "", ""),
        ("control", "0..*", "Coding", "", ""),
    ), (
    )),
    "Contract.term.offer": ("BackboneElement", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("party", "0..*", "Contract.term.offer.party", "", ""),
        ("topic", "0..1", "Reference", "", ""),
        ("type", "0..1", "CodeableConcept", "", ""),
        ("decision", "0..1", "CodeableConcept", "", ""),
        ("decisionMode", "0..*", "CodeableConcept", "", ""),
        ("answer", "0..*", "Contract.term.offer.answer", "", ""),
        ("text", "0..1", "string", "", ""),
        ("linkId", "0..*", "string", "", ""),
        ("securityLabelNumber", "0..*", "unsignedInt", "", ""),
    ), (
    )),
    "Contract.term.offer.party": ("BackboneElement", (
        ("reference", "1..*", "Reference", "", "Device Group Organization Patient Practitioner PractitionerRole RelatedPerson"),
        ("role", "1..1", "CodeableConcept", "", ""),
    ), (
    )),
    "Contract.term.offer.answer": ("BackboneElement", (
        ("value[x]", "1..1", "boolean decimal integer date dateTime time string uri Attachment Coding Quantity Reference", "", ""),
    ), (
    )),
    "Contract.term.asset": ("BackboneElement", (
        ("scope", "0..1", "CodeableConcept", "", ""),
        ("type", "0..*", "CodeableConcept", "", ""),
        ("typeReference", "0..*", "Reference", "", ""),
        ("subtype", "0..*", "CodeableConcept", "", ""),
        ("relationship", "0..1", "Coding", "", ""),
        ("context", "0..*", "Contract.term.asset.context", "", ""),
        ("condition", "0..1", "string", "", ""),
        ("periodType", "0..*", "CodeableConcept", "", ""),
        ("period", "0..*", "Period", "", ""),
        ("usePeriod", "0..*", "Period", "", ""),
        ("text", "0..1", "string", "", ""),
        ("linkId", "0..*", "string", "", ""),
        ("answer", "0..*", "Contract.term.offer.answer", "", ""),
        ("securityLabelNumber", "0..*", "unsignedInt", "", ""),
        ("valuedItem", "0..*", "Contract.term.asset.valuedItem", "", ""),
    ), (
    )),
    "Contract.term.asset.context": ("BackboneElement", (
        ("reference", "0..1", "Reference", "", ""),
        ("code", "0..*", "CodeableConcept", "", ""),
        ("text", "0..1", "string", "", ""),
    ), (
    )),
    "Contract.term.asset.valuedItem": ("BackboneElement", (
        ("entity[x]", "0..1", "CodeableConcept Reference", "", ""),
        ("identifier", "0..1", "Identifier", "", ""),
        ("effectiveTime", "0..1", "dateTime", "", ""),
        ("quantity", "0..1", "SimpleQuantity", "", ""),
        ("unitPrice", "0..1", "Money", "", ""),
        ("factor", "0..1", "decimal", "", ""),
        ("points", "0..1", "decimal", "", ""),
        ("net", "0..1", "Money", "", ""),
        ("payment", "0..1", "string", "", ""),
        ("paymentDate", "0..1", "dateTime", "", ""),
        ("responsible", "0..1", "Reference", "", "Organization Patient Practitioner PractitionerRole RelatedPerson"),
        ("recipient", "0..1", "Reference", "", "Organization Patient Practitioner PractitionerRole RelatedPerson"),
        ("linkId", "0..*", "string", "", ""),
        ("securityLabelNumber", "0..*", "unsignedInt", "", ""),
    ), (
    )),
    "Contract.term.action": ("BackboneElement", (
        ("doNotPerform", "0..1", "boolean", "", ""),
        ("type", "1..1", "CodeableConcept", "", ""),
        ("subject", "0..*", "Contract.term.action.subject", "", ""),
        ("intent", "1..1", "CodeableConcept", "", ""),
        ("linkId", "0..*", "string", "", ""),
        ("status", "1..1", "CodeableConcept", "", ""),
        ("context", "0..1", "Reference", "", "Encounter EpisodeOfCare"),
        ("contextLinkId", "0..*", "string", "", ""),
        ("occurrence[x]", "0..1", "dateTime Period Timing", "", ""),
        ("requester", "0..*", "Reference", "", "Device Group Organization Patient Practitioner PractitionerRole RelatedPerson"),
        ("requesterLinkId", "0..*", "string", "", ""),
        ("performerType", "0..*", "CodeableConcept", "", ""),
        ("performerRole", "0..1", "CodeableConcept", "", ""),
        ("performer", "0..1", "Reference", "", "CareTeam Device Location Organization Patient Practitioner PractitionerRole RelatedPerson Substance"),
        ("performerLinkId", "0..*", "string", "", ""),
        ("reasonCode", "0..*", "CodeableConcept", "", ""),
        ("reasonReference", "0..*", "Reference", "", "Condition DiagnosticReport DocumentReference Observation Questionnaire QuestionnaireResponse"),
        ("reason", "0..*", "string", "", ""),
        ("reasonLinkId", "0..*", "string", "", ""),
        ("note", "0..*", "Annotation", "", ""),
        ("securityLabelNumber", "0..*", "unsignedInt", "", ""),
    ), (
    )),
    "Contract.term.action.subject": ("BackboneElement", (
        ("reference", "1..*", "Reference", "", "Device Group Organization Patient Practitioner PractitionerRole RelatedPerson"),
        ("role", "0..1", "CodeableConcept", "", ""),
    ), (
    )),
    "Contract.signer": ("BackboneElement", (
        ("type", "1..1", "Coding", "", ""),
        ("party", "1..1", "Reference", "", "Organization Patient Practitioner PractitionerRole RelatedPerson"),
        ("signature", "1..*", "Signature", "", ""),
    ), (
    )),
    "Contract.friendly": ("BackboneElement", (
        ("content[x]", "1..1", "Attachment Reference", "", "Composition DocumentReference QuestionnaireResponse"),
    ), (
    )),
    "Contract.legal": ("BackboneElement", (
        ("content[x]", "1..1", "Attachment Reference", "", "Composition DocumentReference QuestionnaireResponse"),
    ), (
    )),
    "Contract.rule": ("BackboneElement", (
        ("content[x]", "1..1", "Attachment Reference", "", "DocumentReference"),
    ), (
    )),
}
