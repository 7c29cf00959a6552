"""What CareTeam of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "CareTeam": ("DomainResource", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("status", "0..1", "code", "care-team-status", ""),
        ("category", "0..*", "CodeableConcept", "", ""),
        ("name", "0..1", "string", "", ""),
        ("subject", "0..1", "Reference", "", "Group Patient"),
        ("encounter", "0..1", "Reference", "", "Encounter"),
        ("period", "0..1", "Period", "", ""),
        ("participant", "0..*", "CareTeam.participant", "", ""),
        ("reasonCode", "0..*", "CodeableConcept", "", ""),
        ("reasonReference", "0..*", "Reference", "", "Condition"),
        ("managingOrganization", "0..*", "Reference", "", "Organization"),
        ("telecom", "0..*", "ContactPoint", "", ""),
        ("note", "0..*", "Annotation", "", ""),
    ), (
    )),
    "CareTeam.participant": ("BackboneElement", (
        ("role", "0..*", "CodeableConcept", "", ""),
        ("member", "0..1", "Reference", "", "CareTeam Organization Patient Practitioner PractitionerRole RelatedPerson"),
        ("onBehalfOf", "0..1", "Reference", "", "Organization"),
        ("period", "0..1", "Period", "", ""),
    ), (
        ("ctm-1", "CareTeam.participant.onBehalfOf can only be populated when CareTeam.participant.member is a Practitioner", "onBehalfOf.exists() implies (member.resolve().iif(empty(), true, ofType(Practitioner).exists()))"),
    )),
}
