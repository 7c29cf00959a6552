"""Lists of exports and of erasures, each one statement along its index."""

from typing import Any

import asyncpg
from sqlalchemy import bindparam, select
from sqlalchemy.sql import Select

from app.adapters.postgres.queries.keyset import ByChange, equals, places
from app.adapters.postgres.repositories.client_exports import EXPORTS
from app.adapters.postgres.repositories.erasures import ERASURES
from app.adapters.postgres.session import Session
from app.domain.errands.client_export import ClientExport
from app.domain.identity import AgencyId, ClientId
from app.domain.retention.erasure import Erasure
from app.ports.queries import Cursor, Page
from app.ports.referrals import Order
from app.ports.retention import ErasureFilter

_X, _E = EXPORTS.table, ERASURES.table


def _exports() -> Select[Any]:
    return select(_X).where(_X.c.network_id == bindparam("network"))


def _erasures() -> Select[Any]:
    return select(_E).where(_E.c.network_id == bindparam("network"))


_EXPORT_LIST = ByChange(_exports, _X, {"client": equals(_X.c.client_id), "agency": equals(_X.c.agency_id)})
_ERASURE_LIST = ByChange(
    _erasures,
    _E,
    {"state": equals(_E.c.state), "client": equals(_E.c.client_id), "agency": equals(_E.c.proposed_agency)},
)


class RetentionQueries:
    """Lists of one network's exports and erasures."""

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    async def exports(
        self, client: ClientId, agency: AgencyId, *, after: Cursor | None, limit: int
    ) -> Page[ClientExport]:
        """Return the exports that an agency asked for, the newest first."""
        asked = {"client": client, "agency": agency}
        statement, arguments = _EXPORT_LIST.ask([asked], Order.NEWEST, after, limit)
        rows = await self.session.page(statement, **arguments)
        items = tuple(map(EXPORTS.entity, rows[:limit]))
        return Page(items=items, next=_following(rows, limit), places=places(rows, limit))

    async def erasures(self, which: ErasureFilter, *, after: Cursor | None, limit: int) -> Page[Erasure]:
        """Return one page, the newest change first."""
        asked = {"state": which.state, "client": which.client, "agency": which.agency}
        statement, arguments = _ERASURE_LIST.ask([asked], Order.NEWEST, after, limit)
        rows = await self.session.page(statement, **arguments)
        items = tuple(map(ERASURES.entity, rows[:limit]))
        return Page(items=items, next=_following(rows, limit), places=places(rows, limit))


def _following(rows: list[asyncpg.Record], limit: int) -> Cursor | None:
    last = rows[limit - 1] if len(rows) > limit else None
    return None if last is None else (last["updated_at"], last["id"])
