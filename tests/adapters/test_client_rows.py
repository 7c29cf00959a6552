"""Clients, consents and access bases come back from PostgreSQL as they went in, and only to those who may see them."""

from dataclasses import fields, replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from app.adapters.postgres.repositories import clients as client_rows
from app.adapters.postgres.repositories import consents as consent_rows
from app.adapters.postgres.tables.clients import ClientRow
from app.adapters.postgres.tables.columns import table_of
from app.adapters.postgres.tables.consents import ConsentRow
from app.adapters.postgres.transactions import PostgresTransactions
from app.domain.clients.access import AccessGrant, Basis, Tier
from app.domain.clients.client import Client, Link
from app.domain.clients.household import Household, HouseholdContent, HouseholdMember, recorded
from app.domain.clients.keys import keys_of
from app.domain.clients.profile import ClientChanges, Profile
from app.domain.consents.consent import (
    Consent,
    ConsentType,
    Revocation,
    RevocationMethod,
    Terms,
    Witness,
)
from app.domain.consents.scope import Section
from app.domain.errors import Conflict
from app.domain.identity import AgencyId, ClientId
from app.ports.access import Access
from tests.support.builders_clients import NOW, a_client, a_consent, a_full_profile, some_terms
from tests.support.builders_directory import World

BY = UUID(int=5)


@pytest.fixture
async def home(world: World) -> AgencyId:
    return (await world.an_agency()).id


def of(agency: AgencyId, *, network_wide: bool = False) -> Access:
    return Access(agency=agency, network_wide=network_wide, at=NOW)


def a_basis(agency: AgencyId, client: Client, **more: object) -> AccessGrant:
    grant = AccessGrant(agency=agency, client=client.id, basis=Basis.HANDOFF, source=uuid4(), since=NOW)
    return replace(grant, **more)  # type: ignore[arg-type]


def test_every_field_of_a_client_has_its_column() -> None:
    renamed = {"profile", "network", "link"}
    expected = {each.name for each in fields(Profile)} | {each.name for each in fields(Client)} - renamed
    expected |= {"network_id", "name_key", "link_target_id", "linked_at", "linked_by", "erased_at"}
    assert expected == set(table_of(ClientRow).c.keys())
    assert expected == set(client_rows.values_of(a_client()))


def test_every_field_of_a_consent_has_its_column() -> None:
    renamed = {"terms", "network", "client", "agency", "revocation", "document", "labels"}
    expected = {each.name for each in fields(Terms)} | {each.name for each in fields(Consent)} - renamed
    expected |= {"network_id", "client_id", "agency_id", "paper", "sensitivity"}
    expected |= {"revoked_at", "revoked_by", "revoked_how", "revoked_reason"}
    expected |= {"released_kinds", "released_labels"}  # follow from the terms, for the statement that shares records
    assert expected == set(table_of(ConsentRow).c.keys())
    assert expected == set(consent_rows.values_of(a_consent()))


async def its_household(world: World, client: Client) -> Household:
    agency = await world.an_agency()
    assert client.profile.household is not None
    content = HouseholdContent(members=(HouseholdMember(client=client.id),))
    return recorded(content, id=client.profile.household, network=world.network.id, agency=agency.id, at=NOW)


async def test_a_fully_told_client_comes_back_as_it_went_in(world: World, transactions: PostgresTransactions) -> None:
    target = a_client(network=world.network.id)
    link = Link(target=target.id, at=NOW, by=BY)
    client = a_client(a_full_profile(), network=world.network.id, link=link, version=3)
    async with transactions.begin(world.network.id) as tx:
        await tx.clients.add(target)
        await tx.households.add(await its_household(world, client))
        await tx.clients.add(client)
        assert client == await tx.clients.get(client.id)
        assert (client.id,) == await tx.clients.pointing_at(target.id)


async def test_a_changed_client_comes_back_changed_and_one_version_on(
    world: World, transactions: PostgresTransactions
) -> None:
    client = a_client(a_full_profile(), network=world.network.id)
    async with transactions.begin(world.network.id) as tx:
        await tx.households.add(await its_household(world, client))
        await tx.clients.add(client)
        client.change(ClientChanges(pronouns=None, alerts=None), NOW + timedelta(days=1))
        await tx.clients.save(client)
        kept = await tx.clients.lock(client.id)
    assert (2, client) == (client.version, kept)


async def test_the_faster_of_two_changes_wins(world: World, transactions: PostgresTransactions) -> None:
    client = a_client(network=world.network.id)
    async with transactions.begin(world.network.id) as tx:
        await tx.clients.add(client)
        late = replace(client)
        await tx.clients.save(client)
    with pytest.raises(Conflict):
        async with transactions.begin(world.network.id) as tx:
            await tx.clients.save(late)


async def test_a_change_of_name_changes_the_terms_it_is_found_by(
    world: World, transactions: PostgresTransactions
) -> None:
    client = a_client(network=world.network.id)
    async with transactions.begin(world.network.id) as tx:
        await tx.clients.add(client)
        client.change(ClientChanges(names=a_full_profile().names), NOW)
        await tx.clients.save(client)
    async with transactions.session(world.network.id) as session:
        rows = await session.connection.fetch("SELECT term FROM client_terms WHERE client_id = $1", client.id)
    assert set(keys_of(client.profile)) == {row["term"] for row in rows}


async def test_a_consent_comes_back_as_it_went_in(
    world: World, transactions: PostgresTransactions, home: AgencyId
) -> None:
    client = a_client(network=world.network.id)
    terms = some_terms(
        type=ConsentType.VERBAL,
        recipients=(home,),
        categories=(*some_terms().categories, Section.MEDICATIONS),
        witness=Witness(name="Noor Haddad", witnessed_at=NOW),
        ends=NOW + timedelta(days=365),
        language="es",
        note="Read aloud twice.",
    )
    consent = a_consent(terms, network=world.network.id, client=client.id, agency=home)
    revocation = Revocation(at=NOW + timedelta(days=1), by=BY, how=RevocationMethod.PHONE, reason="Moved away.")
    async with transactions.begin(world.network.id) as tx:
        await tx.clients.add(client)
        await tx.consents.add(consent)
        assert (consent,) == await tx.consents.of_client(client.id)
        consent.revoke(revocation)
        await tx.consents.save(consent)
        kept = await tx.consents.lock_seen(of(home, network_wide=True), consent.id)
    assert (2, consent) == (consent.version, kept)


async def test_a_client_is_seen_on_an_open_basis_only(
    world: World, transactions: PostgresTransactions, home: AgencyId
) -> None:
    client = a_client(network=world.network.id)
    ended = a_basis(home, client, until=NOW)
    summary = a_basis(home, client, tier=Tier.SUMMARY)
    lasting = a_basis(home, client, until=NOW + timedelta(hours=1))
    async with transactions.begin(world.network.id) as tx:
        await tx.clients.add(client)
        seen = [await tx.access.sees(of(home), client.id)]
        for basis in (ended, summary, lasting):
            await tx.access.grant(basis)
            seen.append(await tx.access.sees(of(home), client.id))
        assert client == await tx.clients.seen(of(home), client.id)
        assert frozenset({home}) == await tx.access.audience(client.id, NOW)
        await tx.access.end(basis=Basis.HANDOFF, source=lasting.source, at=NOW)
        seen.append(await tx.access.sees(of(home), client.id))
    assert seen == [False, False, False, True, True]


async def test_an_ended_basis_opens_nothing_until_it_is_granted_anew(
    world: World, transactions: PostgresTransactions, home: AgencyId
) -> None:
    client, seen = a_client(network=world.network.id), []
    basis = a_basis(home, client)
    async with transactions.begin(world.network.id) as tx:
        await tx.clients.add(client)
        for again in range(2):
            await tx.access.grant(replace(basis, tier=Tier(2 + again)))
            seen.append(await tx.access.sees(of(home), client.id))
            await tx.access.end(basis=basis.basis, source=basis.source, at=NOW)
            seen.append(await tx.access.sees(of(home), client.id))
    assert seen == [True, False, True, False]


async def test_a_coordinator_sees_every_client_of_the_network(
    world: World, transactions: PostgresTransactions, home: AgencyId
) -> None:
    client = a_client(network=world.network.id)
    async with transactions.begin(world.network.id) as tx:
        await tx.clients.add(client)
        everyone = of(home, network_wide=True)
        assert await tx.access.sees(everyone, client.id)
        assert await tx.clients.seen(everyone, ClientId(uuid4())) is None
