"""What searches of resources cost among a hundred thousand: nothing is scanned or sorted that grows with them."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from app.adapters.postgres.engine import PoolSettings, open_pool
from app.adapters.postgres.queries.access import reach
from app.adapters.postgres.queries.resource_search import ResourceSearchQueries
from app.adapters.postgres.queries.resource_texts import Writing
from app.adapters.postgres.queries.resource_walk import MOST_ROWS, ResourceWalkQueries
from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.domain.identity import AgencyId, ClientId, NetworkId
from app.ports.access import Access
from app.ports.bulk import Walk
from tests.support.found_resources import understood
from tests.support.plans import FREE, Explaining, an_id, costly, fill
from tests.support.postgres import Database

NETWORK = NetworkId(uuid4())
CLIENTS, AGENCIES = 10_000, 20
NOW = datetime(2027, 1, 1, tzinfo=UTC)
AN_AGENCY = AgencyId(UUID(int=3))
A_CLIENT = ClientId(UUID(int=22))  # whose number leaves 2 over, as those of the third agency's clients do
AT = "timestamptz '2026-01-01' + n * interval '1 second'"

AGENCY_OF, CLIENT_OF = "(1 + {n} % 20)", "(1 + ({n} - 1) % 10000)"

# What is joined is analysed first: on the figures of an empty table the join would take hours.
SEED = """
INSERT INTO client_access (network_id, agency_id, client_id, basis, source_id, since, tier, client_updated_at,
    client_name_key)
SELECT '{network}', pg_temp.id(1 + n % 20), pg_temp.id(n), 'caseload', pg_temp.id(n), now(), 3, now(), ''
FROM generate_series(1, 10000) n;

INSERT INTO client_access (network_id, agency_id, client_id, basis, source_id, since, tier, client_updated_at,
    client_name_key)
SELECT '{network}', pg_temp.id(21), pg_temp.id(n * 400), basis, pg_temp.id(n), now(), 3, now(), ''
FROM generate_series(1, 25) n, unnest(ARRAY['handoff', 'care_team']) basis;

INSERT INTO resources (network_id, type, id, version, updated_at, deleted, projected, agency_id, client_id, reading,
    parties, kinds, sensitivity, hidden, content, meta)
SELECT '{network}', type, pg_temp.id(n), 1, timestamptz '2026-01-01' + n * interval '1 second', false, false,
    pg_temp.id(1 + (1 + (n - 1) % 10000) % 20), pg_temp.id(1 + (n - 1) % 10000), reading,
    CASE reading WHEN 'parties' THEN ARRAY[pg_temp.id(1 + n % 20), pg_temp.id(1 + (n + 7) % 20)] ELSE '{{}}' END,
    4, 0, false, '{{"status":"final"}}', '{{}}'
FROM (VALUES ('Patient', 10000, 'client'), ('Task', 30000, 'parties'), ('ServiceRequest', 20000, 'record'),
    ('Observation', 30000, 'record'), ('Condition', 10000, 'record'), ('Organization', 20, 'network'))
    kinds (type, many, reading), generate_series(1, many) n;
ANALYZE resources, client_access;

INSERT INTO resource_words (network_id, key, value, updated_at, id, type, face)
SELECT r.network_id, r.type || '.' || word.code, word.value, r.updated_at, r.id, r.type, 0
FROM (SELECT *, ('x' || right(id::text, 8))::bit(32)::int AS n FROM resources WHERE network_id = '{network}') r,
LATERAL (VALUES
    ('patient', 'Patient/' || r.client_id, 'Task ServiceRequest Observation Condition'),
    ('subject', 'Patient/' || r.client_id, 'Task ServiceRequest Observation Condition'),
    ('name', 'family' || lpad((n % 500)::text, 3, '0'), 'Patient'),
    ('name', 'ana family' || lpad((n % 500)::text, 3, '0'), 'Patient'),
    ('family', 'family' || lpad((n % 500)::text, 3, '0'), 'Patient'),
    ('identifier', n || '|urn:mrn', 'Patient ServiceRequest'),
    ('gender', (ARRAY['female', 'male', 'other'])[1 + n % 3] || '|http://hl7.org/fhir/administrative-gender',
        'Patient'),
    ('owner', 'Organization/' || pg_temp.id(1 + n % 20), 'Task'),
    ('focus', 'ServiceRequest/' || pg_temp.id(1 + n % 20000), 'Task'),
    ('status', (ARRAY['requested', 'accepted', 'in-progress', 'completed', 'rejected'])[1 + n / 20 % 5]
        || '|http://hl7.org/fhir/task-status', 'Task'),
    ('category', (ARRAY['vital-signs', 'survey', 'laboratory'])[1 + n / 10000 % 3]
        || '|http://terminology.hl7.org/CodeSystem/observation-category', 'Observation Condition'),
    ('code', (n % 300) || '-1|http://loinc.org', 'Observation Condition'),
    ('name', 'agency ' || n, 'Organization')
) word (code, value, types) WHERE r.type = ANY (string_to_array(word.types, ' '));

INSERT INTO resource_words (network_id, key, value, updated_at, id, type, face)
SELECT network_id, 'Task.owner+status', owner.value || ' ' || status.value, owner.updated_at, id, 'Task', 0
FROM resource_words owner JOIN resource_words status USING (network_id, id)
WHERE network_id = '{network}' AND owner.key = 'Task.owner' AND status.key = 'Task.status';

INSERT INTO resource_spans (network_id, key, since, until, updated_at, id, type, face)
SELECT r.network_id, r.type || CASE r.type WHEN 'Patient' THEN '.birthdate' ELSE '.date' END,
    day, day + interval '1 day', r.updated_at, r.id, r.type, 0
FROM (SELECT *, CASE type WHEN 'Patient' THEN timestamptz '1940-01-01' ELSE timestamptz '2020-01-01' END
    + (('x' || right(id::text, 8))::bit(32)::int % 2500) * interval '1 day' AS day
    FROM resources WHERE network_id = '{network}' AND type IN ('Patient', 'Observation')) r;

INSERT INTO resource_amounts (network_id, key, low, high, unit, updated_at, id, type, face)
SELECT network_id, 'Observation.value-quantity', n % 900, n % 900, 'kg|http://unitsofmeasure.org', updated_at, id,
    type, 0
FROM (SELECT *, ('x' || right(id::text, 8))::bit(32)::int AS n FROM resources
    WHERE network_id = '{network}' AND type = 'Observation') r;
"""
SHARES = {"client_id": an_id("n"), "agency_id": an_id("1 + n % 20"), "kinds": "8"}
AN_ID = """
CREATE FUNCTION pg_temp.id(n bigint) RETURNS uuid LANGUAGE sql IMMUTABLE
AS $$ SELECT lpad(to_hex(n), 32, '0')::uuid $$;
"""
TABLES = ("client_shares", "resource_amounts", "resource_spans", "resource_words", "resources", "client_access")


@pytest.fixture(scope="module")
def large(own_database: Database) -> Database:
    """A network of a hundred thousand resources in a database of its own."""

    async def seed() -> None:
        connection = await asyncpg.connect(own_database.superuser)
        await connection.execute(FREE)
        try:
            await connection.execute(AN_ID)
            await connection.execute(SEED.format(network=NETWORK))
            await fill(connection, NETWORK, "client_shares", CLIENTS, **SHARES)
            await connection.execute("ANALYZE")
        finally:
            await connection.close()

    asyncio.run(seed())
    return own_database


@pytest.fixture
async def session(large: Database) -> AsyncIterator[Explaining]:
    pool = await open_pool(PoolSettings(dsn=large.app, size=1))
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute(f"SET LOCAL app.network = '{NETWORK}'")
        yield PlannedOnce(connection, NETWORK)
    await pool.close()


class PlannedOnce(Explaining):
    """Explains the plans that the service uses: those that are made once, for any values."""

    async def fetch(self, statement: Statement, **given: Any) -> list[asyncpg.Record]:
        given["network"] = self.network
        values = ", ".join(map(literal, statement.arguments(given)))
        await self.connection.execute(f"PREPARE asked AS {statement.sql}")
        found = await self.connection.fetchval(f"EXPLAIN (ANALYZE, BUFFERS OFF, FORMAT JSON) EXECUTE asked ({values})")
        await self.connection.execute("DEALLOCATE asked")
        self.plans.append(found[0]["Plan"])
        return await Session.fetch(self, statement, **given)


def literal(value: object) -> str:
    if isinstance(value, list):
        return "'{" + ", ".join(f'"{each}"' for each in value) + "}'"
    return "NULL" if value is None else f"'{value}'"


SMALL_AGENCY = AgencyId(UUID(int=AGENCIES + 1))
SMALL = Access(agency=SMALL_AGENCY, network_wide=False, at=NOW)
AGENCY = Access(agency=AN_AGENCY, network_wide=False, at=NOW)
EVERYBODY = Access(agency=AN_AGENCY, network_wide=True, at=NOW)
OWNER = f"owner=Organization/{AN_AGENCY}"
PATIENT = f"patient=Patient/{A_CLIENT}"

HOT = [
    ("Task", OWNER, 50),
    ("Task", f"{OWNER}&status=requested", 50),
    ("Task", f"{OWNER}&status=requested,accepted&_sort=_lastUpdated", 50),
    ("Task", f"{OWNER}&patient.identifier=urn:mrn|22", 3),
    ("Task", PATIENT, 3),
    ("Patient", "name=family021", 0),
    ("Patient", "name=family022", 20),
    ("Patient", "name=family022,family042", 40),
    ("Patient", "family=family022&gender=female", 7),
    ("Patient", "identifier=urn:mrn|22", 1),
    ("Patient", "identifier=22", 1),
    ("Patient", f"_id={A_CLIENT}", 1),
    ("Patient", "birthdate=1940-01-23", 4),
    ("Patient", "family=family022&_sort=birthdate", 20),
    ("ServiceRequest", PATIENT, 2),
    ("ServiceRequest", "identifier=urn:mrn|22", 1),
    ("Observation", f"{PATIENT}&category=vital-signs&date=ge2020-01-20", 1),
    ("Observation", f"{PATIENT}&_sort=-date", 3),
    ("Observation", f"{PATIENT}&date=gt2019&_sort=-date,code", 3),
    ("Observation", "patient.identifier=urn:mrn|22", 3),
    ("Observation", "patient.name=family022&code=http://loinc.org|22-1", 20),
    ("Condition", f"{PATIENT}&category=vital-signs", 1),
    ("Condition", "patient.identifier=urn:mrn|22", 1),
    ("Patient", "_has:Observation:patient:value-quantity=22", 34),
    ("Patient", "family=family022&_has:Observation:patient:code=http://loinc.org|22-1", 20),
]


@pytest.mark.parametrize(("type_", "query", "found"), HOT)
async def test_a_hot_search_reads_little_more_than_its_page(
    session: Explaining, type_: str, query: str, found: int
) -> None:
    page = await ResourceSearchQueries(session).page(AGENCY, understood(type_, query).search, after=None)
    assert (len(page.items), [step for plan in session.plans for step in costly(plan)]) == (found, [])


async def test_counting_reads_what_its_criterion_leads_to(session: Explaining) -> None:
    searches = ResourceSearchQueries(session)
    counts = [
        await searches.count(AGENCY, understood(type_, query).search)
        for type_, query in (
            ("Patient", "identifier=urn:mrn|22"),
            ("Observation", PATIENT),
            ("Patient", "name=family022"),
        )
    ]
    assert (counts, [step for plan in session.plans for step in costly(plan)]) == ([1, 3, 20], [])


async def test_what_comes_along_is_looked_up_for_the_page(session: Explaining) -> None:
    searches = ResourceSearchQueries(session)
    asked = understood("Task", f"{OWNER}&_include=Task:owner&_include=Task:patient&_revinclude=Task:part-of").search
    page = await searches.page(AGENCY, asked, after=None)
    session.plans.clear()
    found = await searches.companions(AGENCY, page.items, asked.includes, None)
    assert (len(found.items), [costly(plan) for plan in session.plans]) == (51, [[]])


async def test_a_clients_record_is_read_along_the_index_of_clients(session: Explaining) -> None:
    searches = ResourceSearchQueries(session)
    page = await searches.of_client(AGENCY, A_CLIENT, types=None, since=None, after=None, limit=50)
    assert (len(page.items), [costly(plan) for plan in session.plans]) == (10, [[]])


@pytest.mark.parametrize(
    ("type_", "query"),
    [("Task", f"{OWNER}&status=requested"), ("Patient", "gender=female"), ("Observation", "_sort=date")],
)
async def test_later_pages_read_no_more_than_the_first(session: Explaining, type_: str, query: str) -> None:
    searches, search, after = ResourceSearchQueries(session), understood(type_, query).search, None
    for _ in range(3):
        page = await searches.page(EVERYBODY, search, after=after)
        after = page.next
    assert [step for plan in session.plans for step in costly(plan)] == []


@pytest.mark.parametrize(
    ("type_", "query", "found"),
    [
        ("Patient", "", 25),
        ("Patient", "gender=female,male,other", 25),
        ("Patient", "_sort=birthdate", 25),
        ("Patient", "birthdate=ge1900", 25),
        ("Patient", "active:missing=true", 25),
        ("Observation", "", 75),
        ("Observation", "category=vital-signs", 25),
        ("Observation", "_sort=-date&code:missing=false", 75),
        ("Condition", "category=vital-signs&_lastUpdated=ge2020", 24),
        ("ServiceRequest", "identifier:missing=false", 50),
        ("Task", "status=requested,accepted", 0),
        ("Task", f"owner=Organization/{AN_AGENCY}", 0),
    ],
)
async def test_an_agency_that_sees_little_reads_that_and_nothing_else(
    session: Explaining, type_: str, query: str, found: int
) -> None:
    searches, search = ResourceSearchQueries(session), understood(type_, f"{query}&_count=100").search
    page = await searches.page(SMALL, search, after=None)
    count = await searches.count(SMALL, search) if "owner" not in query else found
    dear = [step for plan in session.plans for step in costly(plan, 2_000)]
    assert (len(page.items), count, dear) == (found, found, [])


async def test_an_agency_that_sees_little_finds_a_common_name_among_that(session: Explaining) -> None:
    search = understood("Patient", "name=family&_count=100").search
    page = await ResourceSearchQueries(session).page(SMALL, search, after=None)
    assert (len(page.items), [step for plan in session.plans for step in costly(plan, 2_000)]) == (25, [])


async def test_all_that_an_agency_reads_is_where_it_is_looked_for(session: Explaining) -> None:
    missed = {}
    for access in (AGENCY, SMALL):
        for type_ in ("Patient", "Task", "ServiceRequest", "Observation"):
            writing = Writing()
            sql = (
                f"SELECT count(*) FROM resources r WHERE {writing.read('r')} AND r.type = '{type_}'"  # noqa: S608
                f" AND r.id NOT IN ({writing.in_sight(type_, None)})"
            )
            row = await Session.fetch(session, writing.statement(sql), **writing.given, **reach(access))
            missed[type_, access.agency] = row[0][0]
    assert missed == dict.fromkeys(missed, 0)


NAMED = [ClientId(UUID(int=number)) for number in range(400, 8_001, 400)]


@pytest.mark.parametrize(
    ("access", "which", "found"),
    [(AGENCY, {}, 1_500), (SMALL, {"since": NOW - timedelta(days=366)}, 75), (SMALL, {"clients": NAMED}, 60)],
)
async def test_a_walk_through_a_type_looks_at_a_bounded_piece_at_a_time(
    session: Explaining, access: Access, which: dict[str, Any], found: int
) -> None:
    walks, ids, after = ResourceWalkQueries(session), list[UUID](), None
    while (window := await walks.window(access, Walk(type="Observation", before=NOW, after=after, **which))).last:
        ids += [each.resource.id for each in window.items]
        after = window.last
        assert [step for plan in session.plans for step in costly(plan, 2 * MOST_ROWS)] == []
        session.plans.clear()
    assert (len(ids), ids) == (found, sorted(set(ids)))
