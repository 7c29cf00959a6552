"""Needs as frontends see them."""

from http import HTTPStatus
from typing import Any
from uuid import uuid4

import httpx
import pytest

from app.domain.care_plans.need_moves import NEED_PAST
from app.domain.codes import Category, Sensitivity
from app.domain.consents.scope import Section
from app.domain.networks.roles import Role
from tests.support.doors import Doors
from tests.support.scenes_referrals import Scene

ANY = {"If-Match": "*"}
OK, CREATED, NOT_FOUND = HTTPStatus.OK, HTTPStatus.CREATED, HTTPStatus.NOT_FOUND
CONFLICT, INVALID, FORBIDDEN = HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.FORBIDDEN
HUNGER: dict[str, Any] = {
    "category": "food-insecurity",
    "concept": {
        "codings": [
            {"system": "http://snomed.info/sct", "code": "733423003", "display": "Food insecurity"},
            {"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "Z59.41"},
        ]
    },
    "words": "At the end of the month there is nothing to eat.",
    "priority": 1,
    "severity": "moderate",
    "onset": "2026-11",
}


async def recorded(caller: httpx.AsyncClient, scene: Scene, **fields: Any) -> httpx.Response:
    answer = await caller.post("/v1/needs", json={**HUNGER, "client_id": str(scene.client), **fields})
    assert answer.status_code == CREATED, answer.text
    return answer


async def test_a_need_is_recorded_described_anew_resolved_and_comes_again(doors: Doors, scene: Scene) -> None:
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    known = {"identifiers": [{"system": "urn:ehr", "value": "c-1"}], "verification": "provisional"}
    made = await caller.post(f"/v1/clients/{scene.client}/needs", json={**HUNGER, **known})
    need, path = made.json(), made.headers["Location"]
    assert (made.status_code, need["title"], need["status"], need["verification"]) == (
        CREATED,
        "Food insecurity",
        "active",
        "provisional",
    )
    assert need["asserted_by"] == {"kind": "client", "id": None, "name": None}
    assert (await caller.get(path)).json() == need
    tag = {"If-Match": made.headers["ETag"]}
    same = await caller.put(path, json={**HUNGER, "identifiers": known["identifiers"]}, headers=tag)
    assert (same.status_code, same.json()["version"]) == (OK, 1)
    changed = await caller.put(path, json={**HUNGER, "priority": 2, "words": None}, headers=tag)
    assert (changed.json()["priority"], changed.json()["words"], changed.json()["version"]) == (2, None, 2)
    assert (await caller.put(path, json=HUNGER, headers=tag)).status_code == HTTPStatus.PRECONDITION_FAILED
    moves: list[tuple[str, Any, str, str]] = [
        ("confirm", None, "active", "confirmed"),
        ("resolve", {"on": "2027", "note": "Food stamps came."}, "resolved", "confirmed"),
        ("recur", None, "recurrence", "confirmed"),
        ("refute", {"note": "Another client."}, "inactive", "refuted"),
        ("doubt", None, "inactive", "unconfirmed"),
        ("relapse", None, "relapse", "unconfirmed"),
        ("remit", None, "remission", "unconfirmed"),
        ("inactivate", None, "inactive", "unconfirmed"),
        ("reactivate", None, "active", "unconfirmed"),
        ("enter-in-error", None, "entered_in_error", "unconfirmed"),
    ]
    for action, said, status, verification in moves:
        if action == "resolve":
            said = {"on": need["created_at"][:4], "note": said["note"]}  # noqa: PLW2901 - this year
        moved = await caller.post(f"{path}/{action}", json=said, headers=ANY)
        assert (moved.status_code, moved.json()["status"], moved.json()["verification"]) == (OK, status, verification)
    history = (await caller.get(f"{path}/history")).json()["items"]
    assert ["recorded", *(NEED_PAST[move] for move in _moves(moves))] == [line["action"] for line in history]
    assert history[2]["note"] == "Food stamps came."
    refused = await caller.post(f"{path}/reactivate", headers=ANY)
    assert (refused.status_code, refused.json()["context"]["allowed_actions"]) == (CONFLICT, [])


async def test_a_need_offers_what_may_be_done_now_and_says_why_not_the_rest(doors: Doors, scene: Scene) -> None:
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    need = (await recorded(caller, scene)).json()
    offers = {offer["action"]: offer for offer in need["available_actions"]}
    assert offers["resolve"] == {
        "action": "resolve",
        "href": f"/v1/needs/{need['id']}/resolve",
        "allowed": True,
        "reason": None,
    }
    assert (offers["recur"]["allowed"], offers["recur"]["reason"]) == (False, "not possible while active")
    refused = await caller.post(offers["recur"]["href"], headers=ANY)
    allowed = {name for name, offer in offers.items() if offer["allowed"]}
    assert (refused.status_code, set(refused.json()["context"]["allowed_actions"])) == (CONFLICT, allowed)


async def test_lists_show_what_is_asked_for_page_by_page(doors: Doors, scene: Scene) -> None:
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    first, second, third = [
        (await recorded(caller, scene, category=category, concept=None)).json()["id"]
        for category in ("food-insecurity", "homelessness", "food-insecurity")
    ]
    await caller.post(f"/v1/needs/{first}/resolve", headers=ANY)

    async def ids(path: str, **query: Any) -> list[str]:
        answer = await caller.get(path, params=query)
        assert answer.status_code == OK, answer.text
        return [each["id"] for each in answer.json()["items"]]

    assert await ids("/v1/needs") == [first, third, second]
    assert await ids("/v1/needs", sort="updated_at", status="active") == [second, third]
    assert await ids("/v1/needs", category="homelessness") == [second]
    assert await ids("/v1/needs", client_id=str(scene.client), agency_id=str(scene.sender.id)) == [first, third, second]
    assert await ids(f"/v1/clients/{scene.client}/needs", status="resolved") == [first]
    page = (await caller.get("/v1/needs", params={"limit": 2})).json()
    rest = await ids("/v1/needs", limit=2, cursor=page["next_cursor"])
    assert [first, third, second] == [*(each["id"] for each in page["items"]), *rest]
    assert (await caller.get(f"/v1/clients/{uuid4()}/needs")).status_code == NOT_FOUND
    assert (await caller.get("/v1/needs", params={"status": "open"})).status_code == INVALID


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "nothing said": ({"category": None, "concept": None, "words": None}, "/category"),
    "no such category": ({"category": "hunger"}, "/category"),
    "a mistyped code": (
        {"concept": {"codings": [{"system": "http://snomed.info/sct", "code": "733423004"}]}},
        "/concept/codings/0/code",
    ),
    "no such day": ({"onset": "2026-02-30"}, "/onset"),
    "in the future": ({"onset": "2199"}, "/onset"),
    "an open need that ended": ({"abatement": "2026-12"}, "/abatement"),
    "a stranger": ({"asserted_by": {"kind": "worker", "id": str(uuid4())}}, "/asserted_by/id"),
    "nobody": ({"asserted_by": {"kind": "other"}}, "/asserted_by/name"),
    "refuted from the beginning": ({"verification": "refuted"}, "/verification"),
    "the last place but one": ({"priority": 101}, "/priority"),
    "a place as text": ({"priority": "1"}, "/priority"),
    "something else": ({"mood": "sad"}, "/mood"),
}


@pytest.mark.parametrize("case", WRONG)
async def test_every_wrong_place_is_named(doors: Doors, scene: Scene, case: str) -> None:
    fields, pointer = WRONG[case]
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    answer = await caller.post("/v1/needs", json={**HUNGER, "client_id": str(scene.client), **fields})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (INVALID, pointer), answer.text


async def test_only_agencies_that_serve_the_client_record_and_others_read_what_consent_releases(
    doors: Doors, scene: Scene
) -> None:
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    pantry = await doors.caller(scene.pantries[0].id, Role.INTAKE)
    hunger, home = [
        (await recorded(caller, scene, category=category, concept=None)).headers["Location"]
        for category in ("food-insecurity", "homelessness")
    ]
    body = {**HUNGER, "client_id": str(scene.client)}
    assert (await pantry.post("/v1/needs", json=body)).status_code == NOT_FOUND
    assert (await pantry.get(hunger)).status_code == NOT_FOUND
    await scene.accepted(await scene.sent())
    read = await pantry.get(hunger)
    assert (read.status_code, (await pantry.get(home)).status_code) == (OK, NOT_FOUND)
    assert {offer["reason"] for offer in read.json()["available_actions"]} == {"for agencies that serve the client"}
    assert (await pantry.get(f"{hunger}/history")).status_code == OK
    listed = (await pantry.get(f"/v1/clients/{scene.client}/needs")).json()["items"]
    assert [read.json()["id"]] == [each["id"] for each in listed]
    for method, path, sent in (
        ("POST", "/v1/needs", body),
        ("PUT", hunger, HUNGER),
        ("POST", f"{hunger}/resolve", None),
        ("POST", f"{hunger}/confirm", None),
    ):
        refused = await pantry.request(method, path, json=sent, headers=ANY if path != "/v1/needs" else {})
        assert (refused.status_code, refused.json()["code"]) == (FORBIDDEN, "client.not-served")
    assert (await pantry.post(f"{home}/resolve", headers=ANY)).status_code == NOT_FOUND
    await scene.revoke()
    assert (await pantry.get(hunger)).status_code == NOT_FOUND
    assert (await pantry.get("/v1/needs")).json()["items"] == []


async def test_a_label_keeps_a_need_from_those_to_whom_no_consent_names_it(doors: Doors, scene: Scene) -> None:
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    pantry = await doors.caller(scene.pantries[0].id, Role.INTAKE)
    made = await recorded(caller, scene, concept=None, labels=["MH"])
    assert made.json()["sensitivity"] == ["MH"]
    await scene.accepted(await scene.sent())
    assert (await pantry.get(made.headers["Location"])).status_code == NOT_FOUND
    await scene.agree(
        categories=(Section.CONDITIONS, Category.FOOD, Section.CARE_PLANS), sensitivities=(Sensitivity.MH,)
    )
    assert (await pantry.get(made.headers["Location"])).status_code == OK


async def test_another_system_calls_one_need_by_one_identifier(doors: Doors, scene: Scene) -> None:
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    known = {"identifiers": [{"system": "urn:ehr", "value": "c-1"}]}
    await recorded(caller, scene, **known)
    twice = await caller.post("/v1/needs", json={**HUNGER, **known, "client_id": str(scene.client)})
    assert (twice.status_code, twice.json()["code"]) == (CONFLICT, "identifier.taken")


async def test_a_coordinator_reads_every_need_that_bears_no_label(doors: Doors, scene: Scene) -> None:
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    plain, labelled = [await recorded(caller, scene, labels=labels) for labels in ([], ["SDV"])]
    coordinator = await doors.administrator()
    assert (await coordinator.get(plain.headers["Location"])).status_code == OK
    assert (await coordinator.get(labelled.headers["Location"])).status_code == NOT_FOUND
    assert len((await coordinator.get("/v1/needs")).json()["items"]) == 1


def _moves(moves: list[tuple[str, Any, str, str]]) -> list[Any]:
    return [next(each for each in NEED_PAST if each.value == name.replace("-", "_")) for name, *_ in moves]
