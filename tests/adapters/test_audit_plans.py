"""What searching and sealing the audit log cost in a network with a long log: a page, however long the log is."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import asyncpg
import pytest

from app.adapters.postgres.audit_sealing import _BEHIND, PostgresSealing
from app.adapters.postgres.engine import PoolSettings, open_pool
from app.adapters.postgres.queries.audit import AuditAnchorQueries, AuditTrailQueries, AuditTreeQueries
from app.domain.audit.proofs import Span, inclusion_spans
from app.domain.identity import AgencyId, ClientId, NetworkId, WorkerId
from app.ports.audit_trail import TrailFilter
from tests.support.plans import FREE, Explaining, an_id, costly, fill, nodes
from tests.support.postgres import Database

NETWORK = NetworkId(uuid4())
ENTRIES, CLIENTS, AGENCIES = 200_000, 20_000, 50
NOW = datetime(2027, 1, 1, tzinfo=UTC)
TABLES = ("audit_entries", "audit_leaves", "audit_nodes", "audit_subjects", "audit_heads")
MOST = 300  # rows of any step: a page of fifty, and what leads to it
NO_FINDINGS = ("Seq Scan", "audit_findings", 0)  # a table without a row is read whole, or by its index, as it comes
SOMEBODY = ClientId(UUID(int=77))
SOME_IDS = tuple(UUID(int=number) for number in range(5_000, 5_200))
QUESTIONS: dict[str, TrailFilter | tuple[TrailFilter, ...]] = {
    "everything": TrailFilter(own=None),
    "one's own agency": TrailFilter(own=AgencyId(UUID(int=3))),
    "an agency": TrailFilter(own=None, agency=AgencyId(UUID(int=3))),
    "an actor": TrailFilter(own=None, actor=UUID(int=5)),
    "something rare": TrailFilter(own=None, action="break-glass.open"),
    "a client": TrailFilter(own=None, client=SOMEBODY),
    "a client at one's own agency": TrailFilter(own=AgencyId(UUID(int=77 % AGENCIES)), client=SOMEBODY),
    "a thing": TrailFilter(own=None, subject=SOMEBODY),
    "a worker": TrailFilter(own=None, worker=WorkerId(UUID(int=5))),
    "a worker or an agency": (
        TrailFilter(own=None, worker=WorkerId(UUID(int=5))),
        TrailFilter(own=None, agency=AgencyId(UUID(int=5))),
    ),
    "certain entries": TrailFilter(own=None, entries=SOME_IDS),
    "what was deleted": TrailFilter(own=None, permission="d"),
    "what was changed at one's own agency": tuple(
        TrailFilter(own=AgencyId(UUID(int=0)), permission=letter) for letter in "cu"
    ),
    "what was read": TrailFilter(own=None, permission="r"),
    "what was deleted of a client": TrailFilter(own=None, client=ClientId(UUID(int=0)), permission="d"),
    "a day": TrailFilter(own=None, since=NOW - timedelta(days=2), until=NOW - timedelta(days=1)),
    "a day of an agency": TrailFilter(
        own=AgencyId(UUID(int=3)), since=NOW - timedelta(days=2), until=NOW - timedelta(days=1)
    ),
}


async def seed(connection: asyncpg.Connection) -> None:
    at = f"timestamptz '{NOW}' - ({ENTRIES} - n) * interval '2 seconds'"
    entry = {
        "id": an_id("n"),
        "at": at,
        "actor_id": an_id(f"n % {AGENCIES * 4}"),
        "agency_id": an_id(f"n % {AGENCIES}"),
        "roles": "ARRAY['case_manager']",
        "action": "CASE WHEN n % 5000 = 0 THEN 'break-glass.open' ELSE 'client.read' END",
        "worker_id": an_id(f"n % {AGENCIES * 4}"),
        "permission": "CASE n % 2000 WHEN 0 THEN 'd' WHEN 50 THEN 'c' WHEN 100 THEN 'u' ELSE 'r' END",
        "subject_type": "'client'",
        "client_ids": f"ARRAY[{an_id(f'n % {CLIENTS}')}]",
        "leaf": "sha256('leaf')",
        "mac": "sha256('mac')",
    }
    leaf = {"seq": "n - 1", "entry_id": an_id("n"), "leaf": "sha256('leaf')", "mac": "sha256('mac')"}
    about = {
        "subject_id": an_id(f"n % {CLIENTS}"),
        "at": at,
        "entry_id": an_id("n"),
        "agency_id": an_id(f"n % {AGENCIES}"),
        "bases": "ARRAY['caseload']",
    }
    await fill(connection, NETWORK, "audit_entries", ENTRIES, **entry)
    await fill(connection, NETWORK, "audit_leaves", ENTRIES - 10, **leaf)
    await fill(connection, NETWORK, "audit_subjects", ENTRIES, **about)
    for level in range(1, 17):
        node = {"level": str(level), "index": "n - 1", "hash": "sha256('node')"}
        await fill(connection, NETWORK, "audit_nodes", ENTRIES >> level, **node)
    head = {
        "size": str(ENTRIES - 10),
        "last_id": an_id(str(ENTRIES - 10)),
        "peaks": "''",
        "sealed_at": f"timestamptz '{NOW}'",
    }
    await fill(connection, NETWORK, "audit_heads", 1, **head)


@pytest.fixture(scope="module")
def large(database: Database) -> Iterator[Database]:
    """A log of two hundred thousand entries, beside the others of this worker's database."""

    async def prepare() -> None:
        connection = await asyncpg.connect(database.superuser)
        await connection.execute(FREE)
        await seed(connection)
        await connection.execute(f"ANALYZE {', '.join(TABLES)}")
        await connection.close()

    async def clear() -> None:
        connection = await asyncpg.connect(database.superuser)
        await connection.execute(FREE)
        for table in TABLES:
            await connection.execute(f"DELETE FROM {table} WHERE network_id = $1", NETWORK)  # noqa: S608
        await connection.close()

    asyncio.run(prepare())
    yield database
    asyncio.run(clear())


@pytest.fixture(params=["app", "worker"])
async def session(large: Database, request: pytest.FixtureRequest) -> AsyncIterator[Explaining]:
    pool = await open_pool(PoolSettings(dsn=getattr(large, request.param), size=1))
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute(f"SET LOCAL app.network = '{NETWORK}'")
        yield Explaining(connection, NETWORK)
    await pool.close()


@pytest.mark.parametrize("question", QUESTIONS)
async def test_a_page_of_the_log_costs_a_page(session: Explaining, question: str) -> None:
    trail, after, asked = AuditTrailQueries(session), None, QUESTIONS[question]
    for _ in range(2):
        page = await trail.page(asked if isinstance(asked, tuple) else (asked,), after=after, limit=50)
        assert page.items
        after = page.next
        if after is None:
            break
    assert [[]] * len(session.plans) == [costly(plan, MOST) for plan in session.plans]


async def test_an_accounting_costs_what_was_done_with_the_client(session: Explaining) -> None:
    page = await AuditTrailQueries(session).disclosures(SOMEBODY, None, None, after=None, limit=50)
    assert (len(page.items), [costly(plan, MOST) for plan in session.plans]) == (ENTRIES // CLIENTS, [[]])


async def test_a_proof_costs_a_few_hashes(session: Explaining) -> None:
    wanted = {each for span in inclusion_spans(4711, ENTRIES - 10) for each in span.subtrees()}
    found = await AuditTreeQueries(session).hashes(wanted | set(Span(7, 8).subtrees()))
    assert (len(wanted) + 1, [[]]) == (len(found), [costly(plan, MOST) for plan in session.plans])


async def test_lists_of_checkpoints_and_anchors_are_read_along_their_order(session: Explaining) -> None:
    await AuditTreeQueries(session).checkpoints(after=None, limit=50)
    await AuditAnchorQueries(session).page(None, after=None, limit=50)
    assert [
        [node["Node Type"] for node in nodes(plan) if node["Node Type"] == "Sort" and node["Actual Rows"] > MOST]
        for plan in session.plans
    ] == [[], []]


async def test_what_waits_is_found_without_reading_what_is_sealed(session: Explaining) -> None:
    waiting = await PostgresSealing(session, None).waiting(UUID(int=ENTRIES - 200), 500)
    [found] = [costly(plan, 1_000) for plan in session.plans]
    assert (len(waiting), [step for step in found if step != NO_FINDINGS]) == (10, [])


async def test_to_find_the_networks_behind_costs_a_look_at_each(large: Database) -> None:
    connection = await asyncpg.connect(large.worker)
    sql = f"EXPLAIN (ANALYZE, BUFFERS OFF, FORMAT JSON) {_BEHIND}"
    plan = json.loads(await connection.fetchval(sql, NOW))[0]["Plan"]
    await connection.close()
    assert [step for step in costly(plan, MOST) if step[1] in ("audit_entries", "audit_leaves")] == []
