"""What sender and provider say to each other about a handoff, by REST and by FHIR, as far as each may be told."""

from typing import Any

import httpx
import pytest

from app.adapters.fhir.validation.validating import validate
from app.domain.consents.scope import Direction
from app.domain.referrals.routing import Routing
from tests.support.doors import Doors
from tests.support.fhir import blamed
from tests.support.fhir_referrals import JSON, Programs, patched
from tests.support.scenes_referrals import Scene

HELLO, YES = "She can come on Tuesdays only.", "Tuesday at 14:00 then."


@pytest.fixture
async def programs(doors: Doors, scene: Scene) -> Programs:
    return await Programs.start(doors, scene)


async def say(caller: httpx.AsyncClient, task: str, text: str, **headers: str) -> httpx.Response:
    return await caller.post(f"/v1/handoffs/{task}/messages", json={"text": text}, headers=headers)


async def heard(caller: httpx.AsyncClient, task: str) -> list[str | None]:
    listed = (await caller.get(f"/v1/handoffs/{task}/messages")).raise_for_status().json()
    return [each["text"] for each in listed["items"]]


async def read(caller: httpx.AsyncClient, task: str) -> list[dict[str, Any]]:
    """Read the messages about a Task by FHIR, the oldest first, and find nothing wrong with them."""
    found = (await caller.get(f"/fhir/Communication?part-of=Task/{task}&_sort=sent")).raise_for_status().json()
    told = [entry["resource"] for entry in found.get("entry", ())]
    assert [str(fault) for each in told for fault in validate(each).faults] == []
    return told


async def test_both_sides_talk_by_rest_and_read_the_same_by_fhir(programs: Programs) -> None:
    _, task = await programs.sent()
    sender, pantry = programs.sender, programs.pantry

    made = await say(sender, task, HELLO, **{"Idempotency-Key": "once"})
    again = await say(sender, task, HELLO, **{"Idempotency-Key": "once"})
    back = await say(pantry, task, YES)
    shown = await pantry.get(made.headers["location"])
    page = (await sender.get(f"/v1/handoffs/{task}/messages?limit=1")).json()
    rest = (await sender.get(f"/v1/handoffs/{task}/messages?limit=1&cursor={page['next_cursor']}")).json()

    assert [made.status_code, again.json(), back.status_code] == [201, made.json(), 201]
    assert await heard(sender, task) == await heard(pantry, task) == [HELLO, YES]
    assert [each["text"] for each in page["items"] + rest["items"]] == [HELLO, YES]
    assert shown.json()["agency_id"] == str(programs.scene.sender.id)
    told = await read(pantry, task)
    assert [each["payload"][0]["contentString"] for each in told] == [HELLO, YES]
    assert told == await read(sender, task)
    assert [told[0][name] for name in ("sender", "recipient", "subject", "basedOn")] == [
        {"reference": f"Organization/{programs.scene.sender.id}"},
        [{"reference": programs.owner()}],
        {"reference": programs.patient},
        [{"reference": f"ServiceRequest/{task}"}],
    ]
    stranger = await programs.doors.case_manager(programs.scene.pantries[1].profile.name)
    assert [(await say(stranger, task, "Me too")).status_code, await read(stranger, task)] == [404, []]
    line = (await sender.get(f"/v1/clients/{programs.scene.client}/timeline")).json()["items"][0]
    assert (line["type"], line["related"]["message"]) == ("handoff.messaged", back.json()["id"])


async def test_a_message_posted_by_fhir_is_heard_by_rest_and_never_changes(programs: Programs) -> None:
    order, task = await programs.sent()
    to_pantry = [{"reference": programs.owner()}]
    message = {
        "resourceType": "Communication",
        "status": "completed",
        "identifier": [{"system": "https://ehr.example/messages", "value": "7"}],
        "basedOn": [{"reference": f"ServiceRequest/{order}"}],
        "subject": {"reference": programs.patient},
        "recipient": to_pantry,
        "payload": [{"contentString": HELLO}],
    }

    async def post(**members: Any) -> httpx.Response:
        return await programs.sender.post("/fhir/Communication", json=message | members, headers=JSON)

    made = await post()
    url = f"/fhir/Communication/{made.json()['id']}"
    same = await programs.sender.put(url, json=made.json(), headers=JSON)
    other = await patched(programs.sender, url.removeprefix("/fhir/"), status="entered-in-error")
    papers = await post(payload=[{"contentAttachment": {"title": "A scan"}}])
    elsewhere = await post(sender={"reference": programs.owner()})
    called = await post(recipient=[{"reference": programs.patient}])

    assert (made.status_code, made.json()["identifier"][0]["value"]) == (201, "7")
    assert await heard(programs.pantry, task) == [HELLO]
    assert "identifier" not in (await read(programs.pantry, task))[0]
    assert [same.status_code, same.json()["meta"]["versionId"], blamed(other)[0]] == [200, "1", 409]
    assert blamed(papers) == (422, "invalid", ["Communication.payload[0].contentAttachment"])
    assert blamed(elsewhere) == (422, "invalid", ["Communication.sender"])
    assert (called.status_code, await heard(programs.pantry, task)) == (201, [HELLO])
    assert (await programs.pantry.get(f"/fhir/Communication/{called.json()['id']}")).status_code == 404


async def test_nobody_is_told_by_messages_what_the_tier_or_the_client_keeps_from_them(
    doors: Doors, scene: Scene
) -> None:
    programs = await Programs.start(doors, scene)
    referral = await scene.sent(Routing.FIRST_ACCEPT, 2)
    task = str(referral.handoffs[0].id)
    await say(programs.sender, task, HELLO)
    before, [drawn] = await heard(programs.pantry, task), await read(programs.pantry, task)

    accepted = await programs.pantry.post(f"/v1/handoffs/{task}/accept", headers={"If-Match": "*"})
    after, [known] = await heard(programs.pantry, task), await read(programs.pantry, task)

    assert [before, "payload" in drawn, "extension" in drawn["subject"]] == [[None], False, True]
    assert {"system": "http://terminology.hl7.org/CodeSystem/v3-ObservationValue", "code": "REDACTED"}.items() <= next(
        each for each in drawn["meta"]["security"] if each["code"] == "REDACTED"
    ).items()
    assert [accepted.status_code, after, known["payload"]] == [200, [HELLO], [{"contentString": HELLO}]]
    assert known["meta"]["versionId"] == "2"
    lost = str(referral.handoffs[1].id)
    assert (await say(programs.sender, lost, "Still there?")).json()["code"] == "handoff.not-talking"


async def test_what_may_not_be_told_back_is_not_told_in_a_message(doors: Doors, scene: Scene) -> None:
    programs = await Programs.start(doors, scene)
    await scene.revoke()
    await scene.agree(direction=Direction.SEND)
    _, task = await programs.sent()
    await say(programs.pantry, task, YES)

    own = [{"system": "urn:pantry", "value": "1"}]
    posted = {
        "resourceType": "Communication",
        "status": "completed",
        "identifier": own,
        "partOf": [{"reference": f"Task/{task}"}],
        "recipient": [{"reference": f"Organization/{scene.sender.id}"}],
        "payload": [{"contentString": YES}],
    }
    made = await programs.pantry.post("/fhir/Communication", json=posted, headers=JSON)
    other = await programs.sender.get(f"/fhir/Communication/{made.json()['id']}")

    assert [made.json()["identifier"], "identifier" in other.json(), "payload" in other.json()] == [own, False, False]
    assert [await heard(programs.sender, task), await heard(programs.pantry, task)] == [[None] * 2, [YES] * 2]
    assert ["payload" in each for each in await read(programs.sender, task)] == [False] * 2
    assert ["payload" in each for each in await read(programs.pantry, task)] == [True] * 2
