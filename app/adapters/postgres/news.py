"""Passes the relay's notifications on to live readers: one listening connection for a whole process, while any listens.

Where nothing can listen, as behind a pooler in transaction mode, readers still look every few seconds.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any
from uuid import UUID

import asyncpg

from app.adapters.postgres import engine, failures
from app.adapters.postgres.relay import CHANNEL
from app.domain.identity import NetworkId

log = logging.getLogger(__name__)


class PostgresNews:
    """`News` by LISTEN."""

    def __init__(self, pool: "asyncpg.Pool[asyncpg.Record]") -> None:
        self._pool = pool
        self._connection: Any = None
        self._guard = asyncio.Lock()
        self._leaving: asyncio.Task[None] | None = None
        self._waiting: dict[NetworkId, set[asyncio.Event]] = defaultdict(set)

    @asynccontextmanager
    async def hear(self, network: NetworkId) -> AsyncIterator["Listener"]:
        """Listen until the block ends; the last to leave hands the connection back."""
        event = asyncio.Event()
        self._waiting[network].add(event)
        try:
            yield Listener(self, event)
        finally:
            self._waiting[network].discard(event)
            if not self._waiting[network]:
                del self._waiting[network]
            if not self._waiting:
                # A reader is mostly cut off, and whoever is being cancelled can wait for nothing any more.
                self._leaving = asyncio.create_task(self._leave())

    async def listen(self) -> None:
        """See to it that this process listens; a database that does not let it is not a reader's trouble."""
        async with self._guard:
            if self._connection is not None and not self._connection.is_closed():
                return
            await self._give_back()
            try:
                self._connection = await self._listening()
            except failures.FAILURES as failure:
                log.warning("Live readers look by themselves: %s", failure)

    async def _listening(self) -> Any:
        connection: Any = await self._pool.acquire(timeout=engine.ACQUIRE_SECONDS)
        try:
            await connection.add_listener(CHANNEL, self._heard)
        except BaseException:
            connection.terminate()  # a reader that is cut off here can wait for nothing any more
            raise
        return connection

    async def _leave(self) -> None:
        async with self._guard:
            if not self._waiting:
                await self._give_back()

    async def _give_back(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(*failures.FAILURES):
                await connection.remove_listener(CHANNEL, self._heard)
            with suppress(*failures.FAILURES):
                await self._pool.release(connection)

    def _heard(self, _connection: object, _pid: int, _channel: str, payload: object) -> None:
        for event in self._waiting.get(NetworkId(UUID(str(payload))), ()):
            event.set()


class Listener:
    """One reader's place."""

    def __init__(self, news: PostgresNews, event: asyncio.Event) -> None:
        self._news, self._event = news, event

    async def wait(self, seconds: float) -> None:
        """Return at once when there may be something to read, or after so many seconds."""
        await self._news.listen()
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._event.wait()
        self._event.clear()
