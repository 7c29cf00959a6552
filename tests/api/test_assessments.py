"""Assessments as frontends meet them: from the first answer to what is made of the last."""

from typing import Any

import httpx

from app.domain.codes import Sensitivity
from app.domain.consents.scope import Section
from app.domain.networks.roles import Role
from app.domain.work.task import TaskKind
from tests.support.doors import Doors
from tests.support.scenes_referrals import Scene

ANY = {"If-Match": "*"}
OFTEN, NEVER = "LA28397-0", "LA28398-8"
RUNS_OUT, DOES_NOT_LAST = "/88122-7", "/88123-5"
HUNGRY = {RUNS_OUT: {"values": [OFTEN]}, DOES_NOT_LAST: {"values": [NEVER]}}
FULL = {RUNS_OUT: {"values": [NEVER]}, DOES_NOT_LAST: {"values": [NEVER]}}
NOT_AT_ALL, SEVERAL, NEARLY_EVERY_DAY = "LA6568-5", "LA6569-3", "LA6571-9"
MOOD = ("44250-9", "44255-8", "44259-0", "44254-1", "44251-7", "44258-2", "44252-5", "44253-3", "44260-8")


def a_screen(scene: Scene, **more: Any) -> dict[str, Any]:
    return {"client_id": str(scene.client), "instrument": "hunger-vital-sign", **more}


def a_mood(scene: Scene, *codes: str, **more: Any) -> dict[str, Any]:
    answers = {f"/{item}": {"values": [code]} for item, code in zip(MOOD, codes, strict=True)}
    body = {"client_id": str(scene.client), "instrument": "phq-9", "answers": answers, "complete": True}
    return body | more


async def completed(caller: httpx.AsyncClient, body: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    made = await caller.post("/v1/assessments", json={**body, "complete": True})
    assert made.status_code == 201, made.text
    return made.headers["Location"], made.json()


async def suggested(caller: httpx.AsyncClient, path: str, **query: str) -> dict[str, dict[str, Any]]:
    answer = await caller.get(f"{path}/suggestions", params=query)
    return {each["kind"]: each for each in answer.json()["items"]}


def wrong(answer: httpx.Response) -> list[str]:
    return [each["pointer"] for each in answer.json()["errors"]]


async def test_a_screen_is_answered_bit_by_bit_completed_and_scored(doors: Doors, scene: Scene) -> None:
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    made = await caller.post("/v1/assessments", json=a_screen(scene, language="es", mode="phone"))
    begun, path = made.json(), made.headers["Location"]
    assert (made.status_code, begun["status"], begun["answers"], begun["scores"]) == (201, "in_progress", {}, [])

    answers = {RUNS_OUT: {"values": [OFTEN]}, DOES_NOT_LAST: {"absent": "skipped"}}
    saved = await caller.patch(path, json={"answers": answers}, headers={"If-Match": made.headers["ETag"]})
    assert saved.json()["answers"][RUNS_OUT]["values"][0]["display"] == "Often true"
    stale = await caller.patch(path, json={"answers": {}}, headers={"If-Match": made.headers["ETag"]})
    assert stale.status_code == 412

    early = await caller.post(f"{path}/complete", headers=ANY)
    assert (early.status_code, wrong(early)) == (422, ["/answers/~188123-5"])
    await caller.patch(path, json={"answers": {DOES_NOT_LAST: {"absent": "declined"}}}, headers=ANY)
    done = (await caller.post(f"{path}/complete", headers=ANY)).json()
    assert (done["status"], done["answers"][DOES_NOT_LAST]["absent"]) == ("completed", "declined")
    score = done["scores"][0]
    assert (score["value"], score["at_least"], score["at_most"], score["band"]) == (None, 1, 2, "at-risk")
    assert (score["why_not"], score["missing"], done["open_suggestions"]) == ("answers_missing", [DOES_NOT_LAST], 3)

    listed = (await caller.get("/v1/assessments", params={"instrument": "hunger-vital-sign"})).json()["items"]
    assert [{key: done[key] for key in listed[0]}] == listed
    read = (await caller.get(path, params={"language": "es"})).json()
    assert read["scores"][0]["label"] == "Inseguridad alimentaria"


async def test_saving_the_same_answers_again_changes_nothing(doors: Doors, scene: Scene) -> None:
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    path = (await caller.post("/v1/assessments", json=a_screen(scene, answers=HUNGRY))).headers["Location"]
    before = (await caller.get(path)).headers["ETag"]
    again = await caller.patch(path, json={"answers": HUNGRY, "mode": "in_person"}, headers=ANY)
    assert (again.status_code, again.headers["ETag"]) == (200, before)
    taken_back = await caller.patch(path, json={"answers": {RUNS_OUT: None}, "note": "She hesitates."}, headers=ANY)
    assert (list(taken_back.json()["answers"]), taken_back.json()["note"]) == ([DOES_NOT_LAST], "She hesitates.")


async def test_what_a_screen_suggests_becomes_a_need_a_goal_and_a_referral(doors: Doors, scene: Scene) -> None:
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    path, made = await completed(caller, a_screen(scene, answers=HUNGRY, language="es"))
    assert (made["scores"][0]["value"], made["scores"][0]["band_label"]) == (1, "At risk")

    suggestions = await suggested(caller, path)
    causes = [(cause["link_id"], cause["answered"]) for cause in suggestions["need"]["causes"]]
    assert causes == [(None, "1 (At risk)"), (RUNS_OUT, "Often true")]
    ids = {kind: each["id"] for kind, each in suggestions.items()}
    assert {each["serves"] for each in suggestions.values()} == {None, ids["need"]}

    need = (await caller.post(f"{path}/suggestions/{ids['need']}/accept", json={}, headers=ANY)).json()
    recorded = (await caller.get(need["made"]["href"])).json()
    assert (recorded["category"], recorded["assessment_id"]) == ("food-insecurity", made["id"])
    assert recorded["link_ids"] == [RUNS_OUT]

    goal = (await caller.post(f"{path}/suggestions/{ids['goal']}/accept", json={}, headers=ANY)).json()
    proposed = (await caller.get(goal["made"]["href"])).json()
    assert proposed["words"] == "Tener suficiente comida en casa todos los días del mes"
    assert proposed["need_ids"] == [recorded["id"]]

    wanted = {"handoffs": [{"service_id": str(scene.offered[0].id)}], "priority": "urgent"}
    referral = (await caller.post(f"{path}/suggestions/{ids['referral']}/accept", json=wanted, headers=ANY)).json()
    drafted = (await caller.get(referral["made"]["href"])).json()
    assert (drafted["state"], drafted["category"], drafted["priority"]) == ("draft", "food-insecurity", "urgent")

    again = await caller.post(f"{path}/suggestions/{ids['need']}/accept", json={}, headers=ANY)
    assert (again.status_code, again.json()["context"]["allowed_actions"]) == (409, [])
    assert (await caller.get(path)).json()["open_suggestions"] == 0


async def test_what_is_made_of_suggestions_goes_into_a_plan_and_its_outcome_comes_back(
    doors: Doors, scene: Scene
) -> None:
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    path, _ = await completed(caller, a_screen(scene, answers=HUNGRY))
    ids = {kind: each["id"] for kind, each in (await suggested(caller, path)).items()}
    plan = await caller.post("/v1/care-plans", json={"client_id": str(scene.client), "title": "Food"})
    where = {"plan_id": plan.json()["id"]}
    refused = await caller.post(f"{path}/suggestions/{ids['need']}/accept", json=where, headers=ANY)
    assert wrong(refused) == ["/plan_id"]
    goal = (await caller.post(f"{path}/suggestions/{ids['goal']}/accept", json=where, headers=ANY)).json()
    referral = (await caller.post(f"{path}/suggestions/{ids['referral']}/accept", json=where, headers=ANY)).json()
    kept = (await caller.get(plan.headers["Location"])).json()
    assert [each["id"] for each in kept["goals"]] == [goal["made"]["id"]]
    activities = (await caller.get(f"{plan.headers['Location']}/activities")).json()["items"]
    assert [(each["kind"], each["referral_id"]) for each in activities] == [("referral", referral["made"]["id"])]
    activity = (await caller.get(f"{plan.headers['Location']}/activities/{activities[0]['id']}")).json()
    assert activity["goal_ids"] == [goal["made"]["id"]]
    missing = await caller.post(
        f"{path}/suggestions/{ids['goal']}/accept", json={"plan_id": str(scene.client)}, headers=ANY
    )
    assert missing.status_code == 409


async def test_a_suggestion_is_dismissed_with_a_reason_and_may_be_accepted_later(doors: Doors, scene: Scene) -> None:
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    path, _ = await completed(caller, a_screen(scene, answers=HUNGRY))
    goal = f"{path}/suggestions/{(await suggested(caller, path))['goal']['id']}"
    assert wrong(await caller.post(f"{goal}/dismiss", json={}, headers=ANY)) == ["/reason"]
    dismissed = (await caller.post(f"{goal}/dismiss", json={"reason": "She has family here."}, headers=ANY)).json()
    assert (dismissed["state"], dismissed["reason"]) == ("dismissed", "She has family here.")
    allowed = [each["action"] for each in dismissed["available_actions"] if each["allowed"]]
    assert allowed == ["accept"]
    accepted = (await caller.post(f"{goal}/accept", json={"words": "Lunch every day"}, headers=ANY)).json()
    assert (accepted["state"], accepted["reason"]) == ("accepted", None)
    assert (await caller.get(accepted["made"]["href"])).json()["words"] == "Lunch every day"


async def test_a_suggestion_takes_nothing_that_is_not_of_its_kind(doors: Doors, scene: Scene) -> None:
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    path, _ = await completed(caller, a_screen(scene, answers=HUNGRY))
    need = f"{path}/suggestions/{(await suggested(caller, path))['need']['id']}"
    refused = await caller.post(f"{need}/accept", json={"due": "2027-01-01T00:00:00Z"}, headers=ANY)
    assert (refused.status_code, wrong(refused)) == (422, ["/due"])
    stale = await caller.post(f"{need}/accept", json={}, headers={"If-Match": '"99"'})
    assert stale.status_code == 412
    assert (await caller.post(f"{path}/suggestions/{scene.client}/accept", json={}, headers=ANY)).status_code == 404


async def test_thoughts_of_death_put_a_task_on_the_list_at_once_and_only_once(doors: Doors, scene: Scene) -> None:
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    fine = [NOT_AT_ALL] * 9
    path, made = await completed(caller, a_mood(scene, *fine))
    assert (made["scores"][0]["value"], made["sensitivity"]) == (0, [Sensitivity.MH])
    assert (await caller.get("/v1/tasks")).json()["items"] == []

    worse = {"reason": "Item 9 was heard wrong.", "answers": {"/44260-8": {"values": [SEVERAL]}}}
    amended = (await caller.post(f"{path}/amend", json=worse, headers=ANY)).json()
    assert (amended["status"], amended["scores"][0]["value"]) == ("amended", 1)
    tasks = (await caller.get("/v1/tasks")).json()["items"]
    assert [(task["kind"], task["priority"], task["assessment_id"]) for task in tasks] == [
        (TaskKind.SAFETY, "urgent", made["id"])
    ]
    safety = (await suggested(caller, path))["task"]
    assert (safety["state"], safety["automatic"], safety["made"]["id"]) == ("accepted", True, tasks[0]["id"])

    for code in (NOT_AT_ALL, NEARLY_EVERY_DAY):
        amendment = {"reason": "Again.", "answers": {"/44260-8": {"values": [code]}}}
        assert (await caller.post(f"{path}/amend", json=amendment, headers=ANY)).status_code == 200
    assert len((await caller.get("/v1/tasks")).json()["items"]) == 1


async def test_a_safety_task_is_made_when_the_form_comes_in_complete(doors: Doors, scene: Scene) -> None:
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    _, made = await completed(caller, a_mood(scene, *[NEARLY_EVERY_DAY] * 9))
    assert (made["scores"][0]["value"], made["scores"][0]["band"], made["open_suggestions"]) == (27, "severe", 3)
    tasks = (await caller.get("/v1/tasks")).json()["items"]
    assert [task["kind"] for task in tasks] == ["safety"]


async def test_every_former_version_is_kept(doors: Doors, scene: Scene) -> None:
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    path, _ = await completed(caller, a_screen(scene, answers=HUNGRY))
    assert wrong(await caller.post(f"{path}/amend", json={"answers": FULL}, headers=ANY)) == ["/reason"]
    amended = (await caller.post(f"{path}/amend", json={"reason": "Misheard.", "answers": FULL}, headers=ANY)).json()
    assert (amended["scores"][0]["value"], amended["open_suggestions"], amended["reason"]) == (0, 0, "Misheard.")
    states = [each["state"] for each in (await caller.get(f"{path}/suggestions")).json()["items"]]
    assert states == ["withdrawn"] * 3

    back = {"reason": "It was right.", "answers": {RUNS_OUT: {"values": [OFTEN]}}}
    assert (await caller.post(f"{path}/amend", json=back, headers=ANY)).json()["open_suggestions"] == 3
    error = (await caller.post(f"{path}/enter-in-error", json={"reason": "Another client."}, headers=ANY)).json()
    assert (error["status"], error["open_suggestions"]) == ("entered_in_error", 0)

    steps = (await caller.get(f"{path}/history")).json()["items"]
    told = [(step["number"], step["action"], step["reason"], step["scores"][0]["value"]) for step in steps]
    assert told == [
        (1, "complete", None, 1),
        (2, "amend", "Misheard.", 0),
        (3, "amend", "It was right.", 1),
        (4, "enter_in_error", "Another client.", 1),
    ]
    assert steps[0]["answers"][RUNS_OUT]["values"][0]["code"] == OFTEN
    first = (await caller.get(f"{path}/history", params={"limit": 3})).json()
    second = await caller.get(f"{path}/history", params={"limit": 3, "cursor": first["next_cursor"]})
    assert second.json() == {"items": steps[3:], "next_cursor": None}


async def test_scores_are_read_over_time(doors: Doors, scene: Scene) -> None:
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    months = ("2026-01-10T10:00:00Z", "2026-02-10T10:00:00Z", "2026-03-10T10:00:00Z")
    paths = [
        (await completed(caller, a_screen(scene, answers=answers, asked_at=at)))[0]
        for at, answers in zip(months, (HUNGRY, HUNGRY, FULL), strict=True)
    ]
    await completed(caller, a_mood(scene, *[SEVERAL] * 9, asked_at=months[1]))
    trend = f"/v1/clients/{scene.client}/scores"
    first = (await caller.get(trend, params={"instrument": "hunger-vital-sign", "limit": 2})).json()
    assert [(point["value"], point["band"]) for point in first["items"]] == [(0, "no-risk"), (1, "at-risk")]
    rest = await caller.get(
        trend, params={"instrument": "hunger-vital-sign", "limit": 2, "cursor": first["next_cursor"]}
    )
    assert ([point["at"] for point in rest.json()["items"]], rest.json()["next_cursor"]) == ([months[0]], None)
    every = [(point["instrument"], point["score"]) for point in (await caller.get(trend)).json()["items"]]
    assert every.count(("phq-9", "total")) == 1
    await caller.post(f"{paths[2]}/enter-in-error", json={"reason": "Wrong client."}, headers=ANY)
    left = (await caller.get(trend, params={"score": "food"})).json()["items"]
    assert [point["value"] for point in left] == [1, 1]


async def test_an_assessment_does_only_what_its_state_allows(doors: Doors, scene: Scene) -> None:
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    path = (await caller.post("/v1/assessments", json=a_screen(scene))).headers["Location"]
    early = await caller.post(f"{path}/amend", json={"reason": "x", "answers": {}}, headers=ANY)
    assert (early.status_code, early.json()["context"]["allowed_actions"]) == (
        409,
        ["complete", "stop", "enter_in_error"],
    )
    stopped = (await caller.post(f"{path}/stop", json={"reason": "She was tired."}, headers=ANY)).json()
    assert (stopped["status"], stopped["reason"], stopped["scores"]) == ("stopped", "She was tired.", [])
    for attempt in (
        await caller.post(f"{path}/complete", headers=ANY),
        await caller.patch(path, json={"answers": HUNGRY}, headers=ANY),
    ):
        assert (attempt.status_code, attempt.json()["context"]["allowed_actions"]) == (409, ["enter_in_error"])
    missing = await caller.patch(path, json={"answers": HUNGRY})
    assert missing.status_code == 428


async def test_every_wrong_answer_is_named(doors: Doors, scene: Scene) -> None:
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    answers = {
        RUNS_OUT: {"values": ["LA99999-9"]},
        DOES_NOT_LAST: {"values": [OFTEN, NEVER]},
        "/no/such~thing": {"values": [1]},
    }
    refused = await caller.post("/v1/assessments", json=a_screen(scene, answers=answers))
    assert (refused.status_code, sorted(wrong(refused))) == (
        422,
        ["/answers/~188122-7/values/0", "/answers/~188123-5/values", "/answers/~1no~1such~0thing"],
    )
    both = {RUNS_OUT: {"values": [OFTEN], "absent": "declined"}, DOES_NOT_LAST: {}}
    refused = await caller.post("/v1/assessments", json=a_screen(scene, answers=both))
    assert wrong(refused) == ["/answers/~188122-7", "/answers/~188123-5"]


async def test_circumstances_that_cannot_be_are_refused(doors: Doors, scene: Scene) -> None:
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    for wrongly, pointer in (
        ({"instrument": "no-such"}, "/instrument"),
        ({"instrument_version": "9"}, "/instrument_version"),
        ({"answered_by": "proxy"}, "/respondent"),
        ({"asked_at": "2190-01-01T00:00:00Z"}, "/asked_at"),
        ({"language": "no language"}, "/language"),
        ({"asked_by": str(scene.client)}, "/asked_by"),
        ({"mode": None}, "/mode"),
    ):
        refused = await caller.post("/v1/assessments", json=a_screen(scene) | wrongly)
        assert (refused.status_code, wrong(refused)) == (422, [pointer]), wrongly


async def test_an_assessment_is_known_by_its_name_in_another_system_once(doors: Doors, scene: Scene) -> None:
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    named = a_screen(scene, identifiers=[{"system": "https://ehr.example", "value": "qr-1"}])
    assert (await caller.post("/v1/assessments", json=named)).json()["identifiers"] == named["identifiers"]
    assert (await caller.post("/v1/assessments", json=named)).status_code == 409


async def test_only_those_who_may_read_an_assessment_know_of_it(doors: Doors, scene: Scene) -> None:
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    path, _ = await completed(caller, a_screen(scene, answers=HUNGRY))
    stranger = await doors.caller(scene.pantries[0].id, Role.CASE_MANAGER)
    body = {"reason": "x"}
    for attempt in (
        await stranger.get(path),
        await stranger.get(f"{path}/history"),
        await stranger.get(f"{path}/suggestions"),
        await stranger.post(f"{path}/enter-in-error", json=body, headers=ANY),
        await stranger.get(f"/v1/clients/{scene.client}/scores"),
        await stranger.get("/v1/assessments", params={"client_id": str(scene.client)}),
        await stranger.post("/v1/assessments", json=a_screen(scene)),
    ):
        assert attempt.status_code == 404, attempt.url
    assert (await stranger.get("/v1/assessments")).json()["items"] == []
    coordinator = await doors.administrator()
    assert (await coordinator.get(path)).status_code == 200
    assert len((await coordinator.get("/v1/assessments")).json()["items"]) == 1


async def test_the_team_reads_what_one_consent_releases_and_writes_nothing(doors: Doors, scene: Scene) -> None:
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    hunger, _ = await completed(caller, a_screen(scene, answers=HUNGRY))
    mood, _ = await completed(caller, a_mood(scene, *[NOT_AT_ALL] * 9))
    sent = await scene.sent()
    await scene.accepted(sent)
    member = await doors.caller(scene.pantries[0].id, Role.CASE_MANAGER)
    assert [(await member.get(path)).status_code for path in (hunger, mood)] == [404, 404]

    await scene.agree(categories=(Section.ASSESSMENTS,))
    assert [(await member.get(path)).status_code for path in (hunger, mood)] == [200, 404]
    listed = (await member.get("/v1/assessments", params={"client_id": str(scene.client)})).json()["items"]
    assert [f"/v1/assessments/{each['id']}" for each in listed] == [hunger]
    trend = (await member.get(f"/v1/clients/{scene.client}/scores")).json()["items"]
    assert {point["instrument"] for point in trend} == {"hunger-vital-sign"}
    offered = (await member.get(hunger)).json()["available_actions"]
    assert [each for each in offered if each["allowed"]] == []
    refused = await member.post(f"{hunger}/enter-in-error", json={"reason": "x"}, headers=ANY)
    assert (refused.status_code, refused.json()["code"]) == (403, "client.not-served")

    await scene.agree(categories=(Section.ASSESSMENTS,), sensitivities=(Sensitivity.MH,))
    assert (await member.get(mood)).status_code == 200


async def test_accepting_needs_the_scope_of_what_is_made(doors: Doors, scene: Scene) -> None:
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    path, _ = await completed(caller, a_screen(scene, answers=HUNGRY))
    ids = {kind: each["id"] for kind, each in (await suggested(caller, path)).items()}
    scopes = "system/QuestionnaireResponse.cruds system/Goal.c"
    narrow = await doors.caller(scene.sender.id, Role.CASE_MANAGER, scopes=scopes)
    refused = await narrow.post(f"{path}/suggestions/{ids['need']}/accept", json={}, headers=ANY)
    assert (refused.status_code, refused.json()["context"]["scope"]) == (403, "system/Condition.c")
    allowed = await narrow.post(f"{path}/suggestions/{ids['goal']}/accept", json={}, headers=ANY)
    assert allowed.status_code == 200


async def test_a_retry_completes_once(doors: Doors, scene: Scene) -> None:
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    once = {"Idempotency-Key": "mood-1"}
    body = a_mood(scene, *[NEARLY_EVERY_DAY] * 9)
    first = await caller.post("/v1/assessments", json=body, headers=once)
    second = await caller.post("/v1/assessments", json=body, headers=once)
    assert (first.json(), second.headers["Idempotency-Replayed"]) == (second.json(), "true")
    assert len((await caller.get("/v1/tasks")).json()["items"]) == 1
