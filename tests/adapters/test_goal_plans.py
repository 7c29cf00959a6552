"""What lists of needs and goals cost in a large network: nothing is scanned or sorted that grows with it."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from app.adapters.postgres.engine import PoolSettings, open_pool
from app.adapters.postgres.queries.goals import GoalQueries
from app.adapters.postgres.queries.needs import NeedQueries
from app.domain.care_plans.goal_moves import GoalState
from app.domain.care_plans.need_moves import NeedStatus
from app.domain.codes import Category
from app.domain.identity import AgencyId, ClientId, GoalId, NeedId, NetworkId
from app.ports.access import Access
from app.ports.goals import GoalFilter
from app.ports.needs import NeedFilter
from app.ports.referrals import Order
from tests.support.plans import FREE, Explaining, an_id, costly, fill
from tests.support.postgres import Database

NETWORK = NetworkId(uuid4())
ROWS, CLIENTS, AGENCIES = 100_000, 20_000, 20
NOW = datetime(2027, 1, 1, tzinfo=UTC)
CONTENT = """'{"asserted_by": {"kind": "client"}, "expressed_by": {"kind": "client"}, "words": "so"}'"""
BESIDE = {
    "id": an_id("n"),
    "client_id": an_id(f"1 + n % {CLIENTS}"),
    "agency_id": an_id(f"1 + n % {AGENCIES}"),
    "kinds": "8",
    "sensitivity": "0",
    "content": CONTENT,
    "version": "1",
    "updated_at": "timestamptz '2026-01-01' + n * interval '1 second'",
}


def one_of(column: str, *values: str) -> dict[str, str]:
    listed = ", ".join(f"'{value}'" for value in values)
    return {column: f"(ARRAY[{listed}])[1 + n % {len(values)}]"}


@pytest.fixture(scope="module")
def large(own_database: Database) -> Database:
    """A network of a hundred thousand needs and goals."""
    asyncio.run(_seed(own_database))
    return own_database


async def _seed(database: Database) -> None:
    connection = await asyncpg.connect(database.superuser)
    await connection.execute(FREE)
    try:
        access = {"agency_id": an_id(f"1 + n % {AGENCIES}"), "client_id": an_id("n"), "source_id": an_id("n")}
        await fill(connection, NETWORK, "client_access", CLIENTS, **access, basis="'caseload'", tier="3")
        shares = {
            "consent_id": an_id("n"),
            "agency_id": an_id(f"1 + (n + 1) % {AGENCIES}"),
            "kinds": "8",
            "on_team": "true",
        }
        since = "timestamptz '2026-01-01'"
        await fill(connection, NETWORK, "client_shares", CLIENTS, client_id=an_id("n"), since=since, **shares)
        needs = one_of("status", *NeedStatus) | one_of("category", *Category)
        await fill(connection, NETWORK, "needs", ROWS, **BESIDE, **needs, verification="'confirmed'", links="'{}'")
        goals = {"found": "'[]'", "acceptances": "'[]'", "needs": f"ARRAY[{an_id('n')}]"}
        await fill(connection, NETWORK, "goals", ROWS, **BESIDE, **goals, **one_of("state", *GoalState))
        entries = {"goal_id": an_id("1 + n % 100"), "id": an_id("n"), "measured": "'[]'", "source": "'person'"}
        at = "timestamptz '2026-01-01' + n * interval '1 second'"
        await fill(connection, NETWORK, "goal_progress", ROWS, **entries, at=at)
        steps = {"need_id": an_id("1 + n % 100"), "number": "n", "status": "'active'", "verification": "'confirmed'"}
        await fill(connection, NETWORK, "need_steps", ROWS, **steps)
        await connection.execute("ANALYZE")
    finally:
        await connection.close()


@pytest.fixture
async def session(large: Database) -> AsyncIterator[Explaining]:
    pool = await open_pool(PoolSettings(dsn=large.app, size=1))
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute(f"SET LOCAL app.network = '{NETWORK}'")
        yield Explaining(connection, NETWORK)
    await pool.close()


AGENCY = Access(agency=AgencyId(UUID(int=3)), network_wide=False, at=NOW)
EVERYBODY = Access(agency=AgencyId(UUID(int=3)), network_wide=True, at=NOW)
CLIENT = ClientId(UUID(int=42))
RECENT = datetime(2026, 1, 2, tzinfo=UTC)
NEEDS = {
    "all": NeedFilter(),
    "of a client": NeedFilter(client=CLIENT),
    "of a client, open": NeedFilter(client=CLIENT, status=NeedStatus.ACTIVE),
    "open": NeedFilter(status=NeedStatus.ACTIVE),
    "of food": NeedFilter(category=Category.FOOD),
    "of food, open": NeedFilter(category=Category.FOOD, status=NeedStatus.ACTIVE),
    "of an agency": NeedFilter(agency=AgencyId(UUID(int=3))),
    "recent": NeedFilter(updated_since=RECENT),
}
GOALS = {
    "all": GoalFilter(),
    "of a client": GoalFilter(client=CLIENT),
    "of a client, for a need": GoalFilter(client=CLIENT, need=NeedId(UUID(int=41))),
    "active": GoalFilter(state=GoalState.ACTIVE),
    "of an agency": GoalFilter(agency=AgencyId(UUID(int=3))),
    "recent": GoalFilter(updated_since=RECENT),
}


@pytest.mark.parametrize("order", Order)
@pytest.mark.parametrize("access", [AGENCY, EVERYBODY], ids=["agency", "coordinator"])
@pytest.mark.parametrize(
    ("noun", "which"),
    [*(("need", which) for which in NEEDS.values()), *(("goal", which) for which in GOALS.values())],
    ids=[*(f"needs {name}" for name in NEEDS), *(f"goals {name}" for name in GOALS)],
)
async def test_a_page_is_read_along_an_index(
    session: Explaining, noun: str, which: Any, access: Access, order: Order
) -> None:
    lists: Any = NeedQueries(session) if noun == "need" else GoalQueries(session)
    after = None
    for _ in range(2):
        page = await lists.page(access, which, order, after=after, limit=50)
        after = page.next
        if after is None:
            break
    assert [[]] * len(session.plans) == [costly(plan) for plan in session.plans]


async def test_history_and_progress_are_read_along_an_index(session: Explaining) -> None:
    steps = await NeedQueries(session).history(NeedId(UUID(int=7)), after=(50_000,), limit=50)
    first = await GoalQueries(session).progress(GoalId(UUID(int=7)), after=None, limit=50)
    await GoalQueries(session).progress(GoalId(UUID(int=7)), after=first.next, limit=50)
    assert (len(steps.items), len(first.items)) == (50, 50)
    assert [costly(plan) for plan in session.plans] == [[], [], []]


async def test_readable_needs_are_looked_up_one_by_one(session: Explaining) -> None:
    asked = [NeedId(UUID(int=number)) for number in range(1, 51)]
    found = await NeedQueries(session).readable(AGENCY, asked)
    assert 0 < len(found) < len(asked)
    assert [costly(plan) for plan in session.plans] == [[]]
