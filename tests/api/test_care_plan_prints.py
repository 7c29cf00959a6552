"""From a template to a plan, and from a plan to paper: as frontends see it, and as clients read it."""

import io
from http import HTTPStatus
from typing import Any

import httpx
import pypdf
import pytest

from app.domain.consents.scope import Section
from app.domain.networks.roles import Role
from tests.api.test_care_plan_templates import BODY
from tests.support.doors import Doors
from tests.support.scenes_referrals import Scene

TEMPLATES = "/v1/care-plan-templates"
ANY = {"If-Match": "*"}
PDF = {"Accept": "application/pdf"}


@pytest.fixture
async def caller(doors: Doors, scene: Scene) -> httpx.AsyncClient:
    return await doors.caller(scene.sender.id, Role.SUPERVISOR, Role.CASE_MANAGER)


async def drafted(caller: httpx.AsyncClient, scene: Scene, **wish: Any) -> dict[str, Any]:
    template = (await caller.post(TEMPLATES, json=BODY)).raise_for_status().json()
    body = {"client_id": str(scene.client), "start": "2027-01-04", **wish}
    answer = await caller.post(f"{TEMPLATES}/{template['id']}/apply", json=body)
    assert answer.status_code == HTTPStatus.CREATED, answer.text
    plan: dict[str, Any] = answer.json()
    assert answer.headers["Location"] == f"/v1/care-plans/{plan['id']}"
    assert (plan["template_id"], plan["template_version"], plan["status"]) == (template["id"], 1, "draft")
    return plan


async def test_a_plan_is_drafted_with_goals_activities_and_their_links(caller: httpx.AsyncClient, scene: Scene) -> None:
    plan = await drafted(caller, scene, language="en")
    (need,), (goal,), (activity,) = plan["needs"], plan["goals"], plan["activities"]
    assert (plan["title"], plan["language"], plan["starts"], plan["ends"]) == (
        "Enough to eat",
        "en",
        "2027-01-04",
        "2028-01-04",
    )
    assert (goal["words"], goal["state"], goal["targets"][0]["due"]) == ("I eat every day", "proposed", "2027-04-04")
    assert (activity["title"], activity["goal_ids"], activity["due"]) == (
        "Go to the pantry",
        [goal["id"]],
        "2027-01-11",
    )
    assert plan["crisis_plan"]["coping"] == ["I breathe"]
    assert (await caller.get(f"/v1/goals/{goal['id']}")).json()["need_ids"] == [need["id"]]
    read = (await caller.get(f"/v1/needs/{need['id']}")).json()
    assert (read["category"], read["verification"]) == ("food-insecurity", "unconfirmed")


async def test_a_plan_speaks_the_clients_language_unless_told_otherwise(
    caller: httpx.AsyncClient, scene: Scene
) -> None:
    assert (await drafted(caller, scene))["title"] == "Suficiente comida"
    assert (await drafted(caller, scene, language="ht"))["title"] == "Enough to eat"


async def test_needs_on_record_are_taken_and_not_recorded_twice(caller: httpx.AsyncClient, scene: Scene) -> None:
    first = (await drafted(caller, scene))["needs"][0]["id"]
    assert (await drafted(caller, scene))["needs"][0]["id"] == first
    path = f"/v1/clients/{scene.client}/needs"
    other = (await caller.post(path, json={"category": "food-insecurity", "words": "No stove"})).json()["id"]
    named = await drafted(caller, scene, needs=[{"key": "food", "need_id": first}])
    assert named["needs"][0]["id"] == first
    assert (await drafted(caller, scene))["needs"][0]["id"] == other


async def test_some_goals_of_a_template_bring_their_own_needs_and_activities_only(
    caller: httpx.AsyncClient, scene: Scene
) -> None:
    shipped = (await caller.get(TEMPLATES, params={"scope": "built_in"})).json()["items"]
    path = f"{TEMPLATES}/{next(each['id'] for each in shipped if each['name'] == 'Food and a steady home')}"
    body = {"client_id": str(scene.client), "goals": ["home"], "language": "en"}
    plan = (await caller.post(f"{path}/apply", json=body)).raise_for_status().json()
    assert [goal["words"] for goal in plan["goals"]] == ["I have a home that I can keep."]
    assert len(plan["needs"]) == 1
    assert {each["title"] for each in plan["activities"]} == {
        "Meet somebody who helps people keep a home",
        "Write down rent, bills and income",
        "Talk about how it goes",
    }


async def test_a_step_for_two_goals_is_told_once_in_full(caller: httpx.AsyncClient, scene: Scene) -> None:
    shipped = (await caller.get(TEMPLATES, params={"scope": "built_in"})).json()["items"]
    path = f"{TEMPLATES}/{next(each['id'] for each in shipped if each['name'] == 'Food and a steady home')}"
    plan = (await caller.post(f"{path}/apply", json={"client_id": str(scene.client), "language": "en"})).json()
    page = (await caller.get(f"/v1/care-plans/{plan['id']}/print?language=en")).text
    assert (page.count("Talk about how it goes"), page.count("See goal 1.")) == (2, 1)


async def test_a_template_for_mental_health_labels_what_is_made_of_it(caller: httpx.AsyncClient, scene: Scene) -> None:
    shipped = (await caller.get(TEMPLATES, params={"scope": "built_in"})).json()["items"]
    path = f"{TEMPLATES}/{next(each['id'] for each in shipped if each['name'] == 'Feeling better')}"
    plan = (await caller.post(f"{path}/apply", json={"client_id": str(scene.client)})).raise_for_status().json()
    assert plan["sensitivity"] == ["MH"]


@pytest.mark.parametrize(
    ("wish", "pointer"),
    [
        ({"goals": ["none"]}, "/goals/0"),
        ({"needs": [{"key": "none", "need_id": "0198c0de-7a11-7000-8000-000000000001"}]}, "/needs/0/key"),
        ({"needs": [{"key": "food", "need_id": "0198c0de-7a11-7000-8000-000000000001"}]}, "/needs/0/need_id"),
        ({"worker_id": "0198c0de-7a11-7000-8000-000000000001"}, "/worker_id"),
        ({"start": "9999-12-31"}, "/start"),
        ({"language": "-"}, "/language"),
    ],
)
async def test_a_wish_that_cannot_be_is_named(
    caller: httpx.AsyncClient, scene: Scene, wish: dict[str, Any], pointer: str
) -> None:
    template = (await caller.post(TEMPLATES, json=BODY)).json()
    body = {"client_id": str(scene.client), **wish}
    answer = await caller.post(f"{TEMPLATES}/{template['id']}/apply", json=body)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (HTTPStatus.UNPROCESSABLE_ENTITY, pointer)


async def test_no_plan_is_made_of_a_retired_template_or_by_who_does_not_serve_the_client(
    doors: Doors, caller: httpx.AsyncClient, scene: Scene
) -> None:
    path = f"{TEMPLATES}/{(await caller.post(TEMPLATES, json=BODY)).json()['id']}"
    await caller.post(f"{path}/retire", headers=ANY)
    body = {"client_id": str(scene.client)}
    refused = await caller.post(f"{path}/apply", json=body)
    assert (refused.status_code, refused.json()["code"]) == (HTTPStatus.CONFLICT, "care-plan-template.retired")
    other = await doors.caller(scene.pantries[0].id, Role.CASE_MANAGER)
    shipped = (await other.get(TEMPLATES)).json()["items"][0]["id"]
    assert (await other.post(f"{TEMPLATES}/{shipped}/apply", json=body)).status_code == HTTPStatus.NOT_FOUND
    weak = await doors.caller(scene.sender.id, Role.CASE_MANAGER, scopes="system/CarePlan.cruds")
    refused = await weak.post(f"{TEMPLATES}/{shipped}/apply", json=body)
    assert (refused.status_code, refused.json()["code"]) == (HTTPStatus.FORBIDDEN, "scope.insufficient")


async def test_a_plan_is_printed_in_the_clients_language_as_page_and_as_sheet(
    caller: httpx.AsyncClient, scene: Scene
) -> None:
    path = f"/v1/care-plans/{(await drafted(caller, scene))['id']}/print"
    page = await caller.get(path)
    assert (page.status_code, page.headers["Content-Type"]) == (HTTPStatus.OK, "text/html; charset=utf-8")
    assert (page.headers["Content-Language"], page.headers["Vary"]) == ("es", "Accept")
    assert "style-src 'sha256-" in page.headers["Content-Security-Policy"]
    for words in ("Este plan es para Ana Lima.", "Como todos los días", "Suficiente comida", "988", "Firme aquí"):
        assert words in page.text
    sheet = await caller.get(path, headers=PDF)
    assert (sheet.headers["Content-Type"], sheet.content[:5]) == ("application/pdf", b"%PDF-")
    text = " ".join(" ".join(each.extract_text().split()) for each in pypdf.PdfReader(io.BytesIO(sheet.content)).pages)
    for words in ("Este plan es para Ana Lima.", "Como todos los días", "Ir al banco de alimentos", "988"):
        assert words in text


async def test_the_language_of_the_headings_can_be_chosen(caller: httpx.AsyncClient, scene: Scene) -> None:
    path = f"/v1/care-plans/{(await drafted(caller, scene))['id']}/print"
    english = await caller.get(path, params={"language": "en-US"})
    assert (english.headers["Content-Language"], "Your goals" in english.text) == ("en", True)
    creole = await caller.get(path, params={"language": "ht"})
    assert (creole.headers["Content-Language"], "in your language yet (ht)" in creole.text) == ("en", True)
    wrong = await caller.get(path, params={"language": "../../x"})
    assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "/query/language",
    )


async def test_what_is_printed_follows_the_plan(caller: httpx.AsyncClient, scene: Scene) -> None:
    plan = await drafted(caller, scene, language="en")
    path = f"/v1/care-plans/{plan['id']}/print?language=en"
    before = await caller.get(path)
    unchanged = await caller.get(path, headers={"If-None-Match": before.headers["ETag"]})
    assert (unchanged.status_code, unchanged.content) == (HTTPStatus.NOT_MODIFIED, b"")
    goal = f"/v1/goals/{plan['goals'][0]['id']}"
    (await caller.post(f"{goal}/activate", headers=ANY)).raise_for_status()
    entry = {"achievement": "achieved", "note": "She cooks every day.", "at": "2026-03-03T15:00:00Z"}
    (await caller.post(f"{goal}/progress", json=entry, headers=ANY)).raise_for_status()
    activity = f"/v1/care-plans/{plan['id']}/activities/{plan['activities'][0]['id']}"
    (await caller.post(f"{activity}/complete", headers=ANY)).raise_for_status()
    agreement = {"answer": "agreed", "on": "2026-03-01", "method": "signed"}
    (await caller.put(f"/v1/care-plans/{plan['id']}/agreement", json=agreement, headers=ANY)).raise_for_status()
    (await caller.post(f"/v1/care-plans/{plan['id']}/activate", headers=ANY)).raise_for_status()
    page = (await caller.get(path)).text
    for words in (
        "You reached this goal on 3 March 2026.",
        "We wrote on 3 March 2026: She cooks every day.",
        "It is done.",
        "You agreed to this plan on 1 March 2026.",
        "Why: Enough food.",
        "by 4 April 2027: Meals: yes.",
    ):
        assert words in page
    assert "This is a draft." not in page


async def test_a_goal_that_was_given_up_and_staff_notes_are_not_printed(
    caller: httpx.AsyncClient, scene: Scene
) -> None:
    plan = await drafted(caller, scene, language="en")
    goal = f"/v1/goals/{plan['goals'][0]['id']}"
    (await caller.post(f"{goal}/cancel", json={"reason": "Not wanted."}, headers=ANY)).raise_for_status()
    page = (await caller.get(f"/v1/care-plans/{plan['id']}/print?language=en")).text
    assert ("I eat every day" in page, "There are no goals yet." in page) == (False, True)


async def test_a_script_that_the_sheet_lacks_is_refused_with_the_way_out(
    caller: httpx.AsyncClient, scene: Scene
) -> None:
    made = await caller.post("/v1/care-plans", json={"client_id": str(scene.client), "title": "我的计划"})
    path = f"/v1/care-plans/{made.json()['id']}/print"
    refused = await caller.get(path, headers=PDF)
    assert (refused.status_code, refused.json()["code"], refused.json()["context"]["use"]) == (
        HTTPStatus.CONFLICT,
        "care-plan.letters-missing",
        "text/html",
    )
    assert "我的计划" in (await caller.get(path)).text


async def test_other_media_types_are_refused(caller: httpx.AsyncClient, scene: Scene) -> None:
    path = f"/v1/care-plans/{(await drafted(caller, scene))['id']}/print"
    for accept in ("application/json", "text/plain", "text/html;q=0"):
        assert (await caller.get(path, headers={"Accept": accept})).status_code == HTTPStatus.NOT_ACCEPTABLE


async def test_a_plan_of_others_is_not_printed_nor_one_entered_in_error(
    doors: Doors, caller: httpx.AsyncClient, scene: Scene
) -> None:
    path = f"/v1/care-plans/{(await drafted(caller, scene))['id']}"
    other = await doors.caller(scene.pantries[0].id, Role.CASE_MANAGER)
    assert (await other.get(f"{path}/print")).status_code == HTTPStatus.NOT_FOUND
    (await caller.post(f"{path}/enter-in-error", json={"reason": "Wrong client."}, headers=ANY)).raise_for_status()
    refused = await caller.get(f"{path}/print")
    assert (refused.status_code, refused.json()["code"]) == (HTTPStatus.CONFLICT, "care-plan.not-printable")


async def test_a_member_of_the_team_prints_what_it_may_read_and_is_told_that_there_may_be_more(
    doors: Doors, caller: httpx.AsyncClient, scene: Scene
) -> None:
    path = f"/v1/care-plans/{(await drafted(caller, scene))['id']}/print?language=en"
    await scene.accepted(await scene.sent())
    await scene.revoke()
    member = await doors.caller(scene.pantries[0].id, Role.CASE_MANAGER)
    assert (await member.get(path)).status_code == HTTPStatus.NOT_FOUND
    await scene.agree(categories=(Section.CARE_PLANS,))
    page = (await member.get(path)).text
    told = {
        words: words in page for words in ("Como todos los días", "Why: Enough food", "may not show all of your plan")
    }
    assert told == {"Como todos los días": True, "Why: Enough food": False, "may not show all of your plan": True}
    whole = (await caller.get(path)).text
    assert ("Why: Enough food" in whole, "may not show all" in whole) == (True, False)
    assert "Harbor Pantry" in whole
    await scene.revoke()
    assert (await member.get(path)).status_code == HTTPStatus.NOT_FOUND
