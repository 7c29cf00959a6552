"""How a connection of the pool becomes a session in one network: within a transaction, or one statement at a time."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, suppress
from functools import lru_cache
from types import TracebackType
from typing import Any, TypeVar
from uuid import UUID

import asyncpg

from app.adapters.postgres import engine, failures
from app.adapters.postgres.lending import Lending
from app.adapters.postgres.session import Looking, Session
from app.domain.errors import Unavailable
from app.domain.identity import NetworkId
from app.ports.transactions import Opening

Seen_co = TypeVar("Seen_co", covariant=True)
MOST_REMEMBERED = 1_000
_LIMITS = (
    f"SET LOCAL statement_timeout = {engine.STATEMENT_MILLISECONDS};"
    f"SET LOCAL lock_timeout = {engine.LOCK_MILLISECONDS};"
    f"SET LOCAL idle_in_transaction_session_timeout = {engine.IDLE_IN_TRANSACTION_MILLISECONDS}"
)
_PLANNED_AS_NEEDED = "SET LOCAL plan_cache_mode = auto"


class Opened(AbstractAsyncContextManager[Seen_co]):
    """A session in one network for the length of a block, in the way that suits what is done in it.

    It is seen through a `view`. What the database refuses is told in the words of the ports. The limits of time are
    said at the beginning, unless the connections have them (`limited`).
    """

    __slots__ = ("_connection", "_lending", "_limited", "_network", "_opening", "_view")

    def __init__(
        self,
        lending: Lending,
        network: NetworkId,
        opening: Opening,
        view: Callable[[Session], Seen_co],
        *,
        limited: bool = False,
    ) -> None:
        self._lending, self._network, self._opening, self._view = lending, network, opening, view
        self._limited = limited
        self._connection: Any = None

    async def __aenter__(self) -> Seen_co:
        """Borrow a connection, and begin where there is something to begin."""
        try:
            self._connection = await self._lending.take()
        except failures.FAILURES as failure:
            raise Unavailable("database.unavailable", "The database does not answer; try again.") from failure
        if self._opening is Opening.LOOK:
            return self._view(Looking(self._connection, self._network))
        try:
            await self._connection.execute(_beginning(self._network, limited=self._limited))
        except BaseException as failure:
            await self._give_up(failure)
            raise
        return self._view(Session(self._connection, self._network))

    async def __aexit__(
        self, kind: type[BaseException] | None, failure: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Commit what was begun, or undo it."""
        del kind, trace
        if failure is not None:
            await self._give_up(failure)
            return
        if self._opening is not Opening.LOOK:
            try:
                await self._connection.execute("COMMIT")
            except BaseException as refused:
                await self._give_up(refused)
                raise
        await self._lending.give(self._connection)

    async def _give_up(self, failure: BaseException) -> None:
        """Undo what was begun; raises what the ports call the failure, unless it is called so already."""
        try:
            if self._opening is not Opening.LOOK:
                await _roll_back(self._connection)
            translated = failures.translate(failure)
            if translated is not None:
                raise translated from failure
        finally:
            await self._lending.end(self._connection)


@lru_cache(MOST_REMEMBERED)
def _beginning(network: NetworkId, *, limited: bool) -> str:
    entered = f"SET LOCAL app.network = '{UUID(str(network))}'"
    return ";".join(["BEGIN", entered, _PLANNED_AS_NEEDED, *([] if limited else [_LIMITS])])


async def _roll_back(connection: Any) -> None:
    try:
        await connection.execute("ROLLBACK", timeout=2)
    except (*failures.FAILURES, RuntimeError):
        with suppress(asyncpg.InterfaceError):  # the pool has taken a broken connection back by itself
            connection.terminate()
