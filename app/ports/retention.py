"""What exporting, keeping and forgetting clients needs: the record as a whole, and who asked for what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from app.domain.codes import Sensitivity
from app.domain.errands.client_export import ClientExport
from app.domain.identity import AgencyId, ClientId, ErasureId, ErrandId, NetworkId
from app.domain.networks.network import Policies
from app.domain.retention.erasure import Erasure
from app.domain.retention.erasure_moves import ErasureState
from app.domain.retention.legal_hold import LegalHold
from app.domain.retention.policy import Idle
from app.ports.access import Access
from app.ports.errands import Errands
from app.ports.queries import Cursor, Page


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """A record as JSON, and the labels that anything in it bears."""

    body: bytes = field(repr=False)
    labels: frozenset[Sensitivity]


class Holdings(Protocol):
    """Everything that the network holds of a client, by one list of all places."""

    async def gather(self, client: ClientId, access: Access, head: Mapping[str, object], *, whole: bool) -> Gathered:
        """Write down what there is of a client: everything, or what the asker may read; `head` stands before it."""
        ...

    async def erase(self, client: ClientId, at: datetime) -> int:
        """Forget a client, whose row stays as a tombstone; return how many rows went or were emptied."""
        ...


class ClientExports(Errands[ClientExport], Protocol):
    """The exports of the network's clients, with what they hold, sealed."""

    async def put(self, export: ClientExport, content: bytes) -> None:
        """Keep what an export holds, until it expires."""
        ...

    async def content(self, export: ErrandId) -> bytes | None:
        """Return what an export holds."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasureFilter:
    """Which erasures are asked for; None leaves a criterion out. `agency` is who proposed it."""

    state: ErasureState | None = None
    client: ClientId | None = None
    agency: AgencyId | None = None


class Erasures(Protocol):
    """The erasures of the network."""

    async def get(self, erasure: ErasureId) -> Erasure | None:
        """Return an erasure."""
        ...

    async def lock(self, erasure: ErasureId) -> Erasure | None:
        """Return an erasure and keep others from changing it."""
        ...

    async def add(self, *erasures: Erasure) -> None:
        """Keep new erasures."""
        ...

    async def save(self, erasure: Erasure) -> None:
        """Keep a changed erasure."""
        ...

    async def is_open(self, client: ClientId) -> bool:
        """Tell whether an erasure of the client waits, or is under way."""
        ...

    async def lock_due(self, looked_before: datetime) -> Erasure | None:
        """Return one that is approved, or that was begun before a moment and wants a second look, locked."""
        ...

    async def viewers(self, client: ClientId, at: datetime) -> tuple[AgencyId, ...]:
        """Return the agencies that see a client."""
        ...

    async def has_open_work(self, client: ClientId) -> bool:
        """Tell whether a referral of the client is under way."""
        ...

    async def gone_for(self, access: Access, client: ClientId) -> bool:
        """Tell whether a client that the asker saw was forgotten."""
        ...


class RetentionLists(Protocol):
    """Lists of exports and of erasures."""

    async def exports(
        self, client: ClientId, agency: AgencyId, *, after: Cursor | None, limit: int
    ) -> Page[ClientExport]:
        """Return the exports of a client that an agency asked for, the newest first."""
        ...

    async def erasures(self, which: ErasureFilter, *, after: Cursor | None, limit: int) -> Page[Erasure]:
        """Return one page, the newest change first."""
        ...


class LegalHolds(Protocol):
    """The legal holds of the network, one for each client at most."""

    async def get(self, client: ClientId) -> LegalHold | None:
        """Return the hold on a client."""
        ...

    async def add(self, hold: LegalHold) -> None:
        """Keep a new hold."""
        ...

    async def save(self, hold: LegalHold) -> None:
        """Keep a changed hold."""
        ...

    async def lift(self, client: ClientId) -> None:
        """Forget the hold."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class IdleClient:
    """A client with whom nothing has happened for long."""

    client: ClientId
    idle: Idle


class RetentionWatch(Protocol):
    """What the worker asks network by network, before it begins anything that would have to be audited."""

    async def networks(self) -> Sequence[NetworkId]:
        """Name every network."""
        ...

    async def policies(self, network: NetworkId) -> Policies:
        """Return what a network has agreed on: for how long it keeps records, and when somebody is grown up."""
        ...

    async def export_is_pending(self, network: NetworkId) -> bool:
        """Tell whether an export is to be made."""
        ...

    async def erasure_is_due(self, network: NetworkId, looked_before: datetime) -> bool:
        """Tell whether an erasure is to be carried out."""
        ...

    async def idle_clients(
        self, network: NetworkId, before: date, now: datetime, after: Cursor | None, limit: int
    ) -> Page[IdleClient]:
        """Return clients with whom nothing has happened since a day, and of whom no erasure was decided lately."""
        ...
