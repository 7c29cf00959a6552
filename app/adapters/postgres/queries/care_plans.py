"""Care plans as clients and agencies list them."""

from collections.abc import Collection
from typing import Any

import asyncpg
from sqlalchemy import any_, bindparam, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.sql import Select

from app.adapters.postgres.queries.access import may_see_record, reach, told_of_others
from app.adapters.postgres.queries.keyset import ByChange, equals, places, since
from app.adapters.postgres.queries.referrals import following
from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.adapters.postgres.tables.care_plans import CarePlanRow
from app.adapters.postgres.tables.columns import table_of
from app.domain.care_plans.plan_moves import PlanStatus
from app.domain.identity import AgencyId, CarePlanId, ClientId, WorkerId
from app.ports.access import Access
from app.ports.care_plans import CarePlanFilter, CarePlanItem
from app.ports.queries import Cursor, Page
from app.ports.referrals import Order

_T = table_of(CarePlanRow)
_SHOWN = (
    *("id", "version", "client_id", "agency_id", "worker_id", "title", "status", "starts", "ends", "next_review"),
    *("created_at", "updated_at", "sensitivity"),
)
_FILTERS = {
    "own": equals(_T.c.agency_id),
    "client": equals(_T.c.client_id),
    "status": equals(_T.c.status),
    "worker": equals(_T.c.worker_id),
    "updated_since": since(_T.c.updated_at),
}


def _readable() -> Select[Any]:
    chosen = select(*(_T.c[name] for name in _SHOWN))
    return chosen.where(_T.c.network_id == bindparam("network"), may_see_record(_T))


_LIST = ByChange(_readable, _T, _FILTERS)
_READABLE = Statement.of(
    select(_T.c.id).where(
        _T.c.network_id == bindparam("network"),
        _T.c.id == any_(bindparam("ids", type_=ARRAY(_T.c.id.type))),
        may_see_record(_T),
    )
)


class CarePlanQueries:
    """Lists of one network's care plans."""

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    async def readable(self, access: Access, plans: Collection[CarePlanId]) -> frozenset[CarePlanId]:
        """Return those of these plans that the asker may read."""
        rows = await self.session.fetch(_READABLE, ids=list(plans), **reach(access))
        return frozenset(CarePlanId(row["id"]) for row in rows)

    async def page(
        self, access: Access, which: CarePlanFilter, order: Order, *, after: Cursor | None, limit: int
    ) -> Page[CarePlanItem]:
        """Return one page: of a client all that the asker may read, else what is the asker's agency's."""
        given = {
            "own": None if access.network_wide or which.client else access.agency,
            "client": which.client,
            "status": which.status,
            "worker": which.worker,
            "updated_since": which.updated_since,
        }
        statement, arguments = _LIST.ask([given], order, after, limit)
        rows = await self.session.page(statement, **arguments, **reach(access))
        labels = told_of_others(rows[:limit], access)
        return Page(
            items=tuple(map(_item, rows[:limit])),
            next=following(rows, limit),
            places=places(rows, limit),
            labels=labels,
        )


def _item(row: asyncpg.Record) -> CarePlanItem:
    return CarePlanItem(
        id=CarePlanId(row["id"]),
        version=row["version"],
        client_id=ClientId(row["client_id"]),
        agency_id=AgencyId(row["agency_id"]),
        worker_id=None if row["worker_id"] is None else WorkerId(row["worker_id"]),
        title=row["title"],
        status=PlanStatus(row["status"]),
        starts=row["starts"],
        ends=row["ends"],
        next_review=row["next_review"],
        created_at=row["created_at"],
        updated_at=row["updated_at"],
    )
