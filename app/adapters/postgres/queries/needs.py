"""Needs as those who may read them list them."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import any_, bindparam, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.sql import Select

from app.adapters.postgres.queries.access import may_see_record, reach, told_of_others
from app.adapters.postgres.queries.keyset import ByChange, equals, places, since
from app.adapters.postgres.queries.referrals import following
from app.adapters.postgres.repositories.needs import need_of, step_of
from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.adapters.postgres.tables.columns import table_of
from app.adapters.postgres.tables.needs import NeedRow, NeedStepRow
from app.domain.care_plans.need import Need
from app.domain.care_plans.need_history import NeedStep
from app.domain.identity import NeedId
from app.ports.access import Access
from app.ports.needs import NeedFilter
from app.ports.queries import Cursor, Page
from app.ports.referrals import Order

_N, _S = table_of(NeedRow), table_of(NeedStepRow)


def _all() -> Select[Any]:
    return select(_N).where(_N.c.network_id == bindparam("network"), may_see_record(_N))


_LIST = ByChange(
    _all,
    _N,
    {
        "own": equals(_N.c.agency_id),
        "by_agency": equals(_N.c.agency_id),
        "client": equals(_N.c.client_id),
        "status": equals(_N.c.status),
        "category": equals(_N.c.category),
        "updated_since": since(_N.c.updated_at),
    },
)
_HISTORY = Statement.of(
    select(_S)
    .where(
        _S.c.network_id == bindparam("network"),
        _S.c.need_id == bindparam("need"),
        _S.c.number > bindparam("after", type_=_S.c.number.type),
    )
    .order_by(_S.c.number)
    .limit(bindparam("limit"))
)
_READABLE = Statement.of(
    select(_N.c.id).where(
        _N.c.network_id == bindparam("network"),
        _N.c.id == any_(bindparam("ids", type_=ARRAY(_N.c.id.type))),
        may_see_record(_N),
    )
)


class NeedQueries:
    """Lists of one network's needs."""

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    async def page(
        self, access: Access, which: NeedFilter, order: Order, *, after: Cursor | None, limit: int
    ) -> Page[Need]:
        """Return one page: of a client's needs, of the agency's, or of the network's."""
        everything = access.network_wide or which.client is not None
        given = {
            "own": None if everything else access.agency,
            "by_agency": which.agency,
            "client": which.client,
            "status": which.status,
            "category": which.category,
            "updated_since": which.updated_since,
        }
        statement, arguments = _LIST.ask([given], order, after, limit)
        rows = await self.session.page(statement, **arguments, **reach(access))
        labels = told_of_others(rows[:limit], access)
        return Page(
            items=tuple(map(need_of, rows[:limit])),
            next=following(rows, limit),
            places=places(rows, limit),
            labels=labels,
        )

    async def history(self, need: NeedId, *, after: Cursor | None, limit: int) -> Page[NeedStep]:
        """Return lines of history in order."""
        rows = await self.session.page(_HISTORY, need=need, after=after[0] if after else 0, limit=limit + 1)
        items = tuple(map(step_of, rows[:limit]))
        numbers = tuple((item.number,) for item in items)
        return Page(items=items, next=numbers[-1] if len(rows) > limit else None, places=numbers)

    async def readable(self, access: Access, needs: Collection[NeedId]) -> frozenset[NeedId]:
        """Return those of these needs that the asker may read."""
        rows = await self.session.fetch(_READABLE, ids=list(needs), **reach(access))
        return frozenset(NeedId(row["id"]) for row in rows)
