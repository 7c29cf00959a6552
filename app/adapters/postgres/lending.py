"""Connections handed from one call to the next: the pool's own way there and back costs as much as a statement does."""

import asyncio
from collections import deque
from typing import Any

import asyncpg

from app.adapters.postgres import engine

TURN_SECONDS = 0.05


class Lending:
    """Lends the connections of a pool, and keeps what comes back sound for whoever comes next.

    At every turn of `TURN_SECONDS` what nobody wanted since the last goes back to the pool, and if everything was
    wanted, the next that comes back: others who ask the pool itself, such as readiness, wait no longer than that.
    """

    def __init__(self, pool: Any) -> None:
        self._pool = pool
        self._kept: list[Any] = []
        self._waiting: deque[asyncio.Future[Any]] = deque()
        self._unwanted = 0
        self._borrowing = 0
        self._out = 0
        self._is_turn = False
        self._clock: asyncio.TimerHandle | None = None
        self._returning: asyncio.Task[None] | None = None

    async def take(self) -> Any:
        """Borrow a connection; raises what the pool raises, `TimeoutError` when none is free in time."""
        while self._kept:
            connection = self._kept.pop()
            self._unwanted = min(self._unwanted, len(self._kept))
            if _lives(connection):
                return connection
            await self.end(connection)
        if self._out and (self._waiting or not self._has_free()):
            async with asyncio.timeout(engine.ACQUIRE_SECONDS):
                handed = await self._in_line()
            if handed is not None:
                return handed
        return await self._borrow()

    async def give(self, connection: Any) -> None:
        """Give a connection back on which nothing is under way."""
        if self._is_turn or self._borrowing or not _lives(connection):
            self._is_turn = False
            await self.end(connection)
        elif not self._hand(connection):
            self._kept.append(connection)
        self._wind()

    async def end(self, connection: Any) -> None:
        """Give a connection back to the pool, which sees to it that it is sound."""
        self._out -= 1
        try:
            await self._pool.release(connection)
        finally:
            self._hand(None)

    async def close(self) -> None:
        """Give back what is kept."""
        if self._clock is not None:
            self._clock.cancel()
            self._clock = None
        await self._end_all(self._kept)

    async def _end_all(self, unwanted: list[Any]) -> None:
        while unwanted:
            await self.end(unwanted.pop())

    def _has_free(self) -> bool:
        pool = self._pool
        used: int = pool.get_size() - pool.get_idle_size()
        return used < int(pool.get_max_size())

    async def _borrow(self) -> Any:
        self._borrowing += 1
        try:
            connection = await self._pool.acquire(timeout=engine.ACQUIRE_SECONDS)
        finally:
            self._borrowing -= 1
        self._out += 1
        return connection

    async def _in_line(self) -> Any | None:
        """Wait for what others give back; None when the pool may have one."""
        place: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._waiting.append(place)
        try:
            return await place
        except asyncio.CancelledError:
            if place.done() and not place.cancelled():  # it was handed over in the very moment in which it gave up
                self._pass_on(place.result())
            raise

    def _pass_on(self, connection: Any | None) -> None:
        if not self._hand(connection) and connection is not None:
            self._kept.append(connection)
            self._wind()

    def _hand(self, connection: Any | None) -> bool:
        """Give it to who has waited longest; whether anybody waited."""
        while self._waiting:
            place = self._waiting.popleft()
            if not place.done():
                place.set_result(connection)
                return True
        return False

    def _wind(self) -> None:
        if self._clock is None:
            self._clock = asyncio.get_running_loop().call_later(TURN_SECONDS, self._turn)

    def _turn(self) -> None:
        self._clock = None
        unwanted, self._kept = self._kept[: self._unwanted], self._kept[self._unwanted :]
        self._unwanted = len(self._kept)
        self._is_turn = not unwanted
        if unwanted:
            self._returning = asyncio.get_running_loop().create_task(self._end_all(unwanted))
        if self._kept:
            self._wind()


def _lives(connection: Any) -> bool:
    try:
        return not connection.is_closed()
    except asyncpg.InterfaceError:  # the pool has taken a broken connection back by itself
        return False
