"""Where goals are kept, how they are listed, and what was seen of their way."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from app.domain.care_plans.goal import Goal
from app.domain.care_plans.goal_moves import GoalState
from app.domain.care_plans.progress import ProgressEntry
from app.domain.identity import AgencyId, ClientId, GoalId, NeedId, ProgressId
from app.ports.access import Access
from app.ports.directory import ManyById, Registry
from app.ports.queries import Cursor, Page
from app.ports.referrals import Order


class Goals(Registry[GoalId, Goal], ManyById[GoalId, Goal], Protocol):
    """The goals of the network's clients, each with its progress."""

    async def lock_addressing(self, need: NeedId, client: ClientId) -> tuple[Goal, ...]:
        """Return and lock the client's goals that address a need, in the order of their ids."""
        ...

    async def put_in_plan(self, goal: GoalId) -> None:
        """Mark a goal as one that a care plan follows; that is no change of the goal."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalFilter:
    """Which goals are asked for; everything given must hold. Without `client` they are those of an agency."""

    client: ClientId | None = None
    agency: AgencyId | None = None
    state: GoalState | None = None
    need: NeedId | None = None
    updated_since: datetime | None = None


class GoalList(Protocol):
    """Lists of goals."""

    async def page(
        self, access: Access, which: GoalFilter, order: Order, *, after: Cursor | None, limit: int
    ) -> Page[Goal]:
        """Return one page of those that the asker may read; of its own agency's when no client is named."""
        ...

    async def readable(self, access: Access, goals: Collection[GoalId]) -> frozenset[GoalId]:
        """Return those of these goals that the asker may read."""
        ...

    async def progress_entry(self, goal: GoalId, entry: ProgressId) -> ProgressEntry | None:
        """Return one entry of a goal's progress."""
        ...

    async def progress(self, goal: GoalId, *, after: Cursor | None, limit: int) -> Page[ProgressEntry]:
        """Return what was seen of a goal, the newest first."""
        ...
