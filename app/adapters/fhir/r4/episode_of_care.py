"""What EpisodeOfCare of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "EpisodeOfCare": ("DomainResource", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("status", "1..1", "code", "episode-of-care-status", ""),
        ("statusHistory", "0..*", "EpisodeOfCare.statusHistory", "", ""),
        ("type", "0..*", "CodeableConcept", "", ""),
        ("diagnosis", "0..*", "EpisodeOfCare.diagnosis", "", ""),
        ("patient", "1..1", "Reference", "", "Patient"),
        ("managingOrganization", "0..1", "Reference", "", "Organization"),
        ("period", "0..1", "Period", "", ""),
        ("referralRequest", "0..*", "Reference", "", "ServiceRequest"),
        ("careManager", "0..1", "Reference", "", "Practitioner PractitionerRole"),
        ("team", "0..*", "Reference", "", "CareTeam"),
        ("account", "0..*", "Reference", "", "Account"),
    ), (
    )),
    "EpisodeOfCare.statusHistory": ("BackboneElement", (
        ("status", "1..1", "code", "episode-of-care-status", ""),
        ("period", "1..1", "Period", "", ""),
    ), (
    )),
    "EpisodeOfCare.diagnosis": ("BackboneElement", (
        ("condition", "1..1", "Reference", "", "Condition"),
        ("role", "0..1", "CodeableConcept", "", ""),
        ("rank", "0..1", "positiveInt", "", ""),
    ), (
    )),
}
