"""Proxies of clients to rows and back."""

from collections.abc import Collection
from typing import Any

import asyncpg
import msgspec
from sqlalchemy import any_, bindparam, select
from sqlalchemy.dialects.postgresql import ARRAY, UUID

from app.adapters.postgres.queries.access import may_see_consent, reach
from app.adapters.postgres.repositories.shelf import Shelf
from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.adapters.postgres.tables.columns import table_of
from app.adapters.postgres.tables.proxies import ClientProxyRow
from app.domain.consents.proxy import Proxy, ProxyContent, ProxyEnd
from app.domain.identity import AgencyId, ClientId, NetworkId, ProxyId
from app.ports.access import Access

_T = table_of(ClientProxyRow)
_ONE = (_T.c.network_id == bindparam("network"), _T.c.id == bindparam("id"))
_SEEN = Statement.of(select(_T).where(*_ONE, may_see_consent(_T)))
_LOCK_SEEN = Statement.of(select(_T).where(*_ONE, may_see_consent(_T)).with_for_update(of=_T))
_OF_CLIENT = Statement.of(
    select(_T).where(
        _T.c.network_id == bindparam("network"),
        _T.c.client_id == bindparam("client"),
        _T.c.id == any_(bindparam("ids", type_=ARRAY(UUID(as_uuid=True)))),
    )
)


def _values(proxy: Proxy) -> dict[str, Any]:
    ended = proxy.ended
    return {
        "network_id": proxy.network,
        "id": proxy.id,
        "client_id": proxy.client,
        "agency_id": proxy.agency,
        "kind": proxy.content.kind,
        "content": msgspec.to_builtins(proxy.content),
        "since": proxy.content.since,
        "until": proxy.content.until,
        "ended_on": ended.on if ended else None,
        "ended_by": ended.by if ended else None,
        "ended_reason": ended.reason if ended else None,
        "version": proxy.version,
        "created_at": proxy.created_at,
        "updated_at": proxy.updated_at,
    }


def proxy_of(row: asyncpg.Record) -> Proxy:
    """Read a proxy back."""
    ended = None
    if row["ended_on"] is not None:
        ended = ProxyEnd(on=row["ended_on"], by=row["ended_by"], reason=row["ended_reason"])
    return Proxy(
        id=ProxyId(row["id"]),
        network=NetworkId(row["network_id"]),
        client=ClientId(row["client_id"]),
        agency=AgencyId(row["agency_id"]),
        content=msgspec.convert(row["content"], ProxyContent),
        ended=ended,
        version=row["version"],
        created_at=row["created_at"],
        updated_at=row["updated_at"],
    )


PROXIES = Shelf("proxy", ClientProxyRow, _values, proxy_of)


class ProxyRepository:
    """The proxies of the network's clients."""

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    async def of_client(self, client: ClientId, proxies: Collection[ProxyId]) -> dict[ProxyId, Proxy]:
        """Return those of these that speak for a client."""
        rows = await self.session.fetch(_OF_CLIENT, client=client, ids=list(proxies))
        return {ProxyId(row["id"]): proxy_of(row) for row in rows}

    async def seen(self, access: Access, proxy: ProxyId) -> Proxy | None:
        """Return a proxy that the asker may see."""
        row = await self.session.fetch_row(_SEEN, id=proxy, **reach(access))
        return None if row is None else proxy_of(row)

    async def lock_seen(self, access: Access, proxy: ProxyId) -> Proxy | None:
        """Return it and lock its row."""
        row = await self.session.fetch_row(_LOCK_SEEN, id=proxy, **reach(access))
        return None if row is None else proxy_of(row)

    async def add(self, proxy: Proxy) -> None:
        """Insert a proxy that was just recorded."""
        await PROXIES.add(self.session, proxy)

    async def save(self, proxy: Proxy) -> None:
        """Write what changed, one version on."""
        await PROXIES.save(self.session, proxy)
