"""Which section of a record a resource belongs to, in the words in which clients consent to its release.

One section each: a consent that names any kind of a record opens it, so that a second kind would only open it further.
"""

from collections.abc import Iterable

from app.domain.codings import Coding
from app.domain.consents.scope import DataCategory, Section
from app.domain.resources.reading import ResourceReading

OBSERVATION = "Observation"
_BY_CATEGORY = {
    "vital-signs": Section.VITAL_SIGNS,
    "social-history": Section.ASSESSMENTS,
    "survey": Section.ASSESSMENTS,
    "sdoh": Section.ASSESSMENTS,
    "functional-status": Section.ASSESSMENTS,
    "disability-status": Section.ASSESSMENTS,
    "cognitive-status": Section.ASSESSMENTS,
    "treatment-intervention-preference": Section.CARE_PLANS,
    "care-experience-preference": Section.CARE_PLANS,
}
"""Observations by their category; one that names none of these is a result."""
_TYPES: dict[Section, tuple[str, ...]] = {
    Section.ALLERGIES: ("AllergyIntolerance",),
    Section.ASSESSMENTS: ("ClinicalImpression", "GuidanceResponse", "RiskAssessment"),
    Section.CARE_PLANS: ("CommunicationRequest", "NutritionOrder", "RequestGroup", "ResearchSubject"),
    Section.CONDITIONS: ("AdverseEvent", "BodyStructure", "DetectedIssue", "FamilyMemberHistory", "Flag"),
    # What is billed tells of what was done at which visit.
    Section.ENCOUNTERS: (
        *("Account", "AppointmentResponse", "ChargeItem", "Claim", "ClaimResponse", "Coverage"),
        *("CoverageEligibilityRequest", "CoverageEligibilityResponse", "Encounter", "EnrollmentRequest"),
        *("EnrollmentResponse", "EpisodeOfCare", "ExplanationOfBenefit", "Invoice", "PaymentNotice"),
        "PaymentReconciliation",
    ),
    Section.IMMUNIZATIONS: ("Immunization", "ImmunizationEvaluation", "ImmunizationRecommendation"),
    Section.MEDICATIONS: (
        *("MedicationAdministration", "MedicationDispense", "MedicationRequest", "MedicationStatement"),
    ),
    Section.NOTES: ("Communication",),
    # What is worn, implanted or supplied was part of a treatment.
    Section.PROCEDURES: (
        *("Device", "DeviceMetric", "DeviceRequest", "DeviceUseStatement", "Procedure", "SupplyDelivery"),
        *("SupplyRequest", "VisionPrescription"),
    ),
    Section.RESULTS: (
        *("BiologicallyDerivedProduct", "DiagnosticReport", "ImagingStudy", "MeasureReport", "MolecularSequence"),
        "Specimen",
    ),
}
_SECTIONS = {type_: section for section, types in _TYPES.items() for type_ in types}
REFERENCE_DATA = frozenset(
    (
        *("ActivityDefinition", "CatalogEntry", "ChargeItemDefinition", "CodeSystem", "CompartmentDefinition"),
        *("ConceptMap", "DeviceDefinition", "EffectEvidenceSynthesis", "Endpoint", "EventDefinition", "Evidence"),
        *("EvidenceVariable", "ExampleScenario", "GraphDefinition", "HealthcareService", "ImplementationGuide"),
        *("InsurancePlan", "Library", "Location", "Measure", "Medication", "MedicationKnowledge"),
        *("MedicinalProduct", "MedicinalProductAuthorization", "MedicinalProductContraindication"),
        *("MedicinalProductIndication", "MedicinalProductIngredient", "MedicinalProductInteraction"),
        *("MedicinalProductManufactured", "MedicinalProductPackaged", "MedicinalProductPharmaceutical"),
        *("MedicinalProductUndesirableEffect", "MessageDefinition", "NamingSystem", "ObservationDefinition"),
        *("OperationDefinition", "Organization", "OrganizationAffiliation", "PlanDefinition", "Practitioner"),
        *("PractitionerRole", "Questionnaire", "ResearchDefinition", "ResearchElementDefinition", "ResearchStudy"),
        *("RiskEvidenceSynthesis", "Schedule", "SearchParameter", "Slot", "SpecimenDefinition"),
        *("StructureDefinition", "StructureMap", "Substance", "SubstanceNucleicAcid", "SubstancePolymer"),
        *("SubstanceProtein", "SubstanceReferenceInformation", "SubstanceSourceMaterial", "SubstanceSpecification"),
        *("TerminologyCapabilities", "ValueSet"),
    )
)
"""What tells of no client: the directory, and the words and things that others refer to."""


def kinds_of(type_: str, categories: Iterable[Coding]) -> frozenset[DataCategory]:
    """Return the section of a resource: by its type, an observation by its category; what fits none is a document."""
    if type_ != OBSERVATION:
        return frozenset({_SECTIONS.get(type_, Section.DOCUMENTS)})
    named = {_BY_CATEGORY.get(coding.code) for coding in categories} - {None}
    return frozenset({min((section for section in named if section), default=Section.RESULTS)})


def reading_of(type_: str, *, of_client: bool) -> ResourceReading:
    """Return by which rule a resource is read that is kept as it came."""
    if of_client:
        return ResourceReading.RECORD
    return ResourceReading.NETWORK if type_ in REFERENCE_DATA else ResourceReading.OWN
