"""Pools: offered without names to every agency that fits, by REST and FHIR, and whoever takes one first has it."""

from typing import Any

import httpx
import pytest

from tests.support.doors import Doors
from tests.support.fhir import a_bundle, an_entry, blamed
from tests.support.fhir_referrals import JSON, Programs, a_request, an_order, patched
from tests.support.scenes_referrals import Scene

ORDER = "urn:uuid:0b0f7f4e-52f5-4a86-9c3e-7e0d8f2f6f11"
ANY = {"If-Match": "*"}
WAITING = "/fhir/Task?owner:missing=true&status=requested"


@pytest.fixture
async def programs(doors: Doors, scene: Scene) -> Programs:
    return await Programs.start(doors, scene)


async def pooled(programs: Programs) -> tuple[str, str]:
    """Post an order and a Task without an owner; return their ids."""
    order = an_entry("POST", "ServiceRequest", an_order(programs.patient), ORDER)
    task = an_entry("POST", "Task", a_request(ORDER, programs.patient, None))
    answer = await programs.sender.post("/fhir", json=a_bundle("transaction", order, task), headers=JSON)
    assert answer.status_code == 200, answer.text
    ids = [entry["resource"]["id"] for entry in answer.json()["entry"]]
    return ids[0], ids[1]


async def found(caller: httpx.AsyncClient, query: str) -> list[dict[str, Any]]:
    bundle = (await caller.get(query)).raise_for_status().json()
    return [each["resource"] for each in bundle.get("entry", ()) if each["search"]["mode"] == "match"]


async def test_a_task_without_owner_is_claimed_by_the_first_provider_that_accepts_it(programs: Programs) -> None:
    order, task = await pooled(programs)
    pantry, sender, scene = programs.pantry, programs.sender, programs.scene
    second = await programs.doors.case_manager(scene.pantries[1].profile.name)

    [offered], [also] = await found(pantry, WAITING), await found(second, WAITING)
    mine = (await sender.get(f"/fhir/Task/{task}")).json()
    listed = (await second.get("/v1/pool")).json()["items"]
    shown = await second.get(f"/v1/handoffs/{task}")
    told = {name: value for name, value in shown.json().items() if name != "notices"}
    told["available_actions"] = [each for each in told["available_actions"] if each["allowed"]]
    offers = [each["action"] for each in told["available_actions"]]

    assert [offered["id"], also["id"], [each["id"] for each in listed]] == [task, task, [task]]
    assert listed == [told]
    assert [offered["status"], offered["businessStatus"]["coding"][0]["code"]] == [
        told["task_status"],
        told["business_status"],
    ]
    assert str(scene.client) not in f"{offered}{listed}{shown.text}"
    assert [each["tier"] for each in listed] == [1]
    assert (listed[0]["provider_id"], listed[0]["client_id"], offers) == (None, None, ["accept"])
    assert ["owner" in mine, mine["for"]] == [False, {"reference": programs.patient}]

    owner = {"reference": programs.owner()}
    other = await patched(pantry, f"Task/{task}", status="accepted", owner={"reference": programs.owner(1)})
    early = await patched(pantry, f"Task/{task}", status="completed", owner=owner)
    taken = await patched(pantry, f"Task/{task}", status="accepted", owner=owner)
    late = await second.post(f"/v1/handoffs/{task}/accept", headers=ANY)

    assert blamed(other) == (422, "invalid", ["Task.owner"])
    assert blamed(early)[0] == 409
    assert [taken.status_code, taken.json()["owner"], taken.json()["for"]] == [
        200,
        owner,
        {"reference": programs.patient},
    ]
    assert (late.status_code, late.json()["code"]) == (409, "handoff.already-filled")
    assert (await sender.get(f"/fhir/Task/{task}")).json()["owner"] == owner
    assert [await found(second, WAITING), (await second.get("/v1/pool")).json()["items"]] == [[], []]
    assert [(await second.get(url)).status_code for url in (f"/fhir/Task/{task}", f"/v1/handoffs/{task}")] == [404, 404]
    referral = (await sender.get(f"/v1/referrals/{order}")).json()
    assert [referral["state"], referral["handoffs"][0]["provider_id"]] == ["placed", str(scene.pantries[0].id)]
    client = await pantry.get(f"/v1/clients/{scene.client}")
    assert client.status_code == 200


async def test_nobody_takes_what_is_not_offered_to_it_and_nothing_is_offered_without_consent(
    doors: Doors, programs: Programs
) -> None:
    scene = programs.scene
    _, task = await pooled(programs)
    own = await programs.sender.post(f"/v1/handoffs/{task}/accept", headers=ANY)
    stranger = await doors.case_manager("Ferry Line")
    coordinator = await doors.administrator()
    for_them = await coordinator.post(f"/v1/handoffs/{task}/accept", headers=ANY)

    assert own.status_code == 409
    assert [(await stranger.get(f"/v1/handoffs/{task}")).status_code, await found(stranger, WAITING)] == [404, []]
    assert (for_them.status_code, for_them.json()["code"]) == (409, "handoff.in-pool")
    asked = await programs.pantry.post(f"/v1/handoffs/{task}/ask", json={"question": "Who is it?"}, headers=ANY)
    assert asked.status_code in (403, 409)

    await scene.revoke()
    assert [await found(programs.pantry, WAITING), (await programs.pantry.get("/v1/pool")).json()["items"]] == [[], []]
    body = {"client_id": str(scene.client), "category": "food-insecurity", "routing": "pool", "handoffs": []}
    refused = await programs.sender.post("/v1/referrals", json=body | {"send": True})
    named = await programs.sender.post(
        "/v1/referrals", json=body | {"handoffs": [{"service_id": str(scene.offered[0].id)}]}
    )
    assert (refused.status_code, refused.json()["code"]) == (409, "referral.blocked")
    assert [each["pointer"] for each in named.json()["errors"]] == ["/handoffs"]
