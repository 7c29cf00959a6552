"""What lists of households, caseloads, transfers and handovers cost in a large network: nothing grows with it."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from app.adapters.postgres.engine import PoolSettings, open_pool
from app.adapters.postgres.queries.caseloads import CaseloadQueries
from app.adapters.postgres.queries.households import HouseholdQueries
from app.adapters.postgres.repositories.passages import PassageRepository
from app.domain.caseloads.handover import HandoverStatus
from app.domain.caseloads.transfer_moves import TransferStatus
from app.domain.identity import AgencyId, ClientId, NetworkId, TransferId, WorkerId
from app.ports.access import Access
from app.ports.caseloads import HandoverFilter, Passage, TransferFilter
from app.ports.households import HouseholdFilter
from app.ports.referrals import Order
from tests.support.plans import FREE, Explaining, an_id, costly, fill, nodes
from tests.support.postgres import Database

NETWORK = NetworkId(uuid4())
CLIENTS, WORKERS, AGENCIES, TRANSFERS = 100_000, 2_000, 5, 20_000
NOW = datetime(2027, 1, 1, tzinfo=UTC)
AN_AGENCY, A_WORKER = AgencyId(UUID(int=3)), WorkerId(UUID(int=3))
AGENCY_OF = f"n % {AGENCIES} + 1"
WORKER_OF = f"n % {AGENCIES} + {AGENCIES} * ((n / {AGENCIES}) % {WORKERS // AGENCIES}) + 1"
CHANGED = "timestamptz '2026-01-01' + n * interval '1 second'"
TABLES: dict[str, tuple[int, dict[str, str]]] = {
    "agencies": (AGENCIES, {"id": an_id("n"), "membership": "'full'", "status": "'active'"}),
    "workers": (
        WORKERS,
        {
            "id": an_id("n"),
            "agency_id": an_id(f"(n - 1) % {AGENCIES} + 1"),
            "name_key": "'worker ' || n",
            "status": "CASE WHEN n % 40 = 3 THEN 'left' ELSE 'active' END",
            "roles": "'{case_manager}'",
            "profile": """'{"given": "A", "family": "B", "roles": ["case_manager"]}'""",
        },
    ),
    "households": (
        CLIENTS // 3 + 5,
        {"id": an_id("n"), "agency_id": an_id(AGENCY_OF), "kind": "'family'", "updated_at": CHANGED},
    ),
    "clients": (
        CLIENTS,
        {
            "id": an_id("n"),
            "household": an_id("n / 15 * 5 + n % 5"),
            "names": """'[{"given": ["Ana"]}]'""",
            "restricted": "n % 100 = 0",
        },
    ),
    "client_access": (
        CLIENTS,
        {"agency_id": an_id(AGENCY_OF), "client_id": an_id("n"), "basis": "'caseload'", "tier": "3"},
    ),
    "care_team_members": (
        CLIENTS,
        {
            "id": an_id("n"),
            "team_id": an_id("n"),
            "client_id": an_id("n"),
            "agency_id": an_id(AGENCY_OF),
            "worker_id": an_id(WORKER_OF),
            "kind": "'worker'",
            "status": "'active'",
            "is_primary": "true",
        },
    ),
    "client_acuities": (
        CLIENTS,
        {"agency_id": an_id(AGENCY_OF), "client_id": an_id("n"), "acuity": "'high'", "weight": "3"},
    ),
    "caseload_transfers": (
        TRANSFERS,
        {
            "id": an_id("n"),
            "agency_id": an_id(AGENCY_OF),
            "from_worker_id": an_id(WORKER_OF),
            "to_worker_id": an_id(f"({WORKER_OF} + {AGENCIES * 3}) % {WORKERS}"),
            "reason": "'balance'",
            "status": "CASE WHEN n % 5000 = 2 THEN 'running' ELSE 'done' END",
            "updated_at": CHANGED,
        },
    ),
    "handovers": (
        CLIENTS,
        {
            "id": an_id("n"),
            "client_id": an_id("n"),
            "agency_id": an_id(AGENCY_OF),
            "transfer_id": an_id("n / 50 + 1"),
            "from_worker_id": an_id(WORKER_OF),
            "to_worker_id": an_id(WORKER_OF),
            "reason": "'balance'",
            "kinds": "1",
            "points": "'[]'",
            "status": "CASE WHEN n % 20000 = 2 THEN 'given' ELSE 'acknowledged' END",
            "updated_at": CHANGED,
        },
    ),
    "tasks": (
        CLIENTS,
        {
            "id": an_id("n"),
            "agency_id": an_id(AGENCY_OF),
            "worker_id": an_id(WORKER_OF),
            "client_id": an_id("n"),
            "kind": "'general'",
            "priority": "'routine'",
            "status": "'open'",
        },
    ),
}


@pytest.fixture(scope="module")
def large(own_database: Database) -> Database:
    """A network of a hundred thousand clients in a database of its own."""

    async def seed() -> None:
        connection = await asyncpg.connect(own_database.superuser)
        await connection.execute(FREE)
        for table, (rows, given) in TABLES.items():
            await fill(connection, NETWORK, table, rows, **given)
        await connection.execute("ANALYZE")
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
EVERYBODY = Access(agency=AN_AGENCY, network_wide=True, at=NOW)
EVERY_ASKER = pytest.mark.parametrize("access", [AGENCY, EVERYBODY], ids=["agency", "coordinator"])
A_CLIENT = ClientId(UUID(int=2 + AGENCIES))


@EVERY_ASKER
@pytest.mark.parametrize("order", Order)
@pytest.mark.parametrize(
    "which",
    [
        HouseholdFilter(),
        HouseholdFilter(client=A_CLIENT),
        HouseholdFilter(updated_since=datetime(2026, 1, 1, 9, tzinfo=UTC)),
    ],
    ids=["all", "of a client", "recent"],
)
async def test_households_are_read_along_an_index(
    session: Explaining, access: Access, which: HouseholdFilter, order: Order
) -> None:
    first = await HouseholdQueries(session).page(access, which, order, after=None, limit=50)
    if first.next is not None:
        await HouseholdQueries(session).page(access, which, order, after=first.next, limit=50)

    assert first.items
    assert [[]] * len(session.plans) == [costly(plan) for plan in session.plans]


@EVERY_ASKER
@pytest.mark.parametrize("order", Order)
@pytest.mark.parametrize(
    "which",
    [
        TransferFilter(),
        TransferFilter(worker=A_WORKER),
        TransferFilter(status=TransferStatus.RUNNING),
        TransferFilter(worker=A_WORKER, status=TransferStatus.DONE),
    ],
    ids=["all", "of a worker", "running", "done by a worker"],
)
async def test_transfers_are_read_along_an_index(
    session: Explaining, access: Access, which: TransferFilter, order: Order
) -> None:
    first = await CaseloadQueries(session).transfers(access, which, order, after=None, limit=50)
    if first.next is not None:
        await CaseloadQueries(session).transfers(access, which, order, after=first.next, limit=50)

    assert [[]] * len(session.plans) == [costly(plan) for plan in session.plans]


@EVERY_ASKER
@pytest.mark.parametrize("order", Order)
@pytest.mark.parametrize(
    "which",
    [
        HandoverFilter(),
        HandoverFilter(client=A_CLIENT),
        HandoverFilter(receiver=A_WORKER),
        HandoverFilter(receiver=A_WORKER, status=HandoverStatus.GIVEN),
        HandoverFilter(status=HandoverStatus.GIVEN),
        HandoverFilter(transfer=TransferId(UUID(int=7))),
    ],
    ids=["all", "of a client", "to a worker", "unread by a worker", "unread", "of a transfer"],
)
async def test_handovers_are_read_along_an_index(
    session: Explaining, access: Access, which: HandoverFilter, order: Order
) -> None:
    first = await CaseloadQueries(session).handovers(access, which, order, after=None, limit=50)
    if first.next is not None:
        await CaseloadQueries(session).handovers(access, which, order, after=first.next, limit=50)

    assert [[]] * len(session.plans) == [costly(plan) for plan in session.plans]


async def test_a_page_of_caseloads_reads_the_clients_of_its_workers_and_no_others(session: Explaining) -> None:
    first = await CaseloadQueries(session).workers(AN_AGENCY, after=None, limit=50)
    await CaseloadQueries(session).workers(AN_AGENCY, after=first.next, limit=50)

    clients = CLIENTS // WORKERS
    assert [(clients, 3 * clients)] * 50 == [(line.clients, line.weight) for line in first.items]
    assert [costly(plan, most=51 * clients + 51) for plan in session.plans] == [[], []]
    assert [_read_of_members(plan) for plan in session.plans] == [{"Index Only Scan"}] * 2


def _read_of_members(plan: dict[str, Any]) -> set[str]:
    return {node["Node Type"] for node in nodes(plan) if node.get("Relation Name") == "care_team_members"}


@EVERY_ASKER
async def test_a_workers_clients_are_read_along_an_index(session: Explaining, access: Access) -> None:
    lists = CaseloadQueries(session)
    first = await lists.clients(access, A_WORKER, after=None, limit=20)
    await lists.clients(access, A_WORKER, after=first.next, limit=20)
    await lists.theirs(A_WORKER, [client.client for client in first.items])

    assert [costly(plan) for plan in session.plans] == [[]] * 3


async def test_what_goes_over_with_clients_is_found_by_the_clients(session: Explaining) -> None:
    page = await CaseloadQueries(session).clients(AGENCY, A_WORKER, after=None, limit=50)
    passage = Passage(
        agency=AN_AGENCY,
        giver=A_WORKER,
        receiver=WorkerId(UUID(int=3 + AGENCIES)),
        clients=[client.client for client in page.items],
        at=NOW,
    )
    session.plans.clear()
    await CaseloadQueries(session).facts(passage)
    await PassageRepository(session).lock_theirs(passage)
    await PassageRepository(session).plans(passage)

    nouns_that_there_are = {"clients", "care_team_members", "tasks"}
    found = [each for plan in session.plans for each in costly(plan) if each[1] in nouns_that_there_are]
    assert found == []
