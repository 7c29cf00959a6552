"""A network of any size, by COPY: what is done for a few clients through the service is copied for all the others."""

import random
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
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
from benchmarks.patterns import TABLES, Pattern, Rows, copy, rows_about, without
from benchmarks.people import CATEGORIES, TIERS, Ids, people

BATCH = 500
OF_CLIENTS: tuple[type[SQLModel], ...] = (ClientRow, ClientTermRow, ClientAccessNameRow)
OF_CARE_ALONE = ("care_teams", "client_shares")
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

    cast: Cast
    care: Pattern
    ways: Mapping[tuple[str, Category], Pattern]

    def write(self, pattern: Pattern, client: Client, cast: Cast, ids: Ids, rows: Rows) -> None:
        """Copy one for a client and a cast."""
        played = dict(zip(self.cast.ids, cast.ids, strict=True))
        pattern.cut({pattern.client: client.id, **played}, ids, rows)


async def generate(
    core: Core, superuser_dsn: str, *, clients: int, referrals_per_client: int, partners: int = 20, seed: int = 1
) -> Generated:
    """Make a network; COPY passes the walls of row-level security, so it needs the superuser."""
    network = NetworkId(core.ids.new())
    made = await directory(core, network, partners)
    connection = await asyncpg.connect(superuser_dsn)
    await connection.execute("SET session_replication_role = replica; SET synchronous_commit = off")
    try:
        patterns = await _patterns(core, connection, Cast(made[0], 0, made[1]))
        mine = await _people(connection, made, patterns, (clients, referrals_per_client), Ids(random.Random(seed)))
        filled = [table_of(row).name for row in (*OF_CLIENTS, *TABLES)]
        await connection.execute("; ".join(f"ANALYZE {name}" for name in filled))
        for statement in (REPEATED, NAMES, SHARES):
            await connection.execute(statement, network)
        for name in filled:
            await connection.execute(f"VACUUM ANALYZE {name}")
    finally:
        await connection.close()
    return Generated(network=network, partners=made, clients=tuple(mine))


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
        return Pattern({name: rows[name] for name in rows if name not in besides}, client, {owner.network, *cast.ids})

    care = await walked(lambda slow, client: walks.care(slow, owner, other, client), ())
    ways = {}
    for how in dict.fromkeys(TIERS):
        for category in CATEGORIES:
            way = walks.Way(how, category)
            ways[how, category] = await walked(
                lambda slow, client, way=way: walks.referral(slow, owner, other, client, way),  # type: ignore[misc]
                OF_CARE_ALONE,
            )
    return Patterns(cast, care, ways)


async def _people(
    connection: asyncpg.Connection,
    partners: tuple[Partner, ...],
    patterns: Patterns,
    size: tuple[int, int],
    ids: Ids,
) -> list[UUID]:
    count, referrals = size
    made = enumerate(people(partners[0].network, count, ids))
    mine: list[UUID] = []
    while batch := list(islice(made, BATCH)):
        rows: Rows = {}
        for number, client in batch:
            owner = partners[number % len(partners)]
            others = [partner for partner in partners if partner is not owner]
            worker = number // len(partners) % len(owner.workers)
            _write_client(client, rows)
            patterns.write(patterns.care, client, Cast(owner, worker, ids.dice.choice(others)), ids, rows)
            for _ in range(referrals):
                way = patterns.ways[ids.dice.choice(TIERS), ids.dice.choice(CATEGORIES)]
                patterns.write(way, client, Cast(owner, worker, ids.dice.choice(others)), ids, rows)
            if owner is partners[0]:
                mine.append(client.id)
        await copy(connection, rows)
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
