"""Lists of consents, the newest first."""

from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, or_, select

from app.adapters.postgres.queries.access import may_see_consent, reach
from app.adapters.postgres.repositories.consents import consent_of
from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.adapters.postgres.tables.clients import ClientRow
from app.adapters.postgres.tables.columns import table_of
from app.adapters.postgres.tables.consents import ConsentRow
from app.domain.consents.consent import Consent
from app.domain.identity import ClientId
from app.ports.access import Access
from app.ports.queries import Cursor, Page

_T = table_of(ConsentRow)
_C = table_of(ClientRow)


class ConsentListQueries:
    """Lists of consents of clients that the asker may see."""

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    async def page(
        self, access: Access, *, client: ClientId | None, active_at: datetime | None, after: Cursor | None, limit: int
    ) -> Page[Consent]:
        """Return one page."""
        statement = _statement(of_client=client is not None, active=active_at is not None, after=after is not None)
        given: dict[str, Any] = {"client": client, "active_at": active_at, "limit": limit + 1}
        if after is not None:
            given["after"] = after[0]
        rows = await self.session.page(statement, **given, **reach(access))
        items = tuple(consent_of(row) for row in rows[:limit])
        return Page(
            items=items, next=(items[-1].id,) if len(rows) > limit else None, places=tuple((each.id,) for each in items)
        )


@cache
def _statement(*, of_client: bool, active: bool, after: bool) -> Statement:
    conditions: list[ColumnElement[bool]] = [_T.c.network_id == bindparam("network"), may_see_consent(_T)]
    if of_client:
        conditions.append(_T.c.client_id == bindparam("client"))
    else:
        conditions += [_T.c.agency_id == bindparam("agency"), ~_C.c.restricted]
    if active:
        conditions.append(_is_active())
    if after:
        conditions.append(_T.c.id < bindparam("after", type_=_T.c.id.type))
    source = _T.join(_C, and_(_C.c.network_id == _T.c.network_id, _C.c.id == _T.c.client_id))
    rows = select(_T).select_from(source).where(*conditions)
    return Statement.of(rows.order_by(_T.c.id.desc()).limit(bindparam("limit")))


def _is_active() -> ColumnElement[bool]:
    at = bindparam("active_at", type_=_T.c.starts.type)
    return and_(
        _T.c.revoked_at.is_(None),
        or_(_T.c.starts.is_(None), _T.c.starts <= at),
        or_(_T.c.ends.is_(None), _T.c.ends > at),
    )
