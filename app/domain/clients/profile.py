"""Everything told about a client, as one value, so that creation, change and storage list the fields once."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import date
from enum import Enum
from typing import Any, Protocol, TypeAlias, TypeVar

from app.domain.clients.contact import Address, ContactPoint
from app.domain.clients.demographics import (
    Accessibility,
    AdministrativeSex,
    Alert,
    Ethnicity,
    GenderIdentity,
    Language,
    Race,
)
from app.domain.clients.identifiers import Identifier
from app.domain.clients.names import Name, name_to_use
from app.domain.faults import Faults
from app.domain.identity import HouseholdId
from app.domain.partial_date import PartialDate

MOST_ITEMS = 50
OLDEST_YEARS = 150


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What is told about a client.

    `restricted` hides the client from every list and search; `do_not_contact` blocks every message to the client.
    """

    names: tuple[Name, ...] = ()
    birth_date: PartialDate | None = None
    identifiers: tuple[Identifier, ...] = ()
    pronouns: str | None = None
    gender_identity: GenderIdentity | None = None
    gender_identity_text: str | None = None
    administrative_sex: AdministrativeSex | None = None
    races: tuple[Race, ...] = ()
    ethnicities: tuple[Ethnicity, ...] = ()
    race_ethnicity_text: str | None = None
    languages: tuple[Language, ...] = ()
    accessibility: tuple[Accessibility, ...] = ()
    accessibility_text: str | None = None
    cultural_preferences: str | None = None
    addresses: tuple[Address, ...] = ()
    contact_points: tuple[ContactPoint, ...] = ()
    do_not_contact: bool = False
    household: HouseholdId | None = None
    restricted: bool = False
    alerts: tuple[Alert, ...] = ()
    deceased: bool = False
    deceased_on: PartialDate | None = None

    def check(self, today: date) -> None:
        """Refuse a profile that breaks a rule, with every wrong place."""
        faults = Faults()
        faults.require(self.names, "/names", "must have a name")
        for pointer, part in self._parts():
            part.check(faults, pointer)
        self._check_lists(faults)
        self._check_texts(faults)
        self._check_dates(faults, today)
        faults.refuse("client.invalid", "What was told about the client is not valid.")

    @property
    def name(self) -> Name:
        """The name to call the client by: preferred, else legal, else the first."""
        return name_to_use(self.names)

    @property
    def language(self) -> Language | None:
        """The language to speak with the client: the preferred one, else the first."""
        preferred = (language for language in self.languages if language.preferred)
        return next(preferred, self.languages[0] if self.languages else None)

    def _parts(self) -> Iterator[tuple[str, "_Checked"]]:
        for noun in _CHECKED:
            for place, part in enumerate(getattr(self, noun)):
                yield f"/{noun}/{place}", part

    def _check_lists(self, faults: Faults) -> None:
        for noun in _LISTS:
            faults.at_most(getattr(self, noun), MOST_ITEMS, f"/{noun}")
        for noun in ("races", "ethnicities", "accessibility"):
            faults.distinct(getattr(self, noun), f"/{noun}")
        faults.distinct([identifier.key for identifier in self.identifiers], "/identifiers")
        faults.distinct([language.tag.casefold() for language in self.languages], "/languages")
        preferred = sum(language.preferred for language in self.languages)
        faults.require(preferred <= 1, "/languages", "must have at most one preferred language")

    def _check_texts(self, faults: Faults) -> None:
        faults.text(self.pronouns, "/pronouns", most=50)
        faults.text(self.gender_identity_text, "/gender_identity_text", most=100)
        faults.text(self.race_ethnicity_text, "/race_ethnicity_text", most=500)
        faults.text(self.accessibility_text, "/accessibility_text", most=2_000)
        faults.text(self.cultural_preferences, "/cultural_preferences", most=2_000)

    def _check_dates(self, faults: Faults, today: date) -> None:
        if self.birth_date is not None:
            faults.require(self.birth_date.first <= today, "/birth_date", "must not be in the future")
            old = self.birth_date.first.year < today.year - OLDEST_YEARS
            faults.require(not old, "/birth_date", f"must not be more than {OLDEST_YEARS} years ago")
        if self.deceased_on is None:
            return
        faults.require(self.deceased, "/deceased_on", "needs deceased to be true")
        faults.require(self.deceased_on.first <= today, "/deceased_on", "must not be in the future")
        born_before = (
            self.birth_date is None or self.birth_date <= self.deceased_on or self.birth_date.agrees(self.deceased_on)
        )
        faults.require(born_before, "/deceased_on", "must not be before birth_date")


class _Checked(Protocol):
    def check(self, faults: Faults, pointer: str) -> None: ...


_CHECKED = ("names", "identifiers", "languages", "addresses", "contact_points", "alerts")
_LISTS = (*_CHECKED, "races", "ethnicities", "accessibility")


class Absent(Enum):
    """The mark of a field that a change does not speak of, unlike null, which takes the value away."""

    ABSENT = "absent"


ABSENT = Absent.ABSENT
T = TypeVar("T")
Change: TypeAlias = T | Absent | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientChanges:
    """A merge patch (RFC 7396) of a profile: absent keeps, null takes away, a list is replaced as a whole."""

    names: Change[tuple[Name, ...]] = ABSENT
    birth_date: Change[PartialDate] = ABSENT
    identifiers: Change[tuple[Identifier, ...]] = ABSENT
    pronouns: Change[str] = ABSENT
    gender_identity: Change[GenderIdentity] = ABSENT
    gender_identity_text: Change[str] = ABSENT
    administrative_sex: Change[AdministrativeSex] = ABSENT
    races: Change[tuple[Race, ...]] = ABSENT
    ethnicities: Change[tuple[Ethnicity, ...]] = ABSENT
    race_ethnicity_text: Change[str] = ABSENT
    languages: Change[tuple[Language, ...]] = ABSENT
    accessibility: Change[tuple[Accessibility, ...]] = ABSENT
    accessibility_text: Change[str] = ABSENT
    cultural_preferences: Change[str] = ABSENT
    addresses: Change[tuple[Address, ...]] = ABSENT
    contact_points: Change[tuple[ContactPoint, ...]] = ABSENT
    do_not_contact: Change[bool] = ABSENT
    household: Change[HouseholdId] = ABSENT
    restricted: Change[bool] = ABSENT
    alerts: Change[tuple[Alert, ...]] = ABSENT
    deceased: Change[bool] = ABSENT
    deceased_on: Change[PartialDate] = ABSENT

    def applied_to(self, profile: Profile) -> Profile:
        """Return the profile as it is after the change; not checked yet."""
        return replace(profile, **dict(self._given()))

    def _given(self) -> Iterator[tuple[str, Any]]:
        for each in fields(Profile):
            value = getattr(self, each.name)
            if value is not ABSENT:
                yield each.name, each.default if value is None else value
