"""Directories and clients taken over, again and again."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.adapters.hsds.package import read_package
from app.domain.clients.contact import Channel, ContactPoint, ContactSystem
from app.domain.clients.identifiers import Identifier
from app.domain.clients.names import Name, NameUse
from app.domain.clients.profile import ClientChanges, Profile
from app.domain.codes import Category, Sensitivity
from app.domain.directory.eligibility import Summary
from app.domain.directory.service import Service
from app.domain.identity import AgencyId
from app.domain.networks.actor import Actor
from app.domain.networks.agency import Membership
from app.domain.networks.roles import Role
from app.domain.partial_date import PartialDate
from app.ports.clients import ClientFilter, ClientOrder
from app.ports.directory import AgencyFilter, ServiceFilter, ServiceSearch
from app.ports.imports import ClientDraft, DirectoryPackage, Outcome, Place, Result
from app.use_cases.clients import clients
from app.use_cases.core import Call
from app.use_cases.directory import services
from app.use_cases.imports import client_imports, imports
from app.use_cases.networks import agencies
from tests.support.builders_directory import World
from tests.support.patients import read_patients

FILES = {
    "organizations.csv": b"id,name\n1,Harbor Food Bank\n2,Pier Shelter\n",
    "locations.csv": b"id,organization_id,name\n100,1,Pier\n",
    "services.csv": b"id,organization_id,name\n10,1,Food pantry\n11,2,Beds\n",
    "services_at_location.csv": b"id,service_id,location_id\n5,10,100\n",
}
BIRTH = PartialDate.parse("1957-11-07")


def a_package(**changes: bytes) -> DirectoryPackage:
    named = {f"{name}.csv": content for name, content in changes.items()}
    return read_package({**FILES, **named}, system="urn:hsds:test", time_zone="America/New_York")


async def take(world: World, package: DirectoryPackage, *, dry_run: bool = False) -> list[Result]:
    call, results = world.by(Role.COORDINATOR), []
    for drafts, use_case in (
        (package.agencies, imports.take_agencies),
        (package.locations, imports.take_locations),
        (package.services, imports.take_services),
    ):
        for start in range(0, len(drafts), 200):
            batch: Any = drafts[start : start + 200]
            results += await world.core.run(call, use_case, package.system, batch, dry_run=dry_run)  # type: ignore[arg-type]
    return results


def counted(results: Sequence[Result]) -> dict[tuple[str, Outcome], int]:
    return Counter((result.noun, result.outcome) for result in results)


async def listed(world: World) -> dict[str, Service]:
    page = await world.core.run(world.by(Role.INTAKE), services.browse, ServiceFilter(), 200, None)
    return {service.name: service for service in page.items}


async def test_miami_is_taken_over_and_a_second_run_changes_nothing(world: World, real_data: Path) -> None:
    folder = real_data / "hsds-1.x-miami211"
    files = {path.name: path.read_bytes() for path in folder.iterdir()}
    package = read_package(files, system="urn:hsds:miami", time_zone="America/New_York")
    first = counted(await take(world, package))
    assert first == {
        ("agency", Outcome.CREATED): 258,
        ("location", Outcome.CREATED): 846,
        ("service", Outcome.CREATED): 846,
    }
    second = counted(await take(world, package))
    assert {outcome for _, outcome in second} == {Outcome.UNCHANGED}
    call = world.by(Role.INTAKE)
    found = await world.core.run(
        call, services.search, ServiceSearch(category=Category.FOOD, language="ht", person=Summary(age=70)), 200, None
    )
    assert found.items
    assert all("ht" in m.service.profile.languages or m.service.profile.interpretation for m in found.items)
    page = await world.core.run(call, agencies.browse, AgencyFilter(membership=Membership.LISTED), 200, None)
    assert len(page.items) == 200
    assert page.next is not None


async def test_only_what_has_changed_there_changes_here(world: World) -> None:
    await take(world, a_package())
    before = await listed(world)
    results = await take(world, a_package(services=b"id,organization_id,name\n10,1,Food pantry\n11,2,Warm beds\n"))
    changed = [(result.key, result.place.line) for result in results if result.outcome is Outcome.CHANGED]
    assert changed == [("11", 3)]
    after = await listed(world)
    assert before["Food pantry"] == after["Food pantry"]
    assert (before["Beds"].id, 2) == (after["Warm beds"].id, after["Warm beds"].version)


async def test_a_dry_run_tells_the_same_and_writes_nothing(world: World) -> None:
    told = await take(world, a_package(), dry_run=True)
    assert await listed(world) == {}
    assert told == await take(world, a_package())


async def test_an_interrupted_run_is_finished_by_the_next(world: World) -> None:
    package = a_package()
    await world.core.run(
        world.by(Role.COORDINATOR), imports.take_agencies, package.system, package.agencies, dry_run=False
    )
    results = counted(await take(world, package))
    assert tuple(
        results[key]
        for key in (("agency", Outcome.UNCHANGED), ("location", Outcome.CREATED), ("service", Outcome.CREATED))
    ) == (2, 1, 2)


async def test_what_a_source_cannot_know_stays(world: World) -> None:
    await take(world, a_package())
    beds = (await listed(world))["Beds"]
    labelled = replace(beds.profile, sensitivity=(Sensitivity.SDV,), categories=(Category.HOMELESSNESS,))
    await world.core.run(world.by(Role.COORDINATOR), services.describe, beds.id, None, labelled)
    assert {outcome for _, outcome in counted(await take(world, a_package()))} == {Outcome.UNCHANGED}
    assert (await listed(world))["Beds"].labels == {Sensitivity.SDV}


async def test_an_agency_that_has_joined_describes_itself(world: World) -> None:
    await take(world, a_package())
    page = await world.core.run(world.by(Role.COORDINATOR), agencies.browse, AgencyFilter(name="pier"), 10, None)
    (shelter,) = page.items
    call = world.by(Role.NETWORK_ADMIN)
    await world.core.run(call, agencies.change_membership, shelter.id, None, Membership.FULL)
    changed = a_package(services=b"id,organization_id,name\n10,1,Food pantry\n11,2,Warm beds\n")
    results = counted(await take(world, changed))
    assert (results["agency", Outcome.KEPT], results["service", Outcome.KEPT]) == (1, 1)
    assert "Beds" in await listed(world)


async def test_two_sources_that_use_the_same_ids_do_not_touch_each_other(world: World) -> None:
    await take(world, a_package())
    other = read_package(FILES, system="urn:hsds:other", time_zone="UTC")
    assert {outcome for _, outcome in counted(await take(world, other))} == {Outcome.CREATED}


async def test_an_entry_that_moved_to_another_agency_is_left_to_people(world: World) -> None:
    await take(world, a_package())
    moved = a_package(services=b"id,organization_id,name\n10,2,Food pantry\n11,2,Beds\n")
    rejected = [result for result in await take(world, moved) if result.outcome is Outcome.REJECTED]
    assert [(r.key, r.reason) for r in rejected] == [("10", "It belongs to another agency here: people must move it.")]


# Clients


def a_draft(given: str = "Betsy", family: str = "Johnson", value: str = "ID-100", **told: Any) -> ClientDraft:
    profile = Profile(
        names=(Name(given=(given,), family=family),),
        birth_date=told.pop("birth_date", BIRTH),
        identifiers=(Identifier(system="http://hospital.example/mrn", value=value),),
        **told,
    )
    return ClientDraft(key=value, system="http://hospital.example/mrn", place=Place(file="p.json"), profile=profile)


def on_caseload(world: World, agency: AgencyId) -> Call:
    actor = Actor(network=world.network.id, agency=agency, roles=frozenset({Role.SYSTEM}))
    return Call(actor=actor, request_id="import")


async def take_over(world: World, agency: AgencyId, *drafts: ClientDraft, dry_run: bool = False) -> list[Outcome]:
    call = on_caseload(world, agency)
    results = await world.core.run(call, client_imports.take_clients, drafts, dry_run=dry_run)
    return [result.outcome for result in results]


async def caseload(world: World, agency: AgencyId) -> dict[str, Any]:
    call = world.by(Role.CASE_MANAGER, agency=agency)
    page = await world.core.run(call, clients.search, ClientFilter(), ClientOrder.NAME, after=None, limit=200)
    found = [(await world.core.run(call, clients.read, item.id)).client for item in page.items]
    return {client.profile.name.full: client for client in found}


async def test_published_patients_are_taken_over_once(world: World, real_data: Path) -> None:
    agency = (await world.an_agency()).id
    drafts = [
        draft
        for folder in ("synthea-2019-r4-bundles", "ecare-personas", "bulk-ndjson-10")
        for path in sorted((real_data / folder).rglob("*.*json"))
        for draft in read_patients(path.name, path.read_bytes()).drafts
    ]
    assert Counter(await take_over(world, agency, *drafts)) == {Outcome.CREATED: 42}
    assert Counter(await take_over(world, agency, *drafts)) == {Outcome.UNCHANGED: 42}
    people = await caseload(world, agency)
    assert {"Mr. Raúl Gómez PhD", "Betsy Johnson", "Mae Jackson"} <= people.keys()


async def test_two_people_with_the_same_number_stay_two_people(world: World) -> None:
    agency = (await world.an_agency()).id
    both = (a_draft(), a_draft("Mae", "Jackson"))
    assert await take_over(world, agency, *both) == [Outcome.CREATED] * 2
    assert await take_over(world, agency, *both) == [Outcome.UNCHANGED] * 2


@pytest.mark.parametrize(
    ("draft", "outcome"),
    [
        (a_draft(family="Miller"), Outcome.CHANGED),
        (a_draft("BETSY"), Outcome.CHANGED),
        (a_draft("Betty", "Johnson", birth_date=PartialDate.parse("2001-01-01")), Outcome.CREATED),
        (a_draft(birth_date=None), Outcome.UNCHANGED),
        (a_draft(value="ID-200"), Outcome.CREATED),
    ],
)
async def test_a_person_is_known_by_number_given_name_and_birth(
    world: World, draft: ClientDraft, outcome: Outcome
) -> None:
    agency = (await world.an_agency()).id
    await take_over(world, agency, a_draft())
    assert [outcome] == await take_over(world, agency, draft)


async def test_what_was_decided_here_stays_when_the_source_speaks_again(world: World) -> None:
    agency = (await world.an_agency()).id
    phone = ContactPoint(system=ContactSystem.PHONE, value="305-555-0100")
    await take_over(world, agency, a_draft(contact_points=(phone,)))
    (client,) = (await caseload(world, agency)).values()
    permitted = replace(phone, permitted=(Channel.SMS,))
    preferred = Name(use=NameUse.PREFERRED, given=("Bets",))
    changes = ClientChanges(
        contact_points=(permitted,), names=(*client.profile.names, preferred), pronouns="she/her", restricted=True
    )
    call = world.by(Role.CASE_MANAGER, agency=agency)
    await world.core.run(call, clients.change, client.id, changes, expected=None)
    again = a_draft(contact_points=(replace(phone, value="(305) 555-0100"),), deceased=True)
    assert await take_over(world, agency, again) == [Outcome.CHANGED]
    assert await take_over(world, agency, again) == [Outcome.UNCHANGED]
    profile = (await world.core.run(call, clients.read, client.id)).client.profile
    assert ((permitted,), preferred, "she/her") == (profile.contact_points, profile.name, profile.pronouns)
    assert (profile.restricted, profile.deceased) == (True, True)


async def test_a_dry_run_registers_nobody(world: World) -> None:
    agency = (await world.an_agency()).id
    drafts = (a_draft(), a_draft())
    assert await take_over(world, agency, *drafts, dry_run=True) == [Outcome.CREATED, Outcome.UNCHANGED]
    assert await caseload(world, agency) == {}


async def test_another_agency_s_client_is_not_known_here(world: World) -> None:
    one, two = (await world.an_agency("One")).id, (await world.an_agency("Two")).id
    await take_over(world, one, a_draft())
    assert await take_over(world, two, a_draft()) == [Outcome.CREATED]


async def test_a_person_who_cannot_be_is_rejected_alone(world: World) -> None:
    agency = (await world.an_agency()).id
    unborn = a_draft(value="ID-9", birth_date=PartialDate.parse("2999-01-01"))
    assert await take_over(world, agency, a_draft(), unborn) == [Outcome.CREATED, Outcome.REJECTED]
