"""Which revision of the tables this code needs and which a database has, told without loading Alembic: it is slow."""

from functools import cache
from pathlib import Path
from typing import Any

import asyncpg

DIRECTORY = Path(__file__).parent / "migrations"


@cache
def head() -> str:
    """Return the revision that this code needs: the last by the number that begins each file's name."""
    return max(path.name.partition("_")[0] for path in (DIRECTORY / "versions").glob("[0-9]*_*.py"))


async def current(connection: Any) -> str | None:
    """Return the revision that the database is at; None before the first migration."""
    exists = await connection.fetchval("SELECT to_regclass('public.alembic_version') IS NOT NULL")
    revision: str | None = await connection.fetchval("SELECT version_num FROM alembic_version") if exists else None
    return revision


async def is_current(dsn: str) -> bool:
    """Tell whether the database of the owner's `dsn` needs no migration."""
    connection: Any = await asyncpg.connect(dsn, statement_cache_size=0)
    try:
        return await current(connection) == head()
    finally:
        await connection.close()
