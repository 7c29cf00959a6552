"""A network of any size, by COPY: the directory by use cases, people and referrals by the domain's own verbs."""

import random
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any
from uuid import UUID

import asyncpg
import msgspec
from sqlalchemy import Table
from sqlalchemy.dialects.postgresql import JSONB

from app.adapters.postgres.repositories import clients as client_rows
from app.adapters.postgres.repositories import consents as consent_rows
from app.adapters.postgres.tables.access import ClientAccessRow
from app.adapters.postgres.tables.clients import ClientRow, ClientTermRow
from app.adapters.postgres.tables.columns import table_of
from app.adapters.postgres.tables.consents import ConsentRow
from app.adapters.postgres.tables.referrals import HandoffRow, ReferralHistoryRow, ReferralRow
from app.domain.clients.access import Basis, Tier
from app.domain.clients.client import Client
from app.domain.clients.keys import keys_of, name_key
from app.domain.codes import Category
from app.domain.consents.consent import Consent, ConsentType, Terms, Witness
from app.domain.consents.scope import Direction, Purpose, RecipientClass
from app.domain.directory.service import ServiceProfile
from app.domain.identity import AgencyId, ConsentId, NetworkId
from app.domain.networks.agency import AgencyProfile, Membership
from app.domain.networks.api_client import NewApiClient
from app.domain.networks.credentials import client_secret, compound_id
from app.domain.networks.roles import Role
from app.domain.networks.scopes import Scopes
from app.domain.referrals.content import Target
from app.use_cases import agencies, api_clients, networks, services
from app.use_cases.core import Call, Core
from app.use_cases.rounds import system_call
from benchmarks.people import START, TIERS, Ids, people
from benchmarks.stencils import stencil

BATCH = 5_000
TABLES = (ClientRow, ClientTermRow, ClientAccessRow, ConsentRow, ReferralRow, HandoffRow, ReferralHistoryRow)


@dataclass(frozen=True, slots=True, kw_only=True)
class Partner:
    """One agency of the network, with the credentials of a program that acts for it."""

    agency: AgencyId
    service: Target
    client_id: str
    client_secret: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Generated:
    """What was made; `clients` are some of those of the first agency."""

    network: NetworkId
    partners: tuple[Partner, ...]
    clients: tuple[UUID, ...]


async def generate(
    core: Core, superuser_dsn: str, *, clients: int, referrals_per_client: int, partners: int = 20, seed: int = 1
) -> Generated:
    """Make a network; COPY passes the walls of row-level security, so it needs the superuser."""
    network = NetworkId(core.ids.new())
    made = await _directory(core, network, partners)
    connection = await asyncpg.connect(superuser_dsn)
    await connection.execute("SET session_replication_role = replica; SET synchronous_commit = off")
    try:
        mine = await _people(connection, network, made, clients, referrals_per_client, Ids(random.Random(seed)))
        for row in TABLES:
            await connection.execute(f"VACUUM ANALYZE {table_of(row).name}")
    finally:
        await connection.close()
    return Generated(network=network, partners=made, clients=tuple(mine))


async def _directory(core: Core, network: NetworkId, count: int) -> tuple[Partner, ...]:
    call = system_call(network, "benchmark")
    await core.run(call, networks.establish, "Benchmark network")
    return tuple([await _partner(core, call, number) for number in range(count)])


async def _partner(core: Core, call: Call, number: int) -> Partner:
    agency = await core.run(call, agencies.join, AgencyProfile(name=f"Agency {number:05}"), Membership.FULL)
    profile = ServiceProfile(name=f"Service {number:05}", categories=(Category.FOOD,))
    service = await core.run(call, services.offer, agency.id, profile)
    secret = client_secret(secrets.token_bytes(32))
    new = NewApiClient(
        agency=agency.id,
        name="benchmark",
        roles=frozenset({Role.CASE_MANAGER, Role.INTAKE}),
        scopes=Scopes.parse("system/*.cruds"),
    )
    registered = await core.run(call, api_clients.register, new, secret)
    client_id = compound_id(call.actor.network, registered.id)
    return Partner(
        agency=agency.id,
        service=Target(agency=agency.id, service=service.id),
        client_id=client_id,
        client_secret=secret,
    )


async def _people(
    connection: Any, network: NetworkId, partners: tuple[Partner, ...], count: int, referrals: int, ids: Ids
) -> list[UUID]:
    made = enumerate(people(network, count, ids))
    mine: list[UUID] = []
    while batch := list(islice(made, BATCH)):
        owned = [(client, partners[number % len(partners)]) for number, client in batch]
        mine += [client.id for client, owner in owned if owner is partners[0]]
        await _copy(connection, ClientRow, (client_rows.values_of(client) for client, _ in owned))
        await _copy(connection, ClientTermRow, (term for client, _ in owned for term in _terms(client)))
        await _copy(connection, ConsentRow, (consent_rows.values_of(_consent(c, o, ids)) for c, o in owned))
        await _copy(connection, ClientAccessRow, (_access(c, o.agency, Basis.CASELOAD, c.id) for c, o in owned))
        await _refer(connection, owned, partners, referrals, ids)
    return mine


async def _refer(
    connection: Any, owned: list[tuple[Client, Partner]], partners: tuple[Partner, ...], count: int, ids: Ids
) -> None:
    stencils = [stencil(how, ids) for how in TIERS]
    made = [
        (client, ids.dice.choice(stencils).cut(client, owner.agency, ids.dice.choice(partners).service, ids))
        for client, owner in owned
        for _ in range(count)
    ]
    await _copy(connection, ReferralRow, (cut.referral for _, cut in made))
    await _copy(connection, HandoffRow, (cut.handoff for _, cut in made))
    await _copy(connection, ReferralHistoryRow, (line for _, cut in made for line in cut.history))
    opened = ((client, cut.handoff) for client, cut in made if cut.opens_record)
    access = (_access(c, handoff["provider_id"], Basis.HANDOFF, handoff["id"]) for c, handoff in opened)
    await _copy(connection, ClientAccessRow, access)


def _terms(client: Client) -> Iterator[dict[str, Any]]:
    return ({"network_id": client.network, "term": t, "client_id": client.id} for t in keys_of(client.profile))


def _access(client: Client, agency: AgencyId, basis: Basis, source: UUID) -> dict[str, Any]:
    return {
        "network_id": client.network,
        "agency_id": agency,
        "client_id": client.id,
        "basis": basis,
        "source_id": source,
        "since": START,
        "until": None,
        "tier": int(Tier.IDENTITY),
        "client_updated_at": client.updated_at,
        "client_name_key": name_key(client.profile),
    }


def _consent(client: Client, owner: Partner, ids: Ids) -> Consent:
    terms = Terms(
        type=ConsentType.VERBAL,
        recipient_class=RecipientClass.NETWORK,
        purposes=(Purpose.CARE_COORDINATION,),
        categories=tuple(Category),
        direction=Direction.BOTH,
        starts=START,
        witness=Witness(name="Front desk", witnessed_at=START),
    )
    return Consent(
        id=ConsentId(ids.new()),
        network=client.network,
        client=client.id,
        agency=owner.agency,
        terms=terms,
        recorded_by=owner.agency,
        created_at=START,
        updated_at=START,
    )


async def _copy(connection: Any, row: type, rows: Iterable[dict[str, Any]]) -> None:
    table: Table = table_of(row)
    columns = [column.name for column in table.columns]
    documents = {column.name for column in table.columns if isinstance(column.type, JSONB)}
    records = ([_cell(values[name], document=name in documents) for name in columns] for values in rows)
    await connection.copy_records_to_table(table.name, records=records, columns=columns)


def _cell(value: Any, *, document: bool) -> Any:
    if document and value is not None:
        return msgspec.json.encode(value).decode()
    return list(value) if isinstance(value, tuple) else value
