"""The relay's promise: numbers in commit order, without gaps, so that a reader with a cursor misses nothing."""

import asyncio
import random
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, suppress
from uuid import UUID, uuid4

import pytest

from app.adapters.postgres.engine import PoolSettings, open_pool
from app.adapters.postgres.relay import PostgresEventLog
from app.adapters.postgres.transactions import PostgresTransactions
from app.domain.identity import AgencyId, NetworkId
from app.domain.networks.actor import Actor
from tests.support.builders_events import NOW, an_actor, an_event, write
from tests.support.postgres import Database

WRITERS = 12
WRITES = 20


class GivenUp(Exception):
    """A writer thinks better of it."""


@pytest.fixture
async def log(database: Database) -> AsyncIterator[PostgresEventLog]:
    pool = await open_pool(PoolSettings(dsn=database.worker, size=4))
    yield PostgresEventLog(PostgresTransactions(pool))
    await pool.close()


@pytest.fixture
async def many(database: Database) -> AsyncIterator[PostgresTransactions]:
    pool = await open_pool(PoolSettings(dsn=database.app, size=WRITERS + 4))
    yield PostgresTransactions(pool)
    await pool.close()


async def numbered(
    transactions: PostgresTransactions, network: NetworkId, after: int = 0, limit: int = 100_000
) -> list[tuple[int, UUID, UUID, int]]:
    """Read on from a cursor, as every reader of the log does."""
    async with transactions.session(network) as session:
        rows = await session.connection.fetch(
            "SELECT seq, id, stream_id, version FROM events WHERE network_id = $1 AND seq > $2 ORDER BY seq LIMIT $3",
            network,
            after,
            limit,
        )
    return [(row["seq"], row["id"], row["stream_id"], row["version"]) for row in rows]


async def lock(tx: object, stream: UUID) -> None:
    """Take what stands for the aggregate's row lock, after the transaction has its id as any earlier write gives it."""
    connection = tx.session.connection  # type: ignore[attr-defined]
    await connection.execute("SELECT pg_current_xact_id()")
    await connection.execute("SELECT pg_advisory_xact_lock($1)", stream.int & 0x7FFF_FFFF_FFFF_FFFF)


class Storm:
    """Twelve writers with delays and changes of mind, two relays, one reader, all on one network."""

    def __init__(self, log: PostgresEventLog, transactions: PostgresTransactions) -> None:
        self.log, self.transactions = log, transactions
        self.actor = an_actor()
        self.streams = [uuid4() for _ in range(5)]
        self.versions: dict[UUID, int] = defaultdict(int)
        self.committed: set[UUID] = set()
        self.seen: list[tuple[int, UUID, UUID, int]] = []
        self.dice = random.Random(7)  # noqa: S311 - delays, not secrets
        self.written = asyncio.Event()

    async def write_some(self) -> None:
        for _ in range(WRITES):
            with suppress(GivenUp):
                await self.write_one(self.dice.choice(self.streams), gives_up=self.dice.random() < 0.2)

    async def write_one(self, stream: UUID, *, gives_up: bool) -> None:
        async with self.transactions.begin(self.actor.network) as tx:
            await lock(tx, stream)
            event = an_event(self.actor, stream=stream, version=self.versions[stream] + 1)
            await write(tx, event)
            await asyncio.sleep(self.dice.random() * 0.02)
            if gives_up:
                raise GivenUp
            self.versions[stream] += 1
        self.committed.add(event.id)

    async def relay(self) -> None:
        while await self.log.number(self.actor.network, limit=7, now=NOW) or not self.written.is_set():  # noqa: ASYNC110
            await asyncio.sleep(self.dice.random() * 0.003)

    async def read(self) -> None:
        while not self.written.is_set() or len(self.seen) < len(self.committed):
            cursor = self.seen[-1][0] if self.seen else 0
            self.seen.extend(await numbered(self.transactions, self.actor.network, cursor, limit=5))
            await asyncio.sleep(0.001)


async def test_a_reader_with_a_cursor_misses_nothing_under_twelve_writers(
    log: PostgresEventLog, many: PostgresTransactions
) -> None:
    storm = Storm(log, many)
    readers = [asyncio.create_task(work) for work in (storm.relay(), storm.relay(), storm.read())]
    await asyncio.gather(*(storm.write_some() for _ in range(WRITERS)))
    storm.written.set()
    await asyncio.wait_for(asyncio.gather(*readers), 20)

    assert [entry[0] for entry in storm.seen] == list(range(1, len(storm.committed) + 1))
    assert {entry[1] for entry in storm.seen} == storm.committed
    for stream in storm.streams:
        heard = [version for _, _, of, version in storm.seen if of == stream]
        assert heard == list(range(1, len(heard) + 1))


async def test_the_order_is_that_of_the_locks_and_not_of_transaction_ids(
    log: PostgresEventLog, many: PostgresTransactions
) -> None:
    actor, stream = an_actor(), uuid4()
    async with AsyncExitStack() as stack:
        late = await stack.enter_async_context(many.begin(actor.network))
        await late.session.connection.execute("SELECT pg_current_xact_id()")
        async with many.begin(actor.network) as early:
            await lock(early, stream)
            await write(early, an_event(actor, stream=stream, version=1))
        await lock(late, stream)
        await write(late, an_event(actor, stream=stream, version=2))
    assert await log.number(actor.network, limit=10, now=NOW) == 2
    assert [version for _, _, _, version in await numbered(many, actor.network)] == [1, 2]


async def test_a_transaction_that_stays_open_holds_nobody_up(log: PostgresEventLog, many: PostgresTransactions) -> None:
    actor = an_actor()
    async with AsyncExitStack() as stack:
        slow = await stack.enter_async_context(many.begin(actor.network))
        await write(slow, an_event(actor, version=2))
        async with many.begin(actor.network) as quick:
            await write(quick, an_event(actor, version=1))
        assert await log.number(actor.network, limit=10, now=NOW) == 1
    assert await log.number(actor.network, limit=10, now=NOW) == 1
    assert [(seq, version) for seq, _, _, version in await numbered(many, actor.network)] == [(1, 1), (2, 2)]


async def test_a_rolled_back_call_leaves_no_event_and_no_gap(log: PostgresEventLog, many: PostgresTransactions) -> None:
    actor = an_actor()
    with suppress(GivenUp):
        async with many.begin(actor.network) as tx:
            await write(tx, an_event(actor))
            raise GivenUp
    async with many.begin(actor.network) as tx:
        await write(tx, *(an_event(actor, version=number) for number in (1, 2, 3)))
    assert await log.number(actor.network, limit=10, now=NOW) == 3
    assert [(seq, version) for seq, _, _, version in await numbered(many, actor.network)] == [(1, 1), (2, 2), (3, 3)]


async def test_only_the_agencies_of_the_audience_are_recipients(
    log: PostgresEventLog, many: PostgresTransactions
) -> None:
    actor, partner = an_actor(), AgencyId(uuid4())
    async with many.begin(actor.network) as tx:
        await write(tx, an_event(actor, audience=[actor.agency]), an_event(actor, audience=[actor.agency, partner]))
    await log.number(actor.network, limit=10, now=NOW)
    assert await recipients(many, actor) == {(1, actor.agency), (2, actor.agency), (2, partner)}


async def recipients(transactions: PostgresTransactions, actor: Actor) -> set[tuple[int, UUID]]:
    async with transactions.session(actor.network) as session:
        rows = await session.connection.fetch("SELECT seq, agency_id FROM event_recipients")
    return {(row["seq"], row["agency_id"]) for row in rows}


async def test_the_worker_finds_the_networks_that_have_work_and_the_app_cannot(
    log: PostgresEventLog, many: PostgresTransactions
) -> None:
    first, second = an_actor(), an_actor()
    for actor in (first, second):
        async with many.begin(actor.network) as tx:
            await write(tx, an_event(actor))
    assert {first.network, second.network} <= set(await log.networks_behind())
    assert not await PostgresEventLog(many).networks_behind()
    for actor in (first, second):
        await log.number(actor.network, limit=10, now=NOW)
    assert not {first.network, second.network} & set(await log.networks_behind())


async def test_listeners_are_told_once_for_each_batch(log: PostgresEventLog, many: PostgresTransactions) -> None:
    actor = an_actor()
    heard: list[str] = []
    connection = await many.pool.acquire()
    await connection.add_listener("throughline_events", lambda *told: heard.append(told[3]))
    async with many.begin(actor.network) as tx:
        await write(tx, *(an_event(actor) for _ in range(20)))
    await log.number(actor.network, limit=100, now=NOW)
    await log.number(actor.network, limit=100, now=NOW)
    await asyncio.sleep(0.2)
    await connection.reset()
    await many.pool.release(connection)
    assert heard == [str(actor.network)]
