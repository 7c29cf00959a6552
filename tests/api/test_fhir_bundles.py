"""Batches and transactions: order, references, conditions, and all or nothing."""

import asyncio
import json
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.support.doors import Doors
from tests.support.fhir import SYSTEM, a_bundle, a_client, an_entry, an_observation, blamed

JSON = {"Content-Type": "application/fhir+json"}


def a_resource(patient: str, identifier: str | None = None, **more: Any) -> dict[str, Any]:
    return dict(json.loads(an_observation(patient, "72", identifier))) | more


def an_encounter(patient: str, **more: Any) -> dict[str, Any]:
    kind = {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "AMB"}
    return {
        "resourceType": "Encounter",
        "status": "finished",
        "class": kind,
        "subject": {"reference": f"Patient/{patient}"},
    } | more


@pytest.fixture
async def caller(doors: Doors) -> httpx.AsyncClient:
    return await doors.case_manager()


@pytest.fixture
async def patient(caller: httpx.AsyncClient) -> str:
    return await a_client(caller)


async def posted(caller: httpx.AsyncClient, bundle: dict[str, Any], **headers: str) -> httpx.Response:
    return await caller.post("/fhir", json=bundle, headers=JSON | headers)


async def count(caller: httpx.AsyncClient, type_: str) -> int:
    return int((await caller.get(f"/fhir/{type_}?_summary=count")).json()["total"])


async def test_entries_call_one_another_by_names_that_become_ids(caller: httpx.AsyncClient, patient: str) -> None:
    encounter, observation = f"urn:uuid:{uuid4()}", f"urn:uuid:{uuid4()}"
    seen = a_resource(
        patient,
        encounter={"reference": encounter},
        text={
            "status": "generated",
            "div": f'<div xmlns="http://www.w3.org/1999/xhtml"><a href="{encounter}">x</a></div>',
        },
    )
    bundle = a_bundle(
        "transaction",
        an_entry("POST", "Observation", seen, observation),
        an_entry("POST", "Encounter", an_encounter(patient), encounter),
    )

    answer = (await posted(caller, bundle)).raise_for_status().json()
    first, second = (entry["resource"] for entry in answer["entry"])

    assert [answer["type"], len(answer["entry"])] == ["transaction-response", 2]
    assert first["encounter"] == {"reference": f"Encounter/{second['id']}"}
    assert f'href="Encounter/{second["id"]}"' in first["text"]["div"]
    assert [entry["response"]["status"] for entry in answer["entry"]] == ["201 Created", "201 Created"]
    assert answer["entry"][0]["response"]["location"].endswith(f"/fhir/Observation/{first['id']}/_history/1")


async def test_resources_may_refer_to_one_another_in_a_circle(caller: httpx.AsyncClient, patient: str) -> None:
    one, other = f"urn:uuid:{uuid4()}", f"urn:uuid:{uuid4()}"
    bundle = a_bundle(
        "transaction",
        an_entry("POST", "Observation", a_resource(patient, hasMember=[{"reference": other}]), one),
        an_entry("POST", "Observation", a_resource(patient, derivedFrom=[{"reference": one}]), other),
    )

    first, second = (entry["resource"] for entry in (await posted(caller, bundle)).raise_for_status().json()["entry"])

    assert first["hasMember"] == [{"reference": f"Observation/{second['id']}"}]
    assert second["derivedFrom"] == [{"reference": f"Observation/{first['id']}"}]


async def test_everything_happens_in_the_order_of_the_specification(caller: httpx.AsyncClient, patient: str) -> None:
    kept = (await caller.post("/fhir/Observation", json=a_resource(patient, "o-1"))).json()
    gone = (await caller.post("/fhir/Observation", json=a_resource(patient, "o-2"))).json()
    bundle = a_bundle(
        "transaction",
        an_entry("GET", "Observation?_summary=count"),
        an_entry("PUT", f"Observation/{kept['id']}", a_resource(patient, "o-1", id=kept["id"], status="amended")),
        an_entry("POST", "Observation", a_resource(patient, "o-3")),
        an_entry("DELETE", f"Observation/{gone['id']}"),
    )

    answer = (await posted(caller, bundle)).raise_for_status().json()

    assert [entry["response"]["status"] for entry in answer["entry"]] == [
        "200 OK",
        "200 OK",
        "201 Created",
        "204 No Content",
    ]
    assert answer["entry"][0]["resource"]["total"] == 2
    assert answer["entry"][1]["resource"]["status"] == "amended"


async def test_a_transaction_whose_seventh_entry_is_wrong_stores_nothing_and_names_it(
    caller: httpx.AsyncClient, patient: str
) -> None:
    entries = [an_entry("POST", "Observation", a_resource(patient)) for _ in range(8)]
    nonsense, unknown = list(entries), list(entries)
    nonsense[6] = an_entry("POST", "Observation", a_resource(patient, status="odd"))
    unknown[6] = an_entry("POST", "Observation", a_resource(patient, encounter={"reference": f"Encounter/{uuid4()}"}))

    invalid = await posted(caller, a_bundle("transaction", *nonsense))
    missing = await posted(caller, a_bundle("transaction", *unknown))

    assert blamed(invalid) == (422, "code-invalid", ["Bundle.entry[6].resource.status"])
    assert blamed(missing) == (422, "invalid", ["Bundle.entry[6].resource.encounter"])
    assert await count(caller, "Observation") == 0


async def test_conditions_hold_inside_of_transactions(caller: httpx.AsyncClient, patient: str) -> None:
    def bundle() -> dict[str, Any]:
        encounter = f"urn:uuid:{uuid4()}"
        made = an_encounter(patient, identifier=[{"system": SYSTEM, "value": "e-9"}])
        referring = a_resource(patient, "o-9", encounter={"reference": encounter})
        return a_bundle(
            "transaction",
            an_entry("POST", "Encounter", made, encounter, ifNoneExist=f"identifier={SYSTEM}|e-9"),
            an_entry("PUT", f"Observation?identifier={SYSTEM}|o-9", referring),
        )

    first = (await posted(caller, bundle())).raise_for_status().json()
    second = (await posted(caller, bundle())).raise_for_status().json()

    assert [[entry["response"]["status"] for entry in each["entry"]] for each in (first, second)] == [
        ["201 Created", "201 Created"],
        ["200 OK", "200 OK"],
    ]
    assert second["entry"][1]["resource"] == first["entry"][1]["resource"]
    assert [await count(caller, "Encounter"), await count(caller, "Observation")] == [1, 1]


async def test_references_by_criteria_become_what_meets_them(caller: httpx.AsyncClient, patient: str) -> None:
    encounter = an_encounter(patient, identifier=[{"system": SYSTEM, "value": "e-1"}])
    id_ = (await caller.post("/fhir/Encounter", json=encounter)).json()["id"]
    met = a_resource(patient, encounter={"reference": f"Encounter?identifier={SYSTEM}|e-1"})
    unmet = a_resource(patient, encounter={"reference": f"Encounter?identifier={SYSTEM}|e-2"})

    answer = (await posted(caller, a_bundle("transaction", an_entry("POST", "Observation", met)))).json()
    refused = await posted(caller, a_bundle("transaction", an_entry("POST", "Observation", unmet)))

    assert answer["entry"][0]["resource"]["encounter"] == {"reference": f"Encounter/{id_}"}
    assert blamed(refused) == (422, "invalid", ["Bundle.entry[0].resource.encounter"])


async def test_ids_of_the_source_are_remembered_so_that_loading_twice_changes_nothing(
    caller: httpx.AsyncClient, patient: str
) -> None:
    bundle = a_bundle(
        "transaction",
        an_entry("PUT", "Encounter/visit-1", an_encounter(patient, id="visit-1")),
        an_entry("PUT", "Observation/o-1", a_resource(patient, id="o-1", encounter={"reference": "Encounter/visit-1"})),
    )
    later = a_bundle(
        "transaction",
        an_entry("POST", "Observation", a_resource(patient, encounter={"reference": "Encounter/visit-1"})),
    )

    first = (await posted(caller, bundle)).raise_for_status().json()["entry"]
    second = (await posted(caller, bundle)).raise_for_status().json()["entry"]
    third = (await posted(caller, later)).raise_for_status().json()["entry"]

    assert [entry["response"]["status"] for entry in second] == ["200 OK", "200 OK"]
    assert [entry["resource"] for entry in second] == [entry["resource"] for entry in first]
    assert third[0]["resource"]["encounter"] == {"reference": f"Encounter/{first[0]['resource']['id']}"}


async def test_thirty_parallel_conditional_creates_make_one_resource(caller: httpx.AsyncClient, patient: str) -> None:
    condition = JSON | {"If-None-Exist": f"identifier={SYSTEM}|once"}
    body = an_observation(patient, identifier="once")

    answers = await asyncio.gather(
        *(caller.post("/fhir/Observation", content=body, headers=condition) for _ in range(30))
    )

    assert sorted(answer.status_code for answer in answers) == [200] * 29 + [201]
    assert await count(caller, "Observation") == 1


async def test_a_batch_answers_every_entry_by_itself(caller: httpx.AsyncClient, patient: str) -> None:
    made = (await caller.post("/fhir/Observation", json=a_resource(patient))).json()
    patch = {"resourceType": "Binary", "contentType": "application/json-patch+json"}
    data = "W3sib3AiOiJyZXBsYWNlIiwicGF0aCI6Ii9zdGF0dXMiLCJ2YWx1ZSI6ImFtZW5kZWQifV0="
    bundle = a_bundle(
        "batch",
        an_entry("GET", f"Observation/{made['id']}"),
        an_entry("POST", "Observation", a_resource(patient, status="odd")),
        an_entry("PATCH", f"Observation/{made['id']}", patch | {"data": data}),
        an_entry("GET", f"Observation/{uuid4()}"),
        an_entry("POST", "Observation", a_resource(patient)),
        an_entry("GET", "Observation?_summary=count"),
    )

    answer = (await posted(caller, bundle)).raise_for_status().json()
    responses = [entry["response"] for entry in answer["entry"]]

    assert [answer["type"], [each["status"].split()[0] for each in responses]] == [
        "batch-response",
        ["200", "422", "200", "404", "201", "200"],
    ]
    assert responses[1]["outcome"]["issue"][0]["expression"] == ["Bundle.entry[1].resource.status"]
    assert answer["entry"][2]["resource"]["status"] == "amended"
    assert answer["entry"][5]["resource"]["total"] == 2


async def test_a_batch_remembers_ids_of_the_source_as_a_transaction_does(
    caller: httpx.AsyncClient, patient: str
) -> None:
    wrong = a_resource(patient, id="o-2", status="odd")
    bundle = a_bundle(
        "batch",
        an_entry("PUT", "Encounter/visit-1", an_encounter(patient, id="visit-1")),
        an_entry("PUT", "Observation/o-1", a_resource(patient, id="o-1", encounter={"reference": "Encounter/visit-1"})),
        an_entry("PUT", "Observation/o-2", wrong),
        an_entry("PUT", "Observation/o-3", a_resource(str(uuid4()), id="o-3")),
    )
    again = a_bundle("transaction", *bundle["entry"][:2])

    first = (await posted(caller, bundle)).raise_for_status().json()["entry"]
    second = (await posted(caller, bundle)).raise_for_status().json()["entry"]
    third = (await posted(caller, again)).raise_for_status().json()["entry"]

    statuses = [[entry["response"]["status"].split()[0] for entry in answers] for answers in (first, second, third)]
    assert statuses == [["201", "201", "422", "422"], ["200", "200", "422", "422"], ["200", "200"]]
    assert [each["resource"] for each in (*second[:2], *third)] == [each["resource"] for each in first[:2]] * 2
    assert first[1]["resource"]["encounter"] == {"reference": f"Encounter/{first[0]['resource']['id']}"}
    assert [each["response"]["outcome"]["issue"][0]["expression"] for each in first[2:]] == [
        ["Bundle.entry[2].resource.status"],
        ["Bundle.entry[3].resource.subject"],
    ]


@pytest.mark.parametrize("kind", ["batch", "transaction"])
async def test_a_bundle_that_is_sent_again_under_its_key_has_no_second_effect(
    caller: httpx.AsyncClient, patient: str, kind: str
) -> None:
    bundle = a_bundle(kind, *(an_entry("POST", "Observation", a_resource(patient)) for _ in range(3)))
    key = {"Idempotency-Key": f"bundle-{kind}"}

    first, second = await posted(caller, bundle, **key), await posted(caller, bundle, **key)

    assert [first.status_code, second.json()] == [200, first.json()]
    assert await count(caller, "Observation") == 3


@pytest.mark.parametrize(
    ("bundle", "told"),
    [
        ({"resourceType": "Bundle", "type": "document"}, (400, "invalid", ["Bundle.type"])),
        ({"resourceType": "Patient"}, (400, "invalid", ["Bundle.type"])),
        (a_bundle("transaction", an_entry("GET", "metadata")), (400, "invalid", ["Bundle.entry[0].request.url"])),
        (a_bundle("transaction", an_entry("GET", "Nonsense/1")), (404, "not-supported", ["Bundle.entry[0]"])),
        (
            a_bundle("transaction", an_entry("DELETE", "Observation/1"), an_entry("DELETE", "Observation/1")),
            (400, "invalid", ["Bundle.entry[1]"]),
        ),
        (
            a_bundle(
                "transaction",
                an_entry("PUT", "Medication/m", {"resourceType": "Medication", "id": "m"}),
                an_entry("PUT", "Medication/m", {"resourceType": "Medication", "id": "m"}),
            ),
            (400, "invalid", ["Bundle.entry[1]"]),
        ),
    ],
)
async def test_what_is_no_bundle_to_process_is_refused(
    caller: httpx.AsyncClient, bundle: dict[str, Any], told: tuple[int, str, list[str]]
) -> None:
    assert blamed(await posted(caller, bundle)) == told
