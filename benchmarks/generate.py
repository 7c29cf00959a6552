"""A network of any size: what is done for a few clients through the service is written again for all the others."""

import random
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import islice
from typing import Any
from uuid import UUID

import asyncpg
import msgspec
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import SQLModel

from app.adapters.postgres.repositories import clients as client_rows
from app.adapters.postgres.tables.access import ClientAccessNameRow
from app.adapters.postgres.tables.clients import ClientRow, ClientTermRow
from app.adapters.postgres.tables.columns import table_of
from app.domain.clients.access import Tier
from app.domain.clients.client import Client
from app.domain.clients.keys import LAST, NAME, keys_of
from app.domain.codes import Category
from app.domain.identity import ClientId, NetworkId
from app.use_cases.core import Core
from benchmarks import walks
from benchmarks.partners import Partner, directory
from benchmarks.patterns import TABLES, Copy, Pattern, Rows, copy, rows_about, without
from benchmarks.people import CATEGORIES, TIERS, Ids, people

BATCH = 2000
SPAN = timedelta(days=180)  # from the first thing that is copied to the last, in a network of any size
TOLD_EVERY = 10_000
OF_CLIENTS: tuple[type[SQLModel], ...] = (ClientRow, ClientTermRow, ClientAccessNameRow)
OF_CARE_ALONE = ("care_teams", "client_shares")
# The indexes of what is filled, but for keys and uniqueness: made at the end, each in one pass.
INDEXES = """
SELECT indexname, indexdef FROM pg_indexes i WHERE schemaname = 'public' AND tablename = ANY($1)
    AND NOT EXISTS (SELECT FROM pg_index x WHERE x.indexrelid = i.indexname::regclass AND x.indisunique)
ORDER BY indexname
"""
# What lists and searches of agencies repeat of clients, and what consents let the agencies of their teams read.
REPEATED = """
UPDATE client_access a SET client_updated_at = c.updated_at, client_name_key = c.name_key
FROM clients c WHERE a.network_id = $1 AND c.network_id = a.network_id AND c.id = a.client_id
"""
NAMES = f"""
INSERT INTO client_access_names (network_id, agency_id, term, client_id, least_tier)
SELECT DISTINCT a.network_id, a.agency_id, t.term, t.client_id, {int(Tier.IDENTITY)}
FROM client_access a JOIN client_terms t ON t.network_id = a.network_id AND t.client_id = a.client_id
WHERE a.network_id = $1 AND t.term >= '{NAME}' AND t.term < '{NAME + LAST}'
ON CONFLICT DO NOTHING
"""
SHARES = """
INSERT INTO client_shares (
    network_id, client_id, agency_id, consent_id, kinds, labels, on_team, named, disclosers, since, until
)
SELECT DISTINCT
    s.network_id, s.client_id, m.agency_id, s.consent_id, s.kinds, s.labels,
    true, s.named, s.disclosers, s.since, s.until
FROM client_shares s JOIN care_team_members m ON m.network_id = s.network_id AND m.client_id = s.client_id
WHERE s.network_id = $1 AND m.status = 'active' AND m.kind IN ('agency', 'worker')
ON CONFLICT DO NOTHING
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Generated:
    """What was made; `clients` are some of those of the first agency."""

    network: NetworkId
    partners: tuple[Partner, ...]
    clients: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Cast:
    """Who plays the parts: the agency that serves the client with one of its workers, and another one."""

    owner: Partner
    worker: int
    other: Partner

    @property
    def ids(self) -> tuple[UUID, ...]:
        """Return everybody, each in the same place in every cast."""
        mine, theirs = self.owner, self.other
        people_ = (mine.workers[self.worker], mine.program, theirs.program)
        return (mine.agency, theirs.agency, theirs.service.service or theirs.agency, *people_)


@dataclass(frozen=True, slots=True)
class Patterns:
    """What is copied: all that is done for a client beside referrals, and each way that a referral can go."""

    care: Pattern
    ways: Mapping[tuple[str, Category], Pattern]


async def generate(
    core: Core, superuser_dsn: str, *, clients: int, referrals_per_client: int, partners: int = 20, seed: int = 1
) -> Generated:
    """Make a network; what is copied passes the walls of row-level security, so it needs the superuser."""
    network = NetworkId(core.ids.new())
    made = await directory(core, network, partners)
    connection = await asyncpg.connect(superuser_dsn)
    await connection.execute("SET session_replication_role = replica; SET synchronous_commit = off")
    await connection.execute("SET maintenance_work_mem = '256MB'; SET work_mem = '128MB'")
    filled = [table_of(row).name for row in (*OF_CLIENTS, *TABLES)]
    try:
        patterns = await _patterns(core, connection, Cast(made[0], 0, made[1]))
        async with _indexed_afterwards(connection, filled):
            mine = await _people(connection, made, patterns, (clients, referrals_per_client), Ids(random.Random(seed)))
            await connection.execute("; ".join(f"ANALYZE {name}" for name in filled))
            for statement in (REPEATED, NAMES, SHARES):
                await connection.execute(statement, network)
        for name in filled:
            await connection.execute(f"VACUUM ANALYZE {name}")
    finally:
        await connection.close()
    return Generated(network=network, partners=made, clients=tuple(mine))


@asynccontextmanager
async def _indexed_afterwards(connection: asyncpg.Connection, tables: list[str]) -> AsyncIterator[None]:
    indexes = await connection.fetch(INDEXES, tables)
    await connection.execute("; ".join(f"DROP INDEX {index['indexname']}" for index in indexes))
    yield
    for index in indexes:
        await connection.execute(index["indexdef"])


async def _patterns(core: Core, connection: asyncpg.Connection, cast: Cast) -> Patterns:
    """Walk every way once, each with a client of its own."""
    owner, other = cast.owner, cast.other
    profile = next(people(owner.network, 1, Ids(random.Random(0)))).profile

    async def walked(walk: Callable[[Core, ClientId], Awaitable[None]], besides: tuple[str, ...]) -> Pattern:
        slow = replace(core, clock=walks.Calendar())
        client = await walks.begun(slow, owner, profile)
        before = await rows_about(connection, client) if besides else {}
        await walk(slow, client)
        rows = without(await rows_about(connection, client), before)
        return Pattern({name: rows[name] for name in rows if name not in besides}, client, owner.network, cast.ids)

    care = await walked(lambda slow, client: walks.care(slow, owner, other, client), ())
    ways = {}
    for how in dict.fromkeys(TIERS):
        for category in CATEGORIES:
            way = walks.Way(how, category)
            ways[how, category] = await walked(
                lambda slow, client, way=way: walks.referral(slow, owner, other, client, way),  # type: ignore[misc]
                OF_CARE_ALONE,
            )
    return Patterns(care, ways)


async def _people(
    connection: asyncpg.Connection,
    partners: tuple[Partner, ...],
    patterns: Patterns,
    size: tuple[int, int],
    ids: Ids,
) -> list[UUID]:
    count, referrals = size
    made = enumerate(people(partners[0].network, count, ids))
    step = SPAN / max(1, count * (1 + referrals))
    mine: list[UUID] = []
    started = time.perf_counter()
    while batch := list(islice(made, BATCH)):
        rows: Rows = {}
        copies: dict[Pattern, list[Copy]] = defaultdict(list)
        for number, client in batch:
            owner = partners[number % len(partners)]
            others = [partner for partner in partners if partner is not owner]
            worker = number // len(partners) % len(owner.workers)
            _write_client(client, rows)
            ways = [patterns.ways[ids.dice.choice(TIERS), ids.dice.choice(CATEGORIES)] for _ in range(referrals)]
            for place, pattern in enumerate((patterns.care, *ways)):
                cast = Cast(owner, worker, ids.dice.choice(others))
                copies[pattern].append(Copy(number * (1 + referrals) + place, client.id, cast.ids))
            if owner is partners[0]:
                mine.append(client.id)
        await copy(connection, rows)
        for pattern, each in copies.items():
            await pattern.write(connection, each, step)
        done = batch[-1][0] + 1
        if done % TOLD_EVERY == 0:
            print(f"{done} of {count} clients in {time.perf_counter() - started:.0f} s", flush=True)
    return mine


def _write_client(client: Client, rows: Rows) -> None:
    values = client_rows.values_of(client)
    columns = table_of(ClientRow).columns
    row = tuple(_cell(values[column.name], document=isinstance(column.type, JSONB)) for column in columns)
    rows.setdefault("clients", []).append(row)
    terms = ((client.network, term, client.id) for term in keys_of(client.profile))
    rows.setdefault("client_terms", []).extend(terms)


def _cell(value: Any, *, document: bool) -> Any:
    if document and value is not None:
        return msgspec.json.encode(value).decode()
    return list(value) if isinstance(value, tuple) else value
