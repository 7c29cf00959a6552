"""How labels spread over the records of clients, and what remembers where they are still to be spread."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from app.domain.codes import Sensitivity
from app.domain.identity import AgencyId, ClientId
from app.domain.networks.agency import ProgramType
from app.domain.sensitivity.relabelling import Relabelling


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """Labels that the programs of an agency give to everything that it keeps."""

    agency: AgencyId
    labels: frozenset[Sensitivity]


class Labels(Protocol):
    """The labels of everything that is on record of clients; they are only ever added to."""

    async def spread(self, clients: Collection[ClientId], given: Given | None = None) -> tuple[UUID, ...]:
        """Let all that there is of clients bear what is given, and what it inherits; return what has changed."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedClient:
    """A client of whom something is to be labelled anew; `reshare` when what consents open is to be written anew."""

    client: ClientId
    reshare: bool


class Relabellings(Protocol):
    """What is still to be done since programs of agencies have changed."""

    async def lock(self, agency: AgencyId) -> Relabelling | None:
        """Return what is to be done for an agency, locked."""
        ...

    async def lock_due(self, agency: AgencyId, at: datetime) -> Relabelling | None:
        """Return it if it may go on and nobody else is at it."""
        ...

    async def put(self, relabelling: Relabelling) -> None:
        """Keep what is to be done, or how far it has come."""
        ...

    async def end(self, agency: AgencyId) -> None:
        """Forget what is done."""
        ...

    async def enlist(self, relabelling: Relabelling, at: datetime) -> None:
        """List the clients of whom something lacks the labels, or whose consents name a class that has changed."""
        ...

    async def listed(self, agency: AgencyId, limit: int, resources: int) -> Sequence[ListedClient]:
        """Return some of the listed clients, up to the one with whom more resources than that are kept of them."""
        ...

    async def strike_off(self, agency: AgencyId, clients: Collection[ClientId]) -> None:
        """Take clients off the list."""
        ...

    async def named_by_class(
        self, agency: AgencyId, programs: Collection[ProgramType], at: datetime, limit: int
    ) -> tuple[ClientId, ...]:
        """Name clients of an agency with a consent in force that names a class of programs."""
        ...
