"""Whether the lists of referrals, handoffs and tasks are read along their indexes, in tables worth the name."""

import json
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from app.adapters.postgres.queries import handoffs, referrals, tasks
from app.adapters.postgres.repositories import referrals as repository
from app.adapters.postgres.statements import Statement
from app.domain.identity import AgencyId
from app.domain.referrals.states import HandoffState as H
from app.ports.access import Access
from app.ports.referrals import HandoffFilter, Order
from tests.support.postgres import Database

NETWORK, OTHER = UUID(int=1), UUID(int=2)
NOW = datetime(2027, 3, 1, tzinfo=UTC)
ROWS = 50_000  # in each of two networks
POOLED = "n % 10 = 5"
LITTLE = 9  # the agency to which only the three oldest of the pool are offered
TAKERS = f"CASE WHEN {{n}} < 30 THEN {LITTLE} ELSE {{n}} / 10 % 5 + 3 END"


def an_id(kind: int, number: str) -> str:
    """SQL for the id of the row of a number."""
    return f"('00000000-0000-{kind:04d}-0000-' || lpad(to_hex({number}), 12, '0'))::uuid"


def copied(table: str, columns: dict[str, str], rows: int, networks: str) -> str:
    """SQL that fills a table: given columns by expressions over n, the others by a default of their type."""
    names, values = ", ".join(columns), ", ".join(columns.values())
    return f"INSERT INTO {table} ({names}) SELECT {values} FROM unnest({networks}) net, generate_series(1, {rows}) n"  # noqa: S608


async def fill(connection: asyncpg.Connection) -> None:
    both = f"ARRAY['{NETWORK}', '{OTHER}']::uuid[]"
    stamps = {"version": "1", "created_at": "now()", "updated_at": f"'{NOW}'::timestamptz + n * interval '1 second'"}
    network = {"network_id": "net"}
    rare = "CASE WHEN n % 1000 = 0 THEN 'sent' ELSE 'completed' END"
    tables: dict[str, tuple[int, dict[str, str]]] = {
        "agencies": (40, {"id": an_id(1, "n")}),
        "clients": (1000, {"id": an_id(2, "n")}),
        "client_access": (
            1000,
            {"agency_id": an_id(1, "n % 40 + 1"), "client_id": an_id(2, "n"), "basis": "'caseload'", "tier": "3"},
        ),
        "referrals": (
            ROWS,
            {
                "id": an_id(4, "n"),
                "client_id": an_id(2, "n % 1000 + 1"),
                "sender_id": an_id(1, "n % 2 + 1"),
                "category": "CASE WHEN n % 500 = 0 THEN 'homelessness' ELSE 'food-insecurity' END",
                "priority": "'routine'",
                "routing": "'direct'",
                "state": "CASE WHEN n % 1000 = 0 THEN 'open' ELSE 'completed' END",
            },
        ),
        "handoffs": (
            ROWS,
            {
                "id": an_id(5, "n"),
                "referral_id": an_id(4, "n"),
                "client_id": an_id(2, "n % 1000 + 1"),
                "sender_id": an_id(1, "n % 2 + 1"),
                "provider_id": f"CASE WHEN {POOLED} THEN {an_id(1, 'n % 2 + 1')} ELSE {an_id(1, 'n % 3 + 3')} END",
                "category": "'food-insecurity'",
                "priority": "'routine'",
                "routing": f"CASE WHEN {POOLED} THEN 'pool' ELSE 'direct' END",
                "offered_to": f"CASE WHEN {POOLED} THEN ARRAY[{an_id(1, TAKERS.format(n='n'))}] ELSE '{{}}' END",
                "state": rare,
                "tier": "2",
                "sent_at": "now()",
                "clock_at": "CASE WHEN n % 1000 = 0 THEN now() END",
            },
        ),
        "handoff_offers": (
            ROWS // 10,
            {
                "handoff_id": an_id(5, "n * 10 - 5"),
                "agency_id": an_id(1, TAKERS.format(n="(n * 10 - 5)")),
                "updated_at": f"'{NOW}'::timestamptz + (n * 10 - 5) * interval '1 second'",
            },
        ),
        "tasks": (
            ROWS,
            {
                "id": an_id(6, "n"),
                "agency_id": an_id(1, "n % 2 + 1"),
                "kind": "'general'",
                "title": "'t'",
                "priority": "'routine'",
                "status": "CASE WHEN n % 1000 = 0 THEN 'open' ELSE 'done' END",
            },
        ),
    }
    await connection.execute("SET session_replication_role = replica")
    for table, (rows, given) in tables.items():
        columns = await connection.fetch(
            "SELECT column_name AS name, data_type AS type FROM information_schema.columns"
            " WHERE table_name = $1 AND is_nullable = 'NO' AND column_default IS NULL",
            table,
        )
        needed = {row["name"]: _default(row["type"]) for row in columns}
        filled = needed | {name: value for name, value in stamps.items() if name in needed} | network | given
        for name, check in _CHECKED.get(table, {}).items():
            filled[name] = check
        await connection.execute(copied(table, filled, rows, both))
    await connection.execute("ANALYZE")


_CHECKED = {"agencies": {"membership": "'full'", "status": "'active'"}}


def _default(kind: str) -> str:
    return {
        "uuid": "'00000000-0000-0000-0000-000000000000'::uuid",
        "text": "''",
        "jsonb": "'{}'::jsonb",
        "boolean": "false",
        "timestamp with time zone": "now()",
        "ARRAY": "'{}'",
    }.get(kind, "0")


@pytest.fixture
async def connection(empty_database: Database) -> AsyncIterator[asyncpg.Connection]:
    owner = await asyncpg.connect(empty_database.superuser)
    try:
        await fill(owner)
    finally:
        await owner.close()
    app = await asyncpg.connect(empty_database.app)
    for kind in ("json", "jsonb"):
        await app.set_type_codec(kind, schema="pg_catalog", encoder=json.dumps, decoder=json.loads)
    yield app
    await app.close()


async def plan(connection: asyncpg.Connection, statement: Statement, arguments: dict[str, Any]) -> dict[str, Any]:
    given = {"network": NETWORK, **arguments}
    async with connection.transaction():
        await connection.execute(f"SET LOCAL app.network = '{NETWORK}'")
        rows = await connection.fetchval(
            f"EXPLAIN (ANALYZE, FORMAT JSON) {statement.sql}", *statement.arguments(given), timeout=30
        )
    found: dict[str, Any] = rows[0]["Plan"]
    return found


def nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for inner in plan.get("Plans", ()):
        yield from nodes(inner)


def carried_out(plan: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the steps that were taken at all."""
    return [node for node in nodes(plan) if node["Actual Loops"]]


def slow(plan: dict[str, Any]) -> list[str]:
    """Name what grows with the network: whole tables read, and sorts or reads of more rows than some pages."""
    return [
        f"{node['Node Type']} {node.get('Relation Name', '')} {node.get('Index Name', '')} {node['Actual Rows']}"
        for node in carried_out(plan)
        if node["Node Type"] == "Seq Scan"
        or node.get("Rows Removed by Filter", 0) > 500
        or ("Sort" in node["Node Type"] and node["Actual Rows"] > 500)
        or node["Actual Rows"] * node["Actual Loops"] > 2_000
    ]


def questions() -> dict[str, tuple[Statement, dict[str, Any]]]:
    me = AgencyId(UUID("00000000-0000-0001-0000-000000000001"))
    provider = AgencyId(UUID("00000000-0000-0001-0000-000000000003"))
    after = (NOW + timedelta(seconds=ROWS // 2), UUID(int=0))
    access = {each: Access(agency=each, network_wide=False, at=NOW) for each in (me, provider)}
    wide = Access(agency=me, network_wide=True, at=NOW)
    reach = {"at": NOW, "network_wide": False}

    little = Access(agency=AgencyId(UUID(f"00000000-0000-0001-0000-{LITTLE:012}")), network_wide=False, at=NOW)
    everywhere = {"at": NOW, "network_wide": True, "agency": me}

    def boxes(asker: Access, which: HandoffFilter, after: tuple[object, ...] | None = None) -> Any:
        asked = handoffs._POOL if which.offered else handoffs._LIST
        statement, arguments = asked.ask(handoffs._arms(asker, which), Order.NEWEST, after, 50)
        return statement, arguments | reach | {"agency": asker.agency, "network_wide": asker.network_wide}

    def listed(question: Any, after: tuple[object, ...] | None = None, **given: Any) -> Any:
        return question.ask([given], Order.NEWEST, after, 50)

    def network(question: Any, **given: Any) -> Any:
        statement, arguments = listed(question, **given)
        return statement, arguments | everywhere

    return {
        "inbox": boxes(access[provider], HandoffFilter(provider=provider)),
        "inbox, later": boxes(access[provider], HandoffFilter(provider=provider), after),
        "inbox, sent": boxes(access[provider], HandoffFilter(provider=provider, states=(H.SENT,))),
        "inbox, waiting": boxes(access[provider], HandoffFilter(provider=provider, states=(H.SENT, H.VIEWED))),
        "outbox": boxes(access[me], HandoffFilter(sender=me), after),
        "both boxes": boxes(access[me], HandoffFilter()),
        "pool": boxes(access[provider], HandoffFilter(offered=True)),
        "pool, later": boxes(access[provider], HandoffFilter(offered=True), after),
        "pool of who is offered little": boxes(little, HandoffFilter(offered=True)),
        "none of the network": boxes(wide, HandoffFilter(states=(H.EXPIRED,))),
        "referrals of the network, none": network(referrals._LIST, state="draft"),
        "referrals of the network of a category, none": network(referrals._LIST, category="legal"),
        "tasks of the network, none": network(tasks._LIST, status="cancelled"),
        "all of the network": boxes(wide, HandoffFilter(), after),
        "referrals": listed(referrals._LIST, after, own=me),
        "referrals, open": listed(referrals._LIST, own=me, state="open"),
        "referrals of a category": listed(referrals._LIST, own=me, category="homelessness"),
        "referrals of a client": listed(referrals._LIST, own=me, client=UUID("00000000-0000-0002-0000-000000000003")),
        "tasks": listed(tasks._LIST, after, own=me),
        "tasks, open": listed(tasks._LIST, own=me, status="open"),
        "clocks": (repository._DUE, {"now": NOW + timedelta(days=900), "limit": 10}),
        "one aggregate": (repository._HANDOFFS, {"id": UUID("00000000-0000-0004-0000-000000000003")}),
    }


async def test_who_is_offered_little_finds_it_at_once(connection: asyncpg.Connection) -> None:
    found = await plan(connection, *questions()["pool of who is offered little"])
    assert found["Actual Rows"] == 3


async def test_no_list_reads_or_sorts_more_than_its_page(connection: asyncpg.Connection) -> None:
    found = {name: slow(await plan(connection, *question)) for name, question in questions().items()}
    assert {name: nodes for name, nodes in found.items() if nodes} == {}
