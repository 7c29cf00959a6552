"""What Schedule of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "Schedule": ("DomainResource", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("active", "0..1", "boolean", "", ""),
        ("serviceCategory", "0..*", "CodeableConcept", "", ""),
        ("serviceType", "0..*", "CodeableConcept", "", ""),
        ("specialty", "0..*", "CodeableConcept", "", ""),
        ("actor", "1..*", "Reference", "", "Device HealthcareService Location Patient Practitioner PractitionerRole RelatedPerson"),
        ("planningHorizon", "0..1", "Period", "", ""),
        ("comment", "0..1", "string", "", ""),
    ), (
    )),
}
