"""What the service asks of the database, as the connections tell it."""

import re
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import asyncpg

Heard = list[str]
_BESIDE = re.compile(r"^(BEGIN|COMMIT|ROLLBACK)|pg_type|current_setting\('jit'\)|access_tokens")


@asynccontextmanager
async def listening(pool: "asyncpg.Pool[asyncpg.Record]", held: int = 0) -> AsyncIterator[Heard]:
    """Hear every statement of a pool, but not what begins and ends transactions, nor who asks, nor of what types.

    `held` of its connections are somebody's for long: those that listen for notifications.
    """
    heard: Heard = []

    def hear(record: Any) -> None:
        if not _BESIDE.search(record.query):
            heard.append(record.query)

    await _on_all(pool, held, lambda connection: connection.add_query_logger(hear))
    yield heard
    await _on_all(pool, held, lambda connection: connection.remove_query_logger(hear))


async def _on_all(pool: "asyncpg.Pool[asyncpg.Record]", spared: int, change: Callable[[Any], None]) -> None:
    async with AsyncExitStack() as held:
        for connection in [await held.enter_async_context(pool.acquire()) for _ in range(pool.get_max_size() - spared)]:
            change(connection)
