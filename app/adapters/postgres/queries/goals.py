"""Goals as those who may read them list them, and what was seen of one."""

from collections.abc import Callable, Collection
from typing import Any

from sqlalchemy import ColumnElement, any_, bindparam, select, tuple_
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.sql import Select

from app.adapters.postgres.queries.access import may_see_record, reach, told_of_others
from app.adapters.postgres.queries.keyset import ByChange, equals, places, since
from app.adapters.postgres.queries.referrals import following
from app.adapters.postgres.repositories.goals import goal_of, progress_of
from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.adapters.postgres.tables.columns import table_of
from app.adapters.postgres.tables.goals import GoalProgressRow, GoalRow
from app.domain.care_plans.goal import Goal
from app.domain.care_plans.progress import ProgressEntry
from app.domain.identity import GoalId, ProgressId
from app.ports.access import Access
from app.ports.goals import GoalFilter
from app.ports.queries import Cursor, Page
from app.ports.referrals import Order

_G, _P = table_of(GoalRow), table_of(GoalProgressRow)


def _all() -> Select[Any]:
    return select(_G).where(_G.c.network_id == bindparam("network"), may_see_record(_G))


def _among(column: ColumnElement[Any]) -> Callable[[str], ColumnElement[bool]]:
    return lambda name: bindparam(name, type_=_G.c.id.type) == any_(column)


_LIST = ByChange(
    _all,
    _G,
    {
        "own": equals(_G.c.agency_id),
        "by_agency": equals(_G.c.agency_id),
        "client": equals(_G.c.client_id),
        "state": equals(_G.c.state),
        "need": _among(_G.c.needs),
        "updated_since": since(_G.c.updated_at),
    },
)


def _progress(*, continued: bool) -> Statement:
    chosen = select(_P).where(_P.c.network_id == bindparam("network"), _P.c.goal_id == bindparam("goal"))
    if continued:
        cursor = tuple_(bindparam("after_at", type_=_P.c.at.type), bindparam("after_id", type_=_P.c.id.type))
        chosen = chosen.where(tuple_(_P.c.at, _P.c.id) < cursor)
    return Statement.of(chosen.order_by(_P.c.at.desc(), _P.c.id.desc()).limit(bindparam("limit")))


_PROGRESS_ENTRY = Statement.of(
    select(_P).where(
        _P.c.network_id == bindparam("network"), _P.c.id == bindparam("entry"), _P.c.goal_id == bindparam("goal")
    )
)
_READABLE = Statement.of(
    select(_G.c.id).where(
        _G.c.network_id == bindparam("network"),
        _G.c.id == any_(bindparam("ids", type_=ARRAY(_G.c.id.type))),
        may_see_record(_G),
    )
)
_PROGRESS, _MORE_PROGRESS = _progress(continued=False), _progress(continued=True)


class GoalQueries:
    """Lists of one network's goals."""

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    async def page(
        self, access: Access, which: GoalFilter, order: Order, *, after: Cursor | None, limit: int
    ) -> Page[Goal]:
        """Return one page: of a client's goals, of the agency's, or of the network's."""
        everything = access.network_wide or which.client is not None
        given = {
            "own": None if everything else access.agency,
            "by_agency": which.agency,
            "client": which.client,
            "state": which.state,
            "need": which.need,
            "updated_since": which.updated_since,
        }
        statement, arguments = _LIST.ask([given], order, after, limit)
        rows = await self.session.page(statement, **arguments, **reach(access))
        labels = told_of_others(rows[:limit], access)
        return Page(
            items=tuple(map(goal_of, rows[:limit])),
            next=following(rows, limit),
            places=places(rows, limit),
            labels=labels,
        )

    async def readable(self, access: Access, goals: Collection[GoalId]) -> frozenset[GoalId]:
        """Return those of these goals that the asker may read."""
        if not goals:
            return frozenset()
        rows = await self.session.fetch(_READABLE, ids=list(goals), **reach(access))
        return frozenset(GoalId(row["id"]) for row in rows)

    async def progress_entry(self, goal: GoalId, entry: ProgressId) -> ProgressEntry | None:
        """Return one entry."""
        row = await self.session.fetch_row(_PROGRESS_ENTRY, goal=goal, entry=entry)
        return None if row is None else progress_of(row)

    async def progress(self, goal: GoalId, *, after: Cursor | None, limit: int) -> Page[ProgressEntry]:
        """Return entries, the newest first."""
        named = {"after_at": after[0], "after_id": after[1]} if after else {}
        statement = _MORE_PROGRESS if after else _PROGRESS
        rows = await self.session.page(statement, goal=goal, limit=limit + 1, **named)
        items = tuple(map(progress_of, rows[:limit]))
        moments = tuple((each.progress.at, each.id) for each in items)
        return Page(items=items, next=moments[-1] if len(rows) > limit else None, places=moments)
