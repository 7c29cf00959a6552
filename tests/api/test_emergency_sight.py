"""What an emergency shows and that it changes nothing, and what an agency keeps when its time with a client is over."""

import json
from http import HTTPStatus
from typing import Any

import httpx
import pytest

from app.domain.codes import Sensitivity
from app.domain.consents.scope import Section
from app.domain.networks.roles import Role
from app.use_cases.referrals import handoffs
from tests.support.builders_referrals import MET
from tests.support.care_doors import OPERATIONS, RULES, Deed, Recorded, recorded, secret
from tests.support.doors import Doors
from tests.support.scenes_referrals import Scene

ANY = {"If-Match": "*"}
RECORDS = ("need", "goal", "plan", "assessment", "appointment", "handover", "team")
RULED = [operation for operation in OPERATIONS if operation.id in RULES]
CLOSED = {Sensitivity.SUD, Sensitivity.SDV}


@pytest.fixture
async def record(doors: Doors, scene: Scene) -> Recorded:
    return await recorded(doors, scene)


async def in_an_emergency(doors: Doors, scene: Scene) -> httpx.AsyncClient:
    caller = await doors.caller(scene.pantries[2].id, Role.CASE_MANAGER, Role.SUPERVISOR)
    why = {"client_id": str(scene.client), "reason": "mental_health_crisis", "words": "She is on the bridge."}
    answer = await caller.post("/v1/break-glass", json=why)
    assert answer.status_code == HTTPStatus.CREATED, answer.text
    caller.headers["X-Opened"] = answer.json()["id"]
    return caller


async def test_an_emergency_shows_every_record_and_changes_none(doors: Doors, record: Recorded) -> None:
    caller, wrong = await in_an_emergency(doors, record.scene), []
    expected = {Deed.READ: {200}, Deed.WRITE: {403}, Deed.CREATE: {403}}
    for operation in (each for each in RULED if each.rule.deed in expected):
        if operation.rule.noun not in {*RECORDS, "client"}:
            continue
        for kind, ids in record.both.items():
            answer = await operation.send(caller, ids, operation.body(ids), tag="*")
            if answer.status_code not in expected[operation.rule.deed]:
                wrong.append(f"{operation.id} {kind}: {answer.status_code} {answer.text[:200]}")
    assert not wrong, "\n".join(wrong)
    changed = await caller.patch(f"/v1/clients/{record.scene.client}", json={"pronouns": "she"}, headers=ANY)
    assert (changed.status_code, changed.json()["code"]) == (HTTPStatus.FORBIDDEN, "client.not-served")


@pytest.mark.parametrize("label", Sensitivity)
async def test_an_emergency_opens_what_may_be_opened_without_the_client(
    doors: Doors, scene: Scene, label: Sensitivity
) -> None:
    own = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    about = {"client_id": str(scene.client), "labels": [label]}
    need = (await own.post("/v1/needs", json=about | {"category": "stress"})).json()["id"]
    goal = (await own.post("/v1/goals", json=about | {"words": "Sleep."})).json()["id"]
    caller = await in_an_emergency(doors, scene)
    opened = HTTPStatus.NOT_FOUND if label in CLOSED else HTTPStatus.OK
    for path in (f"/v1/needs/{need}", f"/v1/goals/{goal}"):
        assert (await caller.get(path)).status_code == opened, path
    for path, id_ in (("/v1/needs", need), ("/v1/goals", goal), (f"/v1/clients/{scene.client}/timeline", need)):
        listed = await caller.get(path, params={} if "timeline" in path else {"client_id": str(scene.client)})
        assert (id_ in listed.text) is (label not in CLOSED), path


async def test_an_emergency_shows_no_consents_and_makes_nobody_the_keeper_of_the_record(
    doors: Doors, scene: Scene
) -> None:
    """A consent for substance use data would tell by itself what the emergency may not."""
    assert scene.consent is not None
    caller, client = await in_an_emergency(doors, scene), f"/v1/clients/{scene.client}"
    assert (await caller.get(f"/v1/consents/{scene.consent.consent.id}")).status_code == HTTPStatus.NOT_FOUND
    assert (await caller.get(f"{client}/consents")).json()["items"] == []
    refused: dict[str, tuple[str, dict[str, Any]]] = {
        "export": (f"{client}/exports", {"purpose": "client_request"}),
        "need": ("/v1/needs", {"client_id": str(scene.client), "category": "stress"}),
        "primary": (f"{client}/care-team/primary", {"worker_id": str(scene.client)}),
    }
    for what, (path, body) in refused.items():
        answer = await caller.post(path, json=body, headers=ANY)
        assert answer.status_code in {HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND}, f"{what}: {answer.text}"
    assert (await caller.get(f"{client}/disclosures")).status_code == HTTPStatus.NOT_FOUND


async def test_when_the_emergency_is_over_nothing_of_it_is_left(doors: Doors, record: Recorded) -> None:
    caller = await in_an_emergency(doors, record.scene)
    ended = await caller.post(f"/v1/break-glass/{caller.headers['X-Opened']}/end", headers=ANY)
    assert ended.status_code == HTTPStatus.OK, ended.text
    assert await read_by(caller, record) == set()


async def read_by(caller: httpx.AsyncClient, record: Recorded) -> set[str]:
    """Name the operations that still answer with something of the client's record."""
    telling = set()
    words = [secret(noun, kind) for noun in RECORDS for kind in record.both]
    for operation in (each for each in RULED if each.method == "GET" and each.rule.noun in RECORDS):
        for ids in record.both.values():
            for query in [{}, *({name: ids[name]} for name in operation.queries)]:
                answer = await operation.ask(caller, ids, **query)
                ids_told = [ids[name] for name in operation.nouns if name in ids]
                listed = answer.status_code == HTTPStatus.OK and any(id_ in answer.text for id_ in ids_told)
                if listed or any(each in answer.text for each in words):
                    telling.add(operation.id)
    return telling


async def test_a_former_provider_keeps_what_it_did_itself_and_nothing_else(doors: Doors, scene: Scene) -> None:
    accepted = await scene.accepted(await scene.sent())
    record = await recorded(doors, scene)
    provider = await doors.caller(scene.pantries[0].id, Role.CASE_MANAGER, Role.SUPERVISOR)
    client = f"/v1/clients/{scene.client}"
    assert (await provider.get(client)).status_code == HTTPStatus.OK
    task = await provider.post("/v1/tasks", json={"title": "Keep a box", "client_id": str(scene.client)})
    await scene.core.run(scene.at(0), handoffs.start, accepted.id, expected=None)
    await scene.core.run(scene.at(0), handoffs.complete, accepted.id, MET, expected=None)
    assert (await provider.get(client)).status_code == HTTPStatus.NOT_FOUND
    assert (await provider.get("/v1/clients")).json()["items"] == []
    assert (await provider.get(f"{client}/timeline")).status_code == HTTPStatus.NOT_FOUND
    assert await read_by(provider, record) == set()
    kept = (await provider.get(f"/v1/handoffs/{accepted.id}")).json()
    assert (kept["state"], kept["client"]["contact_points"]) == ("completed", [])
    assert (await provider.get(f"/v1/tasks/{task.json()['id']}")).json()["title"] == "Keep a box"
    assert [each["id"] for each in (await provider.get("/v1/handoffs")).json()["items"]] == [str(accepted.id)]


async def test_a_former_member_hears_of_nothing_that_happens_afterwards(doors: Doors, scene: Scene) -> None:
    accepted = await scene.accepted(await scene.sent())
    await scene.agree(categories=(Section.CARE_PLANS, Section.CONDITIONS))
    provider = await doors.caller(scene.pantries[0].id, Role.CASE_MANAGER)
    own = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    about = {"client_id": str(scene.client)}
    goal = (await own.post("/v1/goals", json=about | {"words": "Eat."})).json()["id"]
    assert (await provider.get(f"/v1/goals/{goal}")).status_code == HTTPStatus.OK
    await scene.core.run(scene.at(0), handoffs.start, accepted.id, expected=None)
    await scene.core.run(scene.at(0), handoffs.complete, accepted.id, MET, expected=None)
    later = (await own.post("/v1/goals", json=about | {"words": "Sleep."})).json()["id"]
    for id_ in (goal, later):
        assert (await provider.get(f"/v1/goals/{id_}")).status_code == HTTPStatus.NOT_FOUND
    assert json.dumps((await provider.get("/v1/goals", params=about)).json().get("items", [])) == "[]"
