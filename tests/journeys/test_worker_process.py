"""The worker as a process of its own: killed, asked to stop, cut off from its database."""

import asyncio
import time
from collections.abc import AsyncIterator
from uuid import uuid4

import asyncpg
import pytest

from app.adapters.postgres.embedded.passwords import Role as PgRole
from app.adapters.postgres.engine import PoolSettings, open_pool
from app.adapters.postgres.transactions import PostgresTransactions
from tests.support.postgres import Database
from tests.support.processes import a_process, ended, environment, stopped, until
from tests.support.receiver import HANG, Receiver, a_receiver, verifies
from tests.support.senders import Sender, let_leases_run_out


@pytest.fixture
async def sender(empty_database: Database) -> AsyncIterator[Sender]:
    pool = await open_pool(PoolSettings(dsn=empty_database.app, size=2))
    yield Sender(PostgresTransactions(pool))
    await pool.close()


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    async with a_receiver() as receiver:
        yield receiver


def heard(receiver: Receiver) -> list[str]:
    return [request.headers["webhook-id"] for request in receiver.received]


async def test_an_event_is_at_its_receiver_half_a_second_after_its_commit(
    empty_database: Database, sender: Sender, receiver: Receiver
) -> None:
    await sender.register(receiver.url)
    async with a_process("worker", env=environment(empty_database)):
        [first] = await sender.happen()
        await until(lambda: heard(receiver) == [first], "the worker is up")
        delays = []
        for number in range(20):
            await sender.happen()
            committed = time.monotonic()
            await until(lambda number=number: len(heard(receiver)) == number + 2, "it comes")  # type: ignore[misc]
            delays.append(time.monotonic() - committed)
        assert sorted(delays)[-2] < 0.5
    request = receiver.received[-1]
    assert verifies(request.headers, request.body, sender.key.secret, now=int(time.time()))


@pytest.mark.long
async def test_a_worker_killed_in_the_middle_of_deliveries_loses_nothing(
    empty_database: Database, sender: Sender, receiver: Receiver
) -> None:
    await sender.register(receiver.url)
    receiver.answer(HANG)
    async with a_process("worker", env=environment(empty_database)) as doomed:
        sent = await sender.happen(3, stream=uuid4())
        await until(lambda: bool(receiver.received), "a delivery is under way")
        doomed.kill()
        await ended(doomed)
    sent += await sender.happen(20)
    receiver.received.clear()
    receiver.answer(204)
    await let_leases_run_out(empty_database)
    async with (
        a_process("worker", env=environment(empty_database)),
        a_process("worker", env=environment(empty_database)),
    ):
        await until(lambda: len(receiver.received) >= len(sent), "everything arrives")
        await asyncio.sleep(0.5)
    assert sorted(heard(receiver)) == sorted(sent)
    assert [event for event in heard(receiver) if event in sent[:3]] == sent[:3]


async def test_a_worker_that_is_asked_to_stop_stops_within_seconds_though_a_receiver_hangs(
    empty_database: Database, sender: Sender, receiver: Receiver
) -> None:
    await sender.register(receiver.url)
    receiver.answer(HANG)
    async with a_process("worker", env=environment(empty_database)) as worker:
        await sender.happen()
        await until(lambda: bool(receiver.received), "a delivery is under way")
        asked = time.monotonic()
        assert await stopped(worker) == 0
        assert time.monotonic() - asked < 8


@pytest.mark.long
async def test_a_worker_outlives_an_outage_of_the_database(
    empty_database: Database, sender: Sender, receiver: Receiver
) -> None:
    await sender.register(receiver.url)
    async with a_process("worker", env=environment(empty_database)) as worker:
        first = await sender.happen()
        await until(lambda: heard(receiver) == first, "the worker is up")
        second = await sender.happen()
        await refuse_connections(empty_database, refuse=True)
        await asyncio.sleep(2)
        await refuse_connections(empty_database, refuse=False)
        await until(lambda: second[0] in heard(receiver), "it recovers by itself")
        third = await sender.happen()
        await until(lambda: third[0] in heard(receiver), "it goes on")
        assert worker.returncode is None


async def refuse_connections(database: Database, *, refuse: bool) -> None:
    connection = await asyncpg.connect(database.server.dsn(role=PgRole.SUPERUSER, database="postgres"))
    await connection.execute(f'ALTER DATABASE "{database.name}" ALLOW_CONNECTIONS {not refuse}')
    if refuse:
        await connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1", database.name
        )
    await connection.close()


async def test_a_worker_that_may_not_see_the_networks_refuses_to_start(empty_database: Database) -> None:
    wrong = environment(empty_database) | {"DATABASE_WORKER_URL": empty_database.app}
    async with a_process("worker", env=wrong) as worker:
        assert await ended(worker) == 1
