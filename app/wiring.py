"""The only file that knows everything: from settings to a running core."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from app.adapters.postgres import startup
from app.adapters.postgres.engine import PoolSettings, open_pool
from app.adapters.postgres.transactions import PostgresTransactions
from app.adapters.system import RandomIds, SystemClock
from app.config import Settings
from app.use_cases.core import Core


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """What the doors and the entry points use."""

    settings: Settings
    core: Core
    transactions: PostgresTransactions


@asynccontextmanager
async def open_service(settings: Settings, dsn: str) -> AsyncIterator[Service]:
    """Open the pool as the role in `dsn`, check the database, and put the parts together."""
    pool = await open_pool(
        PoolSettings(dsn=dsn, size=settings.database_pool_size, statement_cache=settings.database_statement_cache)
    )
    try:
        async with pool.acquire() as connection:
            await startup.check(connection)
        transactions = PostgresTransactions(pool)
        core = Core(transactions=transactions, clock=SystemClock(), ids=RandomIds())
        yield Service(settings=settings, core=core, transactions=transactions)
    finally:
        await pool.close()
