"""Instruments by FHIR: what every network can ask, and answers nested as an agency's own questions are."""

from typing import Any

from app.adapters.fhir.validation.validating import validate
from app.domain.networks.roles import Role
from tests.api.test_instruments import SHIPPED, an_instrument
from tests.support.doors import Doors
from tests.support.fhir import blamed
from tests.support.scenes_referrals import Scene

PHQ = "urn:throughline:questionnaire:phq-9"


async def test_every_network_reads_and_finds_the_instruments_that_come_with_the_software(doors: Doors) -> None:
    caller, other = await doors.case_manager(), await doors.case_manager("Shelter")

    async def found(query: str) -> list[dict[str, Any]]:
        bundle = (await caller.get(f"/fhir/Questionnaire?{query}")).raise_for_status().json()
        return [entry["resource"] for entry in bundle.get("entry", ())]

    [asked] = await found(f"url={PHQ}&version=1.0.0&status=active")
    assert [each["id"] for each in await found("name=phq9")] == [asked["id"]]
    assert {each["url"].rpartition(":")[2] for each in await found("")} == SHIPPED
    assert [str(fault) for each in await found("") for fault in validate(each).faults] == []
    assert await found("url=urn:throughline:questionnaire:prapare") == []
    shipped = (await caller.get("/v1/instruments/phq-9/versions/1.0.0/questionnaire")).json()
    assert [each["linkId"] for each in asked["item"]] == [each["linkId"] for each in shipped["item"]]

    read = await other.get(f"/fhir/Questionnaire/{asked['id']}")
    assert (read.status_code, read.json()) == (200, asked)
    changed = await caller.put(f"/fhir/Questionnaire/{asked['id']}", json=asked | {"title": "Ours"})
    assert blamed(changed) == (405, "not-supported", None)


async def test_answers_to_an_instrument_of_ones_own_are_nested_as_its_questions_are(doors: Doors, scene: Scene) -> None:
    writer = await doors.caller(scene.sender.id, Role.AGENCY_ADMIN)
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    (await writer.post("/v1/instruments", json=an_instrument())).raise_for_status()
    answers = {
        "children": {"rounds": [{"age": {"values": [4]}}, {"age": {"absent": "unknown"}}]},
        "nights": {"values": [3]},
    }
    body = {"client_id": str(scene.client), "instrument": "nights-outside", "answers": answers, "complete": True}
    assessed = (await caller.post("/v1/assessments", json=body)).raise_for_status().json()

    told = (await caller.get(f"/fhir/QuestionnaireResponse/{assessed['id']}")).json()
    asked = (await caller.get("/fhir/Questionnaire?url=urn:throughline:questionnaire:nights-outside")).json()
    questionnaire = asked["entry"][0]["resource"]

    assert told["questionnaire"] == f"{questionnaire['url']}|{questionnaire['version']}"
    assert [(each["linkId"], each["text"]) for each in told["item"]] == [
        ("nights", "Nights outside this week?"),
        *[("children", "Who is with you?")] * 2,
    ]
    assert [each["item"][0]["linkId"] for each in told["item"][1:]] == ["age", "age"]
