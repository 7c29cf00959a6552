"""Whether care plans are read along their indexes, in a network of a hundred thousand of them."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import asyncpg
import pytest

from app.adapters.postgres.engine import PoolSettings, open_pool
from app.adapters.postgres.queries.care_plans import CarePlanQueries
from app.adapters.postgres.repositories.care_plan_history import CarePlanReviewRepository, CarePlanVersionRepository
from app.adapters.postgres.repositories.care_plans import CarePlanRepository
from app.domain.care_plans.activity import Link
from app.domain.care_plans.plan_moves import PlanStatus
from app.domain.identity import (
    AgencyId,
    AppointmentId,
    CarePlanId,
    ClientId,
    GoalId,
    NeedId,
    NetworkId,
    ReferralId,
    TaskId,
    WorkerId,
)
from app.ports.access import Access
from app.ports.care_plans import CarePlanFilter
from app.ports.referrals import Order
from tests.support.plans import FREE, Explaining, an_id, costly, fill
from tests.support.postgres import Database

NETWORK = NetworkId(uuid4())
ROWS = 100_000
NOW = datetime(2027, 1, 1, tzinfo=UTC)
CLIENT, WORKER, AGENCY = ClientId(UUID(int=77)), WorkerId(UUID(int=7)), AgencyId(UUID(int=3))
PLAN = CarePlanId(UUID(int=ROWS))
TITLED = """'{"title": "x"}'::jsonb"""
QUESTIONS = {
    "all": CarePlanFilter(),
    "a rare status": CarePlanFilter(status=PlanStatus.REVOKED),
    "a worker": CarePlanFilter(worker=WORKER),
    "a client": CarePlanFilter(client=CLIENT),
    "a client's active": CarePlanFilter(client=CLIENT, status=PlanStatus.ACTIVE),
    "since": CarePlanFilter(updated_since=datetime(2026, 6, 1, tzinfo=UTC)),
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
        "care_plans",
        ROWS,
        id=an_id("n"),
        client_id=an_id("n % 10000 + 1"),
        agency_id=an_id("n % 4 + 1"),
        worker_id=an_id("n % 200 + 1"),
        title="'Food first'",
        status="CASE WHEN n % 1000 = 2 THEN 'revoked' ELSE 'active' END",
        kinds="1::bigint << 42",
        content=TITLED,
        review_clock="CASE WHEN n % 1000 = 0 THEN date '2026-12-31' END",
        version="1",
        updated_at="timestamptz '2026-01-01' + n * interval '1 minute'",
    )
    parts = {"plan_id": an_id("n"), "goal_id": an_id("n")}
    await fill(connection, NETWORK, "care_plan_goals", ROWS, **parts)
    await fill(
        connection,
        NETWORK,
        "care_plan_activities",
        ROWS,
        id=an_id("n"),
        plan_id=an_id("n"),
        kind="'referral'",
        status="'scheduled'",
        referral_id="CASE WHEN n % 3 = 0 THEN " + an_id("n") + " END",
        task_id="CASE WHEN n % 3 = 1 THEN " + an_id("n") + " END",
        appointment_id="CASE WHEN n % 3 = 2 THEN " + an_id("n") + " END",
    )
    long = {"plan_id": an_id(f"{ROWS} - n / 20000"), "by": an_id("1"), "what": "'changed'"}
    version = {"client_id": an_id("77"), "agency_id": an_id("3"), "author_agency_id": an_id("3")}
    version |= {"kinds": "1::bigint << 42"}
    await fill(connection, NETWORK, "care_plan_versions", ROWS, number="n % 20000", **long, **version)
    review = {"id": an_id("n"), "plan_version": "n % 20000", "outcome": "'continue'"}
    content = """'{"outcome": "continue", "on": "2026-01-01"}'::jsonb"""
    held = {"plan_id": long["plan_id"], "by": long["by"], "content": content}
    await fill(connection, NETWORK, "care_plan_reviews", ROWS, **review, **held)
    basis = {"agency_id": an_id("n % 4 + 1"), "client_id": an_id("n"), "source_id": an_id("n"), "basis": "'caseload'"}
    await fill(connection, NETWORK, "client_access", 10_000, **basis, tier="3")
    share = {
        "client_id": an_id("n"),
        "agency_id": an_id("50"),
        "kinds": "1::bigint << 42",
        "consent_id": an_id("n"),
        "on_team": "true",
    }
    await fill(connection, NETWORK, "client_shares", 10_000, **share)


TABLES = ("care_plans", "care_plan_goals", "care_plan_activities", "care_plan_versions", "care_plan_reviews")


@pytest.fixture(scope="module")
def large(own_database: Database) -> Database:
    """A network of a hundred thousand plans in a database of its own."""

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
    lists, after = CarePlanQueries(session), None
    for _ in range(2):
        page = await lists.page(READERS[reader], QUESTIONS[question], order, after=after, limit=50)
        after = page.next
        if after is None:
            break
    assert [[]] * len(session.plans) == [costly(plan) for plan in session.plans]


@pytest.mark.parametrize("reader", READERS)
async def test_versions_and_reviews_of_a_long_plan_are_read_along_an_index(session: Explaining, reader: str) -> None:
    versions, reviews = CarePlanVersionRepository(session), CarePlanReviewRepository(session)
    for after in (None, (10_000,)):
        assert len((await versions.page(READERS[reader], PLAN, after=after, limit=50)).items) == 50
        assert len((await reviews.page(READERS[reader], PLAN, after=after, limit=50)).items) == 50
    assert [[]] * len(session.plans) == [costly(plan) for plan in session.plans]


async def test_plans_are_found_by_what_they_name(session: Explaining) -> None:
    plans = CarePlanRepository(session)
    assert [plan.id for plan in await plans.lock_with_goal(GoalId(UUID(int=5)))] == [UUID(int=5)]
    for number, link in (
        (3, Link(referral=ReferralId(UUID(int=3)))),
        (4, Link(task=TaskId(UUID(int=4)))),
        (5, Link(appointment=AppointmentId(UUID(int=5)))),
    ):
        assert [plan.id for plan in await plans.lock_linked(link)] == [UUID(int=number)]
    assert await plans.lock_with_need(NeedId(UUID(int=5)), CLIENT) == ()
    assert len(await plans.lock_due(date(2026, 12, 31), 50)) == 50
    assert [[]] * len(session.plans) == [costly(plan) for plan in session.plans]
