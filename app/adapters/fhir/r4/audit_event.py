"""What AuditEvent of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "AuditEvent": ("DomainResource", (
        ("type", "1..1", "Coding", "", ""),
        ("subtype", "0..*", "Coding", "", ""),
        ("action", "0..1", "code", "audit-event-action", ""),
        ("period", "0..1", "Period", "", ""),
        ("recorded", "1..1", "instant", "", ""),
        ("outcome", "0..1", "code", "audit-event-outcome", ""),
        ("outcomeDesc", "0..1", "string", "", ""),
        ("purposeOfEvent", "0..*", "CodeableConcept", "", ""),
        ("agent", "1..*", "AuditEvent.agent", "", ""),
        ("source", "1..1", "AuditEvent.source", "", ""),
        ("entity", "0..*", "AuditEvent.entity", "", ""),
    ), (
    )),
    "AuditEvent.agent": ("BackboneElement", (
        ("type", "0..1", "CodeableConcept", "", ""),
        ("role", "0..*", "CodeableConcept", "", ""),
        ("who", "0..1", "Reference", "", "Device Organization Patient Practitioner PractitionerRole RelatedPerson"),
        ("altId", "0..1", "string", "", ""),
        ("name", "0..1", "string", "", ""),
        ("requestor", "1..1", "boolean", "", ""),
        ("location", "0..1", "Reference", "", "Location"),
        ("policy", "0..*", "uri", "", ""),
        ("media", "0..1", "Coding", "", ""),
        ("network", "0..1", "AuditEvent.agent.network", "", ""),
        ("purposeOfUse", "0..*", "CodeableConcept", "", ""),
    ), (
    )),
    "AuditEvent.agent.network": ("BackboneElement", (
        ("address", "0..1", "string", "", ""),
        ("type", "0..1", "code", "network-type", ""),
    ), (
    )),
    "AuditEvent.source": ("BackboneElement", (
        ("site", "0..1", "string", "", ""),
        ("observer", "1..1", "Reference", "", "Device Organization Patient Practitioner PractitionerRole RelatedPerson Subscription https://medplum.com/fhir/StructureDefinition/Bot https://medplum.com/fhir/StructureDefinition/ClientApplication"),
        ("type", "0..*", "Coding", "", ""),
    ), (
    )),
    "AuditEvent.entity": ("BackboneElement", (
        ("what", "0..1", "Reference", "", ""),
        ("type", "0..1", "Coding", "", ""),
        ("role", "0..1", "Coding", "", ""),
        ("lifecycle", "0..1", "Coding", "", ""),
        ("securityLabel", "0..*", "Coding", "", ""),
        ("name", "0..1", "string", "", ""),
        ("description", "0..1", "string", "", ""),
        ("query", "0..1", "base64Binary", "", ""),
        ("detail", "0..*", "AuditEvent.entity.detail", "", ""),
    ), (
        ("sev-1", "Either a name or a query (NOT both)", "name.empty() or query.empty()"),
    )),
    "AuditEvent.entity.detail": ("BackboneElement", (
        ("type", "1..1", "string", "", ""),
        ("value[x]", "1..1", "string base64Binary", "", ""),
    ), (
    )),
}
