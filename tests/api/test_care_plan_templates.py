"""Care plan templates as frontends see them."""

from http import HTTPStatus
from typing import Any

import httpx
import pytest

from app.domain.networks.roles import Role
from tests.support.doors import Doors
from tests.support.scenes_referrals import Scene

PATH = "/v1/care-plan-templates"
ANY = {"If-Match": "*"}
BODY: dict[str, Any] = {
    "title": {"en": "Enough to eat", "es": "Suficiente comida"},
    "needs": [{"key": "food", "category": "food-insecurity"}],
    "goals": [
        {
            "key": "eat",
            "words": {"en": "I eat every day", "es": "Como todos los días"},
            "needs": ["food"],
            "targets": [{"measure": {"en": "Meals", "es": "Comidas"}, "value": {"truth": True}, "due_days": 90}],
        }
    ],
    "activities": [
        {
            "key": "pantry",
            "kind": "referral",
            "title": {"en": "Go to the pantry", "es": "Ir al banco de alimentos"},
            "goals": ["eat"],
            "due_days": 7,
        }
    ],
    "crisis_plan": {"coping": [{"en": "I breathe", "es": "Respiro"}]},
    "review_every": {"every": 1, "unit": "months"},
    "lasts_days": 365,
}


@pytest.fixture
async def supervisor(doors: Doors, scene: Scene) -> httpx.AsyncClient:
    return await doors.caller(scene.sender.id, Role.SUPERVISOR, Role.CASE_MANAGER)


async def made(caller: httpx.AsyncClient, **changes: Any) -> dict[str, Any]:
    answer = await caller.post(PATH, json=BODY | changes)
    assert answer.status_code == HTTPStatus.CREATED, answer.text
    body: dict[str, Any] = answer.json()
    assert answer.headers["Location"] == f"{PATH}/{body['id']}"
    return body


async def names(caller: httpx.AsyncClient, **query: Any) -> list[str]:
    found: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = (await caller.get(PATH, params={**query, **cursor})).raise_for_status().json()
        found += [item["name"] for item in page["items"]]
        if page["next_cursor"] is None:
            return found
        cursor = {"cursor": page["next_cursor"]}


async def test_a_template_says_what_was_sent(supervisor: httpx.AsyncClient) -> None:
    template = await made(supervisor)
    assert {name: template[name] for name in ("title", "lasts_days", "review_every")} == {
        name: BODY[name] for name in ("title", "lasts_days", "review_every")
    }
    (goal,) = template["goals"]
    assert (goal["key"], goal["needs"], goal["targets"][0]["value"]["truth"]) == ("eat", ["food"], True)
    assert template["activities"][0]["goals"] == ["eat"]
    assert template["crisis_plan"]["coping"] == [{"en": "I breathe", "es": "Respiro"}]
    assert (template["scope"], template["status"], template["languages"]) == ("agency", "active", ["en", "es"])
    assert [(each["action"], each["allowed"]) for each in template["available_actions"]] == [
        ("retire", True),
        ("reinstate", False),
    ]


async def test_a_change_makes_a_version_and_the_one_before_stays(supervisor: httpx.AsyncClient) -> None:
    path = f"{PATH}/{(await made(supervisor))['id']}"
    read = await supervisor.get(path)
    changed = await supervisor.put(path, json=BODY | {"lasts_days": 30}, headers={"If-Match": read.headers["ETag"]})
    assert (changed.json()["version"], changed.json()["lasts_days"]) == (2, 30)
    same = await supervisor.put(path, json=BODY | {"lasts_days": 30}, headers=ANY)
    assert same.json()["version"] == 2
    stale = await supervisor.put(path, json=BODY, headers={"If-Match": read.headers["ETag"]})
    assert stale.status_code == HTTPStatus.PRECONDITION_FAILED
    first = (await supervisor.get(f"{path}/versions/1")).json()
    assert (first["version"], first["lasts_days"]) == (1, 365)
    assert (await supervisor.get(f"{path}/versions/2")).json()["lasts_days"] == 30
    assert (await supervisor.get(f"{path}/versions/3")).status_code == HTTPStatus.NOT_FOUND


async def test_a_retired_template_is_listed_apart_and_not_changed(supervisor: httpx.AsyncClient) -> None:
    path = f"{PATH}/{(await made(supervisor))['id']}"
    retired = await supervisor.post(f"{path}/retire", headers=ANY)
    assert retired.json()["status"] == "retired"
    assert await names(supervisor, status="retired") == ["Enough to eat"]
    assert "Enough to eat" not in await names(supervisor)
    again = await supervisor.post(f"{path}/retire", headers=ANY)
    assert (again.status_code, again.json()["context"]["allowed_actions"]) == (HTTPStatus.CONFLICT, ["reinstate"])
    refused = await supervisor.put(path, json=BODY | {"lasts_days": 1}, headers=ANY)
    assert (refused.status_code, refused.json()["code"]) == (HTTPStatus.CONFLICT, "care-plan-template.retired")
    assert (await supervisor.post(f"{path}/reinstate", headers=ANY)).json()["status"] == "active"


async def test_built_in_templates_are_everybodys_and_nobody_changes_them(supervisor: httpx.AsyncClient) -> None:
    shipped = (await supervisor.get(PATH, params={"scope": "built_in"})).json()["items"]
    assert [item["name"] for item in shipped] == ["Coming home", "Feeling better", "Food and a steady home"]
    path = f"{PATH}/{shipped[0]['id']}"
    read = (await supervisor.get(path)).json()
    assert (read["agency_id"], [each["allowed"] for each in read["available_actions"]]) == (None, [False, False])
    assert (await supervisor.get(f"{path}/versions/1")).json() == read
    assert (await supervisor.get(f"{path}/versions/2")).status_code == HTTPStatus.NOT_FOUND
    refused = [await supervisor.put(path, json=BODY, headers=ANY), await supervisor.post(f"{path}/retire", headers=ANY)]
    assert [(each.status_code, each.json()["code"]) for each in refused] == [
        (HTTPStatus.CONFLICT, "care-plan-template.built-in")
    ] * 2


async def test_a_built_in_template_can_be_copied(supervisor: httpx.AsyncClient) -> None:
    shipped = (await supervisor.get(PATH, params={"scope": "built_in"})).json()["items"]
    for item in shipped:
        read = (await supervisor.get(f"{PATH}/{item['id']}")).json()
        copy = {name: value for name, value in read.items() if name in {*BODY, "language", "description", "categories"}}
        body = (await supervisor.post(PATH, json=copy)).raise_for_status().json()
        assert {name: body[name] for name in copy} == copy


async def test_an_agencys_template_is_its_own_and_the_networks_is_everybodys(
    doors: Doors, scene: Scene, supervisor: httpx.AsyncClient
) -> None:
    own = await made(supervisor)
    office = await doors.administrator()
    shared = await made(office, scope="network", title={"en": "For all", "es": "Para todos"})
    other = await doors.caller(scene.pantries[0].id, Role.SUPERVISOR)
    assert (await other.get(f"{PATH}/{own['id']}")).status_code == HTTPStatus.NOT_FOUND
    assert (await other.put(f"{PATH}/{own['id']}", json=BODY, headers=ANY)).status_code == HTTPStatus.NOT_FOUND
    assert (await other.get(f"{PATH}/{shared['id']}")).json()["available_actions"][0]["allowed"] is False
    refused = await other.post(f"{PATH}/{shared['id']}/retire", headers=ANY)
    assert (refused.status_code, refused.json()["code"]) == (HTTPStatus.FORBIDDEN, "care-plan-template.not-yours")
    assert ("Enough to eat" in await names(other), "For all" in await names(other)) == (False, True)
    everything = ["Coming home", "Enough to eat", "Feeling better", "Food and a steady home", "For all"]
    assert await names(supervisor) == everything
    assert await names(supervisor, limit=1) == everything
    assert await names(office) == everything
    assert (await names(office, scope="agency"), await names(office, scope="network")) == (
        ["Enough to eat"],
        ["For all"],
    )
    assert await names(other, scope="agency") == []


async def test_only_the_network_keeps_templates_for_all(doors: Doors, scene: Scene) -> None:
    supervisor = await doors.caller(scene.sender.id, Role.SUPERVISOR)
    refused = await supervisor.post(PATH, json=BODY | {"scope": "network"})
    assert (refused.status_code, refused.json()["code"]) == (HTTPStatus.FORBIDDEN, "care-plan-template.not-yours")
    invalid = await supervisor.post(PATH, json=BODY | {"scope": "built_in"})
    assert invalid.json()["errors"][0]["pointer"] == "/scope"
    case_manager = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    assert (await case_manager.post(PATH, json=BODY)).status_code == HTTPStatus.FORBIDDEN


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"goals": []}, "/goals"),
        ({"needs": []}, "/goals/0/needs/0"),
        ({"title": {"en": "Enough to eat", "es": "Comida", "ht": "Manje"}}, "/goals/0/words"),
        ({"title": {"es": "Suficiente comida"}}, "/title"),
        ({"title": {"en": "x", "not a tag": "y"}}, "/title/1"),
        ({"title": {}}, "/title"),
        ({"lasts_days": -1}, "/lasts_days"),
        ({"review_every": {"every": 0, "unit": "days"}}, "/review_every/every"),
        ({"activities": [BODY["activities"][0] | {"goals": ["none"]}]}, "/activities/0/goals/0"),
        ({"activities": [BODY["activities"][0] | {"kind": "magic"}]}, "/activities/0/kind"),
        ({"needs": [{"key": "food"}]}, "/needs/0"),
        ({"needs": [{"key": "Food!", "category": "food-insecurity"}]}, "/needs/0/key"),
        ({"surprise": 1}, "/surprise"),
    ],
)
async def test_what_is_wrong_is_named(supervisor: httpx.AsyncClient, changes: dict[str, Any], pointer: str) -> None:
    answer = await supervisor.post(PATH, json=BODY | changes)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert pointer in [error["pointer"] for error in answer.json()["errors"]]
