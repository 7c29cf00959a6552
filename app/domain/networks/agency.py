"""Agencies: the organizations that take part, because every right and every duty is an agency's."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from app.domain.codes import Sensitivity
from app.domain.errors import Conflict
from app.domain.faults import NAME_LENGTH, Faults
from app.domain.identity import AgencyId, Identifier, NetworkId
from app.domain.networks.calendar import Calendar, check_calendar
from app.domain.networks.clocks import OwnClocks, check_clocks

ITEMS_MOST = 100


class Membership(StrEnum):
    """How far an agency takes part: works in the service, answers by e-mailed link, or stands in the directory only."""

    FULL = "full"
    LIGHT = "light"
    LISTED = "listed"


class AgencyStatus(StrEnum):
    """Whether an agency takes part now; the actors of a suspended one are refused."""

    ACTIVE = "active"
    SUSPENDED = "suspended"


class ProgramType(StrEnum):
    """What kind of program an agency runs; some bring a sensitivity label to all that they touch."""

    GENERAL = "general"
    SUBSTANCE_USE = "substance_use"
    MENTAL_HEALTH = "mental_health"
    HIV_CARE = "hiv_care"
    VICTIM_SERVICES = "victim_services"
    SEXUAL_HEALTH = "sexual_health"


PROGRAM_LABELS: dict[ProgramType, Sensitivity] = {
    ProgramType.SUBSTANCE_USE: Sensitivity.SUD,
    ProgramType.MENTAL_HEALTH: Sensitivity.MH,
    ProgramType.HIV_CARE: Sensitivity.HIV,
    ProgramType.VICTIM_SERVICES: Sensitivity.SDV,
    ProgramType.SEXUAL_HEALTH: Sensitivity.STD,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyProfile:
    """How an agency describes itself; replaced as a whole, so that two descriptions can be compared."""

    name: str
    alternate_name: str | None = None
    description: str | None = None
    email: str | None = None
    phone: str | None = None
    url: str | None = None
    tax_id: str | None = None
    calendar: Calendar = field(default_factory=Calendar)
    clocks: OwnClocks = field(default_factory=OwnClocks)
    languages: tuple[str, ...] = ()
    program_types: tuple[ProgramType, ...] = ()
    identifiers: tuple[Identifier, ...] = ()


@dataclass(slots=True, kw_only=True)
class Agency:
    """An organization that takes part in a network: it sends or receives referrals and employs workers.

    `given` are the labels that its programs give or ever gave to what it keeps.
    """

    id: AgencyId
    network: NetworkId
    profile: AgencyProfile
    membership: Membership
    status: AgencyStatus
    version: int
    created_at: datetime
    updated_at: datetime
    given: frozenset[Sensitivity] = frozenset()

    @property
    def name(self) -> str:
        """The name under which people know the agency."""
        return self.profile.name

    @property
    def calendar(self) -> Calendar:
        """When the agency works."""
        return self.profile.calendar

    @property
    def sensitivity(self) -> frozenset[Sensitivity]:
        """The labels that everything from this agency's programs carries."""
        return frozenset(PROGRAM_LABELS[kind] for kind in self.profile.program_types if kind in PROGRAM_LABELS)

    def labels_for(self, borne: frozenset[Sensitivity]) -> frozenset[Sensitivity]:
        """Return what its programs give to a record that bears labels already: what they once gave it keeps."""
        return self.sensitivity | (self.given & borne)

    @property
    def answers_in_service(self) -> bool:
        """Whether handoffs reach this agency here: listed agencies stand in the directory only."""
        return self.status is AgencyStatus.ACTIVE and self.membership is not Membership.LISTED

    def describe(self, profile: AgencyProfile, at: datetime) -> None:
        """Replace the agency's description."""
        check_profile(profile)
        before = self.sensitivity
        self.profile, self.updated_at = profile, at
        self.given |= before | self.sensitivity

    def become(self, membership: Membership, at: datetime) -> None:
        """Change how far the agency takes part."""
        self.membership, self.updated_at = membership, at

    def suspend(self, at: datetime) -> None:
        """Stop the agency taking part, until it is reinstated."""
        self._turn(AgencyStatus.ACTIVE, AgencyStatus.SUSPENDED, at)

    def reinstate(self, at: datetime) -> None:
        """Let a suspended agency take part again."""
        self._turn(AgencyStatus.SUSPENDED, AgencyStatus.ACTIVE, at)

    def _turn(self, before: AgencyStatus, after: AgencyStatus, at: datetime) -> None:
        if self.status is not before:
            raise Conflict(f"agency.{self.status}", f"The agency is {self.status} already.")
        self.status, self.updated_at = after, at


def join(
    profile: AgencyProfile,
    *,
    id: AgencyId,  # noqa: A002 - the field's name
    network: NetworkId,
    membership: Membership,
    at: datetime,
) -> Agency:
    """Let an agency join a network."""
    check_profile(profile)
    agency = Agency(
        id=id,
        network=network,
        profile=profile,
        membership=membership,
        status=AgencyStatus.ACTIVE,
        version=1,
        created_at=at,
        updated_at=at,
    )
    agency.given = agency.sensitivity
    return agency


def check_profile(profile: AgencyProfile) -> None:
    """Refuse a description that breaks a rule, naming every place."""
    faults = Faults()
    faults.name(profile.name, "/name")
    faults.text(profile.alternate_name, "/alternate_name", most=NAME_LENGTH)
    faults.text(profile.description, "/description")
    faults.email(profile.email, "/email")
    faults.text(profile.phone, "/phone", most=NAME_LENGTH)
    faults.url(profile.url, "/url")
    faults.text(profile.tax_id, "/tax_id", most=NAME_LENGTH)
    check_calendar(profile.calendar, faults, "/calendar")
    check_clocks(profile.clocks, faults, "/clocks")
    faults.languages(profile.languages, "/languages")
    faults.distinct(profile.program_types, "/program_types")
    faults.identifiers(profile.identifiers, "/identifiers")
    for pointer, values in (("/languages", profile.languages), ("/identifiers", profile.identifiers)):
        faults.at_most(values, ITEMS_MOST, pointer)
    faults.refuse("agency.invalid", "The agency cannot be as described.")
