"""For each thing, GraphQL tells what REST tells: the same facts, to the same roles, withheld elements included."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any

import httpx
import pytest
import pytest_asyncio
from graphql import GraphQLObjectType, get_named_type

from app.adapters.postgres.relay import PostgresEventLog
from app.adapters.postgres.transactions import PostgresTransactions
from app.api.graphql.declared import Operation
from app.domain.networks.roles import GRANTABLE, Role
from app.main import GRAPHQL
from app.serving import application
from app.wiring import open_service
from tests.support.builders_directory import found_world
from tests.support.doors import Doors
from tests.support.graphql import ask, expected, members, without_typenames
from tests.support.matrix_objects import Holding, a_holding, sealing
from tests.support.postgres import Database
from tests.support.service import settings_for

pytestmark = pytest.mark.asyncio(loop_scope="module")

GRAPH = GRAPHQL.answering.graph
LISTS = {
    name: edge.operation
    for name, edge in GRAPH.nouns.roots.items()
    if edge.operation.listed
    and not any(field.field_info.is_required() for field in (edge.operation.ids | edge.operation.filters).values())
}
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
