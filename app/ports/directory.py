"""Where agencies, workers, API clients, services and locations are kept, and how they are looked for."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, TypeAlias, TypeVar

from app.domain.codes import Category
from app.domain.directory.eligibility import Judgement, Summary
from app.domain.directory.location import Location
from app.domain.directory.service import Service, ServiceStatus
from app.domain.identity import AgencyId, ApiClientId, LocationId, ServiceId, WorkerId
from app.domain.networks.agency import Agency, AgencyStatus, Membership
from app.domain.networks.api_client import ApiClient, ApiClientStatus
from app.domain.networks.roles import Role
from app.domain.networks.worker import Worker, WorkerStatus
from app.ports.queries import Cursor, Page

Key_contra = TypeVar("Key_contra", contravariant=True)
Named = TypeVar("Named")
K = TypeVar("K")


class Repository(Protocol[Key_contra, Named]):
    """Where one kind of aggregate is kept."""

    async def get(self, key: Key_contra, /) -> Named | None:
        """Return one, if there is one."""
        ...

    async def lock(self, key: Key_contra, /) -> Named | None:
        """Return one and keep others from changing it until the transaction ends."""
        ...

    async def add(self, *items: Named) -> None:
        """Keep what is new."""
        ...

    async def save(self, item: Named, /) -> None:
        """Keep changes and count the version up; raises `Conflict` when somebody else was faster."""
        ...


class Registry(Repository[Key_contra, Named], Protocol[Key_contra, Named]):
    """A repository that is also filled from other systems, many at a time."""

    async def lock_known(self, system: str, values: Collection[str], /) -> dict[str, Named]:
        """Return and lock those that another system calls by these values."""
        ...

    async def save_locked(self, items: Collection[Named], /) -> None:
        """Keep the changes of many that were locked before."""
        ...


class ManyById(Protocol[K, Named]):
    """Reads many at once."""

    async def get_many(self, keys: Collection[K], /) -> dict[K, Named]:
        """Return those that there are, by id."""
        ...


class Agencies(Registry[AgencyId, Agency], ManyById[AgencyId, Agency], Protocol):
    """The agencies of the network."""


class Locations(Registry[LocationId, Location], ManyById[LocationId, Location], Protocol):
    """The places of the network's agencies."""


class Services(Registry[ServiceId, Service], ManyById[ServiceId, Service], Protocol):
    """The services of the network's agencies."""

    async def take_capacity(self, service: ServiceId, at: datetime) -> Service:
        """Use one place for an accepted handoff, under a row lock; `Conflict` when there is none."""
        ...

    async def release_capacity(self, service: ServiceId, at: datetime) -> Service:
        """Give one place back when a handoff ends."""
        ...


Workers: TypeAlias = Repository[WorkerId, Worker]
ApiClients: TypeAlias = Repository[ApiClientId, ApiClient]


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyFilter:
    """Which agencies are asked for; None leaves a criterion out. `name` is found anywhere in the name."""

    membership: Membership | None = None
    status: AgencyStatus | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerFilter:
    """Which workers are asked for."""

    agency: AgencyId | None = None
    role: Role | None = None
    status: WorkerStatus | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiClientFilter:
    """Which API clients are asked for."""

    agency: AgencyId | None = None
    status: ApiClientStatus | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceFilter:
    """Which services are asked for."""

    agency: AgencyId | None = None
    location: LocationId | None = None
    category: Category | None = None
    status: ServiceStatus | None = None
    updated_after: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LocationFilter:
    """Which locations are asked for."""

    agency: AgencyId | None = None
    postal_code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """A point on the map, and how far from it is near enough."""

    latitude: float
    longitude: float
    kilometres: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceSearch:
    """A need put as a question to the directory; `open_at` asks for services that are open at that moment."""

    category: Category | None = None
    words: str | None = None
    taxonomy_code: str | None = None
    language: str | None = None
    person: Summary = field(default_factory=Summary)
    open_at: datetime | None = None
    with_room: bool = False
    near: Position | None = None
    agency: AgencyId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """One reason for a service's place in the ranking."""

    factor: str
    points: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceMatch:
    """A service that answers a search: its score is the sum of its factors."""

    service: Service
    agency_name: str
    membership: Membership
    score: int
    factors: tuple[Factor, ...]
    eligibility: Judgement
    distance_kilometres: float | None
    is_open: bool | None


class Directory(Protocol):
    """Lists and searches of the network's directory: readable by every actor of the network."""

    async def agencies(self, asked: AgencyFilter, limit: int, after: Cursor | None) -> Page[Agency]:
        """Return agencies in the order of their names."""
        ...

    async def workers(self, asked: WorkerFilter, limit: int, after: Cursor | None) -> Page[Worker]:
        """Return workers in the order of their family names."""
        ...

    async def api_clients(self, asked: ApiClientFilter, limit: int, after: Cursor | None) -> Page[ApiClient]:
        """Return API clients in the order of their names."""
        ...

    async def services(self, asked: ServiceFilter, limit: int, after: Cursor | None) -> Page[Service]:
        """Return services in the order of their names."""
        ...

    async def locations(self, asked: LocationFilter, limit: int, after: Cursor | None) -> Page[Location]:
        """Return locations in the order of their names."""
        ...

    async def search(self, asked: ServiceSearch, at: datetime, limit: int, after: Cursor | None) -> Page[ServiceMatch]:
        """Return the services that answer a need, the most fitting first, each with the reasons for its place.

        Services for which the person is known not to be eligible are left out; `at` judges what is open now.
        """
        ...
