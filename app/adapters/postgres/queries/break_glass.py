"""The list of emergency access, along which it is looked back on."""

from typing import Any

from sqlalchemy import ColumnElement, bindparam, select
from sqlalchemy.sql import Select

from app.adapters.postgres.queries.keyset import ByChange, equals, places
from app.adapters.postgres.repositories.break_glass import break_glass_of
from app.adapters.postgres.session import Session
from app.adapters.postgres.tables.break_glass import BreakGlassRow
from app.adapters.postgres.tables.columns import table_of
from app.domain.access.break_glass import BreakGlass
from app.ports.break_glass import BreakGlassFilter
from app.ports.queries import Cursor, Page
from app.ports.referrals import Order

_B = table_of(BreakGlassRow)


def _all() -> Select[Any]:
    return select(_B).where(_B.c.network_id == bindparam("network"))


def _unreviewed(_: str) -> ColumnElement[bool]:
    return _B.c.reviewed_at.is_(None)


def _reviewed(_: str) -> ColumnElement[bool]:
    return _B.c.reviewed_at.is_not(None)


_LIST = ByChange(
    _all,
    _B,
    {
        "agency": equals(_B.c.agency_id),
        "client": equals(_B.c.client_id),
        "by": equals(_B.c.opened_by),
        "unreviewed": _unreviewed,
        "reviewed": _reviewed,
    },
    by="created_at",
)


class BreakGlassQueries:
    """Lists of one network's emergency access."""

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    async def page(self, which: BreakGlassFilter, *, after: Cursor | None, limit: int) -> Page[BreakGlass]:
        """Return one page, the newest first."""
        given = {
            "agency": which.agency,
            "client": which.client,
            "by": which.by,
            "unreviewed": True if which.reviewed is False else None,
            "reviewed": True if which.reviewed else None,
        }
        statement, arguments = _LIST.ask([given], Order.NEWEST, after, limit)
        rows = await self.session.page(statement, **arguments)
        last = rows[limit - 1] if len(rows) > limit else None
        following = None if last is None else (last["created_at"], last["id"])
        return Page(
            items=tuple(map(break_glass_of, rows[:limit])), next=following, places=places(rows, limit, "created_at")
        )
