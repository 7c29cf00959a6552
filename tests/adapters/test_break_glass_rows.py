"""Emergency access comes back from PostgreSQL as it went in, and lists of it are read along their indexes."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from uuid import UUID, uuid4

import asyncpg
import pytest

from app.adapters.postgres.engine import PoolSettings, open_pool
from app.adapters.postgres.queries.break_glass import BreakGlassQueries
from app.adapters.postgres.queries.tasks import TaskQueries
from app.adapters.postgres.repositories import break_glass as rows
from app.adapters.postgres.repositories.break_glass import BreakGlassRepository
from app.adapters.postgres.tables.break_glass import BreakGlassRow
from app.adapters.postgres.tables.columns import table_of
from app.adapters.postgres.transactions import PostgresTransactions
from app.domain.access.break_glass import (
    BreakGlass,
    BreakGlassReason,
    BreakGlassReview,
    Breaking,
    FoundBy,
    ReviewOutcome,
    Why,
    broken,
)
from app.domain.identity import AgencyId, BreakGlassId, ClientId, NetworkId
from app.ports.access import Access
from app.ports.break_glass import BreakGlassFilter
from app.ports.referrals import Order
from app.ports.tasks import TaskFilter
from tests.support.builders_clients import NOW
from tests.support.plans import FREE, Explaining, an_id, costly, fill
from tests.support.postgres import Database
from tests.support.scenes_referrals import Scene

NETWORK = NetworkId(uuid4())
ROWS = 100_000
AGENCY, CLIENT = AgencyId(UUID(int=3)), ClientId(UUID(int=77))
QUESTIONS = {
    "all": BreakGlassFilter(),
    "the unreviewed": BreakGlassFilter(reviewed=False),
    "the reviewed": BreakGlassFilter(reviewed=True),
    "an agency's": BreakGlassFilter(agency=AGENCY),
    "an agency's unreviewed": BreakGlassFilter(agency=AGENCY, reviewed=False),
    "a client's": BreakGlassFilter(client=CLIENT),
    "one's own": BreakGlassFilter(agency=AGENCY, by=UUID(int=502)),
}


def a_full_break_glass(network: NetworkId, client: ClientId, agency: AgencyId) -> BreakGlass:
    why = Why(reason=BreakGlassReason.LEGAL_DUTY, words="The court asks today.")
    breaking = Breaking(
        id=BreakGlassId(uuid4()),
        network=network,
        client=client,
        found_by=FoundBy.IDENTITY,
        agency=agency,
        by=uuid4(),
        at=NOW,
    )
    full = broken(why, breaking, 30)
    full.end(NOW + timedelta(minutes=1))
    full.judge(
        BreakGlassReview(outcome=ReviewOutcome.NOT_JUSTIFIED, note="No court asked.", by=uuid4(), agency=agency, at=NOW)
    )
    return full


def test_every_column_is_written() -> None:
    full = a_full_break_glass(NETWORK, CLIENT, AGENCY)
    assert set(table_of(BreakGlassRow).c.keys()) == set(rows._values(full))


async def test_a_fully_told_one_comes_back_as_it_went_in(scene: Scene, transactions: PostgresTransactions) -> None:
    full = a_full_break_glass(scene.world.network.id, scene.client, scene.sender.id)
    async with transactions.begin(scene.world.network.id) as tx:
        await tx.break_glasses.add(full)
    async with transactions.begin(scene.world.network.id) as tx:
        assert full == await tx.break_glasses.get(full.id)
        assert full == await tx.break_glasses.lock(full.id)
        await tx.break_glasses.save(full)
        assert full == await tx.break_glasses.get(full.id)


async def seed(connection: asyncpg.Connection) -> None:
    await fill(
        connection,
        NETWORK,
        "break_glass",
        ROWS,
        id=an_id("n"),
        client_id=an_id("n % 1000 + 1"),
        agency_id=an_id("n % 4 + 1"),
        opened_by=an_id("n % 2000"),
        reason="'other'",
        found_by="'identity'",
        reviewed_at="CASE WHEN n % 500 = 2 THEN NULL ELSE now() END",
        review_outcome="CASE WHEN n % 500 = 2 THEN NULL ELSE 'justified' END",
        reviewed_by=an_id("n"),
        reviewed_agency_id=an_id("1"),
        created_at="now() - n * interval '1 minute'",
        until="now() - n * interval '1 minute' + interval '1 hour'",
    )
    await fill(
        connection,
        NETWORK,
        "tasks",
        ROWS,
        id=an_id("n"),
        agency_id=an_id("n % 4 + 1"),
        kind="CASE WHEN n % 1000 = 2 THEN 'break_glass' ELSE 'general' END",
        break_glass_id=f"CASE WHEN n % 1000 = 2 THEN {an_id('n')} END",
        status="'open'",
        priority="'urgent'",
        updated_at="now() - n * interval '1 minute'",
    )


@pytest.fixture(scope="module")
def large(database: Database) -> Iterator[Database]:
    """A network in which the glass was broken a hundred thousand times."""

    async def run(*statements: str, fills: bool = False) -> None:
        connection = await asyncpg.connect(database.superuser)
        await connection.execute(FREE)
        if fills:
            await seed(connection)
        for statement in statements:
            await connection.execute(statement)
        await connection.close()

    asyncio.run(run("ANALYZE break_glass", "ANALYZE tasks", fills=True))
    yield database
    asyncio.run(run(*(f"DELETE FROM {table} WHERE network_id = '{NETWORK}'" for table in ("break_glass", "tasks"))))  # noqa: S608


@pytest.fixture
async def session(large: Database) -> AsyncIterator[Explaining]:
    pool = await open_pool(PoolSettings(dsn=large.app, size=1))
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute(f"SET LOCAL app.network = '{NETWORK}'")
        yield Explaining(connection, NETWORK)
    await pool.close()


@pytest.mark.parametrize("question", QUESTIONS)
async def test_a_page_is_read_along_an_index(session: Explaining, question: str) -> None:
    lists, after = BreakGlassQueries(session), None
    for _ in range(2):
        page = await lists.page(QUESTIONS[question], after=after, limit=50)
        assert page.items
        after = page.next
        if after is None:
            break
    assert [[]] * len(session.plans) == [costly(plan) for plan in session.plans]


async def test_the_tasks_of_privacy_officers_are_found_among_all_others(session: Explaining) -> None:
    access = Access(agency=AGENCY, network_wide=False, at=NOW)
    page = await TaskQueries(session).page(access, TaskFilter(oversight=True), Order.NEWEST, after=None, limit=50)
    assert (len(page.items), [costly(plan) for plan in session.plans]) == (50, [[]])


async def test_who_serves_a_client_and_where_privacy_officers_work_is_asked_in_small_tables(
    session: Explaining,
) -> None:
    repository = BreakGlassRepository(session)
    assert (frozenset(), frozenset()) == (await repository.serving(CLIENT, NOW), await repository.privacy_offices())
