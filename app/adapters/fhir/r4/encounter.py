"""What Encounter of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "Encounter": ("DomainResource", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("status", "1..1", "code", "encounter-status", ""),
        ("statusHistory", "0..*", "Encounter.statusHistory", "", ""),
        ("class", "1..1", "Coding", "", ""),
        ("classHistory", "0..*", "Encounter.classHistory", "", ""),
        ("type", "0..*", "CodeableConcept", "", ""),
        ("serviceType", "0..1", "CodeableConcept", "", ""),
        ("priority", "0..1", "CodeableConcept", "", ""),
        ("subject", "0..1", "Reference", "", "Group Patient"),
        ("episodeOfCare", "0..*", "Reference", "", "EpisodeOfCare"),
        ("basedOn", "0..*", "Reference", "", "ServiceRequest"),
        ("participant", "0..*", "Encounter.participant", "", ""),
        ("appointment", "0..*", "Reference", "", "Appointment"),
        ("period", "0..1", "Period", "", ""),
        ("length", "0..1", "Duration", "", ""),
        ("reasonCode", "0..*", "CodeableConcept", "", ""),
        ("reasonReference", "0..*", "Reference", "", "Condition ImmunizationRecommendation Observation Procedure"),
        ("diagnosis", "0..*", "Encounter.diagnosis", "", ""),
        ("account", "0..*", "Reference", "", "Account"),
        ("hospitalization", "0..1", "Encounter.hospitalization", "", ""),
        ("location", "0..*", "Encounter.location", "", ""),
        ("serviceProvider", "0..1", "Reference", "", "Organization"),
        ("partOf", "0..1", "Reference", "", "Encounter"),
    ), (
    )),
    "Encounter.statusHistory": ("BackboneElement", (
        ("status", "1..1", "code", "encounter-status", ""),
        ("period", "1..1", "Period", "", ""),
    ), (
    )),
    "Encounter.classHistory": ("BackboneElement", (
        ("class", "1..1", "Coding", "", ""),
        ("period", "1..1", "Period", "", ""),
    ), (
    )),
    "Encounter.participant": ("BackboneElement", (
        ("type", "0..*", "CodeableConcept", "", ""),
        ("period", "0..1", "Period", "", ""),
        ("individual", "0..1", "Reference", "", "Practitioner PractitionerRole RelatedPerson"),
    ), (
    )),
    "Encounter.diagnosis": ("BackboneElement", (
        ("condition", "1..1", "Reference", "", "Condition Procedure"),
        ("use", "0..1", "CodeableConcept", "", ""),
        ("rank", "0..1", "positiveInt", "", ""),
    ), (
    )),
    "Encounter.hospitalization": ("BackboneElement", (
        ("preAdmissionIdentifier", "0..1", "Identifier", "", ""),
        ("origin", "0..1", "Reference", "", "Location Organization"),
        ("admitSource", "0..1", "CodeableConcept", "", ""),
        ("reAdmission", "0..1", "CodeableConcept", "", ""),
        ("dietPreference", "0..*", "CodeableConcept", "", ""),
        ("specialCourtesy", "0..*", "CodeableConcept", "", ""),
        ("specialArrangement", "0..*", "CodeableConcept", "", ""),
        ("destination", "0..1", "Reference", "", "Location Organization"),
        ("dischargeDisposition", "0..1", "CodeableConcept", "", ""),
    ), (
    )),
    "Encounter.location": ("BackboneElement", (
        ("location", "1..1", "Reference", "", "Location"),
        ("status", "0..1", "code", "encounter-location-status", ""),
        ("physicalType", "0..1", "CodeableConcept", "", ""),
        ("period", "0..1", "Period", "", ""),
    ), (
    )),
}
