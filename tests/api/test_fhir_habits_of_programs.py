"""What `make conformance` found published clients to do by habit, beside what `test_fhir_client_habits.py` says."""

import json

import httpx
import pytest

from tests.support.doors import Doors
from tests.support.fhir import a_client, an_observation, blamed


@pytest.fixture
async def caller(doors: Doors) -> httpx.AsyncClient:
    return await doors.case_manager()


async def test_everything_is_asked_for_by_post_without_a_body(caller: httpx.AsyncClient) -> None:
    """fhir-kit-client's `operation`, which posts unless told otherwise."""
    patient = await a_client(caller)
    headers = {"Content-Type": "application/fhir+json"}

    posted = await caller.post(f"/fhir/Patient/{patient}/$everything", headers=headers)
    got = await caller.get(f"/fhir/Patient/{patient}/$everything")

    assert [posted.status_code, posted.json()["entry"]] == [200, got.json()["entry"]]


async def test_everything_takes_parameters_which_its_next_pages_keep(caller: httpx.AsyncClient) -> None:
    patient = await a_client(caller)
    for _ in range(3):
        await caller.post("/fhir/Observation", content=an_observation(patient), headers={"Content-Type": "text/json"})
    parameters = {
        "resourceType": "Parameters",
        "parameter": [
            {"name": "_type", "valueCode": "Observation"},
            {"name": "_type", "valueCode": "Condition"},
            {"name": "_count", "valueInteger": 2},
        ],
    }

    first = (await caller.post(f"/fhir/Patient/{patient}/$everything", json=parameters)).json()
    second = (await caller.get(next(link["url"] for link in first["link"] if link["relation"] == "next"))).json()

    pages = [[entry["resource"]["resourceType"] for entry in page["entry"]] for page in (first, second)]
    assert pages == [["Observation", "Observation"], ["Observation"]]


async def test_everything_of_several_types_may_name_each_by_itself(caller: httpx.AsyncClient) -> None:
    patient = await a_client(caller)
    await caller.post("/fhir/Observation", content=an_observation(patient), headers={"Content-Type": "text/json"})

    told = await caller.get(f"/fhir/Patient/{patient}/$everything?_type=Observation&_type=Patient")

    assert {entry["resource"]["resourceType"] for entry in told.json()["entry"]} == {"Observation", "Patient"}


@pytest.mark.parametrize(
    ("body", "expression"),
    [
        ({"resourceType": "Patient"}, "Parameters"),
        ({"resourceType": "Parameters", "parameter": {}}, "Parameters"),
        ({"resourceType": "Parameters", "parameter": [{"valueCode": "Patient"}]}, "Parameters.parameter.name"),
        ({"resourceType": "Parameters", "parameter": [{"name": "_type"}]}, "Parameters.parameter.value"),
        (
            {"resourceType": "Parameters", "parameter": [{"name": "_type", "valueCoding": {"code": "Patient"}}]},
            "Parameters.parameter.value",
        ),
    ],
)
async def test_what_are_no_parameters_is_refused(caller: httpx.AsyncClient, body: object, expression: str) -> None:
    patient = await a_client(caller)

    answer = await caller.post(f"/fhir/Patient/{patient}/$everything", json=body)

    assert blamed(answer) == (400, "invalid", [expression])


@pytest.mark.parametrize(("version", "status"), [("4.0", 201), ("4.0.1", 201), ("3.0", 415), ("5.0", 415)])
async def test_a_body_of_another_version_of_fhir_is_not_taken(
    caller: httpx.AsyncClient, version: str, status: int
) -> None:
    headers = {"Content-Type": f"application/fhir+json; fhirVersion={version}; charset=utf-8"}

    answer = await caller.post("/fhir/Observation", content=an_observation(await a_client(caller)), headers=headers)

    assert answer.status_code == status


async def test_a_version_that_is_held_is_named_with_or_without_quotes(caller: httpx.AsyncClient) -> None:
    """fhirpy's `refresh` sends the bare versionId."""
    patient = await a_client(caller)

    statuses = [
        (await caller.get(f"/fhir/Patient/{patient}", headers={"If-None-Match": tag})).status_code
        for tag in ("1", '"1"', 'W/"1"', "2")
    ]

    assert statuses == [304, 304, 304, 200]


async def test_a_patch_may_begin_with_a_test_of_the_version(caller: httpx.AsyncClient) -> None:
    """What Medplum's own programs write, in place of If-Match."""
    body = an_observation(await a_client(caller))
    made = (await caller.post("/fhir/Observation", content=body, headers={"Content-Type": "text/json"})).json()
    change = [
        {"op": "test", "path": "/meta/versionId", "value": "1"},
        {"op": "replace", "path": "/status", "value": "amended"},
    ]
    headers = {"Content-Type": "application/json-patch+json"}
    address = f"/fhir/Observation/{made['id']}"

    answers = [await caller.patch(address, content=json.dumps(change), headers=headers) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 422]
