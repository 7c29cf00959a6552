"""Goals to rows and back."""

from collections.abc import Collection
from typing import Any

import asyncpg
import msgspec
from sqlalchemy import any_, bindparam, insert, select, update

from app.adapters.postgres.repositories.shelf import Shelf
from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.adapters.postgres.tables.columns import table_of
from app.adapters.postgres.tables.goals import GoalProgressRow, GoalRow
from app.domain.care_plans.acceptance import Acceptance
from app.domain.care_plans.found import Found
from app.domain.care_plans.goal import Goal, GoalContent
from app.domain.care_plans.goal_moves import Achievement, GoalState
from app.domain.care_plans.progress import Measurement, Progress, ProgressEntry, ProgressSource
from app.domain.codes import label_bits, labels_in
from app.domain.consents.scope import kind_bits
from app.domain.identity import AgencyId, ClientId, GoalId, NeedId, NetworkId, ProgressId

_G = table_of(GoalRow)
_ADD_PROGRESS = Statement.of(insert(table_of(GoalProgressRow)))
_LOCK_ADDRESSING = Statement.of(
    select(_G)
    .where(
        _G.c.network_id == bindparam("network"),
        _G.c.client_id == bindparam("client"),
        bindparam("need", type_=_G.c.id.type) == any_(_G.c.needs),
    )
    .order_by(_G.c.id)
    .with_for_update(key_share=True)
)
_PUT_IN_PLAN = Statement.of(
    update(_G).where(_G.c.network_id == bindparam("network"), _G.c.id == bindparam("goal")).values(in_plan=True)
)


def _values(goal: Goal) -> dict[str, Any]:
    return {
        "network_id": goal.network,
        "id": goal.id,
        "client_id": goal.client,
        "agency_id": goal.agency,
        "kinds": kind_bits(goal.kinds),
        "sensitivity": label_bits(goal.sensitivities),
        "state": goal.state,
        "stated_at": goal.stated_at,
        "reason": goal.reason,
        "achievement": goal.achievement,
        "achievement_at": goal.achievement_at,
        "content": msgspec.to_builtins(goal.content),
        "needs": list(goal.content.needs),
        "found": msgspec.to_builtins(goal.found),
        "acceptances": msgspec.to_builtins(goal.acceptances),
        "in_plan": goal.in_plan,
        "recorded_by": goal.recorded_by,
        "version": goal.version,
        "created_at": goal.created_at,
        "updated_at": goal.updated_at,
    }


def goal_of(row: asyncpg.Record) -> Goal:
    """Read a goal back."""
    return Goal(
        id=GoalId(row["id"]),
        network=NetworkId(row["network_id"]),
        client=ClientId(row["client_id"]),
        agency=AgencyId(row["agency_id"]),
        content=msgspec.convert(row["content"], GoalContent),
        state=GoalState(row["state"]),
        sensitivities=labels_in(row["sensitivity"]),
        recorded_by=row["recorded_by"],
        created_at=row["created_at"],
        updated_at=row["updated_at"],
        stated_at=row["stated_at"],
        reason=row["reason"],
        achievement=_achievement(row["achievement"]),
        achievement_at=row["achievement_at"],
        found=msgspec.convert(row["found"], tuple[Found, ...]),
        acceptances=msgspec.convert(row["acceptances"], tuple[Acceptance, ...]),
        in_plan=row["in_plan"],
        version=row["version"],
    )


def progress_of(row: asyncpg.Record) -> ProgressEntry:
    """Read an entry of progress back."""
    return ProgressEntry(
        id=ProgressId(row["id"]),
        network=NetworkId(row["network_id"]),
        goal=GoalId(row["goal_id"]),
        progress=Progress(
            at=row["at"],
            note=row["note"],
            achievement=_achievement(row["achievement"]),
            measured=msgspec.convert(row["measured"], tuple[Measurement, ...]),
            source=ProgressSource(row["source"]),
            origin=row["origin_id"],
        ),
        by=row["by"],
        agency=AgencyId(row["agency_id"]),
        recorded_at=row["recorded_at"],
    )


def _progress_values(entry: ProgressEntry) -> dict[str, Any]:
    return {
        "network_id": entry.network,
        "id": entry.id,
        "goal_id": entry.goal,
        "at": entry.progress.at,
        "achievement": entry.progress.achievement,
        "note": entry.progress.note,
        "measured": msgspec.to_builtins(entry.progress.measured),
        "source": entry.progress.source,
        "origin_id": entry.progress.origin,
        "by": entry.by,
        "agency_id": entry.agency,
        "recorded_at": entry.recorded_at,
    }


def _achievement(stored: str | None) -> Achievement | None:
    return None if stored is None else Achievement(stored)


GOALS = Shelf("goal", GoalRow, _values, goal_of, lambda goal: goal.identifiers)


class GoalRepository:
    """The goals of the network's clients."""

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    async def get(self, goal: GoalId) -> Goal | None:
        """Return a goal."""
        return await GOALS.get(self.session, goal)

    async def get_many(self, goals: Collection[GoalId]) -> dict[GoalId, Goal]:
        """Return those that there are, by id."""
        return {GoalId(id_): goal for id_, goal in (await GOALS.get_many(self.session, goals)).items()}

    async def lock(self, goal: GoalId) -> Goal | None:
        """Return a goal and keep others from changing it."""
        return await GOALS.lock(self.session, goal)

    async def lock_addressing(self, need: NeedId, client: ClientId) -> tuple[Goal, ...]:
        """Return and lock the client's goals that address a need."""
        return tuple(map(goal_of, await self.session.fetch(_LOCK_ADDRESSING, need=need, client=client)))

    async def lock_known(self, system: str, values: Collection[str]) -> dict[str, Goal]:
        """Return and lock the goals that another system calls by these values."""
        return await GOALS.lock_known(self.session, system, values)

    async def add(self, *goals: Goal) -> None:
        """Insert new goals with their progress."""
        await GOALS.add(self.session, *goals)
        await self._tell(goals)

    async def save(self, goal: Goal) -> None:
        """Write a changed goal and its new progress."""
        await GOALS.save(self.session, goal)
        await self._tell([goal])

    async def save_locked(self, goals: Collection[Goal]) -> None:
        """Write many changed goals that were locked before."""
        await GOALS.save_locked(self.session, goals)
        await self._tell(goals)

    async def put_in_plan(self, goal: GoalId) -> None:
        """Mark a goal as one that a care plan follows."""
        await self.session.execute(_PUT_IN_PLAN, goal=goal)

    async def _tell(self, goals: Collection[Goal]) -> None:
        entries = [_progress_values(entry) for goal in goals for entry in goal.entries]
        for goal in goals:
            goal.entries = []
        if entries:
            await self.session.execute_many(_ADD_PROGRESS, entries)
