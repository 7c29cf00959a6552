"""Instruments as those who ask and those who write them meet them."""

from typing import Any

import httpx

from app.domain.networks.roles import Role
from tests.support.doors import Doors
from tests.support.scenes_referrals import Scene

ANY = {"If-Match": "*"}
SHIPPED = {"ahc-hrsn-core", "ahc-hrsn-supplemental", "gad-7", "hunger-vital-sign", "phq-2", "phq-9"}


def an_instrument(**more: Any) -> dict[str, Any]:
    """Everything that a question can be: each type, a group that repeats, and one that depends on another."""
    items = [
        {"linkId": "nights", "type": "integer", "text": "Nights outside this week?", "required": True},
        {"linkId": "cold", "type": "boolean", "text": "Were you cold?"},
        {"linkId": "rent", "type": "decimal", "text": "What could you pay?"},
        {"linkId": "since", "type": "date", "text": "Since when?"},
        {"linkId": "called", "type": "dateTime", "text": "When did you call?"},
        {"linkId": "curfew", "type": "time", "text": "When must you be in?"},
        {"linkId": "story", "type": "text", "text": "What happened?"},
        {"linkId": "weight", "type": "quantity", "text": "How heavy is your pack?"},
        {
            "linkId": "place",
            "type": "open-choice",
            "text": "Where?",
            "answerOption": [{"valueCoding": {"system": "urn:places", "code": "car", "display": "In a car"}}],
        },
        {
            "linkId": "children",
            "type": "group",
            "repeats": True,
            "text": "Who is with you?",
            "item": [{"linkId": "age", "type": "integer", "text": "How old?"}],
        },
        {
            "linkId": "blanket",
            "type": "boolean",
            "text": "Do you need a blanket?",
            "enableWhen": [{"question": "cold", "operator": "=", "answerBoolean": True}],
        },
    ]
    score = {"key": "total", "label": {"en": "Nights"}, "method": "sum", "items": [{"item": "nights"}]}
    rule = {
        "key": "outside",
        "when": {"score": "total", "at_least": 1},
        "suggests": [{"key": "visit", "task": {"title": {"en": "Visit tonight"}, "priority": "urgent"}}],
    }
    questionnaire = {"resourceType": "Questionnaire", "status": "active", "title": "Nights outside", "item": items}
    return {
        "key": "nights-outside",
        "version": "1",
        "questionnaire": questionnaire,
        "scoring": [score | {"low": 0, "high": 7, "source": "Our own count"}],
        "rules": [rule],
    } | more


def wrong(answer: httpx.Response) -> list[str]:
    return [each["pointer"] for each in answer.json()["errors"]]


async def test_what_is_shipped_can_be_asked_in_english_and_spanish(doors: Doors, scene: Scene) -> None:
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    listed = (await caller.get("/v1/instruments", params={"status": "active"})).json()["items"]
    assert {each["key"] for each in listed} == SHIPPED
    assert {(*each["languages"], each["agency_id"]) for each in listed} == {("en", "es", None)}
    read = (await caller.get("/v1/instruments/phq-9", params={"language": "es"})).json()
    bands = [(band["low"], band["high"]) for band in read["scores"][0]["bands"]]
    assert bands == [(0, 4), (5, 9), (10, 14), (15, 19), (20, 27)]
    path = f"/v1/instruments/phq-9/versions/{read['version']}"
    questionnaire = (await caller.get(f"{path}/questionnaire")).json()
    assert (questionnaire["resourceType"], len(questionnaire["item"])) == ("Questionnaire", 12)
    for nothing in ("prapare", "prapare/versions", "phq-9/versions/99", "phq-9/versions/99/questionnaire"):
        assert (await caller.get(f"/v1/instruments/{nothing}")).status_code == 404
    administrator = await doors.administrator()
    retired = await administrator.post(f"{path}/retire", headers=ANY)
    assert (retired.status_code, retired.json()["code"]) == (409, "instrument.shipped")


async def test_an_agency_publishes_asks_and_retires_an_instrument_of_its_own(doors: Doors, scene: Scene) -> None:
    writer = await doors.caller(scene.sender.id, Role.AGENCY_ADMIN)
    made = await writer.post("/v1/instruments", json=an_instrument())
    assert (made.status_code, made.json()["agency_id"]) == (201, str(scene.sender.id))
    path = made.headers["Location"]
    assert (await writer.get(f"{path}/questionnaire")).json() == an_instrument()["questionnaire"]
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)

    answers = {
        "nights": {"values": [3]},
        "cold": {"values": [True]},
        "rent": {"values": ["72.50"]},
        "since": {"values": ["2026-11"]},
        "called": {"values": ["2026-11-02T08:00:00+01:00"]},
        "curfew": {"values": ["21:30:00"]},
        "story": {"values": ["Lost the flat."]},
        "weight": {"values": [{"value": 12.5, "unit": "kg"}]},
        "place": {"values": ["car"]},
        "children": {"rounds": [{"age": {"values": [4]}}, {"age": {"absent": "unknown"}}]},
        "blanket": {"values": [True]},
    }
    body = {"client_id": str(scene.client), "instrument": "nights-outside", "answers": answers, "complete": True}
    assessed = await caller.post("/v1/assessments", json=body)
    assert assessed.status_code == 201, assessed.text
    told = (await caller.get(assessed.headers["Location"])).json()
    values = {link_id: answer["values"] for link_id, answer in told["answers"].items() if answer["values"]}
    assert values == {
        "nights": [3],
        "cold": [True],
        "rent": [72.5],
        "since": ["2026-11"],
        "called": ["2026-11-02T08:00:00+01:00"],
        "curfew": ["21:30:00"],
        "story": ["Lost the flat."],
        "weight": [{"value": 12.5, "unit": "kg", "system": None, "code": None}],
        "place": [{"system": "urn:places", "code": "car", "display": "In a car"}],
        "blanket": [True],
    }
    ages = [each["age"] for each in told["answers"]["children"]["rounds"]]
    assert [(age["values"], age["absent"]) for age in ages] == [([4], None), ([], "unknown")]
    assert told["scores"][0]["value"] == 3
    suggestion = (await caller.get(f"{assessed.headers['Location']}/suggestions")).json()["items"][0]
    assert (suggestion["kind"], suggestion["words"], suggestion["state"]) == ("task", "Visit tonight", "open")
    accepted = await caller.post(
        f"{assessed.headers['Location']}/suggestions/{suggestion['id']}/accept", json={}, headers=ANY
    )
    assert (await caller.get(accepted.json()["made"]["href"])).json()["assessment_id"] == told["id"]

    retired = await writer.post(f"{path}/retire", headers={"If-Match": made.headers["ETag"]})
    assert (retired.json()["status"], (await writer.get("/v1/instruments/nights-outside")).status_code) == (
        "retired",
        404,
    )
    refused = await caller.post("/v1/assessments", json=body)
    assert (refused.status_code, wrong(refused)) == (422, ["/instrument"])
    named = await caller.post("/v1/assessments", json=body | {"instrument_version": "1"})
    assert (named.status_code, named.json()["code"]) == (409, "instrument.not-active")
    assert (await writer.post(f"{path}/retire", headers=ANY)).status_code == 409


async def test_what_was_begun_is_finished_with_the_version_that_it_began_with(doors: Doors, scene: Scene) -> None:
    writer = await doors.caller(scene.sender.id, Role.AGENCY_ADMIN, Role.CASE_MANAGER)
    await writer.post("/v1/instruments", json=an_instrument())
    body = {"client_id": str(scene.client), "instrument": "nights-outside", "answers": {"nights": {"values": [2]}}}
    begun = (await writer.post("/v1/assessments", json=body)).headers["Location"]
    second = await writer.post("/v1/instruments", json=an_instrument(version="2", scoring=[], rules=[]))
    assert second.status_code == 201
    await writer.post("/v1/instruments/nights-outside/versions/1/retire", headers=ANY)
    done = (await writer.post(f"{begun}/complete", headers=ANY)).json()
    assert (done["instrument_version"], done["scores"][0]["value"]) == ("1", 2)
    assert (await writer.get("/v1/instruments/nights-outside")).json()["version"] == "2"
    versions = (await writer.get("/v1/instruments/nights-outside/versions", params={"limit": 1})).json()
    rest = {"limit": 1, "cursor": versions["next_cursor"]}
    more = (await writer.get("/v1/instruments/nights-outside/versions", params=rest)).json()
    assert [each["status"] for each in (*versions["items"], *more["items"])] == ["retired", "active"]


async def test_nobody_takes_the_name_of_another_instrument(doors: Doors, scene: Scene) -> None:
    writer = await doors.caller(scene.sender.id, Role.AGENCY_ADMIN)
    await writer.post("/v1/instruments", json=an_instrument())
    again = await writer.post("/v1/instruments", json=an_instrument())
    assert (again.status_code, again.json()["code"]) == (409, "instrument.version-exists")
    shipped = await writer.post("/v1/instruments", json=an_instrument(key="phq-9", version="77"))
    assert (shipped.status_code, shipped.json()["code"]) == (409, "instrument.shipped")
    other = await doors.caller(scene.pantries[0].id, Role.AGENCY_ADMIN)
    assert (await other.post("/v1/instruments", json=an_instrument(version="2"))).status_code == 403
    assert (await other.post("/v1/instruments/nights-outside/versions/1/retire", headers=ANY)).status_code == 403
    care = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    assert (await care.post("/v1/instruments", json=an_instrument(version="3"))).status_code == 403
    bad = await writer.post("/v1/instruments", json=an_instrument(key="Nights!", version="a b"))
    assert (bad.status_code, wrong(bad)) == (422, ["/key", "/version"])


async def test_an_instrument_is_tried_before_it_is_published(doors: Doors, scene: Scene) -> None:
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    sample = {"nights": {"values": [2]}, "blanket": {"values": [True]}}
    trial = (await caller.post("/v1/instruments/check", json=an_instrument(answers=sample))).json()
    assert (trial["title"], trial["questions"], trial["scores"][0]["value"]) == ("Nights outside", 11, 2)
    assert [(each["key"], each["words"]) for each in trial["suggestions"]] == [("outside.visit", "Visit tonight")]
    assert [fault["pointer"] for fault in trial["faults"]] == ["/answers/blanket"]
    assert (await caller.get("/v1/instruments/nights-outside")).status_code == 404


async def test_every_wrong_place_of_a_definition_is_named(doors: Doors, scene: Scene) -> None:
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    broken = an_instrument()
    broken["questionnaire"]["item"][0]["type"] = "number"
    broken["scoring"][0]["items"] = [{"item": "no-such"}]
    broken["rules"][0]["when"] = {"score": "other", "at_least": 1}
    refused = await caller.post("/v1/instruments/check", json=broken)
    assert refused.status_code == 422
    places = {"/questionnaire/item/0/type", "/scoring/0/items/0/item", "/rules/0/when/score"}
    assert places - set(wrong(refused)) == set(), refused.text
    refused = await caller.post("/v1/instruments/check", json=an_instrument(answers={"nights": {"values": ["two"]}}))
    assert (refused.status_code, wrong(refused)) == (422, ["/answers/nights/values/0"])
