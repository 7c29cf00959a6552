"""Whether calendars are read along their indexes, in a network of a hundred thousand appointments."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import asyncpg
import pytest

from app.adapters.postgres.engine import PoolSettings, open_pool
from app.adapters.postgres.queries.appointments import AppointmentQueries
from app.adapters.postgres.repositories.appointments import AppointmentRepository
from app.domain.appointments.appointment import MeetingTime
from app.domain.appointments.appointment_moves import AppointmentStatus
from app.domain.identity import AgencyId, AppointmentId, ClientId, NetworkId, WorkerId
from app.ports.access import Access
from app.ports.appointments import AppointmentFilter, AppointmentOrder
from tests.support.plans import FREE, Explaining, an_id, costly, fill
from tests.support.postgres import Database

NETWORK = NetworkId(uuid4())
ROWS = 100_000
FIRST = datetime(2026, 1, 1, tzinfo=UTC)
NOW = datetime(2027, 1, 1, tzinfo=UTC)
CLIENT, WORKER, AGENCY = ClientId(UUID(int=77)), WorkerId(UUID(int=7)), AgencyId(UUID(int=3))
WEEK = {"since": FIRST + timedelta(days=20), "until": FIRST + timedelta(days=27)}
QUESTIONS = {
    "all": AppointmentFilter(),
    "a week": AppointmentFilter(**WEEK),
    "a worker": AppointmentFilter(worker=WORKER),
    "a worker's week": AppointmentFilter(worker=WORKER, **WEEK),
    "a rare status": AppointmentFilter(status=AppointmentStatus.NO_SHOW),
    "a client": AppointmentFilter(client=CLIENT),
    "a client and an agency": AppointmentFilter(client=CLIENT, agency=AGENCY),
    "another agency": AppointmentFilter(agency=AgencyId(UUID(int=1))),
}
READERS = {
    "agency": Access(agency=AGENCY, network_wide=False, at=NOW),
    "care team": Access(agency=AgencyId(UUID(int=50)), network_wide=False, at=NOW),
    "coordinator": Access(agency=AGENCY, network_wide=True, at=NOW),
}


async def seed(connection: asyncpg.Connection) -> None:
    await fill(
        connection,
        NETWORK,
        "appointments",
        ROWS,
        id=an_id("n"),
        client_id=an_id("n % 10000 + 1"),
        agency_id=an_id("n % 4 + 1"),
        worker_id=an_id("n % 200 + 1"),
        title="'Meet'",
        mode="'phone'",
        status="CASE WHEN n % 1000 = 2 THEN 'no_show' ELSE 'fulfilled' END",
        time_zone="'UTC'",
        kinds="1::bigint << 42",
        starts=f"timestamptz '{FIRST}' + n * interval '1 minute'",
        ends=f"timestamptz '{FIRST}' + (n + 45) * interval '1 minute'",
    )
    share = {
        "client_id": an_id("n"),
        "agency_id": an_id("50"),
        "kinds": "1::bigint << 42",
        "consent_id": an_id("n"),
        "on_team": "true",
    }
    await fill(connection, NETWORK, "client_shares", 10_000, **share)
    basis = {"agency_id": an_id("n % 4 + 1"), "client_id": an_id("n"), "source_id": an_id("n"), "basis": "'caseload'"}
    await fill(connection, NETWORK, "client_access", 10_000, **basis, tier="3")


@pytest.fixture(scope="module")
def large(own_database: Database) -> Database:
    """A network of a hundred thousand appointments in a database of its own."""

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


@pytest.mark.parametrize("order", AppointmentOrder)
@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("question", QUESTIONS)
async def test_a_page_is_read_along_an_index(
    session: Explaining, reader: str, question: str, order: AppointmentOrder
) -> None:
    lists, after = AppointmentQueries(session), None
    for _ in range(2):
        page = await lists.page(READERS[reader], QUESTIONS[question], order, after=after, limit=50)
        after = page.next
        if after is None:
            break
    assert [[]] * len(session.plans) == [costly(plan) for plan in session.plans]


async def test_what_else_a_worker_has_at_a_time_is_found_in_the_workers_own_calendar(session: Explaining) -> None:
    starts = FIRST + timedelta(days=20)
    time = MeetingTime(starts=starts, ends=starts + timedelta(hours=1))
    found = await AppointmentRepository(session).overlapping(WORKER, time, AppointmentId(uuid4()))
    assert (found, [costly(plan) for plan in session.plans]) == ((), [[]])
