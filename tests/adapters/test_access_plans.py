"""What the rule of sight costs every list of the API where a network has a million bases on which clients are seen.

The lists are those of the OpenAPI document, asked over HTTP by an agency with a large caseload, by one that is only on
care teams, and by a coordinator. Whatever statement a list runs is explained as it is run.
"""

import re
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any

import asyncpg
import httpx
import pytest
import pytest_asyncio

from app.adapters.postgres.relay import PostgresEventLog
from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.adapters.postgres.transactions import PostgresTransactions
from app.domain.identity import NetworkId
from app.domain.networks.roles import Role
from app.ports.queries import MOST_COUNTED
from app.serving import application
from app.wiring import open_service
from tests.support.builders_directory import found_world
from tests.support.doors import Doors
from tests.support.matrix import listed
from tests.support.matrix_document import OPERATIONS, Operation
from tests.support.matrix_objects import Holding, a_holding, sealing
from tests.support.plans import FREE, MOST_ROWS, an_id, costly
from tests.support.postgres import Database, a_copy
from tests.support.service import settings_for

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.long]

CLIENTS, BASES_EACH, RECORDS = 100_000, 10, 30_000
AGENCIES = 20
COLUMNS = """
SELECT column_name AS name FROM information_schema.columns
WHERE table_schema = 'public' AND table_name = $1 AND is_generated = 'NEVER' AND is_identity = 'NO'
"""
OF_CLIENTS = """
SELECT table_name FROM information_schema.columns c
WHERE table_schema = 'public' AND column_name IN ('network_id', 'id', 'client_id')
GROUP BY table_name HAVING count(*) = 3 ORDER BY table_name
"""
INDEXES = """
SELECT indexname, indexdef FROM pg_indexes
WHERE schemaname = 'public' AND tablename = $1 AND indexdef LIKE 'CREATE INDEX%'
"""
OWNED = re.compile(r"/v1/.*[{]")
"""A list of the parts of one thing: the thing itself is looked up first."""
PARTS = {
    "listCarePlanGoals": 2,
    "listCarePlanActivities": 2,
    "listCarePlanVersions": 1,
    "listCarePlanReviews": 1,
}
"""What a plan shows of its parts is asked of each of them: once for all goals, once for all activities."""
LISTS = [operation for operation in OPERATIONS if operation.lists and operation.shown]


@dataclass(slots=True)
class Seen:
    """What was run for one request."""

    statements: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Large:
    """A large network, and who asks in it."""

    holding: Holding
    callers: dict[str, httpx.AsyncClient]


async def _multiply(connection: asyncpg.Connection, network: NetworkId, table: str, rows: int, **given: str) -> None:
    """Make many rows like the one that is there; what is given is SQL over n."""
    names = [row["name"] for row in await connection.fetch(COLUMNS, table)]
    chosen = ", ".join(given.get(name, f'r."{name}"') for name in names)
    told = ", ".join(f'"{name}"' for name in names)
    one = f"SELECT * FROM {table} WHERE network_id = '{network}' LIMIT 1"  # noqa: S608
    indexes = await connection.fetch(INDEXES, table)
    for index in indexes:
        await connection.execute(f'DROP INDEX "{index["indexname"]}"')  # one built afterwards takes a tenth of the time
    await connection.execute(
        f"INSERT INTO {table} ({told}) SELECT {chosen} FROM ({one}) r, generate_series(1, {rows}) n "  # noqa: S608
        "ON CONFLICT DO NOTHING"
    )
    for index in indexes:
        await connection.execute(index["indexdef"])


def _one_of(first: str, second: str, number: str) -> str:
    """Return SQL for the agency of a number: the first two are real ones."""
    return f"CASE {number} WHEN 0 THEN '{first}'::uuid WHEN 1 THEN '{second}'::uuid ELSE {an_id(number)} END"


async def _fill(connection: asyncpg.Connection, holding: Holding) -> None:
    network, own = holding.doors.world.network.id, str(holding.scene.sender.id)
    pantry = str(holding.scene.pantries[0].id)
    at = "timestamptz '2026-01-01' + n * interval '1 minute'"
    client = an_id(f"n % {CLIENTS} + 1")
    agency, provider = (_one_of(own, pantry, f"(n + {shift}) % {AGENCIES}") for shift in (0, 1))
    key = "'family' || n % 500 || ' ' || n"
    await _multiply(connection, network, "clients", CLIENTS, id=an_id("n"), updated_at=at, name_key=key)
    moments = dict.fromkeys(("updated_at", "created_at", "at", "starts", "since"), at)
    ids = {"id": an_id("n"), "client_id": client, "referral_id": an_id("n"), "event_id": an_id("n")}
    agencies = {"agency_id": agency, "sender_id": agency, "provider_id": provider}
    sent = {  # what waits in line shows itself to no provider
        "state": "'sent'",
        "sent_at": at,
        "answered_at": "NULL",
        "ended_at": "NULL",
        "routing": "CASE n % 10 WHEN 0 THEN 'pool' ELSE 'direct' END",
        "provider_id": f"CASE n % 10 WHEN 0 THEN {agency} ELSE {provider} END",
        "offered_to": f"CASE n % 10 WHEN 0 THEN ARRAY['{own}', '{pantry}']::uuid[] ELSE '{{}}' END",
    }
    for row in await connection.fetch(OF_CLIENTS):
        if (table := row["table_name"]) != "clients":
            given = {**ids, **agencies, **moments, **(sent if table == "handoffs" else {})}
            await _multiply(connection, network, table, RECORDS, **given)
    bases = {"client_id": client, "source_id": an_id("n"), "client_updated_at": at, "client_name_key": key}
    seen_by = _one_of(own, pantry, f"(n / {CLIENTS})")
    basis = f"CASE n / {CLIENTS} WHEN 0 THEN 'caseload' WHEN 1 THEN 'care_team' ELSE 'handoff' END"
    tier = f"CASE n / {CLIENTS} WHEN 0 THEN 3 ELSE 2 END"
    told = {"agency_id": seen_by, "basis": basis, "tier": tier, "until": "NULL"}
    await _multiply(connection, network, "client_access", CLIENTS * BASES_EACH - 1, **bases, **told)
    share = {"client_id": client, "agency_id": f"'{pantry}'::uuid", "consent_id": an_id("n")}
    share |= {"kinds": "-1", "labels": "0"}
    await _multiply(connection, network, "client_shares", CLIENTS, **share, on_team="true", since="now()", until="NULL")
    await connection.execute("ANALYZE")


@pytest.fixture(scope="module")
def room(postgres: Any) -> Iterator[Database]:
    """A database of its own: a million rows are dropped faster than they are deleted."""
    with a_copy(postgres) as database:
        yield database


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def large(room: Database) -> AsyncIterator[Large]:
    """A network in which a million bases let agencies see a hundred thousand clients."""
    settings = settings_for(room)
    async with (
        open_service(settings, room.app) as service,
        open_service(settings, room.worker) as worker,
        AsyncExitStack() as callers,
    ):
        app, log = application(service), PostgresEventLog(PostgresTransactions(service.transactions.pool))
        doors = Doors(app=app, world=await found_world(service.core), callers=callers)
        holding = await a_holding(doors, "Ostrander", log, sealing(worker))
        connection = await asyncpg.connect(room.superuser)
        await connection.execute(FREE)
        await _fill(connection, holding)
        await connection.close()
        pantry = await doors.caller(holding.scene.pantries[0].id, Role.CASE_MANAGER, Role.SUPERVISOR, Role.AGENCY_ADMIN)
        asked_by = {
            "caseload": await holding.staff(),
            "care team": pantry,
            "coordinator": await holding.caller(Role.COORDINATOR),
        }
        yield Large(holding=holding, callers=asked_by)


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> Seen:
    """Explain whatever is fetched."""
    return explained(monkeypatch, MOST_ROWS)


@pytest.fixture
def counting(monkeypatch: pytest.MonkeyPatch) -> Seen:
    """The same, where a count may go through as many rows as are counted, and through the bases of each."""
    return explained(monkeypatch, BASES_EACH * MOST_COUNTED)


def explained(monkeypatch: pytest.MonkeyPatch, most: int) -> Seen:
    found, fetch = Seen(), Session.fetch

    async def explaining(self: Session, statement: Statement, **given: Any) -> list[asyncpg.Record]:
        given["network"] = self.network
        found.statements.append(statement.sql)
        if statement.sql.lstrip().upper().startswith(("SELECT", "WITH")):
            sql = f"EXPLAIN (ANALYZE, BUFFERS OFF, FORMAT JSON) {statement.sql}"
            plan = (await self.connection.fetchval(sql, *statement.arguments(given)))[0]["Plan"]
            if steps := [step for step in costly(plan, most) if step[2] > {"Seq Scan": MOST_ROWS}.get(step[0], most)]:
                found.faults.append(f"{steps} in {statement.sql}")
        return await fetch(self, statement, **given)

    monkeypatch.setattr(Session, "fetch", explaining)
    return found


@pytest.mark.parametrize("operation", LISTS, ids=str)
async def test_a_list_is_read_along_an_index_by_whomever(large: Large, operation: Operation, seen: Seen) -> None:
    asked = 1 + len(operation.path_places) if OWNED.match(operation.path) else 1
    for reader, caller in large.callers.items():
        answer = await listed(caller, operation, large.holding.plain, limit="50")
        assert answer.status_code in {200, 403, 404}, f"{reader}: {answer.text}"
        assert seen.faults == [], reader
        assert len(seen.statements) <= asked + PARTS.get(str(operation), 0), f"{reader}: {seen.statements}"
        seen.statements.clear()


BIG = ("listClients", "listNeeds", "listTasks", "listTimeline", "listHandoffs")


@pytest.mark.parametrize("operation", [each for each in LISTS if str(each) in BIG], ids=str)
async def test_a_big_list_is_counted_along_an_index_by_whomever_and_no_further_than_anybody_wants_to_know(
    large: Large, operation: Operation, counting: Seen
) -> None:
    asked = 2 + len(operation.path_places)
    for reader, caller in large.callers.items():
        answer = await listed(caller, operation, large.holding.plain, limit="50", count="true")
        assert answer.status_code in {200, 403, 404}, f"{reader}: {answer.text}"
        assert counting.faults == [], reader
        assert len(counting.statements) <= asked, f"{reader}: {counting.statements}"
        counting.statements.clear()
        if answer.is_success and str(operation) == "listClients":
            told = answer.json()
            assert (told["total"], told["total_is_at_least"]) == (MOST_COUNTED, True), reader
