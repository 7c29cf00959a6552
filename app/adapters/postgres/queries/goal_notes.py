"""The newest note of each of some goals, for a plan on paper."""

from collections.abc import Collection

from sqlalchemy import bindparam, func, select, true
from sqlalchemy.dialects.postgresql import ARRAY

from app.adapters.postgres.repositories.goals import progress_of
from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.adapters.postgres.tables.columns import table_of
from app.adapters.postgres.tables.goals import GoalProgressRow
from app.domain.care_plans.progress import ProgressEntry
from app.domain.identity import GoalId

_P = table_of(GoalProgressRow)
_ASKED = (
    func.unnest(bindparam("goals", type_=ARRAY(_P.c.goal_id.type))).table_valued("id", name="asked").render_derived()
)
_NEWEST = (
    select(_P)
    .where(_P.c.network_id == bindparam("network"), _P.c.goal_id == _ASKED.c.id, _P.c.note.is_not(None))
    .order_by(_P.c.at.desc(), _P.c.id.desc())
    .limit(1)
    .lateral("newest")
)
_NOTES = Statement.of(select(_NEWEST).select_from(_ASKED.join(_NEWEST, true())))


class GoalNoteQueries:
    """What was written last of goals."""

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    async def newest(self, goals: Collection[GoalId]) -> dict[GoalId, ProgressEntry]:
        """Return the newest entry with a note of each goal that has one."""
        rows = await self.session.fetch(_NOTES, goals=list(goals))
        return {entry.goal: entry for entry in map(progress_of, rows)}
