"""Where those who may speak for clients are kept and how they are listed."""

from collections.abc import Collection
from datetime import date
from typing import Protocol

from app.domain.consents.proxy import Proxy
from app.domain.identity import ClientId, ProxyId
from app.ports.access import Access
from app.ports.queries import Cursor, Page


class Proxies(Protocol):
    """The proxies of the network's clients."""

    async def of_client(self, client: ClientId, proxies: Collection[ProxyId]) -> dict[ProxyId, Proxy]:
        """Return those of these that speak for a client, for a signature."""
        ...

    async def seen(self, access: Access, proxy: ProxyId) -> Proxy | None:
        """Return a proxy if the asker sees its client whole, or recorded it and may see the client."""
        ...

    async def lock_seen(self, access: Access, proxy: ProxyId) -> Proxy | None:
        """Do the same, and keep others from changing it until the transaction ends."""
        ...

    async def add(self, proxy: Proxy) -> None:
        """Keep a proxy that was just recorded."""
        ...

    async def save(self, proxy: Proxy) -> None:
        """Keep its changes and count its version up; raises `Conflict` when somebody else was faster."""
        ...


class ProxyList(Protocol):
    """Lists of proxies, the newest first."""

    async def page(
        self, access: Access, client: ClientId, *, on: date | None, after: Cursor | None, limit: int
    ) -> Page[Proxy]:
        """Return the proxies of a client that the asker may see; `on` a day, only those in force."""
        ...
