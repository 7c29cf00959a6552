"""Workers: the people at an agency, because tasks, notes and signatures are a person's."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.errors import Conflict
from app.domain.faults import NAME_LENGTH, Faults
from app.domain.identity import AgencyId, Identifier, NetworkId, WorkerId
from app.domain.networks.roles import GRANTABLE, Role


class WorkerStatus(StrEnum):
    """Whether somebody works at the agency now."""

    ACTIVE = "active"
    LEFT = "left"


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerProfile:
    """Who a worker is and what they do at the agency; replaced as a whole."""

    given: str
    family: str
    roles: frozenset[Role]
    email: str | None = None
    phone: str | None = None
    title: str | None = None
    languages: tuple[str, ...] = ()
    identifiers: tuple[Identifier, ...] = ()


@dataclass(slots=True, kw_only=True)
class Worker:
    """A person at an agency: case manager, intake, supervisor or administrator."""

    id: WorkerId
    network: NetworkId
    agency: AgencyId
    profile: WorkerProfile
    status: WorkerStatus
    version: int
    created_at: datetime
    updated_at: datetime

    @property
    def name(self) -> str:
        """The worker's name as colleagues read it."""
        return f"{self.profile.given} {self.profile.family}"

    @property
    def roles(self) -> frozenset[Role]:
        """What the worker may act as; nothing after leaving."""
        return self.profile.roles if self.status is WorkerStatus.ACTIVE else frozenset()

    def describe(self, profile: WorkerProfile, at: datetime) -> None:
        """Replace the worker's description and roles."""
        check_profile(profile)
        self.profile, self.updated_at = profile, at

    def leave(self, at: datetime) -> None:
        """End the worker's time at the agency; what they did stays theirs."""
        if self.status is WorkerStatus.LEFT:
            raise Conflict("worker.left", "The worker has left already.")
        self.status, self.updated_at = WorkerStatus.LEFT, at

    def come_back(self, at: datetime) -> None:
        """Take a former worker on again."""
        if self.status is WorkerStatus.ACTIVE:
            raise Conflict("worker.active", "The worker is active already.")
        self.status, self.updated_at = WorkerStatus.ACTIVE, at


def employ(profile: WorkerProfile, *, id: WorkerId, network: NetworkId, agency: AgencyId, at: datetime) -> Worker:  # noqa: A002 - the field's name
    """Take a worker on at an agency."""
    check_profile(profile)
    return Worker(
        id=id,
        network=network,
        agency=agency,
        profile=profile,
        status=WorkerStatus.ACTIVE,
        version=1,
        created_at=at,
        updated_at=at,
    )


def check_profile(profile: WorkerProfile) -> None:
    """Refuse a description that breaks a rule, naming every place."""
    faults = Faults()
    faults.name(profile.given, "/given")
    faults.name(profile.family, "/family")
    faults.require(profile.roles, "/roles", "must name at least one role")
    faults.require(profile.roles <= GRANTABLE, "/roles", "names a role that no worker can have")
    faults.email(profile.email, "/email")
    faults.text(profile.phone, "/phone", most=NAME_LENGTH)
    faults.text(profile.title, "/title", most=NAME_LENGTH)
    faults.languages(profile.languages, "/languages")
    faults.identifiers(profile.identifiers, "/identifiers")
    faults.refuse("worker.invalid", "The worker cannot be as described.")
