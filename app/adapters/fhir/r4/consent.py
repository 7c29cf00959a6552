"""What Consent of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "Consent": ("DomainResource", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("status", "1..1", "code", "consent-state-codes", ""),
        ("scope", "1..1", "CodeableConcept", "", ""),
        ("category", "1..*", "CodeableConcept", "", ""),
        ("patient", "0..1", "Reference", "", "Patient"),
        ("dateTime", "0..1", "dateTime", "", ""),
        ("performer", "0..*", "Reference", "", "Organization Patient Practitioner PractitionerRole RelatedPerson"),
        ("organization", "0..*", "Reference", "", "Organization"),
        ("source[x]", "0..1", "Attachment Reference", "", "Consent Contract DocumentReference QuestionnaireResponse"),
        ("policy", "0..*", "Consent.policy", "", ""),
        ("policyRule", "0..1", "CodeableConcept", "", ""),
        ("verification", "0..*", "Consent.verification", "", ""),
        ("provision", "0..1", "Consent.provision", "", ""),
    ), (
        ("ppc-1", "Either a Policy or PolicyRule", "policy.exists() or policyRule.exists()"),
        ("ppc-2", "IF Scope=privacy, there must be a patient", "patient.exists() or scope.coding.where(system='something' and code='patient-privacy').exists().not()"),
        ("ppc-3", "IF Scope=research, there must be a patient", "patient.exists() or scope.coding.where(system='something' and code='research').exists().not()"),
        ("ppc-4", "IF Scope=adr, there must be a patient", "patient.exists() or scope.coding.where(system='something' and code='adr').exists().not()"),
        ("ppc-5", "IF Scope=treatment, there must be a patient", "patient.exists() or scope.coding.where(system='something' and code='treatment').exists().not()"),
    )),
    "Consent.policy": ("BackboneElement", (
        ("authority", "0..1", "uri", "", ""),
        ("uri", "0..1", "uri", "", ""),
    ), (
    )),
    "Consent.verification": ("BackboneElement", (
        ("verified", "1..1", "boolean", "", ""),
        ("verifiedWith", "0..1", "Reference", "", "Patient RelatedPerson"),
        ("verificationDate", "0..1", "dateTime", "", ""),
    ), (
    )),
    "Consent.provision": ("BackboneElement", (
        ("type", "0..1", "code", "consent-provision-type", ""),
        ("period", "0..1", "Period", "", ""),
        ("actor", "0..*", "Consent.provision.actor", "", ""),
        ("action", "0..*", "CodeableConcept", "", ""),
        ("securityLabel", "0..*", "Coding", "", ""),
        ("purpose", "0..*", "Coding", "", ""),
        ("class", "0..*", "Coding", "", ""),
        ("code", "0..*", "CodeableConcept", "", ""),
        ("dataPeriod", "0..1", "Period", "", ""),
        ("data", "0..*", "Consent.provision.data", "", ""),
        ("provision", "0..*", "Consent.provision", "", ""),
    ), (
    )),
    "Consent.provision.actor": ("BackboneElement", (
        ("role", "1..1", "CodeableConcept", "", ""),
        ("reference", "1..1", "Reference", "", "CareTeam Device Group Organization Patient Practitioner PractitionerRole RelatedPerson"),
    ), (
    )),
    "Consent.provision.data": ("BackboneElement", (
        ("meaning", "1..1", "code", "consent-data-meaning", ""),
        ("reference", "1..1", "Reference", "", ""),
    ), (
    )),
}
