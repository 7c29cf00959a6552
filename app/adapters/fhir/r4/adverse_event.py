"""What AdverseEvent of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "AdverseEvent": ("DomainResource", (
        ("identifier", "0..1", "Identifier", "", ""),
        ("actuality", "1..1", "code", "adverse-event-actuality", ""),
        ("category", "0..*", "CodeableConcept", "", ""),
        ("event", "0..1", "CodeableConcept", "", ""),
        ("subject", "1..1", "Reference", "", "Group Patient Practitioner RelatedPerson"),
        ("encounter", "0..1", "Reference", "", "Encounter"),
        ("date", "0..1", "dateTime", "", ""),
        ("detected", "0..1", "dateTime", "", ""),
        ("recordedDate", "0..1", "dateTime", "", ""),
        ("resultingCondition", "0..*", "Reference", "", "Condition"),
        ("location", "0..1", "Reference", "", "Location"),
        ("seriousness", "0..1", "CodeableConcept", "", ""),
        ("severity", "0..1", "CodeableConcept", "adverse-event-severity", ""),
        ("outcome", "0..1", "CodeableConcept", "adverse-event-outcome", ""),
        ("recorder", "0..1", "Reference", "", "Patient Practitioner PractitionerRole RelatedPerson"),
        ("contributor", "0..*", "Reference", "", "Device Practitioner PractitionerRole"),
        ("suspectEntity", "0..*", "AdverseEvent.suspectEntity", "", ""),
        ("subjectMedicalHistory", "0..*", "Reference", "", "AllergyIntolerance Condition DocumentReference FamilyMemberHistory Immunization Media Observation Procedure"),
        ("referenceDocument", "0..*", "Reference", "", "DocumentReference"),
        ("study", "0..*", "Reference", "", "ResearchStudy"),
    ), (
    )),
    "AdverseEvent.suspectEntity": ("BackboneElement", (
        ("instance", "1..1", "Reference", "", "Device Immunization Medication MedicationAdministration MedicationStatement Procedure Substance"),
        ("causality", "0..*", "AdverseEvent.suspectEntity.causality", "", ""),
    ), (
    )),
    "AdverseEvent.suspectEntity.causality": ("BackboneElement", (
        ("assessment", "0..1", "CodeableConcept", "", ""),
        ("productRelatedness", "0..1", "string", "", ""),
        ("author", "0..1", "Reference", "", "Practitioner PractitionerRole"),
        ("method", "0..1", "CodeableConcept", "", ""),
    ), (
    )),
}
