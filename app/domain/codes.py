"""The coded words that every noun shares: needs' categories, sensitivity labels, priorities."""

from collections.abc import Iterable
from enum import StrEnum
from functools import cache

SDOHCC_CATEGORIES = "http://hl7.org/fhir/us/sdoh-clinicalcare/CodeSystem/SDOHCC-CodeSystemTemporaryCodes"


class Category(StrEnum):
    """A domain of need or service, in the codes of Gravity SDOHCC STU 3 (`SDOHCC_CATEGORIES`)."""

    UNSPECIFIED = "sdoh-category-unspecified"
    FOOD = "food-insecurity"
    HOUSING_INSTABILITY = "housing-instability"
    HOMELESSNESS = "homelessness"
    INADEQUATE_HOUSING = "inadequate-housing"
    TRANSPORTATION = "transportation-insecurity"
    FINANCIAL = "financial-insecurity"
    MATERIAL_HARDSHIP = "material-hardship"
    UTILITIES = "utility-insecurity"
    EDUCATION = "educational-attainment"
    EMPLOYMENT = "employment-status"
    VETERAN = "veteran-status"
    STRESS = "stress"
    SOCIAL_CONNECTION = "social-connection"
    INTIMATE_PARTNER_VIOLENCE = "intimate-partner-violence"
    ELDER_ABUSE = "elder-abuse"
    HEALTH_LITERACY = "personal-health-literacy"
    HEALTH_INSURANCE = "health-insurance-coverage-status"
    MEDICAL_COST = "medical-cost-burden"
    DIGITAL_LITERACY = "digital-literacy"
    DIGITAL_ACCESS = "digital-access"
    INCARCERATION = "incarceration-status"
    LANGUAGE_ACCESS = "language-access"


class Sensitivity(StrEnum):
    """A label that only a consent naming it opens (HL7 ActCode where it has one)."""

    SUD = "SUD"
    MH = "MH"
    HIV = "HIV"
    SDV = "SDV"
    STD = "STD"

    @property
    def bit(self) -> int:
        """The place of this label in a stored set of labels; a place is never given to another label."""
        return _BITS[self]


_BITS = {Sensitivity.SUD: 1, Sensitivity.MH: 2, Sensitivity.HIV: 4, Sensitivity.SDV: 8, Sensitivity.STD: 16}


def label_bits(labels: Iterable[Sensitivity]) -> int:
    """Pack labels into the number that is stored beside a record."""
    return sum(label.bit for label in set(labels))


@cache
@cache
def labels_in(bits: int) -> frozenset[Sensitivity]:
    """Unpack a stored number into labels."""
    return frozenset(label for label in Sensitivity if bits & label.bit)


class Priority(StrEnum):
    """How soon an answer is needed (FHIR request-priority)."""

    ROUTINE = "routine"
    URGENT = "urgent"
    ASAP = "asap"
    STAT = "stat"


CATEGORY_SENSITIVITY: dict[Category, frozenset[Sensitivity]] = {
    Category.INTIMATE_PARTNER_VIOLENCE: frozenset({Sensitivity.SDV}),
}


def labels_of(categories: tuple[Category, ...]) -> frozenset[Sensitivity]:
    """Return the labels that these categories bring by themselves."""
    return frozenset().union(*(CATEGORY_SENSITIVITY.get(category, frozenset()) for category in categories))
