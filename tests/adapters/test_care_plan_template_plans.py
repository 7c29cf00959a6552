"""Whether templates and the notes of goals are read along their indexes, in tables worth the name."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from itertools import product
from uuid import UUID, uuid4

import asyncpg
import msgspec
import pytest

from app.adapters.postgres.engine import PoolSettings, open_pool
from app.adapters.postgres.queries.care_plan_templates import CarePlanTemplateQueries
from app.adapters.postgres.queries.goal_notes import GoalNoteQueries
from app.domain.care_plans.template import TemplateScope, TemplateStatus
from app.domain.identity import AgencyId, GoalId, NetworkId
from app.ports.access import Access
from app.ports.care_plan_templates import TemplateFilter
from tests.support.builders_templates import some_template
from tests.support.plans import FREE, Explaining, an_id, costly, fill
from tests.support.postgres import Database

NETWORK = NetworkId(uuid4())
ROWS = 100_000
NOW = datetime(2027, 1, 1, tzinfo=UTC)
AGENCY = AgencyId(UUID(int=3))
ELSEWHERE = AgencyId(UUID(int=9_999))
READERS = {
    "agency": Access(agency=AGENCY, network_wide=False, at=NOW),
    "an agency without any": Access(agency=ELSEWHERE, network_wide=False, at=NOW),
    "coordinator": Access(agency=AGENCY, network_wide=True, at=NOW),
}
QUESTIONS = {
    f"{scope}, {status}": TemplateFilter(status=status, scope=scope)
    for scope, status in product([None, *TemplateScope], TemplateStatus)
}


async def seed(connection: asyncpg.Connection) -> None:
    content = json.dumps(msgspec.to_builtins(some_template()))
    await fill(
        connection,
        NETWORK,
        "care_plan_templates",
        ROWS,
        id=an_id("n"),
        agency_id=an_id("n % 40 + 1"),
        scope="CASE WHEN n % 1000 = 2 THEN 'network' ELSE 'agency' END",
        status="CASE WHEN n % 500 = 2 THEN 'retired' ELSE 'active' END",
        name_key="'template ' || n",
        content=f"'{content}'::jsonb",
        version="1",
    )
    goal = {"id": an_id("n"), "goal_id": an_id("n % 100 + 1"), "source": "'person'", "measured": "'[]'::jsonb"}
    await fill(connection, NETWORK, "goal_progress", ROWS, at="now() - n * interval '1 minute'", note="'n'", **goal)


@pytest.fixture(scope="module")
def large(own_database: Database) -> Database:
    """A network of a hundred thousand templates in a database of its own."""

    async def prepare() -> None:
        connection = await asyncpg.connect(own_database.superuser)
        await connection.execute(FREE)
        await seed(connection)
        await connection.execute("ANALYZE care_plan_templates, goal_progress")
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


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("question", QUESTIONS)
async def test_a_page_of_templates_is_read_along_an_index(session: Explaining, reader: str, question: str) -> None:
    lists, after = CarePlanTemplateQueries(session), None
    for _ in range(2):
        page = await lists.page(READERS[reader], QUESTIONS[question], after=after, limit=50)
        after = page.next
        if after is None:
            break
    assert [[]] * len(session.plans) == [costly(plan) for plan in session.plans]


async def test_the_newest_note_of_each_goal_is_found_without_reading_the_others(session: Explaining) -> None:
    goals = [GoalId(UUID(int=number)) for number in range(1, 101)]
    found = await GoalNoteQueries(session).newest([*goals, GoalId(uuid4())])
    assert sorted(found) == goals
    assert costly(session.plans[0]) == []
