"""Receivers in every trouble, told by a real worker: others hear in time, and nothing is lost when it is killed."""

import asyncio
import random
import time
from collections.abc import AsyncIterator
from itertools import pairwise
from uuid import uuid4

import pytest

from app.adapters.postgres.engine import PoolSettings, open_pool
from app.adapters.postgres.transactions import PostgresTransactions
from tests.support.postgres import Database
from tests.support.processes import a_process, ended, environment, until
from tests.support.receiver import BREAK, HANG, Received, Receiver, Reply, a_receiver, verifies
from tests.support.senders import Sender, let_leases_run_out

pytestmark = pytest.mark.long

TROUBLES = {
    "/failing": Reply(500),
    "/hanging": Reply(HANG),
    "/breaking": Reply(BREAK),
    "/redirecting": Reply(302, {"location": "/well"}),
    "/busy": Reply(429, {"retry-after": "30"}),
}
KILLS, STREAMS = 6, 8


@pytest.fixture
async def sender(empty_database: Database) -> AsyncIterator[Sender]:
    pool = await open_pool(PoolSettings(dsn=empty_database.app, size=2))
    yield Sender(PostgresTransactions(pool))
    await pool.close()


def heard(receiver: Receiver, path: str) -> list[str]:
    return [request.headers["webhook-id"] for request in receiver.received if request.path == path]


async def test_a_receiver_that_is_well_hears_within_a_second_beside_those_in_every_trouble(
    empty_database: Database, sender: Sender
) -> None:
    async with a_receiver() as gone:
        nobody = f"{gone.url}/nobody"
    async with a_receiver() as receiver, a_process("worker", env=environment(empty_database)):
        receiver.behaviour = lambda request: TROUBLES.get(request.path, Reply())
        await sender.register(f"{receiver.url}/well")
        first = await sender.happen()
        await until(lambda: heard(receiver, "/well") == first, "the worker is up")
        for url in (nobody, *(f"{receiver.url}{path}" for path in TROUBLES)):
            await sender.register(url)
        delays = []
        for number in range(40):
            await sender.happen()
            committed = time.monotonic()
            await until(lambda number=number: len(heard(receiver, "/well")) == number + 2, "it comes")  # type: ignore[misc]
            delays.append(time.monotonic() - committed)
    assert max(delays) < 1
    assert {request.path for request in receiver.received} == {"/well", *TROUBLES}


async def test_workers_that_are_killed_again_and_again_lose_nothing_whatever_the_receivers_do(
    empty_database: Database, sender: Sender
) -> None:
    dice = random.Random(6)  # noqa: S311 - troubles, not secrets
    paths = ("/one", "/two", "/three")
    ledger: list[list[str]] = []

    def behaviour(_: Received) -> Reply:
        return dice.choice([Reply(), Reply(), Reply(500), Reply(BREAK), Reply(HANG), Reply(429, {"retry-after": "1"})])

    async with a_receiver() as receiver:
        receiver.behaviour = behaviour
        for path in paths:
            await sender.register(f"{receiver.url}{path}")
        for _ in range(KILLS):
            begun = len(receiver.received)
            async with a_process("worker", env=environment(empty_database)) as doomed:
                ledger += [await sender.happen(3, stream=uuid4()) for _ in range(STREAMS)]
                await until(lambda begun=begun: len(receiver.received) > begun + 5, "it is in the midst")  # type: ignore[misc]
                doomed.kill()
                await ended(doomed)
            await let_leases_run_out(empty_database)
        receiver.behaviour = lambda _: Reply()
        await let_leases_run_out(empty_database)
        async with a_process("worker", env=environment(empty_database)):
            everything = {event for stream in ledger for event in stream}
            for path in paths:
                await until(lambda path=path: everything <= {*heard(receiver, path)}, "all of it arrives")  # type: ignore[misc]
            await asyncio.sleep(0.5)
    for path in paths:
        last = {event: place for place, event in enumerate(heard(receiver, path))}
        assert all(last[first] < last[second] for stream in ledger for first, second in pairwise(stream))
    assert all(
        verifies(each.headers, each.body, sender.key.secret, now=int(time.time()), tolerance=600)
        for each in receiver.received
    )
