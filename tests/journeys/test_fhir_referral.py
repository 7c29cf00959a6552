"""A referral from beginning to end by FHIR alone, with REST looked at at each step."""

from typing import Any
from uuid import uuid4

import httpx
import pytest

from app.config import Settings
from app.worker import working_beside
from tests.support.doors import Doors
from tests.support.fhir import a_bundle, an_entry
from tests.support.fhir_referrals import JSON, Programs, a_consent, a_request, an_order, patched, put
from tests.support.postgres import Database
from tests.support.receiver import Receiver, a_receiver
from tests.support.scenes_referrals import Scene
from tests.support.service import settings_for
from tests.support.subscriptions import a_subscription, said, subscribed, told, until

NEVER = ("received", "ready")
PERSON = {
    "resourceType": "Patient",
    "name": [{"family": "Okafor", "given": ["Ngozi"]}],
    "birthDate": "1979-07-01",
    "telecom": [{"system": "phone", "value": "+13055550100"}],
}


@pytest.fixture
def settings(database: Database) -> Settings:
    """The receiver of notifications listens on this machine."""
    return settings_for(database).model_copy(update={"allow_private_targets": True})


@pytest.fixture
async def programs(doors: Doors, scene: Scene) -> Programs:
    return await Programs.start(doors, scene)


async def found(caller: httpx.AsyncClient, query: str) -> dict[str, list[dict[str, Any]]]:
    """Search, and sort what comes by how it was found."""
    answer = await caller.get(f"/fhir/{query}")
    assert answer.status_code == 200, answer.text
    entries = answer.json().get("entry", [])
    modes = ("match", "include")
    return {mode: [each["resource"] for each in entries if each["search"]["mode"] == mode] for mode in modes}


async def states(programs: Programs, order: str, task: str) -> tuple[str, str]:
    """Where the referral and the handoff stand over REST."""
    referral = (await programs.sender.get(f"/v1/referrals/{order}")).raise_for_status().json()
    handoff = (await programs.pantry.get(f"/v1/handoffs/{task}")).raise_for_status().json()
    return referral["state"], handoff["state"]


def everything(programs: Programs) -> dict[str, Any]:
    """The person, what was signed, the order, and the request to fulfil it."""
    person, order = f"urn:uuid:{uuid4()}", f"urn:uuid:{uuid4()}"
    keeper = f"Organization/{programs.scene.sender.id}"
    return a_bundle(
        "transaction",
        an_entry("POST", "Task", a_request(order, person, programs.owner())),
        an_entry("POST", "Patient", PERSON, person),
        an_entry("POST", "ServiceRequest", an_order(person), order),
        an_entry("POST", "Consent", a_consent(person, programs.owner(), keeper, keeper=keeper)),
    )


async def test_a_referral_goes_from_one_transaction_to_its_outcome_by_fhir_alone(
    programs: Programs, settings: Settings, database: Database
) -> None:
    sender = programs.sender
    async with a_receiver() as receiver, working_beside(settings, database.worker):
        channel = {"content": "full-resource", "header": ["Authorization: Bearer of-the-sender"]}
        wanted = a_subscription(receiver.url, "Task?code=fulfill", **channel)
        subscription = await subscribed(sender, wanted)
        task = await referred(programs)
        await until(lambda: [each for each in tasks_told(receiver) if each["status"] == "completed"])

    numbers = [number for number, _ in told(receiver)]
    assert numbers == list(range(1, len(numbers) + 1))
    assert {focus for _, focus in told(receiver)} == {f"Task/{task}"}
    assert {each.headers["authorization"] for each in receiver.received} == {"Bearer of-the-sender"}
    assert {each["status"] for each in tasks_told(receiver)}.isdisjoint(NEVER)
    [status] = (await sender.get(f"/fhir/Subscription/{subscription}/$status")).json()["entry"]
    assert said(status["resource"])["events-since-subscription-start"] == str(numbers[-1])
    outcome = tasks_told(receiver)[-1]["output"][0]["valueReference"]["reference"]
    named = (await sender.get(f"/fhir/{outcome}")).json()
    assert named["code"]["text"] == "Food box handed over"


def tasks_told(receiver: Receiver) -> list[dict[str, Any]]:
    """The Tasks that notifications brought, in their order."""
    entries = [entry for request in receiver.received for entry in request.json["entry"][1:]]
    return [entry["resource"] for entry in entries]


async def referred(programs: Programs) -> str:
    """Refer somebody, and let the pantry do all that is asked; return the id of the Task."""
    sender, pantry = programs.sender, programs.pantry
    answer = await sender.post("/fhir", json=everything(programs), headers=JSON)
    assert answer.status_code == 200, answer.text
    task, person, order, consent = (entry["resource"] for entry in answer.json()["entry"])
    assert (await sender.get(f"/v1/consents/{consent['id']}")).json()["state"] == "active"
    assert await states(programs, order["id"], task["id"]) == ("open", "sent")

    asked = await found(pantry, f"Task?owner={programs.owner()}&status=requested&_include=Task:focus")
    [request], [share] = asked["match"], asked["include"]
    assert [request["id"], request["intent"], request["code"]["coding"][0]["code"]] == [task["id"], "order", "fulfill"]
    assert [share["intent"], share["subject"]] == ["filler-order", {"reference": f"Patient/{person['id']}"}]
    assert request["focus"] == {"reference": f"ServiceRequest/{share['id']}"}

    seen = await patched(pantry, f"Task/{task['id']}", status="received")
    assert seen.json()["status"] == "requested"
    assert await states(programs, order["id"], task["id"]) == ("open", "viewed")

    assert (await patched(pantry, f"Task/{task['id']}", status="accepted")).status_code == 200
    assert await states(programs, order["id"], task["id"]) == ("placed", "accepted")

    assert (await put(pantry, f"Task/{task['id']}", status="in-progress")).status_code == 200
    assert await states(programs, order["id"], task["id"]) == ("in_service", "in_progress")

    given = {
        "resourceType": "Procedure",
        "status": "completed",
        "basedOn": [{"reference": f"ServiceRequest/{share['id']}"}],
        "code": {"text": "Food box handed over"},
        "subject": {"reference": f"Patient/{person['id']}"},
    }
    procedure = (await pantry.post("/fhir/Procedure", json=given, headers=JSON)).raise_for_status().json()
    output = [{"type": {"text": "Resulting Activity"}, "valueReference": {"reference": f"Procedure/{procedure['id']}"}}]
    done = await patched(pantry, f"Task/{task['id']}", status="completed", output=output)
    assert done.status_code == 200, done.text
    assert await states(programs, order["id"], task["id"]) == ("in_service", "completed")

    told = (await sender.get(f"/fhir/Task/{task['id']}")).json()
    named = (await sender.get(f"/fhir/{told['output'][0]['valueReference']['reference']}")).json()
    assert [told["status"], named["code"]["text"]] == ["completed", "Food box handed over"]

    assert (await patched(sender, f"ServiceRequest/{order['id']}", status="completed")).status_code == 200
    referral = (await sender.get(f"/v1/referrals/{order['id']}")).json()
    assert [referral["state"], referral["outcome"]["result"]] == ["completed", "need_met"]

    for caller in (sender, pantry):
        history = (await caller.get(f"/fhir/Task/{task['id']}/_history")).json()
        versions = [entry["resource"] for entry in history["entry"]]
        assert {version["status"] for version in versions}.isdisjoint(NEVER)
        assert {version["intent"] for version in versions} == {"order"}
        assert [version["status"] for version in reversed(versions)] == [
            *("requested", "requested", "accepted", "in-progress", "completed"),
        ]
    return str(task["id"])


async def test_without_the_consent_nothing_of_the_transaction_happens(programs: Programs) -> None:
    whole = everything(programs)
    whole["entry"] = [entry for entry in whole["entry"] if entry["request"]["url"] != "Consent"]

    answer = await programs.sender.post("/fhir", json=whole, headers=JSON)
    people = (await programs.sender.get("/fhir/Patient?family=Okafor&_summary=count")).json()["total"]

    issues = answer.json()["issue"]
    assert [answer.status_code, issues[0]["expression"], people] == [409, ["Bundle.entry[0]"], 0]
    assert "consent_missing" in issues[0]["details"]["text"]
