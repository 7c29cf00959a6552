"""The timeline of a client over all nouns in one statement, each entry under the rule of the thing it tells of."""

from typing import Any

import asyncpg
from sqlalchemy import ColumnElement, Text, any_, bindparam, select, true
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import UUID as UUID_TYPE
from sqlalchemy.sql import Select

from app.adapters.postgres.queries.access import may_read_entry, may_see, reach, told_of_others
from app.adapters.postgres.queries.keyset import ByChange, Filter, before, places, since
from app.adapters.postgres.session import Session
from app.adapters.postgres.tables.columns import table_of
from app.adapters.postgres.tables.timelines import TimelineEntryRow
from app.domain.identity import AgencyId, ClientId, EventId, WorkerId
from app.ports.access import Access
from app.ports.queries import Cursor, Page
from app.ports.referrals import Order
from app.ports.timelines import TimelineEntry, TimelineFilter

_T = table_of(TimelineEntryRow)
_CLIENT = bindparam("client", type_=UUID_TYPE(as_uuid=True))
_AGENCY = bindparam("agency", type_=UUID_TYPE(as_uuid=True))
_SHOWN = (
    *("id", "at", "kind", "type", "subject_type", "subject_id", "version", "actor_agency_id", "worker_id"),
    *("principal_id", "related", "facts", "agency_id", "sensitivity"),
)


def _readable() -> Select[Any]:
    """Ask once whether the client is seen at all, and of each entry whether its own thing may be read."""
    return select(*(_T.c[name] for name in _SHOWN)).where(
        _T.c.network_id == bindparam("network"), _T.c.client_id == _CLIENT, may_see(_CLIENT), may_read_entry(_T, true())
    )


def _one_of(column: ColumnElement[Any]) -> Filter:
    return lambda name: column == any_(bindparam(name, type_=ARRAY(Text)))


_LIST = ByChange(
    _readable,
    _T,
    {"kinds": _one_of(_T.c.kind), "since": since(_T.c.at), "until": before(_T.c.at)},
    by="at",
)


class TimelineQueries:
    """The timelines of one network's clients."""

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    async def page(
        self, access: Access, client: ClientId, which: TimelineFilter, *, after: Cursor | None, limit: int
    ) -> Page[TimelineEntry]:
        """Return one page, the newest first."""
        given = {"kinds": sorted(which.kinds) or None, "since": which.since, "until": which.until}
        statement, arguments = _LIST.ask([given], Order.NEWEST, after, limit)
        rows = await self.session.page(statement, client=client, **arguments, **reach(access))
        last = rows[limit - 1] if len(rows) > limit else None
        following = None if last is None else (last["at"], last["id"])
        labels = told_of_others(rows[:limit], access)
        return Page(
            items=tuple(map(_entry, rows[:limit])), next=following, labels=labels, places=places(rows, limit, "at")
        )


def _entry(row: asyncpg.Record) -> TimelineEntry:
    return TimelineEntry(
        id=EventId(row["id"]),
        at=row["at"],
        kind=row["kind"],
        type=row["type"],
        subject_type=row["subject_type"],
        subject=row["subject_id"],
        version=row["version"],
        agency=AgencyId(row["actor_agency_id"]),
        worker=None if row["worker_id"] is None else WorkerId(row["worker_id"]),
        principal=None if row["principal_id"] is None else AgencyId(row["principal_id"]),
        related=row["related"],
        facts=row["facts"],
    )
