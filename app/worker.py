"""Runs the readers of the event log: relay, webhooks, clocks and purges; any number of workers at once is safe."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import asyncpg

from app.config import Settings
from app.use_cases.supervision import supervise
from app.wiring import open_worker

WAIT_SECONDS = 2.0
NOT_THERE = (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError)

log = logging.getLogger(__name__)


async def work(settings: Settings, dsn: str, stop: asyncio.Event, ready: asyncio.Event | None = None) -> None:
    """Turn the loops until `stop` is set; a database that is not there yet is waited for."""
    while not stop.is_set():
        try:
            async with open_worker(settings, dsn) as loops:
                if ready is not None:
                    ready.set()
                await supervise(loops, stop)
        except NOT_THERE as failure:
            log.warning("The worker waits for the database: %s", failure)
            with suppress(TimeoutError):
                async with asyncio.timeout(WAIT_SECONDS):
                    await stop.wait()


@asynccontextmanager
async def working_beside(settings: Settings, dsn: str) -> AsyncIterator[None]:
    """Work beside whatever else this process does, until the block ends; raises at once when it may not."""
    stop, ready = asyncio.Event(), asyncio.Event()
    working = asyncio.create_task(work(settings, dsn, stop, ready), name="worker")
    begun = asyncio.create_task(ready.wait())
    await asyncio.wait({working, begun}, return_when=asyncio.FIRST_COMPLETED)
    begun.cancel()
    try:
        if not working.done():
            yield
    finally:
        stop.set()
        await working
