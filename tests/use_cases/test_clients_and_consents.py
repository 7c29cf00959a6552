"""What clients' records and consents leave behind: events, audit rows, and effects on referrals."""

from dataclasses import replace
from typing import Any

import asyncpg
import pytest

from app.adapters.postgres.transactions import PostgresTransactions
from app.domain.clients.demographics import AdministrativeSex, Alert
from app.domain.clients.identifiers import Identifier
from app.domain.clients.names import Name, NameUse
from app.domain.clients.profile import ClientChanges
from app.domain.consents.consent import RevocationMethod
from app.domain.errors import Forbidden, NotFound
from app.domain.networks.roles import Role
from app.domain.referrals.states import HandoffState
from app.ports.clients import ClientFilter, ClientOrder
from app.use_cases.clients import clients
from app.use_cases.consents import consents
from app.use_cases.core import Call
from tests.support.builders_clients import a_full_profile, a_profile
from tests.support.builders_directory import World
from tests.support.scenes_referrals import Scene, agreed

PHONE = RevocationMethod.PHONE


async def rows(transactions: PostgresTransactions, world: World, sql: str) -> list[asyncpg.Record]:
    async with transactions.session(world.network.id) as session:
        found: list[asyncpg.Record] = await session.connection.fetch(sql)
        return found


async def at_home(world: World) -> Call:
    return world.by(Role.CASE_MANAGER, agency=(await world.an_agency()).id)


async def test_each_change_is_one_event_for_the_agencies_that_may_see_the_client(
    world: World, transactions: PostgresTransactions
) -> None:
    call = await at_home(world)
    made = (await world.core.run(call, clients.register, a_profile())).client
    other = (await world.core.run(call, clients.register, a_profile())).client
    await world.core.run(call, clients.change, made.id, ClientChanges(pronouns="she"), expected=1)
    await world.core.run(call, clients.change, made.id, ClientChanges(pronouns="she"), expected=2)
    await world.core.run(call, clients.link, made.id, other.id, expected=2)
    await world.core.run(call, clients.unlink, made.id, expected=3)
    sql = f"SELECT type, version, audience, related FROM events WHERE subject_id = '{made.id}' ORDER BY version, id"  # noqa: S608
    told = [tuple(row) for row in await rows(transactions, world, sql)]
    audience, related = [call.actor.agency], {"client": str(made.id)}
    expected = ["client.registered", "client.changed", "client.linked", "client.unlinked"]
    assert [(name, version, audience, related) for version, name in enumerate(expected, 1)] == told


async def test_each_read_of_a_client_is_on_the_record(world: World, transactions: PostgresTransactions) -> None:
    call = await at_home(world)
    made = (await world.core.run(call, clients.register, a_profile())).client
    await world.core.run(call, clients.read, made.id)
    await world.core.run(call, clients.search, ClientFilter(), ClientOrder.RECENT, after=None, limit=10)
    await world.core.run(call, clients.match, a_profile())
    sql = "SELECT action, client_ids FROM audit_entries WHERE action LIKE 'client.%' ORDER BY at, id"
    told = [tuple(row) for row in await rows(transactions, world, sql)]
    expected = ["client.register", "client.read", "client.list", "client.match"]
    assert [(action, [made.id]) for action in expected] == told


async def test_events_tell_no_personal_data(world: World, transactions: PostgresTransactions) -> None:
    call = await at_home(world)
    await world.core.run(call, clients.register, replace(a_full_profile(), household=None))
    [row] = await rows(transactions, world, "SELECT events::text AS whole FROM events WHERE subject_type = 'client'")
    assert not [word for word in ("Núñez", "María", "Majo", "900-11", "555") if word in row["whole"]]


async def test_a_refused_registration_leaves_nothing(world: World, transactions: PostgresTransactions) -> None:
    call = await at_home(world)
    with pytest.raises(NotFound):
        await world.core.run(call, clients.change, world.home, ClientChanges(), expected=None)  # type: ignore[arg-type]
    empty: list[Any] = await rows(transactions, world, "SELECT id FROM events WHERE subject_type = 'client'")
    assert empty == []


async def test_revoking_withdraws_what_nobody_accepted_and_tells_no_more_to_who_did(scene: Scene) -> None:
    waiting = await scene.sent()
    working = await scene.sent(override_reason="A second pantry, for the weekends.")
    accepted = await scene.accepted(working)
    assert scene.consent is not None
    consent = scene.consent.consent
    await scene.core.run(scene.at(0), clients.read, scene.client)
    await scene.core.run(scene.at_sender(), consents.revoke, consent.id, PHONE, None, expected=None)
    [left] = (await scene.read(waiting.id)).handoffs
    [kept] = (await scene.read(working.id)).handoffs
    assert (left.state, kept.state) == (HandoffState.WITHDRAWN, HandoffState.ACCEPTED)
    assert accepted.id == kept.id
    with pytest.raises(NotFound):
        await scene.core.run(scene.at(0), clients.read, scene.client)


async def found_at(scene: Scene, which: ClientFilter, call: Call | None = None) -> int:
    """How many clients the provider finds, unless told who else."""
    page = await scene.core.run(call or scene.at(0), clients.search, which, ClientOrder.RECENT, after=None, limit=5)
    return len(page.items)


async def test_a_provider_is_shown_identity_and_may_not_change_the_record(scene: Scene) -> None:
    told = ClientChanges(
        names=(*a_profile().names, Name(use=NameUse.FORMER, given=("Ana",), family="Vidal")),
        identifiers=(Identifier(system="urn:x:y", value="77"),),
        administrative_sex=AdministrativeSex.FEMALE,
        alerts=(Alert(text="Hides from her brother."),),
    )
    await scene.core.run(scene.at_sender(), clients.change, scene.client, told, expected=None)
    await scene.accepted(await scene.sent())
    shown = await scene.core.run(scene.at(0), clients.read, scene.client)
    assert {"names", "identifiers", "administrative_sex", "alerts"} <= set(shown.withheld)
    assert (
        shown.client.profile.identifiers,
        shown.client.profile.alerts,
        len(shown.client.profile.names),
    ) == ((), (), 1)
    searches = [ClientFilter(name="vidal"), ClientFilter(identifier="urn:x:y|77"), ClientFilter(name="lima")]
    assert [await found_at(scene, which) for which in searches] == [0, 0, 1]
    assert [await found_at(scene, which, scene.at_sender()) for which in searches] == [1, 1, 1]
    [listed] = (
        await scene.core.run(scene.at(0), clients.search, searches[2], ClientOrder.RECENT, after=None, limit=5)
    ).items
    assert (listed.administrative_sex, len(listed.names)) == (None, 1)
    [duplicate] = await scene.core.run(scene.at(0), clients.match, replace(a_profile(), identifiers=told.identifiers))
    assert "identifier" not in {factor.sign for factor in duplicate.match.factors}
    assert "alerts" in duplicate.shown.withheld
    for refused in (
        scene.core.run(scene.at(0), clients.change, scene.client, ClientChanges(alerts=None), expected=None),
        scene.core.run(scene.at(0), clients.unlink, scene.client, expected=None),
    ):
        with pytest.raises(Forbidden):
            await refused


async def test_a_former_name_found_first_hides_nobody_from_a_provider(scene: Scene) -> None:
    names = (
        Name(given=("Ana",), family="Limb"),
        Name(use=NameUse.FORMER, given=("Ana",), family="Lima"),
        Name(use=NameUse.PREFERRED, given=("Limah",)),
    )
    await scene.accepted(await scene.sent())
    await scene.core.run(scene.at_sender(), clients.change, scene.client, ClientChanges(names=names), expected=None)
    searches = [ClientFilter(name="lim"), ClientFilter(name="lima"), ClientFilter(name="lima a")]
    assert [await found_at(scene, which) for which in searches] == [1, 1, 0]
    assert [await found_at(scene, which, scene.at_sender()) for which in searches] == [1, 1, 1]


async def test_a_provider_sees_the_consents_that_it_recorded_itself(scene: Scene) -> None:
    await scene.accepted(await scene.sent())
    assert scene.consent is not None
    mine = await scene.core.run(scene.at(0), consents.grant, scene.client, agreed())
    listed = await scene.core.run(scene.at(0), consents.of_client, scene.client, after=None, limit=5)
    assert [mine.consent.id] == [each.consent.id for each in listed.items]
    with pytest.raises(NotFound):
        await scene.core.run(scene.at(0), consents.read, scene.consent.consent.id)


async def test_a_handoff_opens_the_client_to_the_provider_in_lists_and_by_name(scene: Scene) -> None:
    client = await scene.core.run(scene.at_sender(), clients.read, scene.client)
    old, new = ClientFilter(name=client.client.profile.name.family), ClientFilter(name="zubiri")
    before = await found_at(scene, old)
    await scene.accepted(await scene.sent())
    during = await found_at(scene, old)
    names = (Name(given=("Ana",), family="Zubiri"),)
    await scene.core.run(scene.at_sender(), clients.change, scene.client, ClientChanges(names=names), expected=None)
    assert [before, during, await found_at(scene, old), await found_at(scene, new)] == [0, 1, 0, 1]
