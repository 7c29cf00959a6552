"""The FHIR door, asked in every way for the resources of every other agency and network.

Asked of another's resource, or by a value that only another's has, an interaction must answer as it answers for
nothing: byte for byte, apart from ids, times and the address that was asked. Types, parameters and what comes along
are those of the tables that route and search: a new type, a new parameter and a new operation are asked without being
named here, and one that cannot be asked fails.
"""

import json
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from uuid import uuid4

import httpx
import pytest
import pytest_asyncio

from app.adapters.fhir.search.registry import AUDIT_EVENT, parameters
from app.api.fhir.catalogue import TYPES, searched_by
from app.domain.clients.demographics import Ethnicity, Race
from app.domain.networks.roles import CARE_ROLES, GRANTABLE, GRANTED_BY_THE_NETWORK, Role
from app.domain.referrals.routing import Routing
from app.serving import application
from app.wiring import open_service
from tests.support.builders_directory import found_world
from tests.support.bulk import at_work, said
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
    by_form,
    by_id,
    by_likeness,
    by_link,
    by_value,
    by_withheld_link,
    keep,
    nothing_of,
    of_the_network,
    once,
    read_all,
    scrubbed,
    scrubbed_alone,
    search,
    told,
)
from tests.support.fhir_matrix_resources import COLUMNS, Json
from tests.support.postgres import Database
from tests.support.scenes_referrals import Scene, a_scene
from tests.support.service import settings_for

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.long]

LOGGED = TYPES - {AUDIT_EVENT}
"""What is kept; AuditEvents are drawn of the log, and asked for in a test of their own."""
UNSAID = {
    "ConceptMap.other",
    "MolecularSequence.chromosome",
    "Provenance.signature-type",
    "RequestGroup.participant",
    "RiskAssessment.probability",
    "StructureDefinition.valueset",
}
"""By what a made resource cannot be found: to say it takes more than the tables tell."""
DECLINED, DOING = 0, 2
"""The pantry that was asked and not taken, and the one that works with the client."""
WHOSE = canary(" of Ostrander")
ALONE = frozenset({"Basic", "Condition", "Consent", "Coverage", "Observation", "Patient", "ServiceRequest", "Task"})
"""Of which every request is made alone too: a few of each rule of reading."""
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
        said = {
            "identifiers": [{"system": "https://hmis.example/persons", "value": WHOSE.strip()}],
            "races": [Race.ASIAN],
            "ethnicities": [Ethnicity.NOT_HISPANIC_OR_LATINO],
        }
        named = await owner.patch(f"/v1/clients/{scene.client}", json=said, headers={"If-Match": "*"})
        placed = await owner.post("/v1/locations", json={"agency_id": str(scene.sender.id), "name": "Office"})
        assert [named.status_code, placed.status_code] == [200, 201], (named.text, placed.text)
        await scene.accepted(await scene.sent(Routing.FIRST_ACCEPT, len(scene.pantries)), DOING)
        keeping = await keep(owner, str(scene.client), str(scene.sender.id), WHOSE)
        facts = await read_all(owner, LOGGED)
        yield Ground(doors=here, elsewhere=there, scene=scene, keeping=keeping, owner=owner, facts=facts)


async def test_something_of_every_type_and_parameter_is_there_to_ask_for(ground: Ground) -> None:
    there = {each.type for each in ground.facts}
    assert (TYPES - there, ground.keeping.refused) == ({AUDIT_EVENT}, {})
    found = {key for each in ground.facts for key in each.terms}
    lacking = {
        parameter.key
        for type_ in TYPES - {AUDIT_EVENT}
        for parameter in parameters(type_).values()
        if parameter.key not in found and parameter.code not in COLUMNS
    }
    assert lacking == UNSAID


def sortable(type_: str) -> list[str]:
    """Return by what resources of a type can be sorted."""
    return sorted(set(parameters(type_)) - {"_id"})


def ids_in(answer: Json) -> list[str]:
    """Return the ids of what an answer tells of, of deleted resources too."""
    return [each.get("fullUrl", "").rpartition("/")[2] for each in answer.get("resource", {}).get("entry", ())]


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


@pytest.mark.parametrize("place", [DECLINED, DOING])
async def test_nobody_finds_by_what_the_shown_face_withholds(ground: Ground, place: int) -> None:
    """A pantry that was asked reads the Task, and of the client what its share allows: nothing if it was not taken."""
    pantry = await ground.doors.caller(ground.scene.pantries[place].id, Role.INTAKE, Role.CASE_MANAGER)
    whole = {(each.type, each.id): each for each in ground.facts}
    found, pairs = await read_all(pantry, ("Patient", "ServiceRequest", "Task")), []
    for shown in found:
        fact = whole[shown.type, shown.id]
        said = {text for _, _, text in shown.searches}
        for parameter, value, text in fact.searches:
            if text not in said and not (parameter.kind in RANGES and parameter.key in shown.terms):
                at = ("_id", shown.id)
                theirs, none = (parameter.code, value), (parameter.code, nothing_of(parameter))
                pairs.append(Pair(search(shown.type, theirs, at), search(shown.type, none, at)))
        pairs += by_withheld_link(fact, shown)
    if place == DECLINED:
        pairs += by_id(whole["Patient", str(ground.scene.client)])
    assert {each.type for each in found} >= {"ServiceRequest", "Task"}
    assert ("Patient" in {each.type for each in found}) is (place == DOING)
    assert pairs != []
    wrong = await differing(pantry, pairs, ())
    assert not wrong, report(wrong)


async def test_nothing_is_told_by_lists_orders_and_pasts_of_a_type(ground: Ground) -> None:
    """Histories, orders and counts of a whole type tell of no more than its search does."""
    hidden = {each.id for each in ground.facts if not of_the_network(each)}
    labelled = {each.id for each in ground.facts if each.quiet and not of_the_network(each)}
    beside, above = await ground.beside(*OF_AN_AGENCY), await ground.beside(Role.COORDINATOR)
    asked = [Question("GET", f"{type_}/_history?_count=200") for type_ in sorted(LOGGED)]
    asked += [search(type_, ("_sort", code)) for type_ in sorted(ALONE) for code in sortable(type_)]
    for caller, unseen in ((beside, hidden), (above, labelled)):
        wrong = [
            str(question)
            for question, answer in zip(asked, await answers(caller, asked), strict=True)
            if unseen & set(ids_in(answer))
        ]
        assert not wrong, report(wrong)


async def test_headers_of_single_requests_tell_nothing_either(ground: Ground) -> None:
    first = {fact.type: fact for fact in ground.facts if not fact.quiet and fact.type in ALONE}
    assert first.keys() == ALONE
    pairs = [pair for fact in first.values() for pair in (*by_id(fact), *by_form(fact))]
    wrong = []
    for caller in (await ground.beyond(*GRANTABLE), await ground.beside(*OF_AN_AGENCY)):
        for pair in pairs:
            theirs, nobodys = [scrubbed_alone(await each.ask(caller)) for each in (pair.theirs, pair.nobodys)]
            wrong += [f"{pair.theirs}: {theirs[:300]} but of nothing {nobodys[:300]}"] * (theirs != nobodys)
    assert not wrong, report(wrong)


async def test_nobody_is_like_somebody_whom_the_asker_does_not_see(ground: Ground) -> None:
    client = str(ground.scene.client)
    pairs = [by_likeness(fact.resource) for fact in ground.facts if (fact.type, fact.id) == ("Patient", client)]
    for caller in (await ground.beyond(*GRANTABLE), await ground.beside(*OF_AN_AGENCY)):
        assert await differing(caller, pairs, ground.facts) == []
    [answer] = await answers(ground.owner, [pairs[0].theirs])
    assert told(answer) == [client]


async def test_no_export_puts_out_what_its_asker_does_not_see(ground: Ground, database: Database) -> None:
    hidden = {each.id for each in ground.facts if not of_the_network(each)}
    labelled = {each.id for each in ground.facts if each.quiet and not of_the_network(each)}
    asked = ((await ground.beside(Role.CASE_MANAGER), hidden), (await ground.beside(Role.COORDINATOR), labelled))
    async with at_work(settings_for(database), database) as bulk:
        for caller, unseen in asked:
            manifest = await bulk.exported(caller)
            lines = await said(caller, manifest["output"])
            assert lines != []
            assert unseen & {json.loads(line)["id"] for line in lines} == set()
            for url in (manifest["output"][0]["url"], manifest["output"][0]["url"].rpartition("/")[0]):
                assert (await ground.owner.get(url)).status_code == 404


async def test_the_log_tells_other_agencies_and_networks_nothing(ground: Ground) -> None:
    events = await read_all(ground.owner, {AUDIT_EVENT})
    first = {action: each for each in events for action in [each.resource["action"]]}
    codes = {code for code, *_ in searched_by(AUDIT_EVENT)}
    pairs, asked = [], set()
    for event in first.values():
        at, nobody = ("_id", event.id), search(AUDIT_EVENT, ("_id", str(uuid4())))
        pairs += by_id(event)
        for parameter, value, _ in once(event.searches):
            if parameter.code in codes:
                asked.add(parameter.code)
                pairs.append(Pair(search(AUDIT_EVENT, (parameter.code, value), at), nobody))
    assert codes - asked == COLUMNS
    for caller in (await ground.beyond(*GRANTABLE), await ground.beside(*OF_AN_AGENCY)):
        wrong = await differing(caller, pairs, events)
        assert not wrong, report(wrong)
    for caller in (await ground.beside(Role.COORDINATOR), await ground.beside(Role.CASE_MANAGER)):
        assert {each["response"]["status"] for each in await answers(caller, [pair.theirs for pair in pairs[:3]])} == {
            "403 Forbidden",
            "405 Method Not Allowed",
        }
