"""What has served its time goes, and nothing else."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from app.adapters.postgres.engine import PoolSettings, open_pool
from app.adapters.postgres.housekeeping import BITE, PostgresHousekeeping
from app.adapters.postgres.transactions import PostgresTransactions
from app.domain.identity import AgencyId, NetworkId
from app.domain.networks.actor import Actor
from app.ports.transactions import Answer, AuditEntry, KeptAnswer
from tests.support.builders_events import NOW
from tests.support.postgres import Database

# The worker sees the queue of every network, so a question about one must name it.
QUEUED = "SELECT type FROM webhook_deliveries WHERE network_id = $1"


@pytest.fixture
async def transactions(database: Database) -> AsyncIterator[PostgresTransactions]:
    pool = await open_pool(PoolSettings(dsn=database.worker, size=2))
    yield PostgresTransactions(pool)
    await pool.close()


async def keep(transactions: PostgresTransactions, network: NetworkId, key: str, at: datetime) -> None:
    answer = Answer(status=200, headers=(), body=b"{}")
    actor = Actor(network=network, agency=AgencyId(network))
    entry = AuditEntry(
        id=uuid4(),
        at=at,
        actor=actor,
        action="a.b",
        permission="c",
        subject_type="a",
        subjects=(),
        clients=(),
        request_id="r",
    )
    async with transactions.begin(network) as tx:
        await tx.record([], entry, KeptAnswer(caller=actor.id, key=key, fingerprint=b"", answer=answer))


async def deliveries(transactions: PostgresTransactions, network: NetworkId) -> set[str]:
    async with transactions.session(network) as session:
        return {row["type"] for row in await session.connection.fetch(QUEUED, network)}


async def test_a_kept_answer_outlives_the_day_it_is_promised_for(transactions: PostgresTransactions) -> None:
    network = NetworkId(uuid4())
    await keep(transactions, network, "young", NOW - timedelta(hours=24, minutes=1))
    await keep(transactions, network, "old", NOW - timedelta(hours=26))
    assert not await PostgresHousekeeping(transactions).purge(network, NOW)
    async with transactions.begin(network) as tx:
        assert (await tx.kept_answers.claim(network, "young")).kept is not None
        assert (await tx.kept_answers.claim(network, "old")).kept is None


async def test_deliveries_go_after_a_week_dead_letters_after_a_month_and_waiting_ones_never(
    transactions: PostgresTransactions,
) -> None:
    network = NetworkId(uuid4())
    ages = {"delivered": (6, 8), "dead": (29, 31), "waiting": (400,)}
    async with transactions.session(network) as session:
        for state, days in ages.items():
            for age in days:
                await session.connection.execute(
                    "INSERT INTO webhook_deliveries (network_id, id, webhook_id, stream_id, seq, event_id, type, "
                    "state, tries, attempts, created_at, settled_at) "
                    "VALUES ($1, $2, $2, $2, 1, $2, $3, $4, 1, '[]', $5, $6)",
                    network,
                    uuid4(),
                    f"{state}-{age}",
                    state,
                    NOW,
                    None if state == "waiting" else NOW - timedelta(days=age),
                )
    await PostgresHousekeeping(transactions).purge(network, NOW)
    assert await deliveries(transactions, network) == {"delivered-6", "dead-29", "waiting-400"}


async def test_much_is_taken_in_bites(transactions: PostgresTransactions) -> None:
    network = NetworkId(uuid4())
    async with transactions.session(network) as session:
        await session.connection.execute(
            "INSERT INTO failed_attempts (network_id, bucket, since, failures) "
            "SELECT $1, number::text, $2, 1 FROM generate_series(1, $3::int) AS number",
            network,
            NOW - timedelta(days=2),
            BITE + 1,
        )
    housekeeping = PostgresHousekeeping(transactions)
    assert [await housekeeping.purge(network, NOW) for _ in range(2)] == [True, False]


async def test_what_was_lined_up_for_a_webhook_that_is_gone_is_buried(transactions: PostgresTransactions) -> None:
    network, nobody = NetworkId(uuid4()), uuid4()
    async with transactions.session(network) as session:
        await session.connection.execute(
            "INSERT INTO webhook_streams (network_id, webhook_id, stream_id, due_at) VALUES ($1, $2, $2, $3)",
            network,
            nobody,
            NOW,
        )
        await session.connection.execute(
            "INSERT INTO webhook_deliveries (network_id, id, webhook_id, stream_id, seq, event_id, type, state, tries, "
            "attempts, created_at) VALUES ($1, $2, $2, $2, 1, $2, 'handoff.sent', 'waiting', 0, '[]', $3)",
            network,
            nobody,
            NOW,
        )
    await PostgresHousekeeping(transactions).purge(network, NOW)
    async with transactions.session(network) as session:
        streams = await session.connection.fetchval(
            "SELECT count(*) FROM webhook_streams WHERE network_id = $1", network
        )
        state = await session.connection.fetchval("SELECT state FROM webhook_deliveries WHERE network_id = $1", network)
        assert (streams, state) == (0, "dead")
