"""Whether lists of assessments and trends are read along their indexes, in a network of a hundred thousand."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import asyncpg
import pytest

from app.adapters.postgres.engine import PoolSettings, open_pool
from app.adapters.postgres.queries.assessments import AssessmentQueries
from app.domain.assessments.assessment_moves import AssessmentStatus
from app.domain.identity import AgencyId, AssessmentId, ClientId, NetworkId
from app.ports.access import Access
from app.ports.assessments import AssessmentFilter
from app.ports.referrals import Order
from tests.support.plans import FREE, Explaining, an_id, costly, fill
from tests.support.postgres import Database

NETWORK = NetworkId(uuid4())
ROWS = 100_000
FIRST = datetime(2026, 1, 1, tzinfo=UTC)
NOW = datetime(2027, 1, 1, tzinfo=UTC)
CLIENT, AGENCY, TEAM = ClientId(UUID(int=77)), AgencyId(UUID(int=2)), AgencyId(UUID(int=50))
OFTEN_ASKED = ClientId(UUID(int=20_000))
QUESTIONS = {
    "all": AssessmentFilter(),
    "a common instrument": AssessmentFilter(instrument="phq-9"),
    "a rare instrument": AssessmentFilter(instrument="gad-7"),
    "a rare status": AssessmentFilter(status=AssessmentStatus.STOPPED),
    "recent": AssessmentFilter(updated_since=FIRST + timedelta(days=60)),
    "a client": AssessmentFilter(client=CLIENT),
    "a client who is often asked": AssessmentFilter(client=OFTEN_ASKED),
    "a client's instrument": AssessmentFilter(client=OFTEN_ASKED, instrument="gad-7"),
}
READERS = {
    "agency": Access(agency=AGENCY, network_wide=False, at=NOW),
    "care team": Access(agency=TEAM, network_wide=False, at=NOW),
    "coordinator": Access(agency=AGENCY, network_wide=True, at=NOW),
}
WHOSE = {
    "client_id": f"CASE WHEN n % 20 = 0 THEN '{OFTEN_ASKED}'::uuid ELSE {an_id('n % 10000 + 1')} END",
    "agency_id": an_id("n % 4 + 1"),
    "kinds": "2",
    "instrument_key": "CASE WHEN n % 1000 = 1 THEN 'gad-7' ELSE 'phq-9' END",
}


async def seed(connection: asyncpg.Connection) -> None:
    await fill(
        connection,
        NETWORK,
        "assessments",
        ROWS,
        **WHOSE,
        id=an_id("n"),
        status="CASE WHEN n % 1000 = 1 THEN 'stopped' ELSE 'completed' END",
        language="'en'",
        answered_by="'client'",
        mode="'phone'",
        answers="'[]'::jsonb",
        updated_at=f"timestamptz '{FIRST}' + n * interval '1 minute'",
    )
    points = {"assessment_id": an_id("n"), "score": "'total'", "value": "n % 28"}
    at = f"timestamptz '{FIRST}' + n * interval '1 minute'"
    await fill(connection, NETWORK, "assessment_scores", ROWS, **WHOSE, **points, at=at)
    numbered = {"assessment_id": an_id("n / 4 + 1"), "number": "n % 4", "action": "'amend'", "status": "'amended'"}
    await fill(connection, NETWORK, "assessment_versions", ROWS, **numbered)
    basis = {"client_id": an_id("n"), "agency_id": f"'{AGENCY}'::uuid", "basis": "'caseload'", "source_id": an_id("n")}
    await fill(connection, NETWORK, "client_access", 20_000, **basis, tier="3")
    share = {"agency_id": f"'{TEAM}'::uuid", "kinds": "2", "consent_id": an_id("n"), "on_team": "true"}
    await fill(connection, NETWORK, "client_shares", 20_000, client_id=an_id("n"), **share)


@pytest.fixture(scope="module")
def large(own_database: Database) -> Database:
    """A network of a hundred thousand assessments in a database of its own."""

    async def prepare() -> None:
        connection = await asyncpg.connect(own_database.superuser)
        await connection.execute(FREE)
        await seed(connection)
        await connection.execute("ANALYZE")
        await connection.close()

    asyncio.run(prepare())
    return own_database


@pytest.fixture
async def session(large: Database) -> AsyncIterator[Explaining]:
    pool = await open_pool(PoolSettings(dsn=large.app, size=1))
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute(f"SET LOCAL app.network = '{NETWORK}'")
        yield Explaining(connection, NETWORK)
    await pool.close()


@pytest.mark.parametrize("order", Order)
@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("question", QUESTIONS)
async def test_a_page_is_read_along_an_index(session: Explaining, reader: str, question: str, order: Order) -> None:
    lists, after = AssessmentQueries(session), None
    for _ in range(2):
        page = await lists.page(READERS[reader], QUESTIONS[question], order, after=after, limit=50)
        after = page.next
        if after is None:
            break
    assert [[]] * len(session.plans) == [costly(plan) for plan in session.plans]


@pytest.mark.parametrize("instrument", [None, "phq-9", "gad-7"])
@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("client", [CLIENT, OFTEN_ASKED])
async def test_a_trend_is_read_along_an_index(
    session: Explaining, reader: str, client: ClientId, instrument: str | None
) -> None:
    lists, after = AssessmentQueries(session), None
    for _ in range(2):
        page = await lists.scores(READERS[reader], client, instrument=instrument, score="total", after=after, limit=50)
        after = page.next
        if after is None:
            break
    assert [[]] * len(session.plans) == [costly(plan) for plan in session.plans]


async def test_a_history_is_read_by_its_key(session: Explaining) -> None:
    await AssessmentQueries(session).history(AssessmentId(uuid4()), after=None, limit=50)
    assert [costly(plan) for plan in session.plans] == [[]]
