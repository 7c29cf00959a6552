"""What Observation of FHIR R4 consists of; written by `make definitions`.

Each shape: the shape that it adds to; rows of member, cardinality, types, codes that are allowed, types of resources
that a reference may name (names separated by spaces); rows of an invariant's key, words and expression.
"""

Row = tuple[str, str, str, str, str]
Rule = tuple[str, str, str]

SHAPES: dict[str, tuple[str, tuple[Row, ...], tuple[Rule, ...]]] = {
    "Observation": ("DomainResource", (
        ("identifier", "0..*", "Identifier", "", ""),
        ("basedOn", "0..*", "Reference", "", "CarePlan DeviceRequest ImmunizationRecommendation MedicationRequest NutritionOrder ServiceRequest"),
        ("partOf", "0..*", "Reference", "", "ImagingStudy Immunization MedicationAdministration MedicationDispense MedicationStatement Procedure"),
        ("status", "1..1", "code", "observation-status", ""),
        ("category", "0..*", "CodeableConcept", "", ""),
        ("code", "1..1", "CodeableConcept", "", ""),
        ("subject", "0..1", "Reference", "", "Device Group Location Patient"),
        ("focus", "0..*", "Reference", "", ""),
        ("encounter", "0..1", "Reference", "", "Encounter"),
        ("effective[x]", "0..1", "dateTime Period Timing instant", "", ""),
        ("issued", "0..1", "instant", "", ""),
        ("performer", "0..*", "Reference", "", "CareTeam Organization Patient Practitioner PractitionerRole RelatedPerson"),
        ("value[x]", "0..1", "Quantity CodeableConcept string boolean integer Range Ratio SampledData time dateTime Period", "", ""),
        ("dataAbsentReason", "0..1", "CodeableConcept", "", ""),
        ("interpretation", "0..*", "CodeableConcept", "", ""),
        ("note", "0..*", "Annotation", "", ""),
        ("bodySite", "0..1", "CodeableConcept", "", ""),
        ("method", "0..1", "CodeableConcept", "", ""),
        ("specimen", "0..1", "Reference", "", "Specimen"),
        ("device", "0..1", "Reference", "", "Device DeviceMetric"),
        ("referenceRange", "0..*", "Observation.referenceRange", "", ""),
        ("hasMember", "0..*", "Reference", "", "MolecularSequence Observation QuestionnaireResponse"),
        ("derivedFrom", "0..*", "Reference", "", "DocumentReference ImagingStudy Media MolecularSequence Observation QuestionnaireResponse"),
        ("component", "0..*", "Observation.component", "", ""),
    ), (
        ("obs-6", "dataAbsentReason SHALL only be present if Observation.value[x] is not present", "dataAbsentReason.empty() or value.empty()"),
        ("obs-7", "If Observation.code is the same as an Observation.component.code then the value element associated with the code SHALL NOT be present", "value.empty() or component.code.where(coding.intersect(%resource.code.coding).exists()).empty()"),
    )),
    "Observation.referenceRange": ("BackboneElement", (
        ("low", "0..1", "SimpleQuantity", "", ""),
        ("high", "0..1", "SimpleQuantity", "", ""),
        ("type", "0..1", "CodeableConcept", "", ""),
        ("appliesTo", "0..*", "CodeableConcept", "", ""),
        ("age", "0..1", "Range", "", ""),
        ("text", "0..1", "string", "", ""),
    ), (
        ("obs-3", "Must have at least a low or a high or text", "low.exists() or high.exists() or text.exists()"),
    )),
    "Observation.component": ("BackboneElement", (
        ("code", "1..1", "CodeableConcept", "", ""),
        ("value[x]", "0..1", "Quantity CodeableConcept string boolean integer Range Ratio SampledData time dateTime Period", "", ""),
        ("dataAbsentReason", "0..1", "CodeableConcept", "", ""),
        ("interpretation", "0..*", "CodeableConcept", "", ""),
        ("referenceRange", "0..*", "Observation.referenceRange", "", ""),
    ), (
    )),
}
