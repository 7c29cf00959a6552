"""Referrals by FHIR: orders and Tasks as senders and providers write them, with REST looked at."""

from typing import Any

import pytest

from tests.support.doors import Doors
from tests.support.fhir_referrals import JSON, Programs, a_request, an_order, patched, put
from tests.support.scenes_referrals import Scene


@pytest.fixture
async def programs(doors: Doors, scene: Scene) -> Programs:
    return await Programs.start(doors, scene)


async def rest(caller: Any, path: str) -> dict[str, Any]:
    found: dict[str, Any] = (await caller.get(f"/v1/{path}")).raise_for_status().json()
    return found


async def test_an_order_and_its_request_are_a_referral_that_is_sent(programs: Programs) -> None:
    order, task = await programs.sent()

    referral = await rest(programs.sender, f"referrals/{order}")
    handoff = await rest(programs.pantry, f"handoffs/{task}")
    drawn = (await programs.sender.get(f"/fhir/ServiceRequest/{order}")).json()
    shown = (await programs.pantry.get(f"/fhir/Task/{task}")).json()

    assert [referral["state"], referral["category"], referral["priority"]] == ["open", "food-insecurity", "urgent"]
    assert referral["code"]["code"] == "710824005"
    assert [handoff["state"], handoff["details"]] == ["sent", "Two children, no stove."]
    assert [drawn["status"], drawn["intent"], drawn["note"]] == [
        "active",
        "original-order",
        [{"text": "Two children, no stove."}],
    ]
    assert [shown["status"], shown["intent"], shown["focus"]] == [
        "requested",
        "order",
        {"reference": f"ServiceRequest/{task}"},
    ]


async def test_an_order_that_was_kept_becomes_the_referral_later(programs: Programs) -> None:
    own = [{"system": "https://ehr.example/orders", "value": "17"}]
    kept = await programs.sender.post("/fhir/ServiceRequest", json=an_order(programs.patient, identifier=own))
    order = kept.json()["id"]
    before = await programs.sender.get(f"/v1/referrals/{order}")

    made = await programs.sender.post(
        "/fhir/Task", json=a_request(f"ServiceRequest/{order}", programs.patient, programs.owner()), headers=JSON
    )
    after = (await programs.sender.get(f"/fhir/ServiceRequest/{order}")).json()
    found = (await programs.sender.get("/fhir/ServiceRequest?identifier=https://ehr.example/orders|17")).json()
    first = (await programs.sender.get(f"/fhir/ServiceRequest/{order}/_history/1")).json()

    assert [before.status_code, made.status_code] == [404, 201]
    assert (await rest(programs.sender, f"referrals/{order}"))["handoffs"][0]["id"] == made.json()["id"]
    assert [after["identifier"], after["meta"]["versionId"]] == [own, "2"]
    assert [each["resource"]["id"] for each in found["entry"] if each["search"]["mode"] == "match"] == [order]
    assert first["intent"] == "order"


async def test_a_provider_moves_its_task_by_patch_and_put_and_both_sides_read_what_came_of_it(
    programs: Programs,
) -> None:
    order, task = await programs.sent()
    pantry, sender = programs.pantry, programs.sender

    seen = await patched(pantry, f"Task/{task}", status="received")
    accepted = await patched(pantry, f"Task/{task}", status="accepted")
    procedure = await pantry_procedure(programs, task)
    begun = await put(pantry, f"Task/{task}", status="in-progress")
    outputs = [
        {"type": {"text": "Resulting Activity"}, "valueReference": {"reference": procedure}},
        {
            "type": {"text": "Result"},
            "valueCodeableConcept": {
                "coding": [{"system": "urn:throughline:outcome", "code": "partially-met"}],
                "text": "one box of two",
            },
        },
    ]
    done = await patched(pantry, f"Task/{task}", status="completed", output=outputs)
    told = (await sender.get(f"/fhir/Task/{task}")).json()
    referral = await rest(sender, f"referrals/{order}")

    assert done.status_code == 200, done.text
    assert [each.json()["status"] for each in (seen, accepted, begun, done)] == [
        "requested",
        "accepted",
        "in-progress",
        "completed",
    ]
    assert seen.json()["businessStatus"]["coding"][0]["code"] == "viewed"
    assert told["output"][0]["valueReference"]["reference"] == procedure
    assert referral["handoffs"][0]["outcome"]["result"] == "partially_met"
    assert referral["handoffs"][0]["outcome"]["note"] == "one box of two"
    assert referral["state"] == "in_service"


async def pantry_procedure(programs: Programs, task: str) -> str:
    """Record what was given."""
    given = {
        "resourceType": "Procedure",
        "status": "completed",
        "basedOn": [{"reference": f"ServiceRequest/{task}"}],
        "code": {"text": "Food box handed over"},
        "subject": {"reference": programs.patient},
    }
    answer = await programs.pantry.post("/fhir/Procedure", json=given, headers=JSON)
    assert answer.status_code == 201, answer.text
    return f"Procedure/{answer.json()['id']}"
