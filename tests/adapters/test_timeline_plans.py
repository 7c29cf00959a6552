"""What a page of a timeline costs in a large network: no more than the client's own, mostly a page."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import asyncpg
import pytest

from app.adapters.postgres.engine import PoolSettings, open_pool
from app.adapters.postgres.queries.timelines import TimelineQueries
from app.domain.identity import AgencyId, ClientId, NetworkId
from app.ports.access import Access
from app.ports.timelines import TimelineFilter
from tests.support.plans import FREE, MOST_ROWS, Explaining, an_id, costly, fill
from tests.support.postgres import Database

NETWORK = NetworkId(uuid4())
CLIENTS, ENTRIES = 100_000, 300_000
MANY = 5_000  # entries of one client with a long story
SOMEBODY, BUSY = ClientId(UUID(int=77)), ClientId(UUID(int=1))
NOW = datetime(2027, 1, 1, tzinfo=UTC)
TABLES = ("timeline_entries", "client_shares", "client_access")


def reads(agency: int, *, network_wide: bool = False) -> Access:
    return Access(agency=AgencyId(UUID(int=agency)), network_wide=network_wide, at=NOW)


READERS = {
    "an agency that serves the client": reads(3),
    "an agency of the care team": reads(4),
    "a provider with a handoff": reads(5),
    "a coordinator": reads(6, network_wide=True),
}
QUESTIONS = {
    "everything": TimelineFilter(),
    "goals": TimelineFilter(kinds=frozenset({"goal"})),
    "something rare": TimelineFilter(kinds=frozenset({"handover"})),
    "a week": TimelineFilter(since=NOW - timedelta(days=7), until=NOW),
}


async def seed(connection: asyncpg.Connection) -> None:
    kind = "(ARRAY['goal', 'need', 'referral', 'handoff', 'appointment', 'care-plan', 'task'])[n % 7 + 1]"
    entry = {
        "id": an_id("n"),
        "at": f"timestamptz '{NOW}' - n * interval '1 second'",
        "kind": kind,
        "type": f"{kind} || '.changed'",
        "subject_type": kind,
        "subject_id": an_id("n / 3"),
        "reading": f"CASE WHEN {kind} IN ('referral', 'handoff', 'task') THEN 'parties' ELSE 'record' END",
        "agency_id": an_id("3"),
        "parties": f"ARRAY[{an_id('3')}, {an_id('CASE WHEN n % 50 = 3 THEN 5 ELSE 7 END')}]",
        "kinds": "1::bigint << 42",
        "sensitivity": "CASE WHEN n % 10 = 0 THEN 1 ELSE 0 END",
    }
    basis = {"source_id": an_id("n"), "client_id": an_id("n")}
    full = {"agency_id": an_id("3"), "basis": "'caseload'", "tier": "3"}
    identity = {"agency_id": an_id("CASE WHEN n % 2 = 0 THEN 4 ELSE 5 END"), "basis": "'handoff'", "tier": "2"}
    both = {"basis": "'handoff'", "tier": "2", "client_id": an_id("CASE WHEN n % 2 = 0 THEN 1 ELSE 77 END")}
    share = {
        "client_id": an_id("n"),
        "agency_id": an_id("4"),
        "kinds": "1::bigint << 42",
        "consent_id": an_id("n"),
        "on_team": "true",
    }
    await fill(connection, NETWORK, "timeline_entries", ENTRIES, client_id=an_id(f"n % {CLIENTS} + 1"), **entry)
    await fill(
        connection,
        NETWORK,
        "timeline_entries",
        MANY,
        client_id=an_id("1"),
        **entry | {"id": an_id(f"n + {ENTRIES}"), "at": f"timestamptz '{NOW}' - n * interval '1 minute'"},
    )
    await fill(connection, NETWORK, "client_access", CLIENTS, **basis, **full)
    await fill(connection, NETWORK, "client_access", CLIENTS, **basis, **identity)
    for agency in ("4", "5"):
        source = an_id(f"n + {CLIENTS} + {agency}")
        await fill(connection, NETWORK, "client_access", 2, **both, agency_id=an_id(agency), source_id=source)
    await fill(connection, NETWORK, "client_shares", CLIENTS, **share)


@pytest.fixture(scope="module")
def large(own_database: Database) -> Database:
    """A hundred thousand clients with three times as many entries in a database of its own."""

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


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("client", [SOMEBODY, BUSY], ids=["a client", "a client with a long story"])
async def test_a_page_is_read_along_the_clients_own_entries(
    session: Explaining, client: ClientId, reader: str, question: str
) -> None:
    timeline, after = TimelineQueries(session), None
    for _ in range(2):
        page = await timeline.page(READERS[reader], client, QUESTIONS[question], after=after, limit=50)
        after = page.next
        if after is None:
            break
    most = MOST_ROWS if client == SOMEBODY else 2 * MANY
    assert [[]] * len(session.plans) == [costly(plan, most) for plan in session.plans]


async def test_the_newest_of_a_long_story_cost_a_page(session: Explaining) -> None:
    serving = READERS["an agency that serves the client"]
    page = await TimelineQueries(session).page(serving, BUSY, TimelineFilter(), after=None, limit=50)
    assert (len(page.items), [costly(plan, 200) for plan in session.plans]) == (50, [[]])
