"""Referrals, handoffs and tasks as frontends and partners see them."""

from http import HTTPStatus
from typing import Any

import httpx
import pytest

from app.domain.networks.roles import Role
from tests.support.doors import Doors
from tests.support.scenes_referrals import Scene

ANY = {"If-Match": "*"}
REASON = {"code": "no_capacity", "party": "provider", "next_action": "reroute"}
OUTCOME = {"result": "need_met", "services": [{"code": "food-box", "units": 4}], "enrollment": "enrolled"}


class People:
    """The sender's case manager and the pantries' intake, each with a token."""

    def __init__(self, doors: Doors, scene: Scene) -> None:
        self.doors, self.scene = doors, scene

    async def sender(self, *roles: Role) -> httpx.AsyncClient:
        return await self.doors.caller(self.scene.sender.id, *(roles or (Role.CASE_MANAGER,)))

    async def pantry(self, place: int = 0) -> httpx.AsyncClient:
        return await self.doors.caller(self.scene.pantries[place].id, Role.INTAKE)

    def body(self, pantries: int = 1, **more: Any) -> dict[str, Any]:
        return {
            "client_id": str(self.scene.client),
            "category": "food-insecurity",
            "details": "Two children, no stove.",
            "handoffs": [{"service_id": str(each.id)} for each in self.scene.offered[:pantries]],
            **more,
        }


@pytest.fixture
def people(doors: Doors, scene: Scene) -> People:
    return People(doors, scene)


async def posted(caller: httpx.AsyncClient, path: str, body: Any = None, **headers: str) -> dict[str, Any]:
    answer = await caller.post(path, json=body, headers={**ANY, **headers})
    assert answer.is_success, answer.text
    made: dict[str, Any] = answer.json()
    return made


def offers(body: dict[str, Any]) -> dict[str, bool]:
    return {each["action"]: each["allowed"] for each in body["available_actions"]}


async def test_a_referral_goes_from_draft_to_closed(people: People) -> None:
    sender, pantry = await people.sender(), await people.pantry()
    answer = await sender.post("/v1/referrals", json=people.body())
    assert answer.status_code == HTTPStatus.CREATED, answer.text
    draft = answer.json()
    assert answer.headers["Location"] == f"/v1/referrals/{draft['id']}"
    assert (draft["state"], draft["service_request_status"], draft["blockers"]) == ("draft", "draft", [])
    path = answer.headers["Location"]
    sent = await posted(sender, f"{path}/send")
    assert sent["state"] == "open"
    inbox = (await pantry.get("/v1/handoffs", params={"to": "me", "state": "sent"})).json()
    handoff = inbox["items"][0]
    assert (sent["handoffs"][0]["id"], "Lima") == (handoff["id"], handoff["client"]["name"]["family"])
    handoff_path = f"/v1/handoffs/{handoff['id']}"
    accepted = await posted(pantry, f"{handoff_path}/accept")
    assert (accepted["state"], accepted["task_status"]) == ("accepted", "accepted")
    meeting = await posted(pantry, f"{handoff_path}/schedule", {"starts": "2027-01-04T10:00:00Z", "place": "Room 2"})
    assert meeting["meeting"]["place"] == "Room 2"
    await posted(pantry, f"{handoff_path}/start")
    await posted(pantry, f"{handoff_path}/complete", {"outcome": OUTCOME})
    read = (await sender.get(path)).json()
    assert (
        read["state"],
        read["handoffs"][0]["outcome"]["result"],
        read["handoffs"][0]["withheld"],
    ) == ("in_service", "need_met", [])
    tasks = (await sender.get("/v1/tasks", params={"status": "open"})).json()["items"]
    assert [task["kind"] for task in tasks] == ["referral_close"]
    closed = await posted(sender, f"{path}/complete", {"outcome": OUTCOME})
    assert (closed["state"], closed["service_request_status"]) == ("completed", "completed")
    assert (await sender.get("/v1/tasks", params={"status": "open"})).json()["items"] == []
    history = (await sender.get(f"{path}/history")).json()["items"]
    assert [line["action"] for line in history] == [
        "send", "send", "accept", "place", "schedule", "start", "begin", "complete", "complete",
    ]  # fmt: skip
