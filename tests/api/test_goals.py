"""Goals as frontends see them."""

from http import HTTPStatus
from typing import Any
from uuid import uuid4

import httpx
import pytest

from app.domain.codes import Category
from app.domain.consents.scope import Section
from app.domain.networks.agency import AgencyProfile, ProgramType
from app.domain.networks.roles import Role
from app.use_cases.networks import agencies
from tests.support.doors import Doors
from tests.support.scenes_referrals import Scene

ANY = {"If-Match": "*"}
OK, CREATED, NOT_FOUND = HTTPStatus.OK, HTTPStatus.CREATED, HTTPStatus.NOT_FOUND
CONFLICT, INVALID, FORBIDDEN = HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.FORBIDDEN
BREAKFASTS = {"codings": [{"system": "http://loinc.org", "code": "71802-3"}], "text": "Breakfasts in a week"}
GOAL: dict[str, Any] = {
    "words": "I want my children to eat breakfast every day.",
    "category": "food-insecurity",
    "priority": "high",
    "start": "2027-01-11",
    "targets": [
        {"measure": BREAKFASTS, "value": {"number": 5, "comparator": ">=", "unit": "days"}, "due": "2027-03-01"},
        {"measure": {"text": "Has food stamps"}, "value": {"truth": True}},
        {"value": {"low": 60.5, "high": 80, "unit": "kg", "unit_code": "kg"}},
    ],
}


def found(number: float) -> dict[str, Any]:
    return {"measure": BREAKFASTS, "value": {"number": number, "unit": "days"}}


async def proposed(caller: httpx.AsyncClient, scene: Scene, **fields: Any) -> httpx.Response:
    answer = await caller.post("/v1/goals", json={**GOAL, "client_id": str(scene.client), **fields})
    assert answer.status_code == CREATED, answer.text
    return answer


async def act(caller: httpx.AsyncClient, path: str, action: str, **said: Any) -> httpx.Response:
    return await caller.post(f"{path}/{action}", json=said or None, headers=ANY)


async def a_need(caller: httpx.AsyncClient, scene: Scene, **fields: Any) -> str:
    body = {"client_id": str(scene.client), "category": "food-insecurity", **fields}
    answer = await caller.post("/v1/needs", json=body)
    assert answer.status_code == CREATED, answer.text
    return str(answer.json()["id"])


async def test_a_goal_is_put_forward_agreed_on_pursued_and_reached(doors: Doors, scene: Scene) -> None:
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    need = await a_need(caller, scene)
    made = await proposed(caller, scene, need_ids=[need])
    goal, path = made.json(), made.headers["Location"]
    assert (goal["title"], goal["state"], goal["due"], goal["need_ids"]) == (
        GOAL["words"],
        "proposed",
        "2027-03-01",
        [need],
    )
    assert (goal["targets"][2]["value"]["low"], goal["targets"][2]["value"]["number"]) == (60.5, None)
    assert (await caller.get(path)).json() == goal
    assert (await act(caller, path, "accept")).json()["state"] == "accepted"
    assert (await act(caller, path, "activate")).json()["state"] == "active"
    for at, number, achievement in (
        ("2026-01-11T12:00:00Z", 2, "in_progress"),
        ("2026-01-25T12:00:00Z", 5, "improving"),
        ("2026-01-18T12:00:00Z", 3, "worsening"),
    ):
        entry = {"at": at, "achievement": achievement, "measured": [found(number)]}
        written = await caller.post(f"{path}/progress", json=entry)
        assert (written.status_code, (await caller.get(written.headers["Location"])).json()) == (
            CREATED,
            written.json(),
        )
    goal = (await caller.get(path)).json()
    assert (goal["achievement"], goal["targets"][0]["found"]["number"], goal["targets"][0]["met"]) == (
        "improving",
        5,
        True,
    )
    assert (goal["targets"][1]["found"], goal["targets"][1]["met"]) == (None, None)
    done = (await act(caller, path, "complete", achievement="achieved", reason="Five days a week.")).json()
    assert (done["state"], done["achievement"], done["state_reason"]) == ("completed", "achieved", "Five days a week.")
    progress = (await caller.get(f"{path}/progress")).json()["items"]
    assert [each["achievement"] for each in progress] == ["achieved", "improving", "worsening", "in_progress"]
    refused = await act(caller, path, "accept")
    assert (refused.status_code, refused.json()["context"]["allowed_actions"]) == (
        CONFLICT,
        ["reopen", "enter_in_error"],
    )


async def test_a_goal_rests_is_resumed_given_up_and_taken_up_again(doors: Doors, scene: Scene) -> None:
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    path = (await proposed(caller, scene, state="planned")).headers["Location"]
    refused = await caller.post(f"{path}/progress", json={"note": "Too early."})
    assert (refused.status_code, refused.json()["code"]) == (CONFLICT, "goal.not-pursued")
    states = []
    for action, said in (
        ("reject", {"reason": "Not now."}),
        ("reopen", {}),
        ("plan", {}),
        ("accept", {}),
        ("hold", {"reason": "She is ill."}),
        ("resume", {}),
        ("cancel", {"reason": "She moved away."}),
        ("reopen", {}),
        ("enter-in-error", {"reason": "Another client."}),
    ):
        answer = await act(caller, path, action, **said)
        assert answer.status_code == OK, answer.text
        states.append(answer.json()["state"])
    assert states == [
        "rejected",
        "proposed",
        "planned",
        "accepted",
        "on_hold",
        "active",
        "cancelled",
        "active",
        "entered_in_error",
    ]


@pytest.mark.parametrize("action", ["cancel", "reject", "enter-in-error"])
async def test_who_gives_a_goal_up_says_why(doors: Doors, scene: Scene, action: str) -> None:
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    path = (await proposed(caller, scene)).headers["Location"]
    refused = await caller.post(f"{path}/{action}", json={}, headers=ANY)
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (INVALID, "/reason")


async def test_a_goal_is_described_anew_by_who_has_read_it(doors: Doors, scene: Scene) -> None:
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    made = await proposed(caller, scene)
    path, tag = made.headers["Location"], {"If-Match": made.headers["ETag"]}
    assert (await caller.put(path, json=GOAL)).status_code == HTTPStatus.PRECONDITION_REQUIRED
    assert (await caller.put(path, json=GOAL, headers=tag)).json()["version"] == 1
    changed = (await caller.put(path, json={**GOAL, "targets": []}, headers=tag)).json()
    assert (changed["version"], changed["targets"], changed["due"]) == (2, [], None)
    assert (await caller.put(path, json=GOAL, headers=tag)).status_code == HTTPStatus.PRECONDITION_FAILED


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "nothing said": ({"words": None}, "/words"),
    "a need that is not there": ({"need_ids": [str(uuid4())]}, "/need_ids/0"),
    "an empty target": ({"targets": [{}]}, "/targets/0"),
    "two values in one": ({"targets": [{"value": {"number": 1, "truth": False}}]}, "/targets/0/value"),
    "no value": ({"targets": [{"value": {"unit": "kg"}}]}, "/targets/0/value"),
    "a range upside down": ({"targets": [{"value": {"low": 2, "high": 1}}]}, "/targets/0/value/high"),
    "a number as text": ({"targets": [{"value": {"number": "5"}}]}, "/targets/0/value/number"),
    "too small a number": ({"targets": [{"value": {"number": 1e-30}}]}, "/targets/0/value/number"),
    "due before the start": ({"targets": [{"due": "2027-01-10"}]}, "/targets/0/due"),
    "no such day": ({"start": "2027-02-30"}, "/start"),
    "ended from the beginning": ({"state": "completed"}, "/state"),
    "a stranger": ({"expressed_by": {"kind": "agency", "id": str(uuid4())}}, "/expressed_by/id"),
    "a client who is not there": ({"client_id": "x"}, "/client_id"),
}


@pytest.mark.parametrize("case", WRONG)
async def test_every_wrong_place_is_named(doors: Doors, scene: Scene, case: str) -> None:
    fields, pointer = WRONG[case]
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    answer = await caller.post("/v1/goals", json={**GOAL, "client_id": str(scene.client), **fields})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (INVALID, pointer), answer.text


@pytest.mark.parametrize(
    ("entry", "pointer"),
    [
        ({}, "/note"),
        ({"note": "Soon.", "at": "2199-01-01T00:00:00Z"}, "/at"),
        ({"measured": [{"measure": BREAKFASTS, "value": {}}]}, "/measured/0/value"),
        ({"measured": [{"measure": {}, "value": {"truth": True}}]}, "/measured/0/measure"),
        ({"achievement": "splendid"}, "/achievement"),
    ],
)
async def test_every_wrong_place_of_progress_is_named(
    doors: Doors, scene: Scene, entry: dict[str, Any], pointer: str
) -> None:
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    path = (await proposed(caller, scene, state="active")).headers["Location"]
    answer = await caller.post(f"{path}/progress", json=entry)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (INVALID, pointer)
    assert (await caller.get(f"{path}/progress")).json()["items"] == []
    assert (await caller.get(f"{path}/progress/{uuid4()}")).status_code == NOT_FOUND


async def test_lists_show_what_is_asked_for(doors: Doors, scene: Scene) -> None:
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    need = await a_need(caller, scene)
    first = (await proposed(caller, scene, need_ids=[need])).json()["id"]
    second = (await proposed(caller, scene, state="active")).json()["id"]

    async def ids(**query: Any) -> list[str]:
        answer = await caller.get("/v1/goals", params=query)
        assert answer.status_code == OK, answer.text
        return [each["id"] for each in answer.json()["items"]]

    assert await ids() == [second, first]
    assert await ids(sort="updated_at", client_id=str(scene.client)) == [first, second]
    assert (await ids(state="active"), await ids(need_id=need)) == ([second], [first])
    page = (await caller.get("/v1/goals", params={"limit": 1})).json()
    assert await ids(limit=1, cursor=page["next_cursor"]) == [first]
    for query in ({"client_id": str(uuid4())}, {"need_id": str(uuid4())}):
        assert (await caller.get("/v1/goals", params=query)).status_code == NOT_FOUND


async def test_each_participant_says_what_it_thinks_of_a_goal(doors: Doors, scene: Scene) -> None:
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    made = await proposed(caller, scene)
    path = made.headers["Location"]
    sister = {"kind": "related_person", "name": "Her sister Ana"}
    agreed = await act(caller, path, "acceptances", participant={"kind": "client"}, status="agree", priority="high")
    assert (agreed.status_code, agreed.json()["version"]) == (OK, 2)
    doubtful = {"participant": sister, "status": "disagree", "reason": "It is too much at once."}
    said = (await act(caller, path, "acceptances", **doubtful)).json()["acceptances"]
    assert [(each["participant"]["kind"], each["status"]) for each in said] == [
        ("client", "agree"),
        ("related_person", "disagree"),
    ]
    said = (await act(caller, path, "acceptances", participant=sister, status="agree")).json()["acceptances"]
    assert [(each["participant"]["kind"], each["status"]) for each in said] == [
        ("client", "agree"),
        ("related_person", "agree"),
    ]
    silent = await act(caller, path, "acceptances", participant=sister, status="disagree")
    assert (silent.status_code, silent.json()["errors"][0]["pointer"]) == (INVALID, "/reason")


async def test_agencies_of_the_team_read_what_consent_releases_and_answer_for_themselves(
    doors: Doors, scene: Scene
) -> None:
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    pantry = await doors.caller(scene.pantries[0].id, Role.INTAKE)
    food, home = await a_need(caller, scene), await a_need(caller, scene, category="homelessness")
    path = (await proposed(caller, scene, need_ids=[food, home])).headers["Location"]
    await scene.accepted(await scene.sent())
    assert (await pantry.get(path)).status_code == NOT_FOUND
    await scene.agree(categories=(Section.CARE_PLANS, Category.FOOD))
    read = await pantry.get(path)
    assert (read.status_code, read.json()["need_ids"]) == (OK, [food])
    assert {offer["allowed"] for offer in read.json()["available_actions"]} == {False}
    assert (await pantry.get(f"{path}/progress")).status_code == OK
    own = {"kind": "agency", "id": str(scene.pantries[0].id)}
    said = await act(pantry, path, "acceptances", participant=own, status="agree")
    assert (said.status_code, said.json()["acceptances"][0]["participant"]["id"]) == (OK, own["id"])
    assert said.json()["need_ids"] == [food]
    assert (await caller.get(path)).json()["need_ids"] == [food, home]
    for participant in ({"kind": "client"}, {"kind": "agency", "id": str(scene.sender.id)}):
        refused = await act(pantry, path, "acceptances", participant=participant, status="agree")
        assert (refused.status_code, refused.json()["code"]) == (FORBIDDEN, "goal.not-your-voice")
    foreign = await act(caller, path, "acceptances", participant=own, status="agree")
    assert (foreign.status_code, foreign.json()["code"]) == (FORBIDDEN, "goal.not-your-voice")
    for action, sent in (("accept", None), ("progress", {"note": "So."})):
        refused = await pantry.post(f"{path}/{action}", json=sent, headers=ANY if sent is None else {})
        assert (refused.status_code, refused.json()["code"]) == (FORBIDDEN, "client.not-served")
    await scene.revoke()
    assert (await pantry.get(path)).status_code == NOT_FOUND
    assert (await act(pantry, path, "acceptances", participant=own, status="agree")).status_code == NOT_FOUND


async def test_a_goal_bears_the_labels_of_its_needs_as_they_are_now(doors: Doors, scene: Scene) -> None:
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    need = await a_need(caller, scene)
    made = await proposed(caller, scene, need_ids=[need])
    assert made.json()["sensitivity"] == []
    labelled = {"category": "food-insecurity", "labels": ["MH"]}
    assert (await caller.put(f"/v1/needs/{need}", json=labelled, headers=ANY)).status_code == OK
    goal = (await caller.get(made.headers["Location"])).json()
    assert (goal["sensitivity"], goal["labels"], goal["version"]) == (["MH"], [], 2)


async def test_a_goal_bears_the_labels_of_its_agencys_programs(doors: Doors, scene: Scene) -> None:
    admin = scene.world.by(Role.NETWORK_ADMIN)
    profile = AgencyProfile(name="Bayside Clinic", program_types=(ProgramType.MENTAL_HEALTH,))
    await scene.core.run(admin, agencies.describe, scene.sender.id, None, profile)
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    assert (await proposed(caller, scene)).json()["sensitivity"] == ["MH"]


async def test_whoever_may_read_a_goal_hears_of_it(doors: Doors, scene: Scene) -> None:
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    path = (await proposed(caller, scene, state="active")).headers["Location"]
    await caller.post(f"{path}/progress", json={"achievement": "improving"})
    async with scene.core.transactions.begin(scene.world.network.id) as tx:
        rows = await tx.session.connection.fetch(  # type: ignore[attr-defined]
            "SELECT type, audience FROM events WHERE type LIKE 'goal.%' ORDER BY type"
        )
    assert [("goal.created", [scene.sender.id]), ("goal.progressed", [scene.sender.id])] == [
        (row["type"], row["audience"]) for row in rows
    ]
