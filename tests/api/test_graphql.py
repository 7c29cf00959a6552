"""GraphQL as frontends meet it."""

from typing import Any

import httpx

from app.domain.networks.roles import Role
from tests.support.doors import Doors
from tests.support.scenes_referrals import Scene


async def ask(caller: httpx.AsyncClient, query: str, **variables: Any) -> dict[str, Any]:
    answer = await caller.post("/graphql", json={"query": query, "variables": variables})
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


async def test_a_page_of_tasks_leads_to_their_clients(doors: Doors, scene: Scene) -> None:
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    for number in range(3):
        body = {"title": f"Call {number}", "client_id": str(scene.client)}
        assert (await caller.post("/v1/tasks", json=body)).status_code == 201
    query = """
      query Tasks($first: Int!) {
        __typename
        viewer { agency { name } roles }
        tasks(first: $first, status: OPEN) {
          nodes { id uuid title status client { displayName uuid referrals { nodes { state } totalCount } }
            availableActions { action allowed } notices { text } }
          pageInfo { hasNextPage endCursor }
          totalCount
        }
      }"""
    body = await ask(caller, query, first=2)
    print(body)
    assert "errors" not in body
    assert len(body["data"]["tasks"]["nodes"]) == 2
