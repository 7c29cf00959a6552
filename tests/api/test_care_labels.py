"""What of a client's care became sensitive later, or is sensitive elsewhere: nothing tells of it round a corner."""

from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from app.domain.codes import Category
from app.domain.consents.scope import Section
from app.domain.networks.roles import Role
from tests.support.care_doors import HUNGRY, MEETING, SAD
from tests.support.doors import Doors
from tests.support.scenes_referrals import Scene

ANY = {"If-Match": "*"}
SECRET = "Words that became sensitive"
EVERYTHING = (Section.CARE_PLANS, Section.CONDITIONS, Section.ASSESSMENTS, Section.ENCOUNTERS, Category.FOOD)


class Pair:
    """The agency that serves the client, and a provider on its team that may know everything without a label."""

    def __init__(self, scene: Scene, serving: httpx.AsyncClient, member: httpx.AsyncClient) -> None:
        self.scene, self.serving, self.member = scene, serving, member

    async def made(self, path: str, **body: Any) -> str:
        about = {} if path.count("/") > 2 else {"client_id": str(self.scene.client)}
        answer = await self.serving.post(path, json=about | body)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    async def put(self, path: str, **body: Any) -> None:
        answer = await self.serving.put(path, json=body, headers=ANY)
        assert answer.status_code == 200, answer.text

    async def act(self, path: str, **body: Any) -> httpx.Response:
        answer = await self.serving.post(path, json=body or None, headers=ANY)
        assert answer.status_code == 200, answer.text
        return answer

    async def plan(self, *goals: str) -> str:
        path = f"/v1/care-plans/{await self.made('/v1/care-plans', title='Enough to eat', goal_ids=list(goals))}"
        await self.put(f"{path}/agreement", answer="not_agreed", reason="Not now.")
        await self.act(f"{path}/activate")
        return path

    async def told(self, plan: str) -> str:
        """Return all that the member is told of a plan."""
        last = (await self.serving.get(plan)).json()["version"]
        numbers = [f"{plan}/versions/{number}" for number in range(1, last + 1)]
        paths = [plan, f"{plan}/goals", f"{plan}/activities", f"{plan}/reviews", f"{plan}/versions", *numbers]
        diffs = [f"{number}/diff" for number in numbers] + [f"{numbers[-1]}/diff?to={to}" for to in range(1, last)]
        answers = [await self.member.get(path) for path in (*paths, *diffs)]
        answers.append(await self.member.get(f"{plan}/print", headers={"Accept": "text/html"}))
        assert {answer.status_code for answer in answers} <= {200, 404}
        return "\n".join(answer.text for answer in answers if answer.status_code == 200)


@pytest.fixture
async def pair(doors: Doors, scene: Scene) -> Pair:
    await scene.accepted(await scene.sent())
    await scene.revoke()
    await scene.agree(categories=EVERYTHING)
    serving = await doors.caller(scene.sender.id, Role.SUPERVISOR, Role.CASE_MANAGER)
    return Pair(scene, serving, await doors.caller(scene.pantries[0].id, Role.CASE_MANAGER))


async def test_a_goal_that_becomes_sensitive_is_gone_from_plans_that_have_ended(pair: Pair) -> None:
    goal = await pair.made("/v1/goals", words=SECRET, state="active")
    plan = await pair.plan(goal)
    activity = await pair.made(f"{plan}/activities", kind="contact", title=SECRET, goal_ids=[goal])
    await pair.act(f"{plan}/complete")
    assert SECRET in await pair.told(plan)
    await pair.put(f"/v1/goals/{goal}", words=SECRET, labels=["MH"])
    told = await pair.told(plan)
    assert "Enough to eat" in told
    assert SECRET not in told
    assert goal not in told
    assert (await pair.member.get(f"{plan}/activities/{activity}")).status_code == 404


async def test_a_goal_that_becomes_sensitive_is_gone_from_the_past_of_plans_that_it_has_left(pair: Pair) -> None:
    goal, other = [await pair.made("/v1/goals", words=words, state="active") for words in (SECRET, "Sleep")]
    plan = await pair.plan(goal, other)
    answer = await pair.serving.delete(f"{plan}/goals/{goal}", headers=ANY)
    assert answer.status_code == 200, answer.text
    assert SECRET in await pair.told(plan)
    await pair.put(f"/v1/goals/{goal}", words=SECRET, labels=["MH"])
    told = await pair.told(plan)
    assert "Enough to eat" in told
    assert SECRET not in told
    assert goal not in told


async def test_what_was_said_while_a_plan_was_sensitive_stays_with_that_time(pair: Pair) -> None:
    goal = await pair.made("/v1/goals", words="Rest", state="active", labels=["MH"])
    plan = await pair.plan(goal, await pair.made("/v1/goals", words="Sleep", state="active"))
    today = datetime.now(UTC).date().isoformat()
    review = await pair.made(f"{plan}/reviews", outcome="continue", on=today, notes=SECRET)
    assert (await pair.member.get(plan)).status_code == 404
    assert (await pair.serving.delete(f"{plan}/goals/{goal}", headers=ANY)).status_code == 200
    told = await pair.told(plan)
    assert "Enough to eat" in told
    assert SECRET not in told
    assert (await pair.member.get(f"{plan}/reviews/{review}")).status_code == 404
    assert (await pair.serving.get(f"{plan}/reviews/{review}")).json()["notes"] == SECRET


@pytest.mark.parametrize("later", [False, True])
async def test_a_plan_with_a_sensitive_appointment_is_sensitive(pair: Pair, *, later: bool) -> None:
    labels = [] if later else ["MH"]
    meeting = await pair.made("/v1/appointments", title="Meet", sensitivities=labels, **MEETING)
    plan = await pair.plan(await pair.made("/v1/goals", words="Rest", state="active"))
    assert (await pair.member.get(plan)).status_code == 200
    activity = await pair.made(f"{plan}/activities", kind="appointment", title=SECRET, appointment_id=meeting)
    if later:
        await pair.put(f"/v1/appointments/{meeting}", title="Meet", sensitivities=["MH"])
    told = await pair.told(plan)
    assert SECRET not in told
    assert meeting not in told
    assert (await pair.serving.get(f"{plan}/activities/{activity}")).json()["title"] == SECRET


@pytest.mark.parametrize("kind", ["referral", "goal"])
async def test_what_a_sensitive_assessment_suggests_makes_the_plan_sensitive_that_takes_it(
    pair: Pair, kind: str
) -> None:
    plan = await pair.plan(await pair.made("/v1/goals", words="Rest", state="active"))
    path = f"/v1/assessments/{await pair.made('/v1/assessments', instrument='phq-9', answers=SAD, complete=True)}"
    listed = (await pair.serving.get(f"{path}/suggestions")).json()["items"]
    wanted = next(each for each in listed if each["kind"] == kind)
    assert (await pair.member.get(plan)).status_code == 200
    accepted = await pair.act(f"{path}/suggestions/{wanted['id']}/accept", plan_id=plan.rpartition("/")[2])
    made, told = accepted.json()["made"]["id"], await pair.told(plan)
    assert made in (await pair.serving.get(plan)).text
    assert made not in told
    assert wanted["words"] not in told


async def test_a_task_of_a_sensitive_assessment_makes_the_plan_sensitive_that_takes_it(pair: Pair) -> None:
    plan = await pair.plan(await pair.made("/v1/goals", words="Rest", state="active"))
    await pair.made("/v1/assessments", instrument="phq-9", answers=SAD, complete=True)
    listed = (await pair.serving.get("/v1/tasks", params={"client_id": str(pair.scene.client)})).json()["items"]
    task = next(each for each in listed if each["kind"] == "safety")
    await pair.made(f"{plan}/activities", kind="task", title=SECRET, task_id=task["id"])
    told = await pair.told(plan)
    assert SECRET not in told
    assert task["id"] not in told


async def test_a_handover_does_not_tell_of_a_goal_that_became_sensitive(doors: Doors, pair: Pair) -> None:
    goal = await pair.made("/v1/goals", words=SECRET, state="active")
    plan = await pair.made("/v1/care-plans", title="Enough to eat", goal_ids=[goal])
    admin = await doors.caller(pair.scene.sender.id, Role.AGENCY_ADMIN)
    given = []
    for name in ("Ida", "Ben"):
        worker = {"agency_id": str(pair.scene.sender.id), "given": name, "family": "Ruiz", "roles": ["case_manager"]}
        given.append((await admin.post("/v1/workers", json=worker)).json()["id"])
    client = str(pair.scene.client)
    await pair.act(f"/v1/clients/{client}/care-team/primary", worker_id=given[0])
    transfer = {"from_worker_id": given[0], "to_worker_id": given[1], "everyone": True, "reason": "balance"}
    assert (await pair.serving.post("/v1/caseloads/transfers", json=transfer)).status_code == 201
    [handover] = (await pair.member.get(f"/v1/clients/{client}/handovers")).json()["items"]
    path = f"/v1/handovers/{handover['id']}"
    assert SECRET in (await pair.member.get(path)).text
    await pair.put(f"/v1/goals/{goal}", words=SECRET, labels=["MH"])
    told = (await pair.member.get(path)).text
    assert SECRET not in told
    assert "Enough to eat" not in told
    assert plan not in told
    assert SECRET in (await pair.serving.get(path)).text


async def test_an_assessment_without_a_label_makes_nothing_sensitive(pair: Pair) -> None:
    plan = await pair.plan(await pair.made("/v1/goals", words="Rest", state="active"))
    made = await pair.made("/v1/assessments", instrument="hunger-vital-sign", answers=HUNGRY, complete=True)
    listed = (await pair.serving.get(f"/v1/assessments/{made}/suggestions")).json()["items"]
    for each in listed:
        where = {} if each["kind"] == "need" else {"plan_id": plan.rpartition("/")[2]}
        await pair.serving.post(f"/v1/assessments/{made}/suggestions/{each['id']}/accept", json=where, headers=ANY)
    assert (await pair.member.get(plan)).status_code == 200
