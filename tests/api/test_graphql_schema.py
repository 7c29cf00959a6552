"""The schema: it has a field for whatever REST can do, and says what each of its words means."""

from collections.abc import Iterator
from http import HTTPStatus

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    specified_scalar_types,
)

from app.api.graphql.declared import OVER_REST
from app.api.graphql.meanings import MEANINGS
from app.domain.networks.roles import Role
from app.main import GRAPHQL
from tests.support.doors import Doors
from tests.support.graphql import told
from tests.support.graphql_matrix import FIELDS
from tests.support.matrix_document import OPERATIONS
from tests.support.scenes_referrals import Scene

GRAPH = GRAPHQL.answering.graph
TYPES = {
    name: kind
    for name, kind in GRAPH.schema.type_map.items()
    if not name.startswith("__") and name not in specified_scalar_types
}
NARROWER = frozenset({"listClientAssessments", "listClientConsents", "listClientNeeds"})
"""Lists below a client: its fields are the lists of all clients' with its id, which have more filters."""


def test_whatever_rest_does_is_a_field_or_says_why_it_is_none() -> None:
    assert {str(operation) for operation in OPERATIONS} - FIELDS.keys() - NARROWER == OVER_REST.keys()
    assert all(len(why) > len("It sends a file.") for why in OVER_REST.values())


def test_everything_in_the_schema_is_described() -> None:
    without = [place for name, kind in TYPES.items() for place, words in described(name, kind) if not words]
    assert without == []


def test_there_is_no_meaning_of_what_is_not_there() -> None:
    known = {name: set(kind.values) for name, kind in TYPES.items() if isinstance(kind, GraphQLEnumType)}
    pairs = [(name, code) for name, codes in MEANINGS.items() for code in codes]
    assert [each for each in pairs if each[1] not in known.get(each[0], ())] == []


def described(name: str, kind: GraphQLNamedType) -> Iterator[tuple[str, str]]:
    """Go through what a type consists of, with the words about each."""
    yield name, (kind.description or "").strip()
    if isinstance(kind, GraphQLEnumType):
        yield from ((f"{name}.{code}", (value.description or "").strip()) for code, value in kind.values.items())
    if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType):
        yield from ((f"{name}.{told}", (each.description or "").strip()) for told, each in kind.fields.items())
    if isinstance(kind, GraphQLObjectType):
        for told, each in kind.fields.items():
            yield from ((f"{name}.{told}({arg})", (of.description or "").strip()) for arg, of in each.args.items())


async def test_a_search_is_read_on_like_any_list(doors: Doors, scene: Scene) -> None:
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    for given in ("Nuno", "Nuria"):
        names = [{"use": "legal", "family": "Quint", "given": [given]}]
        assert (await caller.post("/v1/clients", json={"names": names})).status_code == HTTPStatus.CREATED
    query = """
      query Found($input: ClientSearchInput!, $after: String) {
        searchClients(input: $input, first: 1, after: $after) {
          edges { cursor node { displayName } }
          pageInfo { hasNextPage }
          totalCount
        }
      }"""
    first = (await told(caller, query, input={"name": "quint"}))["searchClients"]
    after = first["edges"][0]["cursor"]
    second = (await told(caller, query, input={"name": "quint"}, after=after))["searchClients"]
    pages = [first, second]
    assert {page["edges"][0]["node"]["displayName"] for page in pages} == {"Nuno Quint", "Nuria Quint"}
    assert [page["pageInfo"]["hasNextPage"] for page in pages] == [True, False]
    assert [page["totalCount"] for page in pages] == [2, None]
    elsewhere = await caller.post("/graphql", json={"query": query, "variables": {"input": {}, "after": after}})
    assert elsewhere.json()["errors"][0]["extensions"]["code"] == "page.cursor"


async def test_a_service_is_found_for_a_person_whose_age_stands_in_no_address(doors: Doors, scene: Scene) -> None:
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    asked = {"category": "FOOD", "person": {"age": 67}}
    query = """
      query Found($input: ServiceSearchInput!) {
        searchServices(input: $input) { nodes { score service { name } } }
      }"""
    body = {"category": "food-insecurity", "person": {"age": 67}}
    rest = (await caller.post("/v1/services/search", json=body)).json()["items"]
    nodes = (await told(caller, query, input=asked))["searchServices"]["nodes"]
    assert nodes == [{"score": each["score"], "service": {"name": each["service"]["name"]}} for each in rest]
    assert nodes


async def test_a_file_is_where_its_field_says(doors: Doors, scene: Scene) -> None:
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    query = "query One($client: ID!) { client(id: $client) { consents { nodes { uuid documentHref } } } }"
    [consent] = (await told(caller, query, client=str(scene.client)))["client"]["consents"]["nodes"]
    paper = b"%PDF-1.7\nsigned\n%%EOF"
    headers = {"Content-Type": "application/pdf", "If-Match": "*"}
    put = await caller.put(consent["documentHref"], content=paper, headers=headers)
    assert put.is_success, put.text
    assert (await caller.get(consent["documentHref"])).content == paper
