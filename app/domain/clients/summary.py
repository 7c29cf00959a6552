"""What may be told of a client before a provider accepts (tier T1): never enough to recognise anybody.

HIPAA Safe Harbor (45 CFR 164.514(b)(2)): the area is the first three digits of the ZIP code, or only the state
where fewer than 20,000 people live under those digits; ages become bands.
"""

from dataclasses import dataclass
from datetime import date

from app.domain.clients.contact import Address, AddressUse
from app.domain.clients.demographics import Accessibility
from app.domain.clients.profile import Profile

AGE_BANDS = ((0, 5), (6, 12), (13, 17), (18, 24), (25, 34), (35, 44), (45, 54), (55, 64), (65, 74))
OLDEST_BAND = "75+"
# The sparsely settled three-digit areas of the censuses of 2000 and 2010 together.
SMALL_AREAS = frozenset(
    {"036", "059", "063", "102", "203", "205", "369", "556", "692", "753", "772", "790"}
    | {"821", "823", "830", "831", "878", "879", "884", "890", "893"}
)
ZIP_AREA_DIGITS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """A client without identity: age band, area, language, interpreter need, accessibility."""

    age_band: str | None
    area: str | None
    language: str | None
    interpreter: bool
    accessibility: tuple[Accessibility, ...]


def summarise(profile: Profile, today: date) -> Summary:
    """Return what tier T1 tells of a client."""
    language = profile.language
    return Summary(
        age_band=age_band(profile, today),
        area=area(profile, today),
        language=language.tag if language else None,
        interpreter=bool(language and language.interpreter),
        accessibility=profile.accessibility,
    )


def age(profile: Profile, today: date) -> int | None:
    """Return the age in full years, counted from the first day that the birth date can mean; None if unknown."""
    if profile.birth_date is None:
        return None
    return profile.birth_date.years_until(today)


def age_band(profile: Profile, today: date) -> str | None:
    """Return the band of the age, such as `25-34`; None when the birth date is unknown."""
    years = age(profile, today)
    if years is None:
        return None
    return next((f"{low}-{high}" for low, high in AGE_BANDS if years <= high), OLDEST_BAND)


def area(profile: Profile, today: date) -> str | None:
    """Return three digits of the ZIP code, or the state where those would tell too much; None when neither is known.

    An address that is not safe to be told does not count.
    """
    for address in _current(profile, today):
        if found := _area(address):
            return found
    return None


def _current(profile: Profile, today: date) -> list[Address]:
    valid = [
        address
        for address in profile.addresses
        if address.safe and address.use is not AddressUse.FORMER and (address.until is None or address.until >= today)
    ]
    return sorted(valid, key=lambda address: list(AddressUse).index(address.use))


def _area(address: Address) -> str | None:
    digits = (address.postal_code or "")[:ZIP_AREA_DIGITS]
    if address.country == "US" and len(digits) == ZIP_AREA_DIGITS and digits not in SMALL_AREAS:
        return digits
    return address.state
