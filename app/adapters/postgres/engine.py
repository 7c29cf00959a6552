"""The pool of connections, tuned once: no reset query, typed JSON, a limit on every wait."""

import asyncio
import logging
from dataclasses import dataclass
from typing import Any

import asyncpg
import msgspec

log = logging.getLogger(__name__)

POOL_SIZE = 12
CONNECT_SECONDS = 5.0
ACQUIRE_SECONDS = 5.0
CLOSE_SECONDS = 10.0
STATEMENT_MILLISECONDS = 10_000
IDLE_IN_TRANSACTION_MILLISECONDS = 15_000
LOCK_MILLISECONDS = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolSettings:
    """How to reach the database; `statement_cache` 0 serves behind PgBouncer in transaction mode."""

    dsn: str
    size: int = POOL_SIZE
    statement_cache: int = 512


_JSONB = b"\x01"  # the first byte of what the server sends and takes: the only version that there is


def _to_jsonb(value: Any) -> bytes:
    return _JSONB + msgspec.json.encode(value)


def _of_jsonb(sent: bytes) -> Any:
    return msgspec.json.decode(memoryview(sent)[1:])


async def _prepare(connection: Any) -> None:
    """Let JSON go to and fro as bytes, so that it is also read where it is part of a row within a row."""
    for kind, write, read in (
        ("json", msgspec.json.encode, msgspec.json.decode),
        ("jsonb", _to_jsonb, _of_jsonb),
    ):
        await connection.set_type_codec(kind, schema="pg_catalog", encoder=write, decoder=read, format="binary")


async def _leave_as_it_is(_connection: Any) -> None:
    """Nothing session-level is ever set, so there is nothing to reset at release."""


def _settings(settings: PoolSettings) -> dict[str, str] | None:
    """Say at connect how long anything may take, so that no transaction need say it; PgBouncer refuses to be told.

    Outside transactions that say otherwise, statements are planned once for whatever values (decision 0059).
    """
    if not settings.statement_cache:
        return None
    return {
        "statement_timeout": str(STATEMENT_MILLISECONDS),
        "lock_timeout": str(LOCK_MILLISECONDS),
        "idle_in_transaction_session_timeout": str(IDLE_IN_TRANSACTION_MILLISECONDS),
        "plan_cache_mode": "force_generic_plan",
    }


async def open_pool(settings: PoolSettings) -> "asyncpg.Pool[asyncpg.Record]":
    """Open the pool; raises what asyncpg raises when the server does not answer."""
    return await asyncpg.create_pool(
        settings.dsn,
        min_size=1,
        max_size=settings.size,
        max_inactive_connection_lifetime=300,
        statement_cache_size=settings.statement_cache,
        timeout=CONNECT_SECONDS,
        server_settings=_settings(settings),
        command_timeout=STATEMENT_MILLISECONDS / 1000 + 5,
        init=_prepare,
        reset=_leave_as_it_is,
    )


async def close_pool(pool: "asyncpg.Pool[asyncpg.Record]") -> None:
    """Close the pool; whatever still holds a connection after a while loses it: nothing may keep us from ending."""
    try:
        async with asyncio.timeout(CLOSE_SECONDS):
            await pool.close()
    except TimeoutError:
        log.warning("A connection was still in use at the end; it was cut off.")
        pool.terminate()
