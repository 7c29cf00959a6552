"""GraphQL as frontends meet it."""

from base64 import b64encode
from http import HTTPStatus
from uuid import uuid4

import pytest
from graphql import build_client_schema, get_introspection_query, print_schema

from app.domain.networks.roles import Role
from app.main import GRAPHQL
from tests.support.doors import Doors
from tests.support.graphql import ask, told
from tests.support.scenes_referrals import Scene

RESPONSE = "application/graphql-response+json"


async def test_a_page_of_tasks_leads_to_their_clients(doors: Doors, scene: Scene) -> None:
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    for number in range(3):
        body = {"title": f"Call {number}", "client_id": str(scene.client)}
        assert (await caller.post("/v1/tasks", json=body)).status_code == HTTPStatus.CREATED
    query = """
      query Tasks($first: Int!) {
        tasks(first: $first, status: OPEN) {
          __typename
          edges { cursor node { title } }
          nodes { __typename title client { name: displayName referrals { totalCount } } availableActions { action } }
          totalCount
        }
      }"""
    page = (await told(caller, query, first=2))["tasks"]
    assert [each["title"] for each in page["nodes"]] == ["Call 2", "Call 1"]
    assert page["nodes"][0]["client"] == {"name": "Ana Lima", "referrals": {"totalCount": 0}}
    assert (page["totalCount"], page["__typename"], page["nodes"][0]["__typename"]) == (3, "TaskConnection", "Task")
    assert list(page["nodes"][0]) == ["__typename", "title", "client", "availableActions"]


async def test_a_list_is_read_on_from_its_cursor(doors: Doors, scene: Scene) -> None:
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    for number in range(5):
        await caller.post("/v1/tasks", json={"title": f"Call {number}"})
    query = """
      query Tasks($after: String, $sort: Order) {
        tasks(first: 2, after: $after, sort: $sort) {
          nodes { title }
          pageInfo { hasNextPage hasPreviousPage endCursor }
        }
      }"""
    titles: list[str] = []
    after = None
    for _ in range(3):
        page = (await told(caller, query, after=after, sort="OLDEST"))["tasks"]
        titles += [each["title"] for each in page["nodes"]]
        assert page["pageInfo"]["hasPreviousPage"] is (after is not None)
        after = page["pageInfo"]["endCursor"]
    assert (titles, page["pageInfo"]["hasNextPage"]) == ([f"Call {number}" for number in range(5)], False)
    await caller.post("/v1/tasks", json={"title": "Meanwhile"})
    later = (await told(caller, query, after=after, sort="OLDEST"))["tasks"]
    assert [each["title"] for each in later["nodes"]] == ["Meanwhile"]
    first = (await told(caller, query, sort="OLDEST"))["tasks"]["pageInfo"]["endCursor"]
    elsewhere = await ask(caller, query, after=first, sort="NEWEST")
    assert (elsewhere["data"], elsewhere["errors"][0]["extensions"]["code"]) == ({"tasks": None}, "page.cursor")
    assert elsewhere["errors"][0]["extensions"]["errors"][0]["pointer"] == "/after"


async def test_a_list_is_read_on_from_any_edge(doors: Doors, scene: Scene) -> None:
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    for number in range(5):
        await caller.post("/v1/tasks", json={"title": f"Call {number}"})
    query = """
      query Tasks($after: String) {
        tasks(first: 4, after: $after) { edges { cursor node { title } } pageInfo { startCursor endCursor } }
      }"""
    page = (await told(caller, query))["tasks"]
    cursors = [each["cursor"] for each in page["edges"]]
    assert (page["pageInfo"]["startCursor"], page["pageInfo"]["endCursor"]) == (cursors[0], cursors[-1])
    await caller.post("/v1/tasks", json={"title": "Meanwhile"})
    rest = (await told(caller, query, after=cursors[1]))["tasks"]["edges"]
    assert [each["node"]["title"] for each in rest] == ["Call 2", "Call 1", "Call 0"]
    assert await told(caller, query, after=rest[-1]["cursor"]) == {
        "tasks": {"edges": [], "pageInfo": {"startCursor": None, "endCursor": None}}
    }


async def test_where_a_page_begins_is_told_without_its_edges_too(doors: Doors, scene: Scene) -> None:
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    for number in range(3):
        await caller.post("/v1/tasks", json={"title": f"Call {number}"})
    page = (await told(caller, "{ tasks(first: 2) { pageInfo { startCursor } } }"))["tasks"]["pageInfo"]
    query = "query Tasks($after: String) { tasks(after: $after) { nodes { title } } }"
    rest = (await told(caller, query, after=page["startCursor"]))["tasks"]["nodes"]
    assert [each["title"] for each in rest] == ["Call 1", "Call 0"]


async def test_anything_is_found_by_its_id(doors: Doors, scene: Scene) -> None:
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    task = (await caller.post("/v1/tasks", json={"title": "Call her"})).json()["id"]
    ids = [b64encode(f"{noun}:{id_}".encode()).decode() for noun, id_ in (("Task", task), ("Client", scene.client))]
    query = """
      query Things($id: ID!, $ids: [ID!]!) {
        node(id: $id) { id ... on Task { title } ... on Client { displayName } }
        nodes(ids: $ids) { __typename id ...Titled ... on Client { displayName } }
      }
      fragment Titled on Task { title uuid }"""
    data = await told(caller, query, id=ids[0], ids=[*ids, "nothing", b64encode(f"Task:{uuid4()}".encode()).decode()])
    assert data["node"] == {"id": ids[0], "title": "Call her"}
    assert data["nodes"] == [
        {"__typename": "Task", "id": ids[0], "title": "Call her", "uuid": task},
        {"__typename": "Client", "id": ids[1], "displayName": "Ana Lima"},
        None,
        None,
    ]
    one = "query One($id: ID!) { task(id: $id) { title } }"
    assert [await told(caller, one, id=each) for each in (ids[0], task)] == [{"task": {"title": "Call her"}}] * 2


async def test_what_may_not_be_seen_is_not_there(doors: Doors, scene: Scene) -> None:
    other = await doors.caller(scene.pantries[0].id, Role.CASE_MANAGER)
    query = "query One($id: ID!) { client(id: $id) { displayName } }"
    assert await told(other, query, id=str(scene.client)) == await told(other, query, id=str(uuid4()))


async def test_what_is_forbidden_is_an_error_beside_the_rest(doors: Doors, scene: Scene) -> None:
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER, scopes="system/Task.rs")
    body = await ask(caller, "{ viewer { scopes roles permissions } tasks { nodes { id } } clients { nodes { id } } }")
    [error] = body["errors"]
    assert (error["path"], error["extensions"]["code"], body["data"]["clients"]) == (
        ["clients"],
        "scope.insufficient",
        None,
    )
    assert (error["extensions"]["status"], error["locations"]) == (HTTPStatus.FORBIDDEN, [{"line": 1, "column": 62}])
    assert body["data"]["tasks"] == {"nodes": []}
    viewer = body["data"]["viewer"]
    assert {"tasks", "task"} <= set(viewer["permissions"])
    assert not {"clients", "createTask"} & set(viewer["permissions"])
    assert (viewer["scopes"], viewer["roles"]) == ("system/Task.rs", ["CASE_MANAGER"])


async def test_parts_are_skipped_and_included_by_variables(doors: Doors, scene: Scene) -> None:
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    query = """
      query Page($client: ID!, $brief: Boolean!, $named: Boolean = true) {
        client(id: $client) { uuid displayName @include(if: $named) ... @skip(if: $brief) { version birthDate } }
      }"""
    keys = [
        list((await told(caller, query, client=str(scene.client), **flags))["client"])
        for flags in ({"brief": True}, {"brief": False}, {"brief": True, "named": False})
    ]
    assert keys == [["uuid", "displayName"], ["uuid", "displayName", "version", "birthDate"], ["uuid"]]


async def test_the_graph_tells_of_itself_to_whoever_has_a_token(doors: Doors, scene: Scene) -> None:
    caller = await doors.caller(scene.sender.id, Role.INTAKE)
    query = """
      query Itself($name: String!) {
        __typename
        __type(name: $name) { ...Kind }
        viewer { agency { name } }
        again: __schema { queryType { name } }
      }
      fragment Kind on __Type { kind name fields { name } }"""
    data = await told(caller, query, name="Handoff")
    assert list(data) == ["__typename", "__type", "viewer", "again"]
    assert (data["__type"]["kind"], data["again"]) == ("OBJECT", {"queryType": {"name": "Query"}})
    assert {"availableActions", "withheld", "provider", "service"} <= {
        each["name"] for each in data["__type"]["fields"]
    }
    stranger = await doors.nobody()
    refused = await stranger.post("/graphql", json={"query": "{ __schema { types { name } } }"})
    assert (refused.status_code, refused.json()["code"]) == (HTTPStatus.UNAUTHORIZED, "token.missing")


async def test_tools_read_the_whole_schema(doors: Doors, scene: Scene) -> None:
    caller = await doors.caller(scene.sender.id, Role.INTAKE)
    itself = await told(caller, get_introspection_query(input_value_deprecation=True, specified_by_url=True))
    assert print_schema(build_client_schema(itself)) == print_schema(GRAPHQL.answering.graph.schema)


async def test_a_filter_that_cannot_be_is_named(doors: Doors, scene: Scene) -> None:
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    body = await ask(caller, '{ tasks(updatedSince: "yesterday") { nodes { id } } }')
    [error] = body["errors"]
    assert (error["extensions"]["code"], error["extensions"]["errors"][0]["pointer"]) == (
        "request.invalid",
        "/updatedSince",
    )
    for first in (0, -1):
        refused = await ask(caller, f"{{ tasks(first: {first}) {{ nodes {{ id }} }} }}")
        assert refused["errors"][0]["extensions"]["errors"][0]["pointer"] == "/first"


@pytest.mark.parametrize(
    "query",
    [
        "{ tasks { nodes { titel } } }",
        "{ taks { nodes { id } } }",
        "query ($a: Sting) { __typename }",
        "{",
        "{ tasks }",
    ],
)
async def test_a_wrong_document_is_refused_without_suggestions(doors: Doors, scene: Scene, query: str) -> None:
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    body = await ask(caller, query)
    assert "data" not in body
    assert body["errors"][0]["extensions"]["code"] == "graphql.invalid"
    assert not any(word in body["errors"][0]["message"] for word in ("title", 'tasks"', "String"))
    strict = await caller.post("/graphql", json={"query": query}, headers={"Accept": RESPONSE})
    assert (strict.status_code, strict.headers["content-type"]) == (HTTPStatus.BAD_REQUEST, RESPONSE)


@pytest.mark.parametrize(
    "query",
    [
        'mutation { createTask(input: "Okonkwo") { __typename } }',
        'mutation { createTask(input: {title: "x", due: {a: "Okonkwo"}, priority: "Okonkwo"}) { __typename } }',
        "{ tasks(status: Okonkwo) { nodes { id } } }",
        "query A($input: NewTaskInput!) { __typename }",
        "query A($status: TaskStatus!, $first: Int!, $title: String!, $id: ID!) { __typename }",
    ],
)
async def test_what_was_sent_is_not_repeated(doors: Doors, scene: Scene, query: str) -> None:
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    told_of = {"input": {"title": ["Okonkwo"], "details": "Okonkwo", "priority": "Okonkwo"}}
    body = await ask(
        caller, query, **told_of, status="Okonkwo", first="Okonkwo", title=["Okonkwo"], id={"a": "Okonkwo"}
    )
    assert body["errors"]
    assert "Okonkwo" not in str(body)


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b'[{"query": "{ __typename }"}]', HTTPStatus.BAD_REQUEST),
        (b'{"query": 1}', HTTPStatus.BAD_REQUEST),
        (b'{"query": "{ __typename }", "variables": []}', HTTPStatus.BAD_REQUEST),
        (b'{"query": "{ __typename }", "query": "{ tasks { totalCount } }"}', HTTPStatus.UNPROCESSABLE_ENTITY),
        (b"{", HTTPStatus.UNPROCESSABLE_ENTITY),
        (b"", HTTPStatus.UNPROCESSABLE_ENTITY),
    ],
)
async def test_a_malformed_request_is_a_problem(doors: Doors, scene: Scene, content: bytes, status: int) -> None:
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    answer = await caller.post("/graphql", content=content, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")


async def test_what_is_read_is_on_record(doors: Doors, scene: Scene) -> None:
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    query = "query One($id: ID!) { client(id: $id) { displayName needs { nodes { id } } goals { nodes { id } } } }"
    answer = await caller.post("/graphql", json={"query": query, "variables": {"id": str(scene.client)}})
    async with doors.app.state.core.transactions.session(doors.world.network.id) as session:
        rows = await session.connection.fetch(
            "SELECT action FROM audit_entries WHERE request_id = $1", answer.headers["x-request-id"]
        )
    assert sorted(row["action"] for row in rows) == ["client.read", "goal.list", "need.list"]


async def test_who_would_take_a_stream_as_well_is_answered_at_once(doors: Doors, scene: Scene) -> None:
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    accept = "application/graphql-response+json, application/json, text/event-stream, multipart/mixed"  # as urql asks
    body = {"query": "{ viewer { roles } }"}
    answer = await caller.post("/graphql", json=body, headers={"accept": accept})
    assert answer.headers["content-type"].partition(";")[0] == RESPONSE
    assert answer.json()["data"] == {"viewer": {"roles": ["CASE_MANAGER"]}}
