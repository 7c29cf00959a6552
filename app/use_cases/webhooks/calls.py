"""Calls to receivers that are under way together: each takes its time without keeping the others waiting."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Sequence
from typing import TypeVar

from app.domain.errors import Unavailable
from app.domain.identity import NetworkId
from app.ports.transactions import TransactionConflict

T = TypeVar("T")

CLOSE_SECONDS = 4.0
TRIES = 5

log = logging.getLogger(__name__)


class Calls:
    """So many calls at most; whoever begins them is woken when one has ended."""

    def __init__(self, most: int, wake: asyncio.Event) -> None:
        self._most, self._wake = most, wake
        self._calls: set[asyncio.Task[None]] = set()
        self._turns = 0

    def __iter__(self) -> Iterator[asyncio.Task[None]]:
        return iter(tuple(self._calls))

    @property
    def room(self) -> int:
        """How many more may begin."""
        return self._most - len(self._calls)

    def begin(self, work: Coroutine[None, None, None]) -> None:
        """Let a call take its time."""
        call = asyncio.create_task(work)
        self._calls.add(call)
        call.add_done_callback(self._ended)

    def in_turn(self, networks: Sequence[NetworkId]) -> Sequence[NetworkId]:
        """Begin with another network each time, so that none always comes when there is no room left."""
        self._turns += 1
        first = self._turns % len(networks) if networks else 0
        return [*networks[first:], *networks[:first]]

    async def close(self) -> None:
        """Let calls under way finish for a moment; the rest is left to their leases."""
        if self._calls:
            await asyncio.wait(self._calls, timeout=CLOSE_SECONDS)
        for call in self._calls:
            call.cancel()
        await asyncio.gather(*self._calls, return_exceptions=True)

    def _ended(self, call: asyncio.Task[None]) -> None:
        self._calls.discard(call)
        self._wake.set()
        if not call.cancelled() and (failure := call.exception()) is not None:
            log.error("A delivery was left to its lease.", exc_info=failure)


async def persistently(settle: Callable[[], Awaitable[T]]) -> T:
    """Try again what is in somebody's way, or finds no database: what was sent must not be sent again for that."""
    for attempt in range(TRIES):
        try:
            return await settle()
        except (TransactionConflict, Unavailable):
            await asyncio.sleep(0.1 * 2**attempt)
    return await settle()
