"""Whatever leads from a thing to others is asked for once, however many things there are."""

from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack

import httpx
import pytest
import pytest_asyncio
from graphql import GraphQLObjectType, get_named_type, is_required_argument

from app.adapters.postgres.relay import PostgresEventLog
from app.adapters.postgres.transactions import PostgresTransactions
from app.domain.networks.roles import GRANTABLE
from app.main import GRAPHQL
from app.serving import application
from app.wiring import Service, open_service
from tests.support.builders_directory import found_world
from tests.support.doors import Doors
from tests.support.graphql import ask
from tests.support.matrix_objects import a_holding, sealing
from tests.support.postgres import Database
from tests.support.service import settings_for
from tests.support.statements import listening

pytestmark = pytest.mark.asyncio(loop_scope="module")

GRAPH = GRAPHQL.answering.graph
LISTS = {
    name: edge.noun
    for name, edge in GRAPH.nouns.roots.items()
    if edge.operation.paged and not edge.operation.ids and edge.noun is not None
}
MOST = 8


def edges() -> Iterator[tuple[str, str]]:
    """Go through what leads on from the lists, but for what asks for an id of its own."""
    for name, noun in LISTS.items():
        kind = GRAPH.schema.type_map[noun.name]
        assert isinstance(kind, GraphQLObjectType)
        for edge in noun.edges.keys() & kind.fields.keys():
            if not any(map(is_required_argument, kind.fields[edge].args.values())):
                yield name, edge


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def town(database: Database) -> AsyncIterator[tuple[Service, httpx.AsyncClient]]:
    """Two agencies with something of every kind on record, and somebody who sees all of it."""
    settings = settings_for(database)
    async with (
        open_service(settings, database.app) as service,
        open_service(settings, database.worker) as worker,
        AsyncExitStack() as callers,
    ):
        doors = Doors(app=application(service), world=await found_world(service.core), callers=callers)
        log, seal = PostgresEventLog(PostgresTransactions(service.transactions.pool)), sealing(worker)
        holding = [await a_holding(doors, name, log, seal) for name in ("Ostrander", "Bellweather")][-1]
        yield service, await holding.caller(*GRANTABLE)


@pytest.mark.parametrize(("name", "edge"), sorted(edges()))
async def test_what_many_things_lead_to_is_asked_for_once(
    town: tuple[Service, httpx.AsyncClient], name: str, edge: str
) -> None:
    service, caller = town
    kind = GRAPH.schema.type_map[LISTS[name].name]
    assert isinstance(kind, GraphQLObjectType)
    listed = get_named_type(kind.fields[edge].type).name.endswith("Connection")
    inner = "nodes { __typename }" if listed else "__typename"
    query = f"{{ {name}(first: {MOST}) {{ nodes {{ {edge} {{ {inner} }} }} }} }}"
    await ask(caller, query)
    async with listening(service.transactions.pool) as heard:
        await ask(caller, query)
    assert [each for each in heard if heard.count(each) > 1] == []
