"""Proxies as they are listed for one client, the newest first."""

from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Date, bindparam, or_, select

from app.adapters.postgres.queries.access import may_see_consent, reach
from app.adapters.postgres.repositories.proxies import proxy_of
from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.adapters.postgres.tables.columns import table_of
from app.adapters.postgres.tables.proxies import ClientProxyRow
from app.domain.consents.proxy import Proxy
from app.domain.identity import ClientId
from app.ports.access import Access
from app.ports.queries import Cursor, Page

_T = table_of(ClientProxyRow)


class ProxyQueries:
    """Lists of proxies of clients that the asker may see."""

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    async def page(
        self, access: Access, client: ClientId, *, on: date | None, after: Cursor | None, limit: int
    ) -> Page[Proxy]:
        """Return one page."""
        given: dict[str, Any] = {"client": client, "day": on, "limit": limit + 1}
        if after is not None:
            given["after"] = after[0]
        statement = _statement(day=on is not None, after=after is not None)
        rows = await self.session.page(statement, **given, **reach(access))
        items = tuple(map(proxy_of, rows[:limit]))
        return Page(
            items=items, next=(items[-1].id,) if len(rows) > limit else None, places=tuple((each.id,) for each in items)
        )


@cache
def _statement(*, day: bool, after: bool) -> Statement:
    conditions: list[ColumnElement[bool]] = [
        _T.c.network_id == bindparam("network"),
        _T.c.client_id == bindparam("client"),
        may_see_consent(_T),
    ]
    if day:
        on = bindparam("day", type_=Date)
        conditions += [
            _T.c.since <= on,
            or_(_T.c.until.is_(None), _T.c.until >= on),
            or_(_T.c.ended_on.is_(None), _T.c.ended_on > on),
        ]
    if after:
        conditions.append(_T.c.id < bindparam("after", type_=_T.c.id.type))
    return Statement.of(select(_T).where(*conditions).order_by(_T.c.id.desc()).limit(bindparam("limit")))
