"""What AllergyIntolerance of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "AllergyIntolerance": ("DomainResource", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("clinicalStatus", "0..1", "CodeableConcept", "allergyintolerance-clinical", ""),
        ("verificationStatus", "0..1", "CodeableConcept", "allergyintolerance-verification", ""),
        ("type", "0..1", "code", "allergy-intolerance-type", ""),
        ("category", "0..*", "code", "allergy-intolerance-category", ""),
        ("criticality", "0..1", "code", "allergy-intolerance-criticality", ""),
        ("code", "0..1", "CodeableConcept", "", ""),
        ("patient", "1..1", "Reference", "", "Patient"),
        ("encounter", "0..1", "Reference", "", "Encounter"),
        ("onset[x]", "0..1", "dateTime Age Period Range string", "", ""),
        ("recordedDate", "0..1", "dateTime", "", ""),
        ("recorder", "0..1", "Reference", "", "Patient Practitioner PractitionerRole RelatedPerson"),
        ("asserter", "0..1", "Reference", "", "Patient Practitioner PractitionerRole RelatedPerson"),
        ("lastOccurrence", "0..1", "dateTime", "", ""),
        ("note", "0..*", "Annotation", "", ""),
        ("reaction", "0..*", "AllergyIntolerance.reaction", "", ""),
    ), (
        ("ait-1", "AllergyIntolerance.clinicalStatus SHALL be present if verificationStatus is not entered-in-error.", "verificationStatus.coding.where(system = 'http://terminology.hl7.org/CodeSystem/allergyintolerance-verification' and code = 'entered-in-error').exists() or clinicalStatus.exists()"),
        ("ait-2", "AllergyIntolerance.clinicalStatus SHALL NOT be present if verification Status is entered-in-error", "verificationStatus.coding.where(system = 'http://terminology.hl7.org/CodeSystem/allergyintolerance-verification' and code = 'entered-in-error').empty() or clinicalStatus.empty()"),
    )),
    "AllergyIntolerance.reaction": ("BackboneElement", (
        ("substance", "0..1", "CodeableConcept", "", ""),
        ("manifestation", "1..*", "CodeableConcept", "", ""),
        ("description", "0..1", "string", "", ""),
        ("onset", "0..1", "dateTime", "", ""),
        ("severity", "0..1", "code", "reaction-event-severity", ""),
        ("exposureRoute", "0..1", "CodeableConcept", "", ""),
        ("note", "0..*", "Annotation", "", ""),
    ), (
    )),
}
