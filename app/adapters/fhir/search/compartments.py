"""Which resources belong to a patient, as the published CompartmentDefinition has it (FHIR R4, compartments)."""

from collections.abc import Mapping
from types import MappingProxyType
from uuid import UUID

from app.adapters.fhir.search.registry import parameters
from app.ports.resource_search import AnyOf, Criterion, Ids, Match, Words, Worth

PATIENT = "Patient"
OF_PATIENT: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        **dict.fromkeys(
            (
                "Appointment",
                "AppointmentResponse",
                "Schedule",
            ),
            ("actor",),
        ),
        **dict.fromkeys(("ResearchSubject",), ("individual",)),
        **dict.fromkeys(("Patient",), ("link",)),
        **dict.fromkeys(("Group",), ("member",)),
        **dict.fromkeys(
            (
                "AuditEvent",
                "BodyStructure",
                "ClaimResponse",
                "Consent",
                "CoverageEligibilityRequest",
                "CoverageEligibilityResponse",
                "DetectedIssue",
                "EpisodeOfCare",
                "FamilyMemberHistory",
                "Flag",
                "Goal",
                "ImagingStudy",
                "Immunization",
                "ImmunizationEvaluation",
                "ImmunizationRecommendation",
                "MeasureReport",
                "MolecularSequence",
                "NutritionOrder",
                "Person",
                "Provenance",
                "RelatedPerson",
                "SupplyDelivery",
                "VisionPrescription",
            ),
            ("patient",),
        ),
        **dict.fromkeys(
            ("Condition",),
            (
                "patient",
                "asserter",
            ),
        ),
        **dict.fromkeys(
            ("Basic",),
            (
                "patient",
                "author",
            ),
        ),
        **dict.fromkeys(
            ("Task",),
            (
                "patient",
                "focus",
            ),
        ),
        **dict.fromkeys(
            ("CareTeam",),
            (
                "patient",
                "participant",
            ),
        ),
        **dict.fromkeys(
            (
                "Claim",
                "ExplanationOfBenefit",
            ),
            (
                "patient",
                "payee",
            ),
        ),
        **dict.fromkeys(
            (
                "CarePlan",
                "Procedure",
            ),
            (
                "patient",
                "performer",
            ),
        ),
        **dict.fromkeys(
            ("MedicationAdministration",),
            (
                "patient",
                "performer",
                "subject",
            ),
        ),
        **dict.fromkeys(
            ("AllergyIntolerance",),
            (
                "patient",
                "recorder",
                "asserter",
            ),
        ),
        **dict.fromkeys(
            ("Coverage",),
            (
                "policy-holder",
                "subscriber",
                "beneficiary",
                "payor",
            ),
        ),
        **dict.fromkeys(
            (
                "Account",
                "AdverseEvent",
                "ChargeItem",
                "ClinicalImpression",
                "DeviceUseStatement",
                "DiagnosticReport",
                "Encounter",
                "EnrollmentRequest",
                "Media",
                "MedicationRequest",
                "MedicationStatement",
                "RiskAssessment",
                "Specimen",
                "SupplyRequest",
            ),
            ("subject",),
        ),
        **dict.fromkeys(
            (
                "DocumentReference",
                "QuestionnaireResponse",
            ),
            (
                "subject",
                "author",
            ),
        ),
        **dict.fromkeys(
            ("Composition",),
            (
                "subject",
                "author",
                "attester",
            ),
        ),
        **dict.fromkeys(
            ("DocumentManifest",),
            (
                "subject",
                "author",
                "recipient",
            ),
        ),
        **dict.fromkeys(
            ("RequestGroup",),
            (
                "subject",
                "participant",
            ),
        ),
        **dict.fromkeys(
            ("MedicationDispense",),
            (
                "subject",
                "patient",
                "receiver",
            ),
        ),
        **dict.fromkeys(
            ("Invoice",),
            (
                "subject",
                "patient",
                "recipient",
            ),
        ),
        **dict.fromkeys(
            (
                "DeviceRequest",
                "Observation",
                "ServiceRequest",
            ),
            (
                "subject",
                "performer",
            ),
        ),
        **dict.fromkeys(
            ("Communication",),
            (
                "subject",
                "sender",
                "recipient",
            ),
        ),
        **dict.fromkeys(
            ("CommunicationRequest",),
            (
                "subject",
                "sender",
                "recipient",
                "requester",
            ),
        ),
        **dict.fromkeys(
            ("List",),
            (
                "subject",
                "source",
            ),
        ),
    }
)
"""The parameters by which the resources of each type name the patient whose they are; a type without is in none."""


def within_patient(patient: UUID, type_: str) -> Criterion | None:
    """Return what finds the resources of a type that belong to a patient; None for a type that belongs to nobody."""
    codes = OF_PATIENT.get(type_)
    if codes is None:
        return None
    words = (Match(value=f"{PATIENT}/{patient}"),)
    known = parameters(type_)
    found: tuple[Criterion, ...] = tuple(
        Words(key=known[code].key, any_of=words, worth=Worth.FEW) for code in codes if code in known
    )
    if type_ == PATIENT:
        found = (Ids(any_of=(patient,)), *found)
    return found[0] if len(found) == 1 else AnyOf(any_of=found)
