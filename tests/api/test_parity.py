"""For each thing, REST, GraphQL and FHIR tell the same facts, to the same people, withheld elements included.

GraphQL is compared with REST member by member. What REST and FHIR both say of a thing to those who may see all of it is
taken from their answers, so that no fact is named here: whoever is told it by the one is told it by the other.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack
from typing import Any

import httpx
import pytest
import pytest_asyncio
from graphql import GraphQLObjectType, get_named_type, is_required_argument

from app.adapters.postgres.relay import PostgresEventLog
from app.adapters.postgres.transactions import PostgresTransactions
from app.api.fhir.catalogue import MAPPED
from app.api.graphql.declared import Operation
from app.api.graphql.graph import PAGE
from app.api.graphql.nouns import Noun
from app.domain.networks.roles import GRANTABLE, Role
from app.main import GRAPHQL
from app.serving import application
from app.wiring import open_service
from tests.support.builders_directory import found_world
from tests.support.doors import Doors
from tests.support.graphql import ask, expected, members, told, without_typenames
from tests.support.matrix_objects import Holding, a_holding, sealing
from tests.support.parity import KINDS, OTHERWISE, Asker, asked, askers, facts, shared, things_of
from tests.support.postgres import Database
from tests.support.service import settings_for

pytestmark = pytest.mark.asyncio(loop_scope="module")

GRAPH = GRAPHQL.answering.graph
LISTS = {
    name: edge.operation
    for name, edge in GRAPH.nouns.roots.items()
    if edge.operation.listed
    and edge.operation.body is None
    and not any(field.field_info.is_required() for field in (edge.operation.ids | edge.operation.filters).values())
}
LED_ON: list[Noun] = []
APART = {
    "worker by FHIR alone": "FHIR has workers in the directory, which the whole network reads; REST, their own people.",
    "household by REST alone": "FHIR keeps a household to its agency; over REST coordinators read it too.",
}
"""What not everybody is shown by both."""
MOVING = ("auditEntries", "auditCheckpoints")  # these are longer after each question


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def holding(database: Database) -> AsyncIterator[Holding]:
    """An agency with something of every kind on record."""
    settings = settings_for(database)
    async with (
        open_service(settings, database.app) as service,
        open_service(settings, database.worker) as worker,
        AsyncExitStack() as callers,
    ):
        doors = Doors(app=application(service), world=await found_world(service.core), callers=callers)
        log = PostgresEventLog(PostgresTransactions(service.transactions.pool))
        yield await a_holding(doors, "Ostrander", log, sealing(worker))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def callers(holding: Holding) -> list[httpx.AsyncClient]:
    """Those who ask: the agency itself, its provider, a coordinator, an officer, and somebody with hardly a right."""
    doors, scene = holding.doors, holding.scene
    office = await doors.world.an_agency("Network office")
    return [
        await holding.staff(),
        await holding.caller(*GRANTABLE),
        await doors.caller(scene.pantries[0].id, Role.INTAKE),
        await doors.caller(office.id, Role.COORDINATOR),
        await doors.caller(scene.sender.id, Role.PRIVACY_OFFICER),
        await doors.caller(scene.pantries[1].id, Role.CASE_MANAGER, scopes="system/Task.rs"),
    ]


@pytest.mark.parametrize("name", [name for name in LISTS if name not in MOVING])
async def test_lists_tell_the_same(callers: list[httpx.AsyncClient], name: str) -> None:
    for caller in callers:
        await the_same_list(caller, name, LISTS[name])


@pytest.mark.parametrize("name", [name for name, operation in LISTS.items() if operation.paged and name not in MOVING])
async def test_a_list_goes_on_from_each_of_its_edges(callers: list[httpx.AsyncClient], name: str) -> None:
    caller, noun = callers[1], GRAPH.nouns.roots[name].noun
    assert noun is not None
    shown = "id" if "id" in noun.members else "__typename"
    query = f"query Page($after: String) {{ {name}(after: $after) {{ edges {{ cursor node {{ {shown} }} }} }} }}"
    edges = (await told(caller, query))[name]["edges"]
    cursors = [edge["cursor"] for edge in edges]
    assert None not in cursors
    if edges:
        rest = (await told(caller, query, after=cursors[0]))[name]["edges"]
        assert [edge["node"] for edge in rest] == [edge["node"] for edge in edges[1:]]
    if edges and noun.read and noun not in LED_ON:
        LED_ON.append(noun)
        await what_it_leads_to_goes_on(caller, noun, edges[0]["node"]["id"])


async def what_it_leads_to_goes_on(caller: httpx.AsyncClient, noun: Noun, id_: str) -> None:
    """See that each list of a thing goes on after its first edge."""
    kind = GRAPH.schema.type_map[noun.name]
    assert isinstance(kind, GraphQLObjectType)
    names = [
        name
        for name in noun.edges.keys() & kind.fields.keys()
        if "after" in kind.fields[name].args and not any(map(is_required_argument, kind.fields[name].args.values()))
    ]
    first = await lists_of(caller, kind.name, id_, dict.fromkeys(names, ""))
    cursors = {name: [edge["cursor"] for edge in page["edges"]] for name, page in first.items() if page}
    assert [name for name, each in cursors.items() if None in each] == []
    after = {name: f'(after: "{each[0]}")' for name, each in cursors.items() if 0 < len(each) < PAGE}
    rest = await lists_of(caller, kind.name, id_, after)
    assert {name: len(page["edges"]) + 1 for name, page in rest.items()} == {name: len(cursors[name]) for name in after}


async def lists_of(caller: httpx.AsyncClient, kind: str, id_: str, given: Mapping[str, str]) -> dict[str, Any]:
    asked = " ".join(f"{name}{arguments} {{ edges {{ cursor }} }}" for name, arguments in given.items())
    query = f"query One($id: ID!) {{ node(id: $id) {{ __typename ... on {kind} {{ {asked or '__typename'} }} }} }}"
    lists: dict[str, Any] = (await told(caller, query, id=id_))["node"]
    lists.pop("__typename")
    return lists


async def the_same_list(caller: httpx.AsyncClient, name: str, operation: Operation) -> None:
    rest = await caller.get(operation.path, params={"limit": 20} if operation.paged else {})
    connection = get_named_type(GRAPH.schema.query_type.fields[name].type)
    assert isinstance(connection, GraphQLObjectType)
    kind = get_named_type(connection.fields["nodes"].type)
    items = rest.json()["items"] if rest.is_success else []
    selected = members(kind, items) or "__typename"
    body = await ask(caller, f"{{ {name} {{ nodes {{ {selected} }} pageInfo {{ hasNextPage }} }} }}")
    if not rest.is_success:
        errors = [error["extensions"]["code"] for error in body.get("errors", ())]
        assert (body["data"][name], errors) == (None, [rest.json()["code"]])
        return
    assert "errors" not in body, body
    shown = without_typenames(body["data"][name]["nodes"])
    assert shown == ([expected(kind, item) for item in items] if selected != "__typename" else [{} for _ in items])
    assert body["data"][name]["pageInfo"]["hasNextPage"] is (rest.json()["next_cursor"] is not None)
    await the_same_things(caller, kind, items)


async def the_same_things(caller: httpx.AsyncClient, kind: Any, items: list[dict[str, Any]]) -> None:
    """Ask for the first things of a list again, one by one."""
    noun = GRAPH.nouns.by_name[kind.name]
    if noun.read is None:
        return
    for item in items[:2]:
        [parameter] = noun.read.given
        path = noun.read.operation.path.replace(":uuid", "").replace(f"{{{parameter}}}", item["id"])
        rest = await caller.get(path)
        assert rest.is_success, rest.text
        selected = members(kind, [rest.json()])
        wanted = expected(kind, rest.json())
        query = f"query One($id: ID!) {{ node(id: $id) {{ ... on {kind.name} {{ {selected} }} }} }}"
        body = await ask(caller, query, id=wanted["id"])
        assert without_typenames(body["data"]["node"]) == wanted


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def heard(holding: Holding) -> Mapping[str, Asker]:
    """Everything that there is of an agency, as each of those who ask is told it by REST and by FHIR."""
    return {name: await asked(caller, things_of(holding)) for name, caller in (await askers(holding)).items()}


async def test_every_type_of_the_domain_is_compared(heard: Mapping[str, Asker]) -> None:
    assert {type_ for _, type_ in KINDS.values()} | OTHERWISE == MAPPED
    without = [str(thing) for thing in heard["staff"].rest if not shared(heard, thing)]
    assert {thing.kind for thing in heard["staff"].rest} == KINDS.keys()
    assert without == []


async def test_rest_and_fhir_show_a_thing_to_the_same_people(heard: Mapping[str, Asker]) -> None:
    differing = {
        f"{thing.kind} by {'REST' if asker.rest[thing] else 'FHIR'} alone"
        for asker in heard.values()
        for thing in asker.rest
        if (asker.rest[thing] is None) is not (asker.fhir[thing] is None)
    }
    assert differing == APART.keys()


async def test_rest_and_fhir_tell_the_same_facts_to_the_same_people(heard: Mapping[str, Asker]) -> None:
    differing = []
    for name, asker in heard.items():
        for thing in asker.rest:
            both = shared(heard, thing)
            rest, fhir = facts(asker.rest[thing]) & both, facts(asker.fhir[thing]) & both
            if asker.rest[thing] and asker.fhir[thing] and rest != fhir:
                differing.append(f"{name}: {thing.kind}: REST alone {rest - fhir}, FHIR alone {fhir - rest}")
    assert "\n".join(differing) == ""
