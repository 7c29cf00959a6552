"""What exports, erasures and retention cost in a large network: of one client, and of a walk through all."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from app.adapters.postgres.engine import PoolSettings, open_pool
from app.adapters.postgres.erasing import children_first, erasing
from app.adapters.postgres.holdings import HoldingRepository, _everything
from app.adapters.postgres.personal_data import HOLDINGS, Holding
from app.adapters.postgres.queries.retention import RetentionQueries
from app.adapters.postgres.repositories.erasures import ErasureRepository
from app.adapters.postgres.retention_watch import _DUE, _IDLE, _PENDING
from app.adapters.postgres.schema import metadata
from app.domain.identity import AgencyId, ClientId, NetworkId
from app.domain.retention.erasure_moves import ErasureState
from app.ports.access import Access
from app.ports.retention import ErasureFilter
from tests.support.plans import FREE, Explaining, an_id, costly, fill
from tests.support.postgres import Database

NETWORK = NetworkId(uuid4())
ROWS, FEWER, CLIENTS = 100_000, 40_000, 20_000
LISTED = frozenset({"client_exports", "erasures"})
NOW = datetime(2027, 1, 1, tzinfo=UTC)
CLIENT = ClientId(UUID(int=7))
AGENCY = AgencyId(UUID(int=3))
OF_CLIENT = an_id(f"1 + n % {CLIENTS}")
AT = "timestamptz '2026-01-01' + n * interval '1 second'"
COMMON = {"id": an_id("n"), "client_id": OF_CLIENT, "agency_id": an_id("n % 20 + 1"), "updated_at": AT}
TABLES: dict[str, dict[str, str]] = {
    "needs": COMMON,
    "goals": COMMON,
    "care_plans": COMMON,
    "assessments": COMMON,
    "appointments": COMMON,
    "consents": COMMON,
    "referrals": {**{k: v for k, v in COMMON.items() if k != "agency_id"}, "sender_id": an_id("n % 20 + 1")},
    "handoffs": {
        **{k: v for k, v in COMMON.items() if k != "agency_id"},
        "referral_id": an_id("n"),
        "sender_id": an_id("1"),
        "provider_id": an_id("2"),
    },
    "tasks": {**COMMON, "referral_id": an_id("n")},
    "client_exports": {**COMMON, "purpose": "'own_use'", "status": "'ready'"},
    "erasures": {
        "id": an_id("n"),
        "client_id": an_id("n"),
        "proposed_agency": an_id("n % 20 + 1"),
        "reason": "'retention'",
        "state": "CASE WHEN n % 50 = 0 THEN 'proposed' ELSE 'refused' END",
        "updated_at": AT,
    },
    "timeline_entries": {
        "id": an_id("n"),
        "client_id": OF_CLIENT,
        "at": AT,
        "reading": "'record'",
        "agency_id": an_id("n % 20 + 1"),
    },
    "audit_subjects": {"subject_id": OF_CLIENT, "at": AT, "entry_id": an_id("n")},
    "legal_holds": {"client_id": an_id("n")},
    "client_acuities": {"agency_id": an_id("n % 20 + 1"), "client_id": an_id("n"), "acuity": "'low'"},
}


def _allowed(table: str) -> dict[str, str]:
    """Return for each column of an enumeration that must be given the first value that it may have."""
    found = {}
    columns = metadata().tables[table].c
    for constraint in metadata().tables[table].constraints:
        text = str(getattr(constraint, "sqltext", ""))
        column, _, values = text.partition(" IN (")
        if values and not columns[column].nullable:
            found[column] = values.partition(",")[0].rstrip(")")
    return found


async def _seed(owner: str) -> None:
    connection = await asyncpg.connect(owner)
    await connection.execute(FREE)
    await fill(connection, NETWORK, "clients", CLIENTS, id=an_id("n"), name_key="'k' || n", updated_at=AT)
    for table, given in TABLES.items():
        await fill(connection, NETWORK, table, ROWS if table in LISTED else FEWER, **(_allowed(table) | given))
    await connection.execute("ANALYZE")
    await connection.close()


@pytest.fixture(scope="module")
def large(own_database: Database) -> Database:
    asyncio.run(_seed(own_database.superuser))
    return own_database


@pytest.fixture
async def session(large: Database) -> AsyncIterator[Explaining]:
    pool = await open_pool(PoolSettings(dsn=large.worker, size=1))
    async with pool.acquire() as connection:
        transaction = connection.transaction()
        await transaction.start()
        await connection.execute(f"SET LOCAL app.network = '{NETWORK}'")
        yield Explaining(connection, NETWORK)
        await transaction.rollback()
    await pool.close()


def wrong(session: Explaining) -> list[Any]:
    return [step for plan in session.plans for step in costly(plan)]


@pytest.mark.parametrize(
    "holding", [pytest.param(each, id=each.table) for each in HOLDINGS if each.table in {*TABLES, "clients"}]
)
async def test_what_there_is_of_a_client_is_found_by_indexes(session: Explaining, holding: Holding) -> None:
    await session.fetch(_everything(holding), client=CLIENT)
    assert wrong(session) == []


@pytest.mark.parametrize(
    "holding", [pytest.param(each, id=each.table) for each in children_first() if each.table in TABLES]
)
async def test_what_there_is_of_a_client_is_forgotten_by_indexes(session: Explaining, holding: Holding) -> None:
    await session.connection.execute("SAVEPOINT before")
    sql = f"EXPLAIN (FORMAT JSON) {erasing(holding).sql}"
    [found] = await session.connection.fetchval(sql, NETWORK, CLIENT)
    text = str(found)
    assert "'Seq Scan'" not in text


async def test_a_whole_client_is_gathered_and_forgotten_in_a_moment(session: Explaining) -> None:
    holdings = HoldingRepository(session)
    began = asyncio.get_running_loop().time()
    gathered = await holdings.gather(CLIENT, Access(agency=AGENCY, network_wide=False, at=NOW), {}, whole=True)
    took = asyncio.get_running_loop().time() - began
    assert len(gathered.body) > 1_000
    assert took < 5


@pytest.mark.parametrize(
    "which",
    [
        ErasureFilter(),
        ErasureFilter(state=ErasureState.PROPOSED),
        ErasureFilter(agency=AGENCY),
        ErasureFilter(client=CLIENT),
    ],
)
async def test_a_page_of_erasures_is_read_along_an_index(session: Explaining, which: ErasureFilter) -> None:
    page = await RetentionQueries(session).erasures(which, after=None, limit=50)
    assert page.items
    assert wrong(session) == []


async def test_a_page_of_exports_is_read_along_an_index(session: Explaining) -> None:
    await RetentionQueries(session).exports(CLIENT, AGENCY, after=None, limit=50)
    assert wrong(session) == []


async def test_what_the_worker_asks_at_every_turn_costs_nothing(session: Explaining) -> None:
    await session.fetch(_PENDING)
    await session.fetch(_DUE, before=NOW)
    await ErasureRepository(session).is_open(CLIENT)
    assert wrong(session) == []


async def test_a_bite_of_idle_clients_reads_no_more_than_the_bite(session: Explaining) -> None:
    before = datetime.combine(date(2026, 1, 2), datetime.min.time(), UTC)
    first = datetime.min.replace(tzinfo=UTC)
    rows = await session.fetch(_IDLE, before=before, after_at=first, after_id=UUID(int=0), limit=201, decided_after=NOW)
    assert len(rows) == 201
    assert wrong(session) == []
