"""Where emergency access is kept, and what it must know across every agency of the network."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from app.domain.access.break_glass import BreakGlass, ExactIdentity
from app.domain.clients.client import Client
from app.domain.identity import AgencyId, BreakGlassId, ClientId
from app.ports.queries import Cursor, Page


class BreakGlasses(Protocol):
    """Each time that the glass was broken in the network."""

    async def get(self, break_glass: BreakGlassId) -> BreakGlass | None:
        """Return one."""
        ...

    async def lock(self, break_glass: BreakGlassId) -> BreakGlass | None:
        """Return one and keep others from changing it until the transaction ends."""
        ...

    async def add(self, *broken: BreakGlass) -> None:
        """Keep what was just opened."""
        ...

    async def save(self, break_glass: BreakGlass) -> None:
        """Keep its changes and count its version up; raises `Conflict` when somebody else was faster."""
        ...

    async def open_for(self, by: UUID, client: ClientId, at: datetime) -> BreakGlass | None:
        """Return what somebody has open to a client at a moment."""
        ...

    async def identified(self, identity: ExactIdentity) -> tuple[Client, ...]:
        """Return the clients of the network who are exactly this person, restricted and unseen ones too."""
        ...

    async def serving(self, client: ClientId, at: datetime) -> frozenset[AgencyId]:
        """Return the agencies on whose caseload the client is."""
        ...

    async def privacy_offices(self) -> frozenset[AgencyId]:
        """Return the agencies for which a privacy officer works, in person or by a program."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class BreakGlassFilter:
    """Which are asked for; everything given must hold. `by` is who broke the glass."""

    agency: AgencyId | None = None
    client: ClientId | None = None
    by: UUID | None = None
    reviewed: bool | None = None


class BreakGlassList(Protocol):
    """Lists of emergency access."""

    async def page(self, which: BreakGlassFilter, *, after: Cursor | None, limit: int) -> Page[BreakGlass]:
        """Return one page, the newest first."""
        ...
