"""Overrides of missing consents as they are looked through."""

from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.sql import Select

from app.adapters.postgres.queries.keyset import ByChange, equals, places
from app.adapters.postgres.queries.referrals import following
from app.adapters.postgres.repositories.consent_overrides import override_of
from app.adapters.postgres.session import Session
from app.adapters.postgres.tables.columns import table_of
from app.adapters.postgres.tables.consent_overrides import ConsentOverrideRow
from app.domain.consents.override import ConsentOverride
from app.ports.consent_overrides import OverrideFilter
from app.ports.queries import Cursor, Page
from app.ports.referrals import Order

_T = table_of(ConsentOverrideRow)


def _all() -> Select[Any]:
    return select(_T).where(_T.c.network_id == bindparam("network"))


_LIST = ByChange(
    _all,
    _T,
    {"agency": equals(_T.c.agency_id), "referral": equals(_T.c.referral_id), "state": equals(_T.c.state)},
)


class ConsentOverrideQueries:
    """Lists of overrides."""

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    async def page(
        self, which: OverrideFilter, order: Order, *, after: Cursor | None, limit: int
    ) -> Page[ConsentOverride]:
        """Return one page."""
        given = {"agency": which.agency, "referral": which.referral, "state": which.state}
        statement, arguments = _LIST.ask([given], order, after, limit)
        rows = await self.session.page(statement, **arguments)
        return Page(
            items=tuple(map(override_of, rows[:limit])), next=following(rows, limit), places=places(rows, limit)
        )
