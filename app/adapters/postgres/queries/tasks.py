"""Tasks as an agency lists them."""

from typing import Any

from sqlalchemy import bindparam, literal_column, or_, select
from sqlalchemy.sql import Select

from app.adapters.postgres.queries.access import may_see_everywhere, reach, told_of_others
from app.adapters.postgres.queries.keyset import ByChange, equals, places, since
from app.adapters.postgres.queries.referrals import following
from app.adapters.postgres.repositories.tasks import task_of
from app.adapters.postgres.session import Session
from app.adapters.postgres.tables.columns import table_of
from app.adapters.postgres.tables.tasks import TaskRow
from app.domain.work.task import OVERSIGHT_KIND, Task
from app.ports.access import Access
from app.ports.queries import Cursor, Page
from app.ports.referrals import Order
from app.ports.tasks import TaskFilter

_T = table_of(TaskRow)


def _all() -> Select[Any]:
    own = _T.c.agency_id == bindparam("agency", type_=_T.c.agency_id.type)
    return select(_T).where(_T.c.network_id == bindparam("network"), or_(own, may_see_everywhere(_T)))


_LIST = ByChange(
    _all,
    _T,
    {
        "own": equals(_T.c.agency_id),
        "agency": equals(_T.c.agency_id),
        "worker": equals(_T.c.worker_id),
        "status": equals(_T.c.status),
        "client": equals(_T.c.client_id),
        "updated_since": since(_T.c.updated_at),
        "oversight": lambda _: _T.c.kind == literal_column(f"'{OVERSIGHT_KIND}'"),
    },
)


class TaskQueries:
    """Lists of one network's tasks."""

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    async def page(
        self, access: Access, which: TaskFilter, order: Order, *, after: Cursor | None, limit: int
    ) -> Page[Task]:
        """Return one page of the agency's tasks, or of the network's."""
        given = {
            "own": None if access.network_wide else access.agency,
            "agency": which.agency,
            "worker": which.worker,
            "status": which.status,
            "client": which.client,
            "updated_since": which.updated_since,
            "oversight": which.oversight or None,
        }
        statement, arguments = _LIST.ask([given], order, after, limit)
        rows = await self.session.page(statement, **arguments, **reach(access))
        labels = told_of_others(rows[:limit], access)
        return Page(
            items=tuple(map(task_of, rows[:limit])),
            next=following(rows, limit),
            places=places(rows, limit),
            labels=labels,
        )
