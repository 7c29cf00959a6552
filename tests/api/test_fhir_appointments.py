"""Meetings by FHIR: what the one door writes the other tells, and what comes from elsewhere comes back as it was."""

from typing import Any
from uuid import uuid4

import httpx
import pytest

from app.domain.codes import Category
from app.domain.consents.scope import Section
from app.domain.networks.roles import Role
from tests.support.doors import Doors
from tests.support.fhir import JSON, a_bundle, a_client, an_entry, blamed, created
from tests.support.scenes_referrals import Scene

START, END = "2027-03-01T09:00:00-05:00", "2027-03-01T09:45:00-05:00"
NAME = {"family": "Okafor", "given": ["Ngozi"]}


def a_meeting(patient: str, **more: Any) -> dict[str, Any]:
    """A meeting as an EHR writes it, with what nobody here knows of."""
    return {
        "resourceType": "Appointment",
        "extension": [{"url": "https://ehr.example/room", "valueString": "4b"}],
        "identifier": [{"system": "https://ehr.example/visits", "value": "v-17"}],
        "status": "booked",
        "serviceType": [{"text": "Benefits"}],
        "priority": 5,
        "description": "Go through the application",
        "start": START,
        "end": END,
        "comment": "Bring the letter",
        "participant": [
            {"actor": {"reference": patient}, "status": "accepted", "required": "required"},
            {"actor": {"display": "At her home"}, "status": "accepted"},
            {"type": [{"text": "interpreter"}], "status": "tentative"},
        ],
        **more,
    }


@pytest.fixture
async def caller(doors: Doors) -> httpx.AsyncClient:
    return await doors.case_manager()


@pytest.fixture
async def patient(caller: httpx.AsyncClient) -> str:
    return f"Patient/{await a_client(caller)}"


async def rest_of(caller: httpx.AsyncClient, resource: dict[str, Any]) -> dict[str, Any]:
    answer = await caller.get(f"/v1/appointments/{resource['id']}")
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def put(caller: httpx.AsyncClient, resource: dict[str, Any], **headers: str) -> httpx.Response:
    return await caller.put(f"/fhir/Appointment/{resource['id']}", json=resource, headers=JSON | headers)


async def test_a_posted_meeting_is_one_of_the_agency_and_comes_back_as_it_was(
    caller: httpx.AsyncClient, patient: str
) -> None:
    posted = a_meeting(patient)
    there = await created(caller, posted)
    told = await rest_of(caller, there)
    found = await caller.get(f"/fhir/Appointment?patient={patient}&date=2027-03-01&identifier=v-17")

    assert {name: value for name, value in there.items() if name not in ("id", "meta")} == posted
    assert {name: told[name] for name in ("title", "details", "status", "starts", "ends", "place", "mode")} == {
        "title": "Go through the application",
        "details": "Bring the letter",
        "status": "booked",
        "starts": "2027-03-01T14:00:00Z",
        "ends": "2027-03-01T14:45:00Z",
        "place": "At her home",
        "mode": "in_person",
    }
    assert [each["resource"] for each in found.json()["entry"]] == [there]


async def test_what_the_one_door_changes_the_other_tells(caller: httpx.AsyncClient, patient: str) -> None:
    there = await created(caller, a_meeting(patient))
    url = f"/v1/appointments/{there['id']}"
    later = {"starts": "2027-03-02T15:00:00Z", "ends": "2027-03-02T16:00:00Z", "time_zone": "America/New_York"}
    moved = await caller.post(f"{url}/reschedule", json=later, headers={"If-Match": "*"})
    told = (await caller.get(f"/fhir/Appointment/{there['id']}")).json()
    assert moved.status_code == 200, moved.text
    assert [told["start"], told["end"], told["description"]] == [later["starts"], later["ends"], there["description"]]
    assert told["identifier"] == there["identifier"]

    again = await put(caller, told)
    stale = await put(caller, told | {"status": "arrived"}, **{"If-Match": 'W/"1"'})
    named = await put(caller, told | {"description": "Sign it"}, **{"If-Match": 'W/"2"'})
    came = await put(caller, named.json() | {"status": "checked-in"})
    rest = await rest_of(caller, there)
    assert [again.json()["meta"]["versionId"], stale.status_code, came.status_code] == ["2", 412, 200]
    assert [rest["title"], rest["status"], rest["starts"]] == ["Sign it", "arrived", later["starts"]]
    assert came.json()["status"] == "checked-in"

    patch = [{"op": "replace", "path": "/status", "value": "fulfilled"}]
    over = await caller.patch(
        f"/fhir/Appointment/{there['id']}", json=patch, headers={"Content-Type": "application/json-patch+json"}
    )
    back = await put(caller, over.json() | {"status": "proposed"})
    late = await put(caller, over.json() | {"description": "What it was"})
    history = await caller.get(f"/fhir/Appointment/{there['id']}/_history")
    assert [over.status_code, (await rest_of(caller, there))["status"]] == [200, "fulfilled"]
    assert blamed(back) == (422, "invalid", ["Appointment.status"])
    assert blamed(late) == (409, "business-rule", None)
    assert next(each["resource"]["status"] for each in history.json()["entry"]) == "fulfilled"


async def test_a_meeting_made_by_rest_is_changed_by_fhir(doors: Doors, caller: httpx.AsyncClient, patient: str) -> None:
    harbor = doors.world.joined["Harbor Food Bank"].id
    office = await doors.administrator()
    profile = {"given": "Rosa", "family": "Vega", "roles": ["case_manager"], "agency_id": str(harbor)}
    worker = (await office.post("/v1/workers", json=profile)).json()["id"]
    where = {"agency_id": str(harbor), "name": "Front desk"}
    place = (await office.post("/v1/locations", json=where)).json()["id"]
    body = {"client_id": patient.removeprefix("Patient/"), "title": "Talk", "starts": START, "ends": END}
    body |= {"mode": "video", "link": "https://meet.example/1", "time_zone": "America/New_York"}
    made = (await caller.post("/v1/appointments", json=body)).json()
    told = (await caller.get(f"/fhir/Appointment/{made['id']}")).json()

    unchanged = await put(caller, told)
    without = [each for each in told["extension"] if "link" not in each["url"] and "mode" not in each["url"]]
    actors = [
        {"actor": {"reference": each}, "status": "accepted"} for each in (f"Practitioner/{worker}", f"Location/{place}")
    ]
    changed = await put(caller, told | {"extension": without, "participant": [*told["participant"], *actors]})
    rest = await rest_of(caller, made)

    assert unchanged.json() == told
    assert changed.status_code == 200, changed.text
    assert {name: rest[name] for name in ("mode", "link", "worker_id", "location_id", "time_zone")} == {
        "mode": "in_person",
        "link": None,
        "worker_id": worker,
        "location_id": place,
        "time_zone": "America/New_York",
    }


@pytest.mark.parametrize(
    ("said", "status", "why"),
    [
        ({"status": "fulfilled"}, "fulfilled", None),
        ({"status": "noshow", "comment": "Nobody was there"}, "no_show", "Nobody was there"),
        ({"status": "pending"}, "proposed", None),
        (
            {"status": "cancelled", "cancelationReason": {"coding": [{"code": "pat-cpp"}]}, "comment": "She is ill"},
            "cancelled",
            "She is ill",
        ),
    ],
)
async def test_what_is_over_when_it_is_posted_has_come_out_so(
    caller: httpx.AsyncClient, patient: str, said: dict[str, Any], status: str, why: str | None
) -> None:
    posted = a_meeting(patient, **said)
    there = await created(caller, posted)
    told = await rest_of(caller, there)

    assert {name: value for name, value in there.items() if name not in ("id", "meta")} == posted
    assert [told["status"], told["comment"]] == [status, why]


async def test_what_is_no_meeting_with_one_client_is_kept_as_it_came(caller: httpx.AsyncClient, patient: str) -> None:
    other = f"Patient/{await a_client(caller, birth_date='1981-01-01')}"
    both = [{"actor": {"reference": each}, "status": "accepted"} for each in (patient, other)]
    undated = {
        name: value for name, value in a_meeting(patient, status="proposed").items() if name not in ("start", "end")
    }

    for posted in (
        undated,
        a_meeting(patient, participant=both),
        a_meeting(patient, participant=both[:0] or [{"actor": {"display": "Somebody"}, "status": "accepted"}]),
    ):
        there = await created(caller, posted)
        again = await put(caller, there | {"comment": "Another"})

        assert {name: value for name, value in there.items() if name not in ("id", "meta")} == posted
        assert (await caller.get(f"/v1/appointments/{there['id']}")).status_code == 404
        assert [again.status_code, again.json()["comment"]] == [200, "Another"]


async def test_what_breaks_a_rule_is_refused_with_the_element(
    doors: Doors, caller: httpx.AsyncClient, patient: str
) -> None:
    elsewhere = await doors.case_manager("Shelter")
    hidden = f"Patient/{await a_client(elsewhere)}"
    there = await created(caller, a_meeting(patient))
    swapped = [
        {"actor": {"reference": f"Patient/{await a_client(caller, birth_date='1990-01-01')}"}, "status": "accepted"}
    ]
    zone = [{"url": "urn:throughline:extension:time-zone", "valueCode": "Mars/North"}]

    async def post(**more: Any) -> httpx.Response:
        return await caller.post("/fhir/Appointment", json=a_meeting(patient, **more), headers=JSON)

    assert [
        blamed(await caller.post("/fhir/Appointment", json=a_meeting(each), headers=JSON))
        for each in (hidden, f"Patient/{uuid4()}")
    ] == [(422, "invalid", ["Appointment.participant[0].actor"])] * 2
    assert blamed(await post(end="2027-03-11T09:00:00Z")) == (422, "invalid", ["Appointment.end"])
    assert blamed(await post(extension=zone)) == (422, "invalid", ["Appointment.extension"])
    assert blamed(await post(status="cancelled", comment=""))[0] == 422
    assert blamed(await put(caller, there | {"participant": swapped})) == (
        422,
        "invalid",
        ["Appointment.participant[0].actor"],
    )
    assert blamed(await put(elsewhere, there)) == blamed(await put(elsewhere, there | {"id": str(uuid4())}))
    assert blamed(await caller.delete(f"/fhir/Appointment/{there['id']}")) == (405, "not-supported", None)
    reader = await doors.caller(doors.world.joined["Harbor Food Bank"].id, Role.CASE_MANAGER, scopes="system/*.rs")
    assert (await put(reader, there)).status_code == 403


async def test_a_transaction_brings_a_client_and_the_meeting_and_again_changes_nothing(
    caller: httpx.AsyncClient,
) -> None:
    who, when = "urn:uuid:8a1b6a1e-1f5a-4c52-9c1e-000000000001", "Appointment/visit-1"
    person = {
        "resourceType": "Patient",
        "identifier": [{"system": "https://ehr.example/mrn", "value": "7"}],
        "name": [NAME],
    }
    meeting = a_meeting(who) | {"id": "visit-1"}
    bundle = a_bundle(
        "transaction",
        an_entry("PUT", when, meeting),
        an_entry("POST", "Patient", person, who, ifNoneExist="identifier=https://ehr.example/mrn|7"),
    )
    first, second = [(await caller.post("/fhir", json=bundle, headers=JSON)).json()["entry"] for _ in range(2)]
    moved = a_meeting(who, status="cancelled", cancelationReason={"coding": [{"code": "prov"}]}) | {"id": "visit-1"}
    bundle["entry"][0]["resource"] = moved
    third = (await caller.post("/fhir", json=bundle, headers=JSON)).json()["entry"]

    assert [each["response"]["status"] for each in (*first, *second)] == ["201 Created"] * 2 + ["200 OK"] * 2
    assert second[0]["response"]["etag"] == first[0]["response"]["etag"]
    rest = await rest_of(caller, third[0]["resource"])
    assert [rest["status"], rest["cancel_reason"], rest["id"]] == ["cancelled", "agency", first[0]["resource"]["id"]]


async def test_labels_that_are_told_hold_here_too(caller: httpx.AsyncClient, patient: str) -> None:
    label = {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "PSY"}
    there = await created(caller, a_meeting(patient) | {"meta": {"security": [label]}})
    again = await put(caller, there)

    assert (await rest_of(caller, there))["sensitivities"] == ["MH"]
    assert label in there["meta"]["security"]
    assert again.json()["meta"]["versionId"] == "1"


async def test_conditions_hold_for_meetings_too(caller: httpx.AsyncClient, patient: str) -> None:
    url, posted = "/fhir/Appointment?identifier=https://ehr.example/visits|v-17", a_meeting(patient)
    answers = [await caller.put(url, json=posted | said, headers=JSON) for said in ({}, {}, {"description": "Sign"})]
    once = await caller.post("/fhir/Appointment", json=posted, headers=JSON | {"If-None-Exist": "identifier=v-17"})

    assert [each.status_code for each in (*answers, once)] == [201, 200, 200, 200]
    assert [each.headers["etag"] for each in answers] == ['W/"1"', 'W/"1"', 'W/"2"']
    assert (await rest_of(caller, once.json()))["title"] == "Sign"


async def test_who_may_only_read_a_meeting_changes_nothing_of_it_and_nothing_beside_it(
    doors: Doors, scene: Scene
) -> None:
    sender = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    there = await created(sender, a_meeting(f"Patient/{scene.client}"))
    provider = scene.pantries[0].id
    member = {"kind": "agency", "agency_id": str(provider)}
    await scene.agree(categories=(Category.FOOD, Section.CARE_PLANS, Section.ENCOUNTERS))
    joined = await sender.post(f"/v1/clients/{scene.client}/care-team/members", json=member)
    assert joined.status_code == 201, joined.text
    other = await doors.caller(provider, Role.CASE_MANAGER)
    shown = (await other.get(f"/fhir/Appointment/{there['id']}")).json()

    assert shown["id"] == there["id"]
    for said in ({}, {"extension": [{"url": "https://other.example/x", "valueString": "y"}]}, {"status": "arrived"}):
        assert blamed(await put(other, shown | said))[:2] == (403, "forbidden")
    assert (await sender.get(f"/fhir/Appointment/{there['id']}")).json() == there
