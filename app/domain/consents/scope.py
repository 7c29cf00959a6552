"""What a consent can speak of: kinds of data, purposes and directions, each with the standard it comes from."""

from collections.abc import Iterable
from enum import StrEnum

from app.domain.codes import Category

PURPOSE_OF_USE_SYSTEM = "http://terminology.hl7.org/CodeSystem/v3-ActReason"


class Section(StrEnum):
    """The sections of a clinical record that a client may release beside the social categories."""

    ALLERGIES = "allergies"
    ASSESSMENTS = "assessments"
    CARE_PLANS = "care-plans"
    CONDITIONS = "conditions"
    DOCUMENTS = "documents"
    ENCOUNTERS = "encounters"
    IMMUNIZATIONS = "immunizations"
    MEDICATIONS = "medications"
    NOTES = "notes"
    PROCEDURES = "procedures"
    RESULTS = "results"
    VITAL_SIGNS = "vital-signs"


DataCategory = Category | Section
DATA_CATEGORIES: dict[str, DataCategory] = {code.value: code for kind in (Category, Section) for code in kind}
_FIRST_SECTION = 40
_PLACES: dict[DataCategory, int] = {code: place for place, code in enumerate(Category)} | {
    code: place for place, code in enumerate(Section, _FIRST_SECTION)
}  # stored: a new code goes to the end of its enumeration


def kind_bits(kinds: Iterable[DataCategory]) -> int:
    """Pack kinds of data into the number that is stored beside a record."""
    return sum(1 << _PLACES[kind] for kind in set(kinds))


def kinds_in(bits: int) -> frozenset[DataCategory]:
    """Unpack a stored number into kinds of data."""
    return frozenset(kind for kind, place in _PLACES.items() if bits >> place & 1)


class Purpose(StrEnum):
    """What released data is used for; `PURPOSE_OF_USE` gives the HL7 v3 code of each."""

    TREATMENT = "treatment"
    CARE_COORDINATION = "care_coordination"
    CASE_MANAGEMENT = "case_management"
    ELIGIBILITY = "eligibility"
    PAYMENT = "payment"
    OPERATIONS = "operations"
    PUBLIC_HEALTH = "public_health"
    RESEARCH = "research"
    CLIENT_REQUEST = "client_request"


PURPOSE_OF_USE = {
    Purpose.TREATMENT: "TREAT",
    Purpose.CARE_COORDINATION: "COC",
    Purpose.CASE_MANAGEMENT: "CAREMGT",
    Purpose.ELIGIBILITY: "ELIGDTRM",
    Purpose.PAYMENT: "HPAYMT",
    Purpose.OPERATIONS: "HOPERAT",
    Purpose.PUBLIC_HEALTH: "PUBHLTH",
    Purpose.RESEARCH: "HRESCH",
    Purpose.CLIENT_REQUEST: "PATRQT",
}


class Direction(StrEnum):
    """Which way data may go: to the provider, back to the sender, or both; one never implies the other."""

    SEND = "send"
    FEEDBACK = "feedback"
    BOTH = "both"

    def covers(self, asked: "Direction") -> bool:
        """Whether permission in this direction includes the direction asked."""
        return self is Direction.BOTH or self is asked


class RecipientClass(StrEnum):
    """A group of recipients that a client may name beside or instead of single agencies.

    `network` is every agency; `care_team` those on the client's care team; the others are the agencies that run a
    program of that type (`ProgramType`, by the same names).
    """

    NETWORK = "network"
    CARE_TEAM = "care_team"
    GENERAL = "general"
    SUBSTANCE_USE = "substance_use"
    MENTAL_HEALTH = "mental_health"
    HIV_CARE = "hiv_care"
    VICTIM_SERVICES = "victim_services"
    SEXUAL_HEALTH = "sexual_health"


class Statement(StrEnum):
    """What the client was told on the paper, where the law wants it said."""

    RIGHT_TO_REVOKE = "right_to_revoke"
    NOT_CONDITIONED = "not_conditioned"
    CONSEQUENCES_OF_REFUSAL = "consequences_of_refusal"
    REDISCLOSURE = "redisclosure"
    COPY_GIVEN = "copy_given"
    SIGNER_IS_NOT_THE_ABUSER = "signer_is_not_the_abuser"
