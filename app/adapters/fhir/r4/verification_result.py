"""What VerificationResult of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "VerificationResult": ("DomainResource", (
        ("target", "0..*", "Reference", "", ""),
        ("targetLocation", "0..*", "string", "", ""),
        ("need", "0..1", "CodeableConcept", "", ""),
        ("status", "1..1", "code", "verificationresult-status", ""),
        ("statusDate", "0..1", "dateTime", "", ""),
        ("validationType", "0..1", "CodeableConcept", "", ""),
        ("validationProcess", "0..*", "CodeableConcept", "", ""),
        ("frequency", "0..1", "Timing", "", ""),
        ("lastPerformed", "0..1", "dateTime", "", ""),
        ("nextScheduled", "0..1", "date", "", ""),
        ("failureAction", "0..1", "CodeableConcept", "", ""),
        ("primarySource", "0..*", "VerificationResult.primarySource", "", ""),
        ("attestation", "0..1", "VerificationResult.attestation", "", ""),
        ("validator", "0..*", "VerificationResult.validator", "", ""),
    ), (
    )),
    "VerificationResult.primarySource": ("BackboneElement", (
        ("who", "0..1", "Reference", "", "Organization Practitioner PractitionerRole"),
        ("type", "0..*", "CodeableConcept", "", ""),
        ("communicationMethod", "0..*", "CodeableConcept", "", ""),
        ("validationStatus", "0..1", "CodeableConcept", "", ""),
        ("validationDate", "0..1", "dateTime", "", ""),
        ("canPushUpdates", "0..1", "CodeableConcept", "", ""),
        ("pushTypeAvailable", "0..*", "CodeableConcept", "", ""),
    ), (
    )),
    "VerificationResult.attestation": ("BackboneElement", (
        ("who", "0..1", "Reference", "", "Organization Practitioner PractitionerRole"),
        ("onBehalfOf", "0..1", "Reference", "", "Organization Practitioner PractitionerRole"),
        ("communicationMethod", "0..1", "CodeableConcept", "", ""),
        ("date", "0..1", "date", "", ""),
        ("sourceIdentityCertificate", "0..1", "string", "", ""),
        ("proxyIdentityCertificate", "0..1", "string", "", ""),
        ("proxySignature", "0..1", "Signature", "", ""),
        ("sourceSignature", "0..1", "Signature", "", ""),
    ), (
    )),
    "VerificationResult.validator": ("BackboneElement", (
        ("organization", "1..1", "Reference", "", "Organization"),
        ("identityCertificate", "0..1", "string", "", ""),
        ("attestationSignature", "0..1", "Signature", "", ""),
    ), (
    )),
}
