"""Households as an agency lists them."""

from typing import Any

import asyncpg
from sqlalchemy import ColumnElement, bindparam, literal_column, or_, select
from sqlalchemy.sql import Select

from app.adapters.postgres.queries.access import may_see, reach, row_by_row
from app.adapters.postgres.queries.keyset import ByChange, equals, places, since
from app.adapters.postgres.queries.referrals import following
from app.adapters.postgres.session import Session
from app.adapters.postgres.tables.clients import ClientRow
from app.adapters.postgres.tables.columns import table_of
from app.adapters.postgres.tables.households import HouseholdRow
from app.domain.clients.access import Tier
from app.domain.clients.household import HouseholdKind
from app.domain.identity import AgencyId, HouseholdId
from app.ports.access import Access
from app.ports.households import HouseholdFilter, HouseholdItem
from app.ports.queries import Cursor, Page
from app.ports.referrals import Order

_H = table_of(HouseholdRow)
_C = table_of(ClientRow)
_SHOWN = (_H.c.id, _H.c.version, _H.c.agency_id, _H.c.kind, _H.c.name, _H.c.created_at, _H.c.updated_at)


def _members(*which: ColumnElement[bool]) -> Select[Any]:
    return select(literal_column("1")).where(_C.c.network_id == _H.c.network_id, _C.c.household == _H.c.id, *which)


def _seen() -> Select[Any]:
    """Select those with a member whom the asker sees whole and who may be listed; an empty one is its recorder's."""
    listed = row_by_row(_members(~_C.c.restricted, may_see(_C.c.id, Tier.FULL)))
    empty = (_H.c.agency_id == bindparam("agency")) & ~row_by_row(_members())
    return select(*_SHOWN).where(_H.c.network_id == bindparam("network"), or_(listed, empty))


_LIST = ByChange(
    _seen,
    _H,
    {
        "own": equals(_H.c.agency_id),
        "client": lambda name: (
            _H.c.id
            == select(_C.c.household)
            .where(
                _C.c.network_id == bindparam("network"),
                _C.c.id == bindparam(name, type_=_C.c.id.type),
                may_see(_C.c.id, Tier.FULL),
            )
            .scalar_subquery()
        ),
        "updated_since": since(_H.c.updated_at),
    },
)


class HouseholdQueries:
    """Lists of one network's households."""

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    async def page(
        self, access: Access, which: HouseholdFilter, order: Order, *, after: Cursor | None, limit: int
    ) -> Page[HouseholdItem]:
        """Return one page of the agency's households, or of the network's; or the one of a client."""
        given = {
            "own": None if access.network_wide or which.client else access.agency,
            "client": which.client,
            "updated_since": which.updated_since,
        }
        statement, arguments = _LIST.ask([given], order, after, limit)
        rows = await self.session.page(statement, **arguments, **reach(access))
        return Page(items=tuple(map(_item, rows[:limit])), next=following(rows, limit), places=places(rows, limit))


def _item(row: asyncpg.Record) -> HouseholdItem:
    return HouseholdItem(
        id=HouseholdId(row["id"]),
        version=row["version"],
        agency=AgencyId(row["agency_id"]),
        kind=HouseholdKind(row["kind"]),
        name=row["name"],
        created_at=row["created_at"],
        updated_at=row["updated_at"],
    )
