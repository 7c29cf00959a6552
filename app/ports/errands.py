"""Where errands are kept, of whichever kind, and how the worker learns whose turn it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar
from uuid import UUID

from app.domain.errands.errand import Errand
from app.domain.identity import AgencyId, ErrandId, NetworkId
from app.domain.networks.roles import Role
from app.domain.networks.scopes import Scopes

E = TypeVar("E", bound=Errand)


class Errands(Protocol[E]):
    """The errands of one kind, and what they hold."""

    async def get(self, errand: ErrandId) -> E | None:
        """Return an errand."""
        ...

    async def lock(self, errand: ErrandId) -> E | None:
        """Return an errand and keep others from changing it until the transaction ends."""
        ...

    async def lock_free(self, errand: ErrandId) -> E | None:
        """Do so, unless somebody else has it."""
        ...

    async def lock_next(self) -> E | None:
        """Do so with the one that has waited longest and that nobody else has."""
        ...

    async def add(self, errand: E) -> None:
        """Keep a new errand."""
        ...

    async def save(self, errand: E) -> None:
        """Keep a changed errand; what it holds stays as long as it does."""
        ...

    async def running(self, asker: UUID) -> int:
        """Count those that somebody waits for."""
        ...

    async def empty(self, errand: ErrandId) -> None:
        """Throw away what an errand holds."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """An errand that an API client left to the worker, and in whose name it is done."""

    id: ErrandId
    network: NetworkId
    agency: AgencyId
    asker: UUID
    roles: frozenset[Role]
    scopes: Scopes


class ErrandWatch(Protocol):
    """What the worker asks before it begins anything."""

    async def networks(self) -> Sequence[NetworkId]:
        """Name every network."""
        ...

    async def next(self, network: NetworkId, noun: str, now: datetime) -> Waiting | None:
        """Name the errand of a kind whose turn it is, and of which nobody does a part right now."""
        ...
