"""Mutations: each is an operation of REST, with the same rules, the same refusals, and the same retries."""

from typing import Any
from uuid import uuid4

import httpx
import pytest

from app.domain.networks.roles import Role
from tests.support.doors import Doors
from tests.support.graphql import ask, told
from tests.support.scenes_referrals import Scene

PROBLEM = "... on Problem { code title status detail context requestId errors { pointer message } }"
CREATE_TASK = f"""
  mutation Create($input: NewTaskInput!, $key: String) {{
    createTask(input: $input, idempotencyKey: $key) {{
      __typename
      ... on CreateTaskPayload {{
        task {{ id uuid version title status priority client {{ displayName }} availableActions {{ action allowed }} }}
      }}
      {PROBLEM}
    }}
  }}"""
START_TASK = f"""
  mutation Start($id: ID!, $version: Int) {{
    startTask(taskId: $id, expectedVersion: $version) {{
      ... on StartTaskPayload {{ task {{ status version }} }}
      {PROBLEM}
    }}
  }}"""


async def a_task(caller: httpx.AsyncClient, **more: Any) -> dict[str, Any]:
    data = await told(caller, CREATE_TASK, input={"title": "Call her", **more})
    task: dict[str, Any] = data["createTask"]["task"]
    return task


async def test_what_is_made_is_told_with_what_it_leads_to(doors: Doors, scene: Scene) -> None:
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    task = await a_task(caller, clientId=str(scene.client), priority="URGENT", due="2027-01-04T10:00:00Z")
    assert (task["status"], task["priority"], task["client"]) == ("OPEN", "URGENT", {"displayName": "Ana Lima"})
    rest = (await caller.get(f"/v1/tasks/{task['uuid']}")).json()
    assert (rest["title"], rest["priority"], rest["due"]) == ("Call her", "urgent", "2027-01-04T10:00:00Z")


async def test_a_change_says_which_version_it_is_meant_for(doors: Doors, scene: Scene) -> None:
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    task = await a_task(caller)
    unsaid = START_TASK.replace(", expectedVersion: $version", "").replace(", $version: Int", "")
    missing = (await told(caller, unsaid, id=task["id"]))["startTask"]
    assert (missing["code"], missing["status"]) == ("precondition.required", 428)
    stale = (await told(caller, START_TASK, id=task["id"], version=7))["startTask"]
    assert (stale["code"], stale["status"], stale["context"]["current_version"]) == ("task.stale", 412, 1)
    started = (await told(caller, START_TASK, id=task["id"], version=1))["startTask"]
    assert started == {"task": {"status": "IN_PROGRESS", "version": 2}}
    again = (await told(caller, START_TASK, id=task["uuid"], version=None))["startTask"]
    assert (again["code"], again["status"]) == ("task.not-allowed", 409)


async def test_what_is_wrong_is_named_where_it_stands_in_the_input(doors: Doors, scene: Scene) -> None:
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    wrong = (await told(caller, CREATE_TASK, input={"title": "", "due": "soon"}))["createTask"]
    assert (wrong["__typename"], wrong["code"], wrong["status"]) == ("Problem", "request.invalid", 422)
    assert [each["pointer"] for each in wrong["errors"]] == ["/title", "/due"]
    stranger = (await told(caller, CREATE_TASK, input={"title": "Call", "clientId": str(uuid4())}))["createTask"]
    assert (stranger["code"], stranger["errors"][0]["pointer"]) == ("task.invalid", "/clientId")
    unknown = (await told(caller, START_TASK, id=str(uuid4()), version=1))["startTask"]
    assert (unknown["code"], unknown["status"]) == ("task.not-found", 404)
    no_id = (await told(caller, START_TASK, id="no id", version=1))["startTask"]
    assert (no_id["status"], no_id["errors"][0]["pointer"]) == (422, "/taskId")
    typed = await ask(caller, CREATE_TASK, input={"title": "Call", "nonsense": 1})
    assert ("data" in typed, typed["errors"][0]["extensions"]["code"]) == (False, "graphql.invalid")


async def test_a_retry_has_no_second_effect(doors: Doors, scene: Scene) -> None:
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    first, again = [
        (await told(caller, CREATE_TASK, input={"title": "Call"}, key="one"))["createTask"] for _ in range(2)
    ]
    assert first == again
    other = (await told(caller, CREATE_TASK, input={"title": "Write"}, key="one"))["createTask"]
    assert (other["code"], other["status"]) == ("idempotency.key-reused", 422)
    unusable = (await told(caller, CREATE_TASK, input={"title": "Write"}, key="ü"))["createTask"]
    assert (unusable["code"], unusable["errors"][0]["pointer"]) == ("idempotency.malformed-key", "/idempotencyKey")
    assert len((await caller.get("/v1/tasks")).json()["items"]) == 1


async def test_changes_are_made_one_by_one_in_their_order(doors: Doors, scene: Scene) -> None:
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    task = await a_task(caller)
    query = """
      mutation Through($id: ID!) {
        __typename
        a: startTask(taskId: $id, expectedVersion: 1) { ... on StartTaskPayload { task { status } } }
        b: startTask(taskId: $id, expectedVersion: 2) { __typename ... on Problem { code } }
        c: completeTask(taskId: $id, expectedVersion: 2) { ... on CompleteTaskPayload { task { status version } } }
      }"""
    assert await told(caller, query, id=task["id"]) == {
        "__typename": "Mutation",
        "a": {"task": {"status": "IN_PROGRESS"}},
        "b": {"__typename": "Problem", "code": "task.not-allowed"},
        "c": {"task": {"status": "DONE", "version": 3}},
    }


async def test_who_may_not_is_told_by_a_problem(doors: Doors, scene: Scene) -> None:
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER, scopes="system/Task.rs")
    refused = (await told(caller, CREATE_TASK, input={"title": "Call"}))["createTask"]
    assert (refused["code"], refused["status"]) == ("scope.insufficient", 403)


@pytest.mark.parametrize("by_id", ["id", "uuid"])
async def test_a_referral_goes_round_by_graphql_alone(doors: Doors, scene: Scene, by_id: str) -> None:
    sender = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    pantry = await doors.caller(scene.pantries[0].id, Role.INTAKE)
    refer = f"""
      mutation Refer($input: ReferralInput!) {{
        createReferral(input: $input) {{
          ... on CreateReferralPayload {{ referral {{ id uuid version state handoffs {{ id uuid state }} }} }} {PROBLEM}
        }}
      }}"""
    told_of = {"clientId": str(scene.client), "category": "FOOD", "send": True}
    places = [{"serviceId": str(scene.offered[0].id)}]
    made = (await told(sender, refer, input={**told_of, "handoffs": places}))["createReferral"]["referral"]
    assert made["state"] == "OPEN"
    inbox = '{ handoffs(to: "me", state: [SENT]) { nodes { id uuid version availableActions { action allowed } } } }'
    [handoff] = (await told(pantry, inbox))["handoffs"]["nodes"]
    accept = f"""
      mutation Accept($id: ID!, $version: Int!) {{
        acceptHandoff(handoffId: $id, expectedVersion: $version) {{
          ... on AcceptHandoffPayload {{ handoff {{ version state client {{ name {{ given }} }} }} }} {PROBLEM}
        }}
      }}"""
    accepted = (await told(pantry, accept, id=handoff[by_id], version=handoff["version"]))["acceptHandoff"]["handoff"]
    assert (accepted["state"], accepted["client"]) == ("ACCEPTED", {"name": {"given": ["Ana"]}})
    complete = f"""
      mutation Complete($id: ID!, $version: Int!, $input: FinishInput!) {{
        completeHandoff(handoffId: $id, expectedVersion: $version, input: $input) {{
          ... on CompleteHandoffPayload {{ handoff {{ state outcome {{ result }} }} }} {PROBLEM}
        }}
      }}"""
    outcome = {"outcome": {"result": "NEED_MET"}}
    done = await told(pantry, complete, id=handoff[by_id], version=accepted["version"], input=outcome)
    assert done["completeHandoff"]["handoff"] == {"state": "COMPLETED", "outcome": {"result": "NEED_MET"}}
    page = "query Page($id: ID!) { referral(id: $id) { state history { nodes { action } } handoffs { state } } }"
    shown = (await told(sender, page, id=made[by_id]))["referral"]
    assert shown["handoffs"] == [{"state": "COMPLETED"}]
    assert {"send", "accept", "complete"} <= {each["action"] for each in shown["history"]["nodes"]}
