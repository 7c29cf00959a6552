"""How long a statement may take: the server ends it, whether or not a transaction was opened for it."""

from collections.abc import AsyncIterator
from uuid import uuid4

import asyncpg
import pytest

from app.adapters.postgres import engine
from app.adapters.postgres.engine import PoolSettings
from app.adapters.postgres.statements import Statement
from app.adapters.postgres.transactions import PostgresTransactions
from app.domain.errors import Unavailable
from app.domain.identity import NetworkId
from app.ports.transactions import Opening
from tests.support.postgres import Database

SLEEPY = Statement.text("SELECT pg_sleep(60) WHERE $1::uuid IS NOT NULL", "network")
TOLD = "SHOW statement_timeout"


@pytest.fixture
async def hasty(database: Database, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[PostgresTransactions]:
    """Transactions on connections that were opened when a statement might take a tenth of a second."""
    with monkeypatch.context() as patched:
        patched.setattr(engine, "STATEMENT_MILLISECONDS", 100)
        pool = await engine.open_pool(PoolSettings(dsn=database.app, size=1))
    transactions = PostgresTransactions(pool)
    yield transactions
    await transactions.close()
    await engine.close_pool(pool)


async def test_the_server_ends_what_only_looks_and_takes_too_long(hasty: PostgresTransactions) -> None:
    with pytest.raises(Unavailable) as refused:
        async with hasty.begin(NetworkId(uuid4()), Opening.LOOK) as looking:
            await looking.session.fetch(SLEEPY)
    assert isinstance(refused.value.__cause__, asyncpg.QueryCanceledError)


async def test_nothing_is_said_at_connect_that_pgbouncer_would_refuse(database: Database) -> None:
    found = []
    for cache in (512, 0):
        pool = await engine.open_pool(PoolSettings(dsn=database.app, size=1, statement_cache=cache))
        found.append(await pool.fetchval(TOLD))
        await engine.close_pool(pool)
    assert found == ["10s", "0"]
