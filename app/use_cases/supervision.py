"""Keeps loops turning: one that fails is told of and tried again, and a stop is clean within seconds."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from app.domain.errors import Unavailable
from app.ports.transactions import TransactionConflict

FIRST_PAUSE_SECONDS = 0.25
LONGEST_PAUSE_SECONDS = 5.0
STOP_SECONDS = 8.0

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Loop:
    """Something to be done again and again: `turn` returns whether there is more to do at once.

    Between turns it rests for `pause` seconds, or until `wake` is set.
    """

    name: str
    turn: Callable[[], Awaitable[bool]]
    pause: float
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    close: Callable[[], Awaitable[None]] | None = None


async def supervise(loops: Sequence[Loop], stop: asyncio.Event) -> None:
    """Turn the loops until `stop` is set; each begins anew after whatever befalls it."""
    tasks = [asyncio.create_task(_keep_turning(loop, stop), name=loop.name) for loop in loops]
    await stop.wait()
    for loop in loops:
        loop.wake.set()
    _, slow = await asyncio.wait(tasks, timeout=STOP_SECONDS)
    for task in slow:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def _keep_turning(loop: Loop, stop: asyncio.Event) -> None:
    failures = 0
    while not stop.is_set():
        loop.wake.clear()
        try:
            busy = await loop.turn()
            failures = 0
        except Exception as failure:  # noqa: BLE001 - whatever it was, the loop must go on
            _tell(loop, failure)
            await _rest(stop, min(FIRST_PAUSE_SECONDS * 2**failures, LONGEST_PAUSE_SECONDS))
            failures = min(failures + 1, 10)
            continue
        if not busy:
            await _rest(loop.wake, loop.pause)
    if loop.close is not None:
        await loop.close()


def _tell(loop: Loop, failure: Exception) -> None:
    if isinstance(failure, Unavailable | TransactionConflict):
        log.warning("The loop %s waits: %s", loop.name, failure)
    else:
        log.error("The loop %s failed and begins anew.", loop.name, exc_info=failure)


async def _rest(until: asyncio.Event, seconds: float) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await until.wait()
