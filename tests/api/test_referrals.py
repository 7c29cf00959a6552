"""Referrals, handoffs and tasks as frontends and partners see them."""

import asyncio
from datetime import datetime
from http import HTTPStatus
from typing import Any

import httpx
import pytest

from app.domain.consents.scope import Direction
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


async def test_each_side_sees_exactly_its_tier_at_each_stage(people: People) -> None:
    sender, first, second = await people.sender(), await people.pantry(0), await people.pantry(1)
    told = people.body(2, routing="first_accept", send=True, note="Ana Lima asked for it")
    sent = await posted(sender, "/v1/referrals", told)
    paths = [f"/v1/handoffs/{each['id']}" for each in sent["handoffs"]]
    for caller, path in ((first, paths[0]), (second, paths[1])):
        asked = (await caller.get(path)).json()
        assert (asked["tier"], asked["client_id"], asked["client"], asked["details"]) == (1, None, None, None)
        assert asked["summary"]["language"] == "es"
        assert asked["category"] == "food-insecurity"
        assert str(people.scene.client) not in (await caller.get(path)).text
        assert str(people.scene.client) not in (await caller.get("/v1/handoffs", params={"to": "me"})).text
        assert "Lima" not in (await caller.get(f"{path}/history")).text
    accepted = await posted(first, f"{paths[0]}/accept")
    assert (accepted["tier"], accepted["client_id"], accepted["details"]) == (
        2,
        str(people.scene.client),
        "Two children, no stove.",
    )
    assert accepted["client"]["contact_points"][0]["value"] == "305-555-0134"
    assert "Lima" in (await first.get(f"{paths[0]}/history")).text
    lost = await second.post(f"{paths[1]}/accept", headers=ANY)
    assert (lost.status_code, lost.json()["code"]) == (HTTPStatus.CONFLICT, "handoff.already-filled")
    assert str(people.scene.client) not in (await second.get(paths[1])).text
    shown = (await sender.get(f"/v1/referrals/{sent['id']}")).json()["handoffs"]
    assert [each["withdrawal"] for each in shown] == [None, "filled"]


async def test_each_side_is_offered_what_it_may_do_and_told_why_not_the_rest(people: People) -> None:
    sender, pantry = await people.sender(), await people.pantry()
    sent = await posted(sender, "/v1/referrals", people.body(send=True))
    assert {name for name, allowed in offers(sent).items() if allowed} == {"hold", "cancel"}
    handoff = sent["handoffs"][0]
    assert {name for name, allowed in offers(handoff).items() if allowed} == {"recall"}
    path = f"/v1/handoffs/{handoff['id']}"
    seen = (await pantry.get(path)).json()
    assert {name for name, allowed in offers(seen).items() if allowed} == {"view", "ask", "accept", "decline"}
    reasons = {each["action"]: each["reason"] for each in seen["available_actions"]}
    assert (reasons["accept"], reasons["start"], reasons["recall"], reasons["offer"]) == (
        None,
        "not possible while sent",
        "for the sender or the system",
        "only where the routing is select",
    )
    assert [each["href"] for each in seen["available_actions"] if each["action"] == "hand_back"] == [
        f"{path}/hand-back"
    ]


async def test_every_action_that_is_offered_has_a_road(people: People) -> None:
    sender, pantry = await people.sender(Role.CASE_MANAGER, Role.SUPERVISOR), await people.pantry()
    sent = await posted(sender, "/v1/referrals", people.body(send=True))
    handoff = (await pantry.get(f"/v1/handoffs/{sent['handoffs'][0]['id']}")).json()
    task = await posted(sender, "/v1/tasks", {"title": "Call her"})
    for each in (*sent["available_actions"], *handoff["available_actions"], *task["available_actions"]):
        answer = await sender.get(each["href"])
        assert (each["action"], answer.status_code) == (each["action"], HTTPStatus.METHOD_NOT_ALLOWED)


async def test_a_refused_action_says_what_is_allowed_instead(people: People) -> None:
    sender, pantry = await people.sender(), await people.pantry()
    sent = await posted(sender, "/v1/referrals", people.body(send=True))
    answer = await pantry.post(f"/v1/handoffs/{sent['handoffs'][0]['id']}/start", headers=ANY)
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (HTTPStatus.CONFLICT, "handoff.not-allowed")
    assert "accept" in problem["context"]["allowed_actions"]
    answer = await sender.post(f"/v1/handoffs/{sent['handoffs'][0]['id']}/accept", headers=ANY)
    assert (answer.status_code, answer.json()["code"]) == (HTTPStatus.FORBIDDEN, "handoff.not-yours")


async def test_the_sender_learns_only_that_it_ended_without_feedback_consent(people: People) -> None:
    await people.scene.revoke()
    await people.scene.agree(direction=Direction.SEND)
    sender, pantry = await people.sender(), await people.pantry()
    sent = await posted(sender, "/v1/referrals", people.body(send=True))
    path = f"/v1/handoffs/{sent['handoffs'][0]['id']}"
    await posted(pantry, f"{path}/decline", {"reason": REASON, "note": "she moved away"})
    told = (await sender.get(path)).json()
    assert (told["state"], told["reason"], told["outcome"], told["withheld"]) == (
        "declined",
        None,
        None,
        ["outcome", "reason"],
    )
    history = await sender.get(f"/v1/referrals/{sent['id']}/history")
    assert "she moved away" not in history.text
    assert "capacity" not in history.text


async def test_a_retry_with_the_same_key_sends_one_referral(people: People) -> None:
    sender = await people.sender()
    key = {"Idempotency-Key": "send-once"}
    first = await sender.post("/v1/referrals", json=people.body(send=True), headers=key)
    again = await sender.post("/v1/referrals", json=people.body(send=True), headers=key)
    assert (first.status_code, again.content, again.headers["Idempotency-Replayed"]) == (
        HTTPStatus.CREATED,
        first.content,
        "true",
    )
    assert len((await sender.get("/v1/referrals")).json()["items"]) == 1


async def test_actions_need_the_version_that_was_read(people: People) -> None:
    sender, pantry = await people.sender(), await people.pantry()
    sent = await posted(sender, "/v1/referrals", people.body(send=True))
    path = f"/v1/handoffs/{sent['handoffs'][0]['id']}"
    assert (await pantry.post(f"{path}/accept")).status_code == HTTPStatus.PRECONDITION_REQUIRED
    tag = (await pantry.get(path)).headers["ETag"]
    assert (await pantry.get(path, headers={"If-None-Match": tag})).status_code == HTTPStatus.NOT_MODIFIED
    seen = await pantry.post(f"{path}/view", headers={"If-Match": tag})
    assert (seen.status_code, seen.json()["state"]) == (HTTPStatus.OK, "viewed")
    stale = await pantry.post(f"{path}/accept", headers={"If-Match": tag})
    assert stale.status_code == HTTPStatus.PRECONDITION_FAILED
    assert (
        await pantry.post(f"{path}/accept", headers={"If-Match": seen.headers["ETag"]})
    ).status_code == HTTPStatus.OK


async def test_what_blocks_a_referral_is_listed_with_the_draft_and_with_the_refusal(people: People) -> None:
    await people.scene.revoke()
    sender = await people.sender()
    draft = await posted(sender, "/v1/referrals", people.body())
    assert [(each["code"], each["weight"]) for each in draft["blockers"]] == [("consent_missing", "wall")]
    answer = await sender.post(f"/v1/referrals/{draft['id']}/send", json={"override_reason": "please"}, headers=ANY)
    assert (answer.status_code, answer.json()["code"]) == (HTTPStatus.CONFLICT, "referral.blocked")
    assert answer.json()["context"]["blockers"][0]["code"] == "consent_missing"
    assert not offers(draft)["send"]
    await people.scene.agree()
    assert offers((await sender.get(f"/v1/referrals/{draft['id']}")).json())["send"]


async def test_completing_is_offered_once_no_provider_is_at_work_by_reading_and_in_lists(people: People) -> None:
    sender, pantry = await people.sender(), await people.pantry()
    sent = await posted(sender, "/v1/referrals", people.body(send=True))
    handoff, path = f"/v1/handoffs/{sent['handoffs'][0]['id']}", f"/v1/referrals/{sent['id']}"

    async def offered() -> tuple[bool, bool]:
        listed = (await sender.get("/v1/referrals")).json()["items"][0]
        return offers((await sender.get(path)).json())["complete"], offers(listed).get("complete", False)

    await posted(pantry, f"{handoff}/accept")
    await posted(pantry, f"{handoff}/start")
    assert await offered() == (False, False)
    refused = await sender.post(f"{path}/complete", json={"outcome": OUTCOME}, headers=ANY)
    assert (refused.status_code, refused.json()["code"]) == (HTTPStatus.CONFLICT, "referral.still-in-service")
    await posted(pantry, f"{handoff}/complete", {"outcome": OUTCOME})
    assert await offered() == (True, True)
    await posted(sender, f"{path}/complete", {"outcome": OUTCOME})


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"routing": "queue"}, "/routing"),
        ({"handoffs": [{}]}, "/handoffs/0"),
        ({"category": "everything"}, "/category"),
        ({"unheard_of": 1}, "/unheard_of"),
        ({"client_id": "0198c5b2-7d7e-7a51-9c0e-4b6f1d2a3c4d"}, "/client_id"),
        ({"handoffs": "x"}, "/handoffs"),
    ],
)
async def test_what_is_wrong_is_pointed_at(people: People, change: dict[str, Any], pointer: str) -> None:
    sender = await people.sender()
    answer = await sender.post("/v1/referrals", json=people.body() | change)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY, answer.text
    assert pointer in [each["pointer"] for each in answer.json()["errors"]]


async def test_a_reason_of_other_needs_a_note(people: People) -> None:
    sender, pantry = await people.sender(), await people.pantry()
    sent = await posted(sender, "/v1/referrals", people.body(send=True))
    body = {"reason": REASON | {"code": "other"}}
    answer = await pantry.post(f"/v1/handoffs/{sent['handoffs'][0]['id']}/decline", json=body, headers=ANY)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "/reason/note",
    )


async def test_a_draft_is_patched(people: People) -> None:
    sender = await people.sender()
    draft = await posted(sender, "/v1/referrals", people.body(priority="urgent"))
    changes = {"details": None, "handoffs": [{"service_id": str(people.scene.offered[1].id)}]}
    answer = await sender.patch(f"/v1/referrals/{draft['id']}", json=changes, headers=ANY)
    changed = answer.json()
    assert (changed["details"], changed["priority"], [each["provider_id"] for each in changed["handoffs"]]) == (
        None,
        "urgent",
        [str(people.scene.pantries[1].id)],
    )


async def test_questions_and_answers_go_between_the_sides(people: People) -> None:
    sender, pantry = await people.sender(), await people.pantry()
    sent = await posted(sender, "/v1/referrals", people.body(send=True))
    path = f"/v1/handoffs/{sent['handoffs'][0]['id']}"
    asked = await posted(pantry, f"{path}/ask", {"question": "Is she enrolled in SNAP?"})
    assert (asked["state"], asked["task_status"]) == ("info_requested", "requested")
    answered = await posted(sender, f"{path}/answer", {"answer": "Since March."})
    assert (answered["state"], answered["answer"]) == ("viewed", "Since March.")


async def test_lists_take_only_known_parameters_and_page_without_repeating(people: People) -> None:
    sender = await people.sender()
    ids = [
        (await posted(sender, "/v1/referrals", people.body(send=True, override_reason="one more")))["id"]
        for _ in range(3)
    ]
    found, query = [], {"limit": "2", "state": "open", "sort": "updated_at"}
    page = (await sender.get("/v1/referrals", params=query)).json()
    while True:
        found += [item["id"] for item in page["items"]]
        if page["next_cursor"] is None:
            break
        page = (await sender.get("/v1/referrals", params={**query, "cursor": page["next_cursor"]})).json()
    assert found == ids
    assert (await sender.get("/v1/handoffs", params={"inbox": "me"})).status_code == HTTPStatus.BAD_REQUEST
    assert (await sender.get("/v1/handoffs", params={"to": "you"})).status_code == HTTPStatus.UNPROCESSABLE_ENTITY


async def test_scopes_and_roles_are_asked_for(people: People) -> None:
    reader = await people.doors.caller(people.scene.sender.id, Role.CASE_MANAGER, scopes="system/ServiceRequest.rs")
    answer = await reader.post("/v1/referrals", json=people.body())
    assert (answer.status_code, answer.json()["code"]) == (HTTPStatus.FORBIDDEN, "scope.insufficient")
    assert (await reader.get("/v1/referrals")).status_code == HTTPStatus.OK
    administrator = await people.doors.caller(people.scene.sender.id, Role.AGENCY_ADMIN)
    assert (await administrator.get("/v1/referrals")).json()["code"] == "role.insufficient"


MOMENTS = ("respond_by", "expires_at", "sent_at", "answered_at", "ended_at", "created_at", "updated_at", "closed_at")


def plain(shown: dict[str, Any]) -> dict[str, Any]:
    """What is shown, with its moments read and only the actions that are allowed."""
    moments = {name: datetime.fromisoformat(shown[name]) for name in MOMENTS if shown.get(name)}
    return shown | moments | {"available_actions": [each for each in shown["available_actions"] if each["allowed"]]}


async def read_alone(caller: httpx.AsyncClient, path: str) -> dict[str, Any]:
    """Read a thing without what it says beside a list: nothing here bears a label."""
    shown: dict[str, Any] = (await caller.get(path)).json()
    assert shown.pop("notices") == []
    return shown


async def in_many_states(people: People) -> None:
    """Handoffs as different as they can be: modes, states, tiers, with and without feedback."""
    scene, sender = people.scene, await people.sender()
    pantries = [await people.pantry(place) for place in range(3)]
    steps: list[list[tuple[str, Any]]] = [
        [],
        [("view", None), ("ask", {"question": "How many?"})],
        [("decline", {"reason": REASON})],
        [("accept", {"waitlist": {"position": 2, "estimate": "2027-04-01"}})],
        [("accept", None), ("schedule", {"starts": "2027-01-04T10:00:00Z", "place": "Room 2"})],
        [("accept", None)],
        [("accept", None), ("start", None), ("complete", {"outcome": OUTCOME})],
        [("accept", None), ("hand-back", {"reason": REASON})],
    ]
    for direction in (Direction.BOTH, Direction.SEND):
        await scene.revoke()
        await scene.agree(direction=direction)
        for routing, pantry in (("direct", 1), ("first_accept", 3), ("sequential", 2)):
            for actions in steps:
                code = {"system": "http://snomed.info/sct", "code": "464021000124104"}
                body = people.body(pantry, routing=routing, send=True, override_reason="one more", code=code)
                sent = await posted(sender, "/v1/referrals", body)
                for action, said in actions:
                    await posted(pantries[0], f"/v1/handoffs/{sent['handoffs'][0]['id']}/{action}", said)
    await posted(sender, "/v1/referrals", people.body())
    await scene.revoke()
    await scene.agree()
    sent = await posted(sender, "/v1/referrals", people.body(send=True, override_reason="one more"))
    await posted(sender, f"/v1/referrals/{sent['id']}/hold")


async def test_a_list_tells_what_reading_tells(people: People) -> None:
    await in_many_states(people)
    coordinator = await people.doors.caller(people.scene.pantries[2].id, Role.COORDINATOR)
    callers = [await people.sender(), *[await people.pantry(place) for place in range(3)], coordinator]
    compared = 0
    for caller in callers:
        for item in (await caller.get("/v1/handoffs", params={"limit": "200"})).json()["items"]:
            assert plain(item) == plain(await read_alone(caller, f"/v1/handoffs/{item['id']}"))
            compared += 1
    assert compared > 200
    await people.scene.revoke()
    silenced = (await callers[1].get("/v1/handoffs", params={"state": "accepted"})).json()["items"]
    assert {item["client_id"] for item in silenced} == {None}
    for item in silenced:
        assert plain(item) == plain(await read_alone(callers[1], f"/v1/handoffs/{item['id']}"))
    for item in (await callers[0].get("/v1/referrals", params={"limit": "200"})).json()["items"]:
        read = await read_alone(callers[0], f"/v1/referrals/{item['id']}")
        hindered = [each["action"] for each in read["available_actions"] if "wall" in (each["reason"] or "")]
        actions = [each for each in item["available_actions"] if each["action"] not in hindered]
        assert plain(item) | {"available_actions": actions} == {
            name: value for name, value in plain(read).items() if name not in ("handoffs", "blockers")
        }


STEPS: dict[str, list[tuple[str, Any]]] = {
    "sent": [],
    "info_requested": [("ask", {"question": "How many?"})],
    "accepted": [("accept", None)],
    "waitlisted": [("accept", {"waitlist": {}})],
    "scheduled": [("accept", None), ("schedule", {"starts": "2027-01-04T10:00:00Z"})],
    "no_show": [("accept", None), ("schedule", {"starts": "2027-01-04T10:00:00Z"}), ("no-show", None)],
    "in_progress": [("accept", None), ("start", None)],
    "paused": [("accept", None), ("pause", None)],
    "completed": [("accept", None), ("complete", {"outcome": OUTCOME})],
    "declined": [("decline", {"reason": REASON})],
    "failed": [("accept", None), ("fail", {"reason": REASON})],
}
ANSWERING = {"view", "ask", "accept", "decline"}
ENDING = {"complete", "fail", "hand_back"}
BOOKED = {"schedule", "no_show", "cancel_appointment", "start"} | ENDING
PROVIDER: dict[str, set[str]] = {
    "sent": ANSWERING,
    "info_requested": ANSWERING,
    "accepted": {"waitlist", "schedule", "start", "pause"} | ENDING,
    "waitlisted": {"accept", "schedule", "start", "fail", "hand_back"},
    "scheduled": BOOKED,
    "no_show": BOOKED,
    "in_progress": {"pause"} | ENDING,
    "paused": {"resume"} | ENDING,
    "completed": set(),
    "declined": set(),
    "failed": set(),
}
SENDER: dict[str, set[str]] = {
    "sent": {"recall"},
    "info_requested": {"recall", "answer"},
    "accepted": {"recall", "request_cancel"},
    "waitlisted": {"recall", "request_cancel"},
    "scheduled": {"cancel_appointment", "request_cancel"},
    "no_show": {"cancel_appointment", "request_cancel"},
    "in_progress": {"request_cancel"},
    "paused": {"request_cancel"},
    "completed": set(),
    "declined": set(),
    "failed": set(),
}


@pytest.mark.parametrize("state", STEPS)
async def test_each_role_of_each_side_may_do_its_own_in_each_state(people: People, state: str) -> None:
    sender, pantry = await people.sender(), await people.pantry()
    sent = await posted(sender, "/v1/referrals", people.body(send=True))
    path = f"/v1/handoffs/{sent['handoffs'][0]['id']}"
    for action, said in STEPS[state]:
        await posted(pantry, f"{path}/{action}", said)
    scene, caller = people.scene, people.doors.caller
    office = await scene.world.an_agency("Network office")
    error = {"enter_in_error"}
    expected = [
        (sender, SENDER[state]),
        (await people.sender(Role.SUPERVISOR), SENDER[state] | error),
        (pantry, PROVIDER[state]),
        (await caller(scene.pantries[0].id, Role.SUPERVISOR), PROVIDER[state]),
        (await caller(office.id, Role.COORDINATOR), SENDER[state] | PROVIDER[state] | error),
    ]
    for who, actions in expected:
        shown = (await who.get(path)).json()
        assert (shown["state"], {name for name, allowed in offers(shown).items() if allowed}) == (state, actions)
    hidden = [
        (await people.pantry(1), HTTPStatus.NOT_FOUND),
        (await caller(scene.sender.id, Role.AGENCY_ADMIN), HTTPStatus.FORBIDDEN),
        (await caller(office.id, Role.NETWORK_ADMIN), HTTPStatus.FORBIDDEN),
        (await caller(scene.pantries[0].id, Role.INTAKE, scopes="system/Task.s"), HTTPStatus.FORBIDDEN),
    ]
    for who, status in hidden:
        assert (await who.get(path)).status_code == status
        assert (await who.post(f"{path}/accept", headers=ANY)).status_code == status


async def test_of_fifty_accepts_over_http_one_is_taken_and_the_others_hear_why(people: People) -> None:
    sender, *pantries = await people.sender(), await people.pantry(0), await people.pantry(1)
    sent = await posted(sender, "/v1/referrals", people.body(2, routing="first_accept", send=True))
    paths = [f"/v1/handoffs/{each['id']}" for each in sent["handoffs"]]
    tags = [(await pantry.get(path)).headers["ETag"] for pantry, path in zip(pantries, paths, strict=True)]
    callers = [(pantries[n % 2], paths[n % 2], {"If-Match": tags[n % 2]}) for n in range(50)]
    answers = await asyncio.gather(*(one.post(f"{path}/accept", headers=tag) for one, path, tag in callers))
    refusals = [answer.json()["code"] for answer in answers if answer.status_code == HTTPStatus.CONFLICT]
    assert [answer.status_code for answer in answers].count(HTTPStatus.OK) == 1
    assert len(refusals) == 49
    assert set(refusals) == {"handoff.already-filled", "handoff.not-allowed"}
