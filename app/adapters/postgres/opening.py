"""How a connection of the pool becomes a session in one network: within a transaction, or one statement at a time."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any
from uuid import UUID

import asyncpg

from app.adapters.postgres import engine, failures
from app.adapters.postgres.session import PLANNED_ONCE, Looking, Session
from app.domain.errors import Unavailable
from app.domain.identity import NetworkId
from app.ports.transactions import Opening

Pool = Any
_LIMITS = (
    f"SET LOCAL statement_timeout = {engine.STATEMENT_MILLISECONDS};"
    f"SET LOCAL lock_timeout = {engine.LOCK_MILLISECONDS};"
    f"SET LOCAL idle_in_transaction_session_timeout = {engine.IDLE_IN_TRANSACTION_MILLISECONDS}"
)


@asynccontextmanager
async def opened(pool: Pool, network: NetworkId, opening: Opening) -> AsyncIterator[Session]:
    """Open a session in one network, in the way that suits what is done in it."""
    async with _connection(pool) as connection:
        if opening is Opening.LOOK:
            yield Looking(connection, network)
            return
        planned_once = opening is Opening.SEARCH
        rules = f"{_LIMITS};{PLANNED_ONCE}" if planned_once else _LIMITS
        try:
            await connection.execute(f"BEGIN; SET LOCAL app.network = '{UUID(str(network))}'; {rules}")
            yield Session(connection, network, planned_once=planned_once)
            await connection.execute("COMMIT")
        except BaseException:
            await _roll_back(connection)
            raise


@asynccontextmanager
async def _connection(pool: Pool) -> AsyncIterator[Any]:
    """Borrow a connection; what the database refuses is told in the words of the ports."""
    try:
        connection = await pool.acquire(timeout=engine.ACQUIRE_SECONDS)
    except failures.FAILURES as failure:
        raise Unavailable("database.unavailable", "The database does not answer; try again.") from failure
    try:
        yield connection
    except BaseException as failure:
        translated = failures.translate(failure)
        if translated is None:
            raise
        raise translated from failure
    finally:
        await pool.release(connection)


async def _roll_back(connection: Any) -> None:
    try:
        await connection.execute("ROLLBACK", timeout=2)
    except (*failures.FAILURES, RuntimeError):
        with suppress(asyncpg.InterfaceError):  # the pool has taken a broken connection back by itself
            connection.terminate()
