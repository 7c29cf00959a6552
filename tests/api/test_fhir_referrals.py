"""Referrals by FHIR: orders and Tasks as senders and providers write them, with REST looked at."""

from typing import Any

import pytest

from app.domain.consents.scope import Direction
from tests.support.doors import Doors
from tests.support.fhir import blamed
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


async def test_a_move_that_is_not_allowed_says_which_are(programs: Programs) -> None:
    order, task = await programs.sent()

    by_provider = await patched(programs.pantry, f"Task/{task}", status="completed")
    by_sender = await patched(programs.sender, f"Task/{task}", status="accepted")
    of_order = await patched(programs.sender, f"ServiceRequest/{order}", status="completed")
    share = await patched(programs.pantry, f"ServiceRequest/{task}", status="completed")
    without_reason = await patched(programs.pantry, f"Task/{task}", status="rejected")

    assert [blamed(each)[0] for each in (by_provider, by_sender, of_order, share)] == [409, 409, 409, 403]
    assert (
        "by the statuses received, ready, accepted, rejected, on-hold" in by_provider.json()["issue"][0]["diagnostics"]
    )
    assert "recall" in by_sender.json()["issue"][0]["diagnostics"]
    assert "cancel" in of_order.json()["issue"][0]["diagnostics"]
    assert blamed(without_reason) == (422, "invalid", ["Task.statusReason"])


async def test_a_provider_declines_with_its_reason_and_the_sender_asks_the_next_by_another_task(
    programs: Programs,
) -> None:
    order, task = await programs.sent()
    why = {"coding": [{"system": "urn:throughline:reason", "code": "no-capacity"}], "text": "Full until May."}

    await patched(programs.pantry, f"Task/{task}", status="rejected", statusReason=why)
    declined = await rest(programs.sender, f"referrals/{order}")
    onward = await programs.sender.post(
        "/fhir/Task", json=a_request(f"ServiceRequest/{order}", programs.patient, programs.owner(1)), headers=JSON
    )
    third = await programs.sender.post(
        "/fhir/Task", json=a_request(f"ServiceRequest/{order}", programs.patient, programs.owner(2)), headers=JSON
    )

    assert declined["state"] == "needs_action"
    assert declined["handoffs"][0]["reason"] | {"party": "", "next_action": ""} == {
        "code": "no_capacity",
        "party": "",
        "next_action": "",
        "note": "Full until May.",
    }
    assert [onward.status_code, (await rest(programs.sender, f"referrals/{order}"))["state"]] == [201, "open"]
    assert blamed(third)[0] == 409


async def test_a_sender_holds_takes_back_and_revokes_by_its_order_and_its_task(programs: Programs) -> None:
    order, task = await programs.sent()
    held = await patched(programs.sender, f"ServiceRequest/{order}", status="on-hold")
    on_hold = (await rest(programs.sender, f"referrals/{order}"))["state"]
    going = await patched(programs.sender, f"ServiceRequest/{order}", status="active")
    other = await patched(programs.sender, f"ServiceRequest/{order}", priority="stat")
    back = await patched(programs.sender, f"Task/{task}", status="cancelled")
    revoked = await patched(programs.sender, f"ServiceRequest/{order}", status="revoked")

    assert [held.json()["status"], on_hold, going.json()["status"]] == ["on-hold", "on_hold", "active"]
    assert blamed(other)[0] == 409
    assert [back.json()["status"], revoked.json()["status"]] == ["cancelled", "revoked"]
    assert (await rest(programs.sender, f"referrals/{order}"))["state"] == "cancelled"


async def test_an_appointment_and_a_waitlist_are_told_by_the_business_status(programs: Programs) -> None:
    _, task = await programs.sent()
    business = {"coding": [{"system": "urn:throughline:handoff-status", "code": "scheduled"}]}
    await patched(programs.pantry, f"Task/{task}", status="on-hold")
    waits = await rest(programs.pantry, f"handoffs/{task}")
    undated = await patched(programs.pantry, f"Task/{task}", status="in-progress", businessStatus=business)
    when = {"start": "2027-01-08T09:00:00-05:00", "end": "2027-01-08T09:30:00-05:00"}
    dated = await patched(
        programs.pantry, f"Task/{task}", status="in-progress", businessStatus=business, executionPeriod=when
    )
    order = (await programs.pantry.get(f"/fhir/ServiceRequest/{task}")).json()

    assert [waits["state"], blamed(undated)] == ["waitlisted", (422, "invalid", ["Task.executionPeriod"])]
    assert [dated.json()["status"], dated.json()["businessStatus"]["coding"][0]["code"]] == ["in-progress", "scheduled"]
    assert order["occurrencePeriod"] == when


async def test_nobody_asks_in_another_agencys_name_nor_for_somebody_else(programs: Programs) -> None:
    other = {"requester": {"reference": programs.owner(1)}}
    task = await programs.sender.post("/fhir", json=programs.referral(**other), headers=JSON)
    order = await programs.sender.post("/fhir", json=programs.referral(order=other), headers=JSON)
    answered = await programs.sender.post("/fhir", json=programs.referral(status="accepted"), headers=JSON)

    assert blamed(task) == (422, "invalid", ["Bundle.entry[0].resource.requester"])
    assert blamed(order) == (422, "invalid", ["Bundle.entry[0].resource.focus"])
    assert blamed(answered) == (422, "invalid", ["Bundle.entry[0].resource.status"])


async def test_what_is_no_request_to_the_network_is_a_to_do_or_kept(programs: Programs) -> None:
    own = f"Organization/{programs.scene.sender.id}"
    todo = {
        "resourceType": "Task",
        "status": "requested",
        "intent": "order",
        "description": "Call the client back",
        "for": {"reference": programs.patient},
        "owner": {"reference": own},
    }
    stranger = todo | {"owner": {"display": "The county"}, "status": "received"}

    made = (await programs.sender.post("/fhir/Task", json=todo, headers=JSON)).raise_for_status().json()
    kept = (await programs.sender.post("/fhir/Task", json=stranger, headers=JSON)).raise_for_status().json()
    begun = await patched(programs.sender, f"Task/{made['id']}", status="in-progress")
    wrong = await patched(programs.sender, f"Task/{made['id']}", status="draft")
    task = await rest(programs.sender, f"tasks/{made['id']}")

    assert [task["title"], task["status"], begun.json()["status"]] == [
        "Call the client back",
        "in_progress",
        "in-progress",
    ]
    assert [blamed(wrong)[0], kept["status"]] == [409, "received"]
    assert (await programs.sender.get(f"/v1/tasks/{kept['id']}")).status_code == 404


async def test_what_the_client_does_not_let_be_told_back_is_not_told_by_what_the_provider_posts(
    programs: Programs,
) -> None:
    await programs.scene.revoke()
    await programs.scene.agree(direction=Direction.SEND)
    _, task = await programs.sent()
    await patched(programs.pantry, f"Task/{task}", status="accepted")
    result = {"coding": [{"system": "urn:throughline:outcome", "code": "not-met"}], "text": "asked for detox instead"}
    output = [{"type": {"text": "Result"}, "valueCodeableConcept": result}]
    notes = [{"text": "asked for detox instead"}]
    done = await put(programs.pantry, f"Task/{task}", status="completed", output=output, note=notes)

    sender = (await programs.sender.get(f"/fhir/Task/{task}")).text
    history = (await programs.sender.get(f"/fhir/Task/{task}/_history")).text

    assert [done.status_code, done.json()["output"][0]["valueCodeableConcept"]["coding"]] == [200, result["coding"]]
    assert ["detox" in sender, "detox" in history, "not-met" in history] == [False, False, False]


async def test_a_question_is_a_task_of_its_own_that_the_sender_completes_with_the_answer(programs: Programs) -> None:
    _, task = await programs.sent()
    business = {"coding": [{"system": "urn:throughline:handoff-status", "code": "info-requested"}]}
    asked = await patched(
        programs.pantry, f"Task/{task}", businessStatus=business, note=[{"text": "Is there a stove?"}]
    )
    found = (await programs.sender.get(f"/fhir/Task?part-of=Task/{task}")).json()
    [question] = [entry["resource"] for entry in found["entry"] if entry["search"]["mode"] == "match"]
    silent = await patched(programs.sender, f"Task/{question['id']}", status="completed")
    answer = [{"type": {"text": "Answer"}, "valueString": "No stove."}]
    told = await patched(programs.sender, f"Task/{question['id']}", status="completed", output=answer)
    handoff = await rest(programs.pantry, f"handoffs/{task}")

    assert [asked.status_code, question["description"], question["status"]] == [200, "Is there a stove?", "requested"]
    assert blamed(silent) == (422, "invalid", ["Task.output"])
    assert [told.json()["status"], handoff["state"], handoff["answer"]] == ["completed", "viewed", "No stove."]


async def test_a_reason_that_was_only_read_explains_nothing_new(programs: Programs) -> None:
    _, task = await programs.sent()
    waits = await patched(programs.pantry, f"Task/{task}", status="on-hold")

    sent_back = await patched(programs.pantry, f"Task/{task}", status="failed")
    said = await patched(programs.pantry, f"Task/{task}", status="failed", statusReason={"text": "We have closed."})

    assert "waitlist" in waits.json()["statusReason"]["text"]
    assert blamed(sent_back) == (422, "invalid", ["Task.statusReason"])
    assert [said.json()["status"], said.json()["statusReason"]] == ["failed", {"text": "other: We have closed."}]
