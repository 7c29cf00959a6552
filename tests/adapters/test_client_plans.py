"""What lists of clients cost in a large network: nothing is scanned or sorted that grows with it."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from uuid import UUID, uuid4

import asyncpg
import pytest

from app.adapters.postgres.engine import PoolSettings, open_pool
from app.adapters.postgres.queries.access import reach
from app.adapters.postgres.queries.clients import ClientListQueries
from app.adapters.postgres.repositories import clients as client_rows
from app.domain.identity import AgencyId, ClientId, NetworkId
from app.domain.partial_date import PartialDate
from app.ports.access import Access
from app.ports.clients import ClientFilter, ClientOrder
from tests.support.plans import FREE, Explaining, costly
from tests.support.postgres import Database

NETWORK = NetworkId(uuid4())
CLIENTS, AGENCIES = 100_000, 20
NOW = datetime(2027, 1, 1, tzinfo=UTC)
AN_AGENCY = AgencyId(UUID(int=3))
SMALL_AGENCY = AgencyId(UUID(int=AGENCIES + 1))

# What is joined is analysed first: on the figures of an empty table the join would take hours.
SEED = """
INSERT INTO agencies (network_id, id, name_key, time_zone, membership, status, profile, given_labels, version,
    created_at, updated_at)
SELECT '{network}', lpad(to_hex(n), 32, '0')::uuid, 'agency ' || n, 'UTC', 'full', 'active', '{{}}', 0, 1, now(), now()
FROM generate_series(1, {agencies} + 1) n;

INSERT INTO clients (network_id, id, names, birth_date, identifiers, races, ethnicities, languages, accessibility,
    addresses, contact_points, do_not_contact, restricted, alerts, deceased, name_key, version, created_at, updated_at)
SELECT '{network}', lpad(to_hex(n), 32, '0')::uuid,
    jsonb_build_array(jsonb_build_object('use', 'legal', 'family', 'Family' || n % 500, 'given', '["Ana"]'::jsonb)),
    (date '1940-01-01' + n % 25000)::text, '[]', '{{}}', '{{}}', '[]', '{{}}', '[]', '[]', false, false, '[]', false,
    'family' || n % 500 || ' ana', 1, now(), timestamptz '2026-01-01' + n * interval '1 second'
FROM generate_series(1, {clients}) n;

INSERT INTO client_terms (network_id, term, client_id)
SELECT network_id, term, id FROM clients, LATERAL (VALUES
    ('n:' || name_key),
    ('n:ana ' || split_part(name_key, ' ', 1)),
    ('i:urn:x|' || id),
    ('f:' || split_part(name_key, ' ', 1) || '|' || left(birth_date, 4))
) terms (term) WHERE network_id = '{network}';

INSERT INTO client_access (network_id, agency_id, client_id, basis, source_id, since, tier, client_updated_at,
    client_name_key)
SELECT network_id, agency, id, basis, id, now(), tier, updated_at, name_key FROM clients, LATERAL (VALUES
    (lpad(to_hex(1 + ('x' || right(id::text, 4))::bit(16)::int % {agencies}), 32, '0')::uuid, 'caseload', 3),
    (lpad(to_hex({agencies} + 1), 32, '0')::uuid, 'handoff', 2)
) bases (agency, basis, tier) WHERE network_id = '{network}' AND (basis = 'caseload' OR right(id::text, 3) = '001');

ANALYZE clients, client_terms, client_access;
INSERT INTO client_access_names (network_id, agency_id, term, client_id, least_tier)
SELECT network_id, agency_id, term, client_id, 2 FROM client_access JOIN client_terms USING (network_id, client_id)
WHERE network_id = '{network}' AND starts_with(term, 'n:');
"""


@pytest.fixture(scope="module")
def large(own_database: Database) -> Database:
    """A network of a hundred thousand clients in a database of its own."""

    async def seed() -> None:
        connection = await asyncpg.connect(own_database.superuser)
        await connection.execute(FREE)
        try:
            await connection.execute(SEED.format(network=NETWORK, clients=CLIENTS, agencies=AGENCIES))
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
        yield Explaining(connection, NETWORK)
    await pool.close()


AGENCY = Access(agency=AN_AGENCY, network_wide=False, at=NOW)
SMALL = Access(agency=SMALL_AGENCY, network_wide=False, at=NOW)
EVERYBODY = Access(agency=AN_AGENCY, network_wide=True, at=NOW)
QUESTIONS = {
    "all": ClientFilter(),
    "name": ClientFilter(name="family1"),
    "common name": ClientFilter(name="ana"),
    "identifier": ClientFilter(identifier="urn:x|00000000-0000-0000-0000-000000000077"),
    "birth date": ClientFilter(birth_date=PartialDate.parse("1980-02-03")),
    "recent": ClientFilter(updated_since=datetime(2026, 1, 2, tzinfo=UTC)),
}


@pytest.mark.parametrize("order", ClientOrder)
@pytest.mark.parametrize("access", [AGENCY, SMALL, EVERYBODY], ids=["agency", "small agency", "coordinator"])
@pytest.mark.parametrize("question", QUESTIONS)
async def test_a_page_is_read_along_an_index(
    session: Explaining, access: Access, question: str, order: ClientOrder
) -> None:
    lists, after = ClientListQueries(session), None
    for _ in range(2):
        page = await lists.page(access, QUESTIONS[question], order, after=after, limit=50)
        after = page.next
        if after is None:
            break
    assert [[]] * len(session.plans) == [costly(plan) for plan in session.plans]


async def test_candidates_for_duplicates_are_found_by_their_keys(session: Explaining) -> None:
    keys = ["f:family7|1990", "i:urn:x|none", "s:fml|1990-01-02"]
    given = {"keys": keys, "id": ClientId(uuid4()), **reach(AGENCY)}
    await session.fetch(client_rows._ALIKE, **given)
    assert costly(session.plans[0]) == []
