"""The FHIR door, asked in every way for the resources of every other agency and network.

Asked of another's resource, or by a value that only another's has, an interaction must answer as it answers for
nothing: byte for byte, apart from ids, times and the address that was asked. Types, parameters and what comes along
are those of the tables that route and search: a new type, or a new parameter of a type that is kept, is asked without
being named here, and one that cannot be asked fails.
"""

import json
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from uuid import uuid4

import httpx
import pytest
import pytest_asyncio

from app.adapters.fhir.search.registry import parameters
from app.api.fhir.catalogue import MAPPED, TYPES
from app.domain.networks.roles import CARE_ROLES, GRANTABLE, GRANTED_BY_THE_NETWORK, Role
from app.serving import application
from app.wiring import open_service
from tests.support.builders_directory import found_world
from tests.support.canaries import canary
from tests.support.care_doors import recorded
from tests.support.doors import Doors
from tests.support.fhir_matrix import (
    RANGES,
    Fact,
    Keeping,
    Pair,
    Question,
    along,
    answers,
    by_condition,
    by_id,
    by_link,
    by_value,
    keep,
    nothing_of,
    of_the_network,
    once,
    read_all,
    scrubbed,
    search,
    told,
)
from tests.support.fhir_matrix_resources import COLUMNS
from tests.support.postgres import Database
from tests.support.scenes_referrals import Scene, a_scene
from tests.support.service import settings_for

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.long]

NEVER_THERE = frozenset({"AuditEvent"})
"""What nothing is drawn as yet."""
UNSAID = {
    "ConceptMap.other",
    "MolecularSequence.chromosome",
    "Provenance.signature-type",
    "RequestGroup.participant",
    "RiskAssessment.probability",
    "StructureDefinition.valueset",
}
"""By what a made resource of a kept type cannot be found: to say it takes more than the tables tell."""
WHOSE = canary(" of Ostrander")
OF_AN_AGENCY = GRANTABLE - GRANTED_BY_THE_NETWORK


@dataclass(slots=True, kw_only=True)
class Ground:
    """Whose resources are asked for, and who asks."""

    doors: Doors
    elsewhere: Doors
    scene: Scene
    keeping: Keeping
    owner: httpx.AsyncClient
    facts: list[Fact]

    async def beside(self, *roles: Role, scopes: str = "system/*.cruds") -> httpx.AsyncClient:
        """Return a program of an agency of the same network that serves nobody."""
        agency = self.doors.world.joined.get("Bellweather") or await self.doors.world.an_agency("Bellweather")
        return await self.doors.caller(agency.id, *roles, scopes=scopes)

    async def beyond(self, *roles: Role) -> httpx.AsyncClient:
        """Return a program of another network."""
        world = self.elsewhere.world
        agency = world.joined.get("Carraway") or await world.an_agency("Carraway")
        return await self.elsewhere.caller(agency.id, *roles)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def ground(database: Database) -> AsyncIterator[Ground]:
    """Two networks; in one of them an agency with resources of every type, plain and labelled."""
    async with open_service(settings_for(database), database.app) as service, AsyncExitStack() as callers:
        app = application(service)
        here, there = [Doors(app=app, world=await found_world(service.core), callers=callers) for _ in range(2)]
        scene = await a_scene(here.world)
        await recorded(here, scene, WHOSE)
        owner = await here.caller(scene.sender.id, *OF_AN_AGENCY)
        named = {"identifiers": [{"system": "https://hmis.example/persons", "value": WHOSE}]}
        await owner.patch(f"/v1/clients/{scene.client}", json=named, headers={"If-Match": "*"})
        await owner.post("/v1/locations", json={"agency_id": str(scene.sender.id), "name": "Office"})
        await scene.sent()
        keeping = await keep(owner, str(scene.client), WHOSE)
        facts = await read_all(owner, TYPES)
        yield Ground(doors=here, elsewhere=there, scene=scene, keeping=keeping, owner=owner, facts=facts)


async def test_something_of_every_type_and_parameter_is_there_to_ask_for(ground: Ground) -> None:
    there = {each.type for each in ground.facts}
    assert TYPES - there == NEVER_THERE
    found = {key for each in ground.facts for key in each.terms}
    lacking = {
        parameter.key
        for type_ in TYPES - MAPPED
        for parameter in parameters(type_).values()
        if parameter.key not in found and parameter.code not in COLUMNS
    }
    assert lacking == UNSAID


async def differing(caller: httpx.AsyncClient, pairs: Iterable[Pair], unseen: Iterable[Fact]) -> list[str]:
    """Ask all pairs, those of nothing first and each once; tell where answers differ, and what they tell."""
    asked, hidden = list(pairs), {each.id for each in unseen}
    nothing = list({str(each.nobodys): each.nobodys for each in asked}.values())
    none = {str(q): scrubbed(a) for q, a in zip(nothing, await answers(caller, nothing), strict=True)}
    wrong = []
    for pair, answer in zip(asked, await answers(caller, [each.theirs for each in asked]), strict=True):
        said = scrubbed(answer)
        if said != none[str(pair.nobodys)]:
            wrong.append(f"{pair.theirs}: {said[:150]} but of nothing {none[str(pair.nobodys)][:150]}")
        if hidden & set(told(answer)):
            wrong.append(f"{pair.theirs} shows it")
    return wrong


def values(facts: Iterable[Fact]) -> frozenset[str]:
    return frozenset(text for fact in facts for _, _, text in fact.searches)


def by_values(facts: list[Fact], shared: frozenset[str]) -> list[Pair]:
    """Ask by a value of every parameter, and through every reference."""
    valued: set[str] = set()
    linked: set[str] = set()
    return [
        *(pair for fact in facts for pair in by_value(fact, shared, valued)),
        *(pair for fact in facts for pair in by_link(fact, shared, linked)),
    ]


def by_ids(facts: list[Fact]) -> list[Pair]:
    """Ask for one of every type by its id, and under conditions."""
    first = {fact.type: fact for fact in reversed(facts)}
    return [pair for fact in first.values() for pair in (*by_id(fact), *by_condition(fact))]


def report(wrong: list[str]) -> str:
    return f"{len(wrong)} wrong:\n" + "\n".join(wrong[:25])


async def test_another_network_is_answered_as_for_nothing(ground: Ground) -> None:
    pairs = by_ids([each for each in ground.facts if not each.quiet])
    wrong = await differing(await ground.beyond(*GRANTABLE), pairs, ground.facts)
    assert not wrong, report(wrong)


async def test_an_agency_that_serves_nobody_finds_nothing_by_any_value(ground: Ground) -> None:
    unseen = [each for each in ground.facts if not of_the_network(each)]
    shared = values(each for each in ground.facts if of_the_network(each))
    pairs = by_values([each for each in unseen if not each.quiet], shared)
    wrong = await differing(await ground.beside(*OF_AN_AGENCY), pairs, unseen)
    assert not wrong, report(wrong)


async def test_a_coordinator_is_answered_as_for_nothing_of_what_bears_a_label(ground: Ground) -> None:
    unseen = [each for each in ground.facts if each.quiet and not of_the_network(each)]
    shared = values(each for each in ground.facts if not each.quiet)
    pairs = [*by_values(unseen, shared), *by_ids(unseen)]
    caller = await ground.beside(Role.COORDINATOR)
    wrong = await differing(caller, pairs, unseen)
    brought = list({str(each): each for fact in unseen for each in along(fact)}.values())
    hidden = {each.id for each in unseen}
    for question, answer in zip(brought, await answers(caller, brought), strict=True):
        wrong += [f"{question} brings it along"] * bool(hidden & set(told(answer)))
    assert not wrong, report(wrong)


async def test_whoever_keeps_it_finds_it_by_everything(ground: Ground) -> None:
    """Else the answers would be equal only because nobody finds anything."""
    asked = {
        parameter.key: (fact, parameter, search(fact.type, (parameter.code, value), ("_id", fact.id)))
        for fact in ground.facts
        if not fact.quiet
        for parameter, value, _ in once(fact.searches)
    }
    found = await answers(ground.owner, [question for _, _, question in asked.values()])
    wrong = [
        f"{question}: {json.dumps(answer)[:300]}"
        for (fact, _, question), answer in zip(asked.values(), found, strict=True)
        if fact.id not in told(answer)
    ]
    assert not wrong, report(wrong)


async def test_whoever_lacks_the_role_or_the_scope_is_refused_alike(ground: Ground) -> None:
    unseen = [each for each in ground.facts if not of_the_network(each)]
    pairs = [
        Pair(Question("GET", f"{each.type}/{id_}{path}"), Question("GET", f"{each.type}/{uuid4()}{path}"))
        for each in {each.type: each for each in unseen}.values()
        for id_ in [each.id]
        for path in ("", "/_history", "/_history/1")
    ]
    callers = [await ground.beside(role) for role in sorted(GRANTABLE - CARE_ROLES)]
    callers.append(await ground.beside(Role.CASE_MANAGER, scopes="system/Endpoint.rs"))
    for caller in callers:
        refused = await answers(caller, [each.theirs for each in pairs])
        assert {each["response"]["status"] for each in refused} == {"403 Forbidden"}
        assert await differing(caller, pairs, unseen) == []


async def test_nobody_finds_by_what_the_shown_face_withholds(ground: Ground) -> None:
    """A pantry that was asked reads the Task, and of the client what its share allows."""
    pantry = await ground.doors.caller(ground.scene.pantries[0].id, Role.INTAKE, Role.CASE_MANAGER)
    whole = {(each.type, each.id): each for each in ground.facts}
    pairs = []
    for shown in await read_all(pantry, ("Patient", "ServiceRequest", "Task")):
        said = {text for _, _, text in shown.searches}
        for parameter, value, text in whole[shown.type, shown.id].searches:
            if text not in said and not (parameter.kind in RANGES and parameter.key in shown.terms):
                at = ("_id", shown.id)
                found, none = (parameter.code, value), (parameter.code, nothing_of(parameter))
                pairs.append(Pair(search(shown.type, found, at), search(shown.type, none, at)))
    assert pairs != []
    wrong = await differing(pantry, pairs, ())
    assert not wrong, report(wrong)
