"""Calendars: appointments in the order in which they begin."""

from typing import Any

import asyncpg
from sqlalchemy import bindparam, select
from sqlalchemy.sql import Select

from app.adapters.postgres.queries.access import may_see_record, reach, told_of_others
from app.adapters.postgres.queries.keyset import ByChange, before, equals, places, since
from app.adapters.postgres.session import Session
from app.adapters.postgres.tables.appointments import AppointmentRow
from app.adapters.postgres.tables.columns import table_of
from app.domain.appointments.appointment import AppointmentMode
from app.domain.appointments.appointment_moves import AppointmentStatus
from app.domain.identity import AgencyId, AppointmentId, ClientId, WorkerId
from app.ports.access import Access
from app.ports.appointments import AppointmentFilter, AppointmentItem, AppointmentOrder
from app.ports.queries import Cursor, Page
from app.ports.referrals import Order

_T = table_of(AppointmentRow)
_SHOWN = (
    *("id", "version", "client_id", "agency_id", "worker_id", "title", "mode", "status", "starts", "ends"),
    *("time_zone", "updated_at", "sensitivity"),
)
_FILTERS = {
    "own": equals(_T.c.agency_id),
    "agency": equals(_T.c.agency_id),
    "client": equals(_T.c.client_id),
    "worker": equals(_T.c.worker_id),
    "status": equals(_T.c.status),
    "since": since(_T.c.starts),
    "until": before(_T.c.starts),
}
_ORDERS = {AppointmentOrder.FIRST: Order.OLDEST, AppointmentOrder.LAST: Order.NEWEST}


def _readable() -> Select[Any]:
    chosen = select(*(_T.c[name] for name in _SHOWN))
    return chosen.where(_T.c.network_id == bindparam("network"), may_see_record(_T))


_LIST = ByChange(_readable, _T, _FILTERS, by="starts")


class AppointmentQueries:
    """Lists of one network's appointments."""

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    async def page(
        self,
        access: Access,
        which: AppointmentFilter,
        order: AppointmentOrder,
        *,
        after: Cursor | None,
        limit: int,
    ) -> Page[AppointmentItem]:
        """Return one page: of a client all that the asker may read, else what is the asker's agency's."""
        given = {
            "own": None if access.network_wide or which.client else access.agency,
            "agency": which.agency,
            "client": which.client,
            "worker": which.worker,
            "status": which.status,
            "since": which.since,
            "until": which.until,
        }
        statement, arguments = _LIST.ask([given], _ORDERS[order], after, limit)
        rows = await self.session.page(statement, **arguments, **reach(access))
        last = rows[limit - 1] if len(rows) > limit else None
        following = None if last is None else (last["starts"], last["id"])
        labels = told_of_others(rows[:limit], access)
        return Page(
            items=tuple(map(_item, rows[:limit])), next=following, labels=labels, places=places(rows, limit, "starts")
        )


def _item(row: asyncpg.Record) -> AppointmentItem:
    return AppointmentItem(
        id=AppointmentId(row["id"]),
        version=row["version"],
        client_id=ClientId(row["client_id"]),
        agency_id=AgencyId(row["agency_id"]),
        worker_id=None if row["worker_id"] is None else WorkerId(row["worker_id"]),
        title=row["title"],
        mode=AppointmentMode(row["mode"]),
        status=AppointmentStatus(row["status"]),
        starts=row["starts"],
        ends=row["ends"],
        time_zone=row["time_zone"],
        updated_at=row["updated_at"],
    )
