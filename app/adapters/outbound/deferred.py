"""The way out, made ready at the first call: loading its library and the certificates delays every start."""

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING

from app.ports.gateways import Answer

if TYPE_CHECKING:
    from app.adapters.outbound.client import GuardedWeb


class DeferredWeb:
    """`PublicWeb` that becomes a `GuardedWeb` when it is needed."""

    def __init__(self, *, allow_private_targets: bool) -> None:
        self._allow_private_targets = allow_private_targets
        self._opening = asyncio.Lock()
        self._opened: GuardedWeb | None = None

    async def check(self, url: str) -> None:
        """Refuse with `Invalid` a URL that may never be called."""
        await (await self._ready()).check(url)

    async def get(
        self, url: str, *, headers: Mapping[str, str] | None = None, seconds: float = 5.0, limit: int = 65_536
    ) -> Answer:
        """Fetch within `seconds` and `limit` bytes."""
        return await (await self._ready()).get(url, headers=headers, seconds=seconds, limit=limit)

    async def post(
        self, url: str, *, headers: Mapping[str, str], body: bytes, seconds: float = 10.0, limit: int = 16_384
    ) -> Answer:
        """Send `body` within `seconds`; keep `limit` bytes of the answer."""
        return await (await self._ready()).post(url, headers=headers, body=body, seconds=seconds, limit=limit)

    async def close(self) -> None:
        """Close what is still open."""
        if self._opened is not None:
            await self._opened.close()

    async def _ready(self) -> "GuardedWeb":
        async with self._opening:
            if self._opened is None:
                self._opened = await asyncio.to_thread(self._open)
            return self._opened

    def _open(self) -> "GuardedWeb":
        from app.adapters.outbound.client import GuardedWeb  # noqa: PLC0415 - slow to load, see above
        from app.adapters.outbound.guard import Guard  # noqa: PLC0415 - the same

        return GuardedWeb(Guard(allow_private_targets=self._allow_private_targets))
