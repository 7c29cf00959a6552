"""Care plans as frontends see them: drafted, agreed, followed, reviewed, and every version of them kept."""

from http import HTTPStatus
from typing import Any
from uuid import uuid4

import httpx
import pytest

from app.domain.consents.scope import Section
from app.domain.networks.roles import Role
from app.domain.referrals.outcomes import Result
from app.use_cases.referrals import handoffs, referrals
from tests.support.builders_referrals import MET
from tests.support.doors import Doors
from tests.support.scenes_referrals import Scene

ANY = {"If-Match": "*"}
OK, CREATED, FORBIDDEN = HTTPStatus.OK, HTTPStatus.CREATED, HTTPStatus.FORBIDDEN
NOT_FOUND, CONFLICT, INVALID = HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY
AGREED = {"answer": "agreed", "on": "2026-01-11", "method": "signed"}


async def at_sender(doors: Doors, scene: Scene, *roles: Role) -> httpx.AsyncClient:
    return await doors.caller(scene.sender.id, *(roles or (Role.CASE_MANAGER,)))


async def a_goal(caller: httpx.AsyncClient, scene: Scene, **fields: Any) -> str:
    body = {"client_id": str(scene.client), "words": "Eat breakfast every day", "state": "active", **fields}
    made = await caller.post("/v1/goals", json=body)
    assert made.status_code == CREATED, made.text
    return str(made.json()["id"])


async def a_plan(caller: httpx.AsyncClient, scene: Scene, **fields: Any) -> dict[str, Any]:
    made = await caller.post("/v1/care-plans", json={"client_id": str(scene.client), "title": "Food first", **fields})
    assert made.status_code == CREATED, made.text
    return dict(made.json()) | {"path": made.headers["Location"]}


async def an_active_plan(caller: httpx.AsyncClient, scene: Scene, **fields: Any) -> dict[str, Any]:
    plan = await a_plan(caller, scene, goal_ids=[await a_goal(caller, scene)], **fields)
    assert (await caller.put(f"{plan['path']}/agreement", json=AGREED, headers=ANY)).status_code == OK
    active = await caller.post(f"{plan['path']}/activate", headers=ANY)
    assert active.status_code == OK, active.text
    return dict(active.json()) | {"path": plan["path"]}


async def whats(caller: httpx.AsyncClient, path: str) -> list[str]:
    return [each["what"] for each in (await caller.get(f"{path}/versions")).json()["items"]]


def pointers(answer: httpx.Response) -> list[str]:
    return [each["pointer"] for each in answer.json()["errors"]]


async def test_a_plan_becomes_active_with_a_goal_and_the_clients_agreement(doors: Doors, scene: Scene) -> None:
    caller = await at_sender(doors, scene)
    plan = await a_plan(caller, scene, review_every={"every": 3, "unit": "months"})
    assert (plan["status"], plan["version"], plan["blockers"]) == (
        "draft",
        1,
        ["goal_missing", "agreement_missing"],
    )
    refused = await caller.post(f"{plan['path']}/activate", headers=ANY)
    assert (refused.status_code, refused.json()["code"], refused.json()["context"]["blockers"]) == (
        CONFLICT,
        "care-plan.blocked",
        ["goal_missing", "agreement_missing"],
    )
    added = await caller.post(f"{plan['path']}/goals", json={"goal": {"words": "A warm meal a day"}})
    assert [goal["words"] for goal in added.json()["goals"]] == ["A warm meal a day"]
    offer = next(each for each in added.json()["available_actions"] if each["action"] == "activate")
    assert (offer["allowed"], offer["reason"]) == (False, "what the client said of it is not recorded yet")
    agreed = await caller.put(f"{plan['path']}/agreement", json=AGREED, headers={"If-Match": added.headers["ETag"]})
    assert (agreed.json()["agreement"]["answer"], agreed.json()["blockers"]) == ("agreed", [])
    active = (await caller.post(f"{plan['path']}/activate", headers=ANY)).json()
    assert (active["status"], active["next_review"] is not None, active["version"]) == ("active", True, 4)
    assert await whats(caller, plan["path"]) == ["activated", "agreed", "goal_added", "created"]


async def test_a_plan_becomes_active_with_the_reason_why_the_client_did_not_agree(doors: Doors, scene: Scene) -> None:
    caller = await at_sender(doors, scene)
    plan = await a_plan(caller, scene, goal_ids=[await a_goal(caller, scene)])
    said = {"answer": "not_agreed", "reason": "She wants to think about it; the food cannot wait."}
    await caller.put(f"{plan['path']}/agreement", json=said, headers=ANY)
    assert (await caller.post(f"{plan['path']}/activate", headers=ANY)).json()["status"] == "active"


async def test_a_plan_is_held_resumed_and_ends_in_one_way(doors: Doors, scene: Scene) -> None:
    caller = await at_sender(doors, scene)
    path = (await an_active_plan(caller, scene))["path"]
    for action, status in (("hold", "on_hold"), ("resume", "active"), ("complete", "completed")):
        moved = await caller.post(f"{path}/{action}", headers=ANY)
        assert (moved.status_code, moved.json()["status"]) == (OK, status)
    refused = await caller.post(f"{path}/activate", headers=ANY)
    assert (refused.status_code, refused.json()["context"]["allowed_actions"]) == (CONFLICT, ["enter_in_error"])
    assert (await caller.put(path, json={"title": "Anew"}, headers=ANY)).status_code == CONFLICT
    body = {"kind": "contact", "title": "Call her"}
    assert (await caller.post(f"{path}/activities", json=body)).status_code == CONFLICT
    assert (await caller.post(f"{path}/goals", json={"goal": {"words": "More"}})).status_code == CONFLICT
    assert (await caller.post(f"{path}/reviews", json={"outcome": "stop", "on": "2026-01-01"})).status_code == CONFLICT


async def test_giving_a_plan_up_needs_a_reason_and_a_correction_a_supervisor(doors: Doors, scene: Scene) -> None:
    caller = await at_sender(doors, scene)
    plan = await a_plan(caller, scene)
    silent = await caller.post(f"{plan['path']}/revoke", json={}, headers=ANY)
    assert (silent.status_code, pointers(silent)) == (INVALID, ["/reason"])
    why = {"reason": "She moved away."}
    revoked = (await caller.post(f"{plan['path']}/revoke", json=why, headers=ANY)).json()
    assert (revoked["status"], revoked["status_reason"]) == ("revoked", "She moved away.")
    wrong = {"reason": "The wrong client."}
    assert (await caller.post(f"{plan['path']}/enter-in-error", json=wrong, headers=ANY)).status_code == FORBIDDEN
    supervisor = await at_sender(doors, scene, Role.SUPERVISOR)
    corrected = await supervisor.post(f"{plan['path']}/enter-in-error", json=wrong, headers=ANY)
    assert corrected.json()["status"] == "entered_in_error"


async def test_a_change_makes_a_version_and_no_change_makes_none(doors: Doors, scene: Scene) -> None:
    caller = await at_sender(doors, scene)
    plan = await a_plan(caller, scene, strengths=["Cooks well"])
    body = {"title": "Food and rent", "strengths": ["Cooks well"], "notes": "Spoken in Spanish."}
    changed = await caller.put(plan["path"], json=body, headers=ANY)
    assert (changed.json()["title"], changed.json()["version"]) == ("Food and rent", 2)
    again = await caller.put(plan["path"], json=body, headers={"If-Match": changed.headers["ETag"]})
    assert (again.status_code, again.json()["version"]) == (OK, 2)
    stale = await caller.put(plan["path"], json={"title": "x"}, headers={"If-Match": '"1-00000000"'})
    assert stale.status_code == HTTPStatus.PRECONDITION_FAILED
    first = (await caller.get(f"{plan['path']}/versions/1")).json()
    assert (first["what"], first["plan"]["title"]) == ("created", "Food first")
    found = (await caller.get(f"{plan['path']}/versions/2/diff")).json()
    assert (found["before"], found["after"], len(found["differences"])) == (1, 2, 1)
    told = found["differences"][0]
    assert (told["what"], told["change"], told["fields"]) == (
        "plan",
        "changed",
        [
            {"pointer": "/title", "before": "Food first", "after": "Food and rent"},
            {"pointer": "/notes", "before": None, "after": "Spoken in Spanish."},
        ],
    )
    assert told["words"] == ("Plan: title was “Food first”, is now “Food and rent”; notes is now “Spoken in Spanish.”.")
    backwards = (await caller.get(f"{plan['path']}/versions/1/diff", params={"to": 2})).json()
    assert backwards == found
    assert (await caller.get(f"{plan['path']}/versions/1/diff")).json()["differences"] == []
    assert (await caller.get(f"{plan['path']}/versions/3")).status_code == NOT_FOUND
    assert (await caller.get(f"{plan['path']}/versions/0")).status_code == INVALID


async def test_a_goal_that_changes_makes_a_version_of_its_plan(doors: Doors, scene: Scene) -> None:
    caller = await at_sender(doors, scene)
    goal = await a_goal(caller, scene)
    plan = await a_plan(caller, scene, goal_ids=[goal])
    body = {"achievement": "improving", "note": "Five days last week."}
    assert (await caller.post(f"/v1/goals/{goal}/progress", json=body)).status_code == CREATED
    shown = (await caller.get(plan["path"])).json()
    assert (shown["version"], shown["goals"][0]["achievement"]) == (2, "improving")
    told = (await caller.get(f"{plan['path']}/versions/2/diff")).json()["differences"]
    assert [(each["what"], each["id"], each["change"]) for each in told] == [("goal", goal, "changed")]
    assert told[0]["fields"] == [{"pointer": "/achievement", "before": None, "after": "improving"}]
    again = {"note": "Six days this week."}
    assert (await caller.post(f"/v1/goals/{goal}/progress", json=again)).status_code == CREATED
    assert (await caller.get(plan["path"])).json()["version"] == 2


async def test_whoever_may_not_put_goals_forward_links_those_that_are_there(doors: Doors, scene: Scene) -> None:
    caller = await at_sender(doors, scene)
    plan, goal = await a_plan(caller, scene), await a_goal(caller, scene)
    planner = await doors.caller(scene.sender.id, Role.CASE_MANAGER, scopes="system/CarePlan.cruds")
    refused = await planner.post(f"{plan['path']}/goals", json={"goal": {"words": "A job"}})
    assert (refused.status_code, refused.json()["code"]) == (FORBIDDEN, "scope.insufficient")
    assert (await planner.post(f"{plan['path']}/goals", json={"goal_id": goal})).status_code == OK


async def test_a_goal_leaves_a_plan_and_its_activities_stay(doors: Doors, scene: Scene) -> None:
    caller = await at_sender(doors, scene)
    first, second = await a_goal(caller, scene), await a_goal(caller, scene, words="A job")
    plan = await a_plan(caller, scene, goal_ids=[first, second])
    body = {"kind": "education", "title": "Class", "goal_ids": [first, second]}
    activity = (await caller.post(f"{plan['path']}/activities", json=body)).json()
    left = await caller.delete(f"{plan['path']}/goals/{first}", headers=ANY)
    assert (left.status_code, [goal["id"] for goal in left.json()["goals"]]) == (OK, [second])
    assert left.json()["activities"][0]["goal_ids"] == [second]
    assert (await caller.delete(f"{plan['path']}/goals/{first}", headers=ANY)).status_code == NOT_FOUND
    changes = (await caller.get(f"{plan['path']}/versions/3/diff")).json()["differences"]
    assert [(each["what"], each["change"]) for each in changes] == [("goal", "removed"), ("activity", "changed")]
    assert (await caller.get(f"/v1/goals/{first}")).status_code == OK
    assert activity["goal_ids"] == [first, second]


async def test_an_activity_is_worked_by_hand(doors: Doors, scene: Scene) -> None:
    caller = await at_sender(doors, scene)
    plan = await a_plan(caller, scene)
    body = {"kind": "benefit_application", "title": "Apply for SNAP", "who": "Rosa", "due": "2027-03-01"}
    made = await caller.post(f"{plan['path']}/activities", json=body)
    path, tag = made.headers["Location"], made.headers["ETag"]
    assert (made.status_code, made.json()["status"], made.json()["version"]) == (CREATED, "not_started", 1)
    started = await caller.post(f"{path}/start", headers={"If-Match": tag})
    assert (started.json()["status"], started.json()["version"]) == ("in_progress", 2)
    stale = await caller.post(f"{path}/complete", headers={"If-Match": tag})
    assert stale.status_code == HTTPStatus.PRECONDITION_FAILED
    refused = await caller.post(f"{path}/cancel", headers=ANY)
    assert (refused.status_code, refused.json()["context"]["allowed_actions"]) == (
        CONFLICT,
        ["hold", "complete", "stop", "enter_in_error"],
    )
    why = {"reason": "The office closed."}
    stopped = await caller.post(f"{path}/stop", json=why, headers=ANY)
    assert (stopped.json()["status"], stopped.json()["status_reason"]) == ("stopped", "The office closed.")
    renamed = await caller.put(path, json=body | {"title": "Apply for WIC"}, headers=ANY)
    assert (renamed.json()["title"], renamed.json()["status"]) == ("Apply for WIC", "stopped")
    listed = (await caller.get(f"{plan['path']}/activities", params={"limit": 1})).json()
    assert ([each["id"] for each in listed["items"]], listed["next_cursor"]) == ([made.json()["id"]], None)
    hrefs = {each["action"]: each["href"] for each in made.json()["available_actions"]}
    assert hrefs["enter_in_error"] == f"{path}/enter-in-error"
    gone = await caller.delete(path, headers=ANY)
    assert (gone.status_code, gone.json()["activities"]) == (OK, [])
    assert (await caller.get(path)).status_code == NOT_FOUND


async def test_an_activity_follows_a_referral_whose_outcome_reaches_the_goal(doors: Doors, scene: Scene) -> None:
    caller = await at_sender(doors, scene)
    plan = await an_active_plan(caller, scene)
    goal = plan["goals"][0]["id"]
    sent = await scene.sent()
    body = {"kind": "referral", "title": "Food box", "goal_ids": [goal], "referral_id": str(sent.id)}
    made = await caller.post(f"{plan['path']}/activities", json=body)
    assert (made.status_code, made.json()["status"]) == (CREATED, "scheduled"), made.text
    by_hand = await caller.post(f"{made.headers['Location']}/complete", headers=ANY)
    assert (by_hand.status_code, by_hand.json()["code"]) == (CONFLICT, "activity.follows")
    assert {each["reason"] for each in made.json()["available_actions"]} == {"it follows the referral"}
    handoff = (await scene.accepted(sent)).id
    core = scene.core
    await core.run(scene.at(0), handoffs.start, handoff, expected=None)
    shown = (await caller.get(plan["path"])).json()
    assert shown["activities"][0]["status"] == "in_progress"
    await core.run(scene.at(0), handoffs.complete, handoff, MET, expected=None)
    await core.run(scene.at_sender(), referrals.complete, sent.id, MET, expected=None)
    shown = (await caller.get(plan["path"])).json()
    assert (shown["activities"][0]["status"], shown["goals"][0]["achievement"], shown["goals"][0]["state"]) == (
        "completed",
        "achieved",
        "active",
    )
    entries = (await caller.get(f"/v1/goals/{goal}/progress")).json()["items"]
    assert [(each["source"], each["origin_id"], each["achievement"]) for each in entries] == [
        ("referral", str(sent.id), "achieved")
    ]
    assert MET.result is Result.NEED_MET
    assert (await whats(caller, plan["path"]))[:2] == ["goal_changed", "activity_moved"]


async def test_a_need_met_is_progress_only_while_another_activity_of_the_goal_goes_on(
    doors: Doors, scene: Scene
) -> None:
    caller = await at_sender(doors, scene)
    plan = await an_active_plan(caller, scene)
    goal = plan["goals"][0]["id"]
    sent = await scene.sent()
    other = {"kind": "education", "title": "Class", "goal_ids": [goal]}
    await caller.post(f"{plan['path']}/activities", json=other)
    body = {"kind": "referral", "title": "Food box", "goal_ids": [goal], "referral_id": str(sent.id)}
    await caller.post(f"{plan['path']}/activities", json=body)
    handoff = (await scene.accepted(sent)).id
    await scene.core.run(scene.at(0), handoffs.complete, handoff, MET, expected=None)
    await scene.core.run(scene.at_sender(), referrals.complete, sent.id, MET, expected=None)
    assert (await caller.get(plan["path"])).json()["goals"][0]["achievement"] == "improving"


async def test_an_activity_follows_a_task_and_an_appointment(doors: Doors, scene: Scene) -> None:
    caller = await at_sender(doors, scene)
    plan = await a_plan(caller, scene)
    task = await caller.post("/v1/tasks", json={"title": "Call her", "client_id": str(scene.client)})
    meeting = {
        "client_id": str(scene.client),
        "title": "Visit",
        "starts": "2027-01-18T15:00:00Z",
        "ends": "2027-01-18T16:00:00Z",
    }
    appointment = await caller.post("/v1/appointments", json=meeting)
    for kind, made in (("task", task), ("appointment", appointment)):
        assert made.status_code == CREATED, made.text
        body = {"kind": kind, "title": kind, f"{kind}_id": made.json()["id"]}
        assert (await caller.post(f"{plan['path']}/activities", json=body)).status_code == CREATED
    assert (await caller.post(f"{task.headers['Location']}/start", headers=ANY)).status_code == OK
    assert (await caller.post(f"{appointment.headers['Location']}/arrive", headers=ANY)).status_code == OK
    shown = (await caller.get(plan["path"])).json()
    assert [each["status"] for each in shown["activities"]] == ["in_progress", "in_progress"]
    assert (await caller.post(f"{task.headers['Location']}/complete", headers=ANY)).status_code == OK
    assert (await caller.post(f"{appointment.headers['Location']}/fulfil", headers=ANY)).status_code == OK
    shown = (await caller.get(plan["path"])).json()
    assert [each["status"] for each in shown["activities"]] == ["completed", "completed"]


async def test_an_activity_is_linked_to_nothing_of_anybody_else(doors: Doors, scene: Scene) -> None:
    caller = await at_sender(doors, scene)
    plan = await a_plan(caller, scene)
    task = (await caller.post("/v1/tasks", json={"title": "About nobody"})).json()["id"]
    for body, pointer in (
        ({"kind": "task", "task_id": task}, "/task_id"),
        ({"kind": "task", "task_id": str(uuid4())}, "/task_id"),
        ({"kind": "referral", "referral_id": str(uuid4())}, "/referral_id"),
        ({"kind": "appointment", "appointment_id": str(uuid4())}, "/appointment_id"),
        ({"kind": "education", "task_id": task}, "/kind"),
        ({"kind": "task", "task_id": task, "referral_id": str(uuid4())}, "/task_id"),
        ({"kind": "contact", "goal_ids": [str(uuid4())]}, "/goal_ids/0"),
        ({"kind": "contact", "worker_id": str(uuid4())}, "/worker_id"),
        ({"kind": "contact", "starts": "2027-02-01", "due": "2027-01-01"}, "/due"),
    ):
        refused = await caller.post(f"{plan['path']}/activities", json={"title": "x", **body})
        assert refused.status_code == INVALID, refused.text
        assert pointer in pointers(refused)


async def test_a_review_is_kept_and_sets_the_next(doors: Doors, scene: Scene) -> None:
    caller = await at_sender(doors, scene)
    plan = await an_active_plan(caller, scene, review_every={"every": 1, "unit": "months"}, next_review="2026-01-31")
    body = {"outcome": "continue", "on": "2026-01-31", "notes": "It goes well.", "participants": ["María", "Rosa"]}
    made = await caller.post(f"{plan['path']}/reviews", json=body)
    assert (made.status_code, made.json()["next_due"]) == (CREATED, "2026-02-28")
    shown = (await caller.get(plan["path"])).json()
    assert (shown["last_review"], shown["next_review"], shown["version"]) == (
        {"on": "2026-01-31", "outcome": "continue"},
        "2026-02-28",
        made.json()["plan_version"],
    )
    stopped = await caller.post(f"{plan['path']}/reviews", json={"outcome": "stop", "on": "2026-02-27"})
    assert stopped.json()["next_due"] is None
    listed = (await caller.get(f"{plan['path']}/reviews")).json()["items"]
    assert [each["outcome"] for each in listed] == ["stop", "continue"]
    assert (await caller.get(made.headers["Location"])).json() == made.json()
    early = await caller.post(f"{plan['path']}/reviews", json={"outcome": "continue", "on": "2190-01-01"})
    assert (early.status_code, pointers(early)) == (INVALID, ["/on"])


async def test_what_cannot_be_is_refused_with_its_place(doors: Doors, scene: Scene) -> None:
    caller = await at_sender(doors, scene)
    path = (await a_plan(caller, scene))["path"]
    nobody = str(uuid4())
    for body, pointer in (
        ({"starts": "2027-02-01", "ends": "2027-01-01"}, "/ends"),
        ({"language": "Spanish"}, "/language"),
        ({"need_ids": [nobody]}, "/need_ids/0"),
        ({"team_ids": [nobody]}, "/team_ids/0"),
        ({"worker_id": nobody}, "/worker_id"),
        ({"crisis_plan": {}}, "/crisis_plan"),
        ({"crisis_plan": {"contacts": [{"name": "Ana", "phone": "soon"}]}}, "/crisis_plan/contacts/0/phone"),
        ({"categories": [{}]}, "/categories/0"),
        ({"strengths": [" "]}, "/strengths/0"),
        ({"review_every": {"every": 0, "unit": "days"}}, "/review_every/every"),
    ):
        refused = await caller.put(path, json={"title": "x", **body}, headers=ANY)
        assert (refused.status_code, pointers(refused)) == (INVALID, [pointer]), refused.text
    for said, pointer in (
        ({"answer": "agreed"}, "/on"),
        ({"answer": "agreed", "on": "2026-01-01", "method": "representative"}, "/name"),
        ({"answer": "agreed", "on": "2190-01-01", "method": "verbal"}, "/on"),
        ({"answer": "not_agreed"}, "/reason"),
        ({"answer": "not_agreed", "reason": "x", "method": "verbal"}, "/method"),
    ):
        refused = await caller.put(f"{path}/agreement", json=said, headers=ANY)
        assert refused.status_code == INVALID
        assert pointer in pointers(refused)
    for wanted in ({}, {"goal_id": nobody, "goal": {"words": "x"}}, {"goal_id": nobody}):
        refused = await caller.post(f"{path}/goals", json=wanted)
        assert (refused.status_code, pointers(refused)) == (INVALID, ["/goal_id"])
    missing = await caller.post("/v1/care-plans", json={"client_id": nobody, "title": "x"})
    assert missing.status_code == NOT_FOUND
    assert (await caller.put(path, json={"title": "x"})).status_code == HTTPStatus.PRECONDITION_REQUIRED


async def test_the_team_reads_what_a_consent_names_and_writes_nothing(doors: Doors, scene: Scene) -> None:
    caller = await at_sender(doors, scene)
    need = await caller.post(f"/v1/clients/{scene.client}/needs", json={"category": "homelessness"})
    assert need.status_code == CREATED, need.text
    plan = await an_active_plan(caller, scene, need_ids=[need.json()["id"]])
    partner = await doors.caller(scene.pantries[0].id, Role.CASE_MANAGER)
    stranger = await doors.caller(scene.pantries[1].id, Role.CASE_MANAGER)
    for path in (plan["path"], f"{plan['path']}/versions/1", f"{plan['path']}/reviews", f"{plan['path']}/goals"):
        assert (await partner.get(path)).status_code == NOT_FOUND
    await scene.agree(categories=(Section.CARE_PLANS,))
    await _joins(caller, scene, 0)
    shown = await partner.get(plan["path"])
    assert (shown.status_code, shown.json()["needs"]) == (OK, [])
    assert not any(each["allowed"] for each in shown.json()["available_actions"])
    assert (await partner.get(f"{plan['path']}/versions/1")).json()["plan"]["needs"] == []
    listed = (await partner.get("/v1/care-plans", params={"client_id": str(scene.client)})).json()["items"]
    assert [each["id"] for each in listed] == [plan["id"]]
    assert (await partner.get("/v1/care-plans")).json()["items"] == []
    refused = await partner.post(f"{plan['path']}/hold", headers=ANY)
    assert (refused.status_code, refused.json()["code"]) == (FORBIDDEN, "client.not-served")
    assert (await stranger.get(plan["path"])).status_code == NOT_FOUND
    body = {"client_id": str(scene.client), "title": "Ours"}
    assert (await stranger.post("/v1/care-plans", json=body)).status_code == NOT_FOUND
    assert (await partner.post("/v1/care-plans", json=body)).status_code == FORBIDDEN


async def test_a_plan_bears_the_labels_of_what_it_shows(doors: Doors, scene: Scene) -> None:
    caller = await at_sender(doors, scene)
    goal = await a_goal(caller, scene, labels=["MH"])
    plan = await a_plan(caller, scene)
    await scene.agree(categories=(Section.CARE_PLANS,))
    await _joins(caller, scene, 0)
    partner = await doors.caller(scene.pantries[0].id, Role.CASE_MANAGER)
    assert (await partner.get(plan["path"])).status_code == OK
    linked = await caller.post(f"{plan['path']}/goals", json={"goal_id": goal})
    assert linked.json()["sensitivity"] == ["MH"]
    assert (await partner.get(plan["path"])).status_code == NOT_FOUND
    await caller.delete(f"{plan['path']}/goals/{goal}", headers=ANY)
    assert (await partner.get(plan["path"])).status_code == OK
    numbers = [each["number"] for each in (await partner.get(f"{plan['path']}/versions")).json()["items"]]
    assert numbers == [3, 1]
    for path in ("versions/2", "versions/3/diff"):
        assert (await partner.get(f"{plan['path']}/{path}")).status_code == NOT_FOUND


async def _joins(caller: httpx.AsyncClient, scene: Scene, place: int) -> None:
    """Take a provider into the client's team."""
    body = {"kind": "agency", "role": {"text": "Food"}, "agency_id": str(scene.pantries[place].id)}
    made = await caller.post(f"/v1/clients/{scene.client}/care-team/members", json=body)
    assert made.status_code == CREATED, made.text


@pytest.mark.parametrize(
    "path", ["/v1/care-plans/{0}", "/v1/care-plans/{0}/versions", "/v1/care-plans/{0}/reviews/{0}"]
)
async def test_a_plan_that_is_not_there_is_not_found(doors: Doors, scene: Scene, path: str) -> None:
    caller = await at_sender(doors, scene)
    assert (await caller.get(path.format(uuid4()))).status_code == NOT_FOUND
