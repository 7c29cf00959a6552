"""Thousands of records take on the label of a program while the worker is killed, again and again."""

import asyncio
from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import asyncpg
import pytest

from app.adapters.postgres.engine import PoolSettings, open_pool
from app.adapters.postgres.transactions import PostgresTransactions
from app.domain.codes import Sensitivity, label_bits
from app.domain.identity import AgencyId, NetworkId
from app.domain.sensitivity.relabelling import Relabelling
from app.use_cases.networks.relabelling import BITE
from tests.support.clocks import HandMovedClock
from tests.support.plans import FREE, an_id, fill
from tests.support.postgres import Database
from tests.support.processes import a_process, ended, environment

NETWORK, AGENCY, OTHER = NetworkId(uuid4()), AgencyId(UUID(int=3)), AgencyId(UUID(int=4))
CLIENTS, EACH = 4_000, 3
KEPT = {
    ("needs", AGENCY): {"status": "'active'", "verification": "'confirmed'"},
    ("goals", AGENCY): {"state": "'active'"},
    ("appointments", OTHER): {"status": "'booked'", "mode": "'phone'", "time_zone": "'UTC'"},
}
MH = label_bits({Sensitivity.MH})
PATIENCE = 60


@pytest.fixture
async def connection(empty_database: Database) -> AsyncIterator[asyncpg.Connection]:
    """A network with an agency of which every client has needs and goals, and another agency."""
    connection = await asyncpg.connect(empty_database.superuser)
    await connection.execute(FREE)
    await fill(connection, NETWORK, "networks", 1, name="'Bay'")
    for (table, agency), standing in KEPT.items():
        about = {"client_id": an_id(f"n % {CLIENTS} + 1"), "agency_id": f"'{agency}'::uuid"}
        await fill(connection, NETWORK, table, CLIENTS * EACH, id=an_id("n"), **about, **standing)
    for agency in (AGENCY, OTHER):
        joined = {"membership": "'full'", "status": "'active'", "time_zone": "'UTC'"}
        await fill(connection, NETWORK, "agencies", 1, id=f"'{agency}'::uuid", **joined)
    await fill(connection, NETWORK, "clients", CLIENTS, id=an_id("n"))
    await connection.execute("ANALYZE")
    yield connection
    await connection.close()


async def ask(database: Database) -> None:
    """Let the agency take a program up."""
    pool, now = await open_pool(PoolSettings(dsn=database.app, size=1)), HandMovedClock().now()
    async with pool, PostgresTransactions(pool).begin(NETWORK) as tx:
        waiting = Relabelling(network=NETWORK, agency=AGENCY, due=now)
        waiting.take_on(frozenset({Sensitivity.MH}), frozenset(), now)
        await tx.relabellings.put(waiting)


async def labelled(connection: asyncpg.Connection, table: str = "needs") -> int:
    return int(await connection.fetchval(f"SELECT count(*) FROM {table} WHERE sensitivity = $1", MH))  # noqa: S608


async def passed(connection: asyncpg.Connection, count: int) -> None:
    """Wait until so many needs are labelled."""
    async with asyncio.timeout(PATIENCE):
        while await labelled(connection) < count:  # noqa: ASYNC110 - what we wait for happens in another process
            await asyncio.sleep(0.01)


@pytest.mark.long
async def test_a_worker_killed_in_the_middle_leaves_whole_steps_and_the_next_goes_on_where_it_stopped(
    empty_database: Database, connection: asyncpg.Connection
) -> None:
    await ask(empty_database)
    reached = 0
    for _ in range(2):
        async with a_process("worker", env=environment(empty_database)) as doomed:
            await passed(connection, reached + 1)
            doomed.kill()
            await ended(doomed)
        reached = await labelled(connection)
        assert 0 < reached < CLIENTS * EACH
        assert reached % (BITE * EACH) == 0
        left = await connection.fetchval("SELECT count(*) FROM relabelling_clients")
        assert left * EACH == CLIENTS * EACH - reached
    async with a_process("worker", env=environment(empty_database)):
        await passed(connection, CLIENTS * EACH)
    assert await labelled(connection, "goals") == CLIENTS * EACH
    assert await labelled(connection, "appointments") == 0
    steps = await connection.fetch("SELECT client_ids FROM audit_entries WHERE action = 'agency.relabel'")
    touched = [client for row in steps for client in row["client_ids"]]
    assert (len(touched), len(set(touched))) == (CLIENTS, CLIENTS)
