"""Places at which services are offered: where they are, how to reach them and who can enter."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from math import isfinite

from app.domain.directory.schedule import Schedule, check_schedule
from app.domain.faults import NAME_LENGTH, Faults
from app.domain.identity import AgencyId, Identifier, LocationId, NetworkId

ITEMS_MOST = 100
LATITUDE_MOST = 90.0
LONGITUDE_MOST = 180.0


class LocationKind(StrEnum):
    """Whether one goes there, writes there, or connects."""

    PHYSICAL = "physical"
    POSTAL = "postal"
    VIRTUAL = "virtual"


class PhoneKind(StrEnum):
    """What answers at a number."""

    VOICE = "voice"
    FAX = "fax"
    SMS = "sms"
    TTY = "tty"
    HOTLINE = "hotline"


@dataclass(frozen=True, slots=True, kw_only=True)
class Phone:
    """A telephone number as published."""

    number: str
    extension: str | None = None
    kind: PhoneKind = PhoneKind.VOICE
    description: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A postal or street address; `region` is the county where that is known."""

    lines: tuple[str, ...] = ()
    city: str | None = None
    region: str | None = None
    state: str | None = None
    postal_code: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LocationProfile:
    """How a place is described; replaced as a whole, so that two descriptions can be compared."""

    name: str
    alternate_name: str | None = None
    description: str | None = None
    kind: LocationKind = LocationKind.PHYSICAL
    address: Address | None = None
    latitude: float | None = None
    longitude: float | None = None
    phones: tuple[Phone, ...] = ()
    accessibility: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    transportation: str | None = None
    url: str | None = None
    schedule: Schedule = field(default_factory=Schedule)
    identifiers: tuple[Identifier, ...] = ()


@dataclass(slots=True, kw_only=True)
class Location:
    """A place of an agency."""

    id: LocationId
    network: NetworkId
    agency: AgencyId
    profile: LocationProfile
    version: int
    created_at: datetime
    updated_at: datetime

    @property
    def name(self) -> str:
        """The name under which people know the place."""
        return self.profile.name

    def describe(self, profile: LocationProfile, at: datetime) -> None:
        """Replace the description of the place."""
        check_profile(profile)
        self.profile, self.updated_at = profile, at


def open_location(
    profile: LocationProfile,
    *,
    id: LocationId,  # noqa: A002 - the field's name
    network: NetworkId,
    agency: AgencyId,
    at: datetime,
) -> Location:
    """Enter a place of an agency."""
    check_profile(profile)
    return Location(id=id, network=network, agency=agency, profile=profile, version=1, created_at=at, updated_at=at)


def check_profile(profile: LocationProfile) -> None:
    """Refuse a description that breaks a rule, naming every place."""
    faults = Faults()
    faults.name(profile.name, "/name")
    faults.text(profile.alternate_name, "/alternate_name", most=NAME_LENGTH)
    faults.text(profile.description, "/description")
    if profile.address is not None:
        _check_address(profile.address, faults)
    _check_position(profile, faults)
    check_phones(profile.phones, faults)
    faults.at_most(profile.accessibility, ITEMS_MOST, "/accessibility")
    faults.languages(profile.languages, "/languages")
    faults.text(profile.transportation, "/transportation")
    faults.url(profile.url, "/url")
    check_schedule(profile.schedule, faults, "/schedule")
    faults.identifiers(profile.identifiers, "/identifiers")
    faults.refuse("location.invalid", "The location cannot be as described.")


def check_phones(phones: tuple[Phone, ...], faults: Faults) -> None:
    """Note what is wrong with published numbers; a number needs digits or letters, not any one plan."""
    faults.at_most(phones, ITEMS_MOST, "/phones")
    for place, phone in enumerate(phones):
        faults.name(phone.number, f"/phones/{place}/number")
        faults.require(any(map(str.isalnum, phone.number)), f"/phones/{place}/number", "must be a telephone number")
        faults.text(phone.extension, f"/phones/{place}/extension", most=NAME_LENGTH)
        faults.text(phone.description, f"/phones/{place}/description")


def _check_position(profile: LocationProfile, faults: Faults) -> None:
    both = (profile.latitude is None) == (profile.longitude is None)
    faults.require(both, "/longitude", "give latitude and longitude, or neither")
    for name, value, most in (
        ("latitude", profile.latitude, LATITUDE_MOST),
        ("longitude", profile.longitude, LONGITUDE_MOST),
    ):
        within = value is None or (isfinite(value) and -most <= value <= most)
        faults.require(within, f"/{name}", f"must be -{most:.0f} to {most:.0f}")


def _check_address(address: Address, faults: Faults) -> None:
    faults.at_most(address.lines, 6, "/address/lines")
    for place, line in enumerate(address.lines):
        faults.name(line, f"/address/lines/{place}")
    for name in ("city", "region", "state", "postal_code", "country"):
        faults.text(getattr(address, name), f"/address/{name}", most=NAME_LENGTH)
