"""Where care teams are kept, how they are listed, and how handoffs bring members and take them away."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from app.domain.care_teams.member import Member
from app.domain.care_teams.team import CareTeam, TeamKind
from app.domain.care_teams.team_moves import TeamStatus
from app.domain.identity import AgencyId, CareTeamId, ClientId, HandoffId, MemberId
from app.ports.access import Access
from app.ports.queries import Cursor, Page
from app.ports.referrals import Order


class CareTeams(Protocol):
    """The care teams of the network's clients, each with all its members."""

    async def get(self, team: CareTeamId) -> CareTeam | None:
        """Return a team; the client's own only when somebody has joined it."""
        ...

    async def agencies(self, client: ClientId) -> frozenset[AgencyId]:
        """Return the agencies that are on a team of the client now, for consents that name the care team."""
        ...

    async def lock(self, team: CareTeamId, at: datetime) -> CareTeam | None:
        """Return a team and keep others from changing it; the client's own, by the client's id, is begun if need be.

        The client's row is locked before its own team, as every other way to that team does.
        """
        ...

    async def lock_known(self, system: str, values: Collection[str]) -> dict[str, CareTeam]:
        """Return and lock the teams that another system calls by these values."""
        ...

    async def add(self, team: CareTeam) -> None:
        """Keep a team that was just named, with its members."""
        ...

    async def save(self, team: CareTeam) -> None:
        """Keep its changes and those of its members, versions count up; `Conflict` when somebody else was faster."""
        ...

    async def join(self, member: Member) -> None:
        """Take a member into the client's own team, with the client's row locked and nothing read."""
        ...

    async def leave(self, handoff: HandoffId, client: ClientId, at: datetime) -> Member | None:
        """End the membership that a handoff brought about, with the client's row locked; None when there is none."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamFilter:
    """Which teams are asked for; everything given must hold."""

    client: ClientId | None = None
    agency: AgencyId | None = None
    status: TeamStatus | None = None
    updated_since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamLine:
    """A team in a list, without its members."""

    id: CareTeamId
    client: ClientId
    agency: AgencyId | None
    kind: TeamKind
    name: str
    status: TeamStatus
    version: int
    updated_at: datetime


class CareTeamList(Protocol):
    """Lists of care teams."""

    async def page(
        self, access: Access, which: TeamFilter, order: Order, *, after: Cursor | None, limit: int
    ) -> Page[TeamLine]:
        """Return one page of the teams that the asker may read."""
        ...

    async def members_seen(self, access: Access, team: CareTeamId) -> frozenset[MemberId]:
        """Name the members of a team that the asker may read."""
        ...
