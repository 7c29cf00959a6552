"""What published FHIR clients send by habit: each habit is served, or refused in the way that the client expects."""

import httpx
import pytest

from tests.support.doors import BASE_URL, Doors
from tests.support.fhir import SYSTEM, a_client, an_observation


@pytest.fixture
async def caller(doors: Doors) -> httpx.AsyncClient:
    return await doors.case_manager()


async def test_the_capabilities_are_read_without_a_token_and_name_the_oauth_addresses(doors: Doors) -> None:
    nobody = await doors.nobody()

    answer = await nobody.get("/fhir/metadata", headers={"Accept": "application/json"})
    security = answer.json()["rest"][0]["security"]
    uris = {each["url"]: each["valueUri"] for each in security["extension"][0]["extension"]}

    assert answer.headers["content-type"] == "application/json; charset=utf-8"
    assert uris["token"].endswith("/oauth/token")
    assert (await nobody.get("/fhir/metadata?_format=json")).json() == answer.json()


@pytest.mark.parametrize("path", ["/.well-known/smart-configuration", "/fhir/.well-known/smart-configuration"])
async def test_the_smart_configuration_is_where_clients_look_for_it(doors: Doors, path: str) -> None:
    answer = await (await doors.nobody()).get(path)

    assert answer.json()["token_endpoint"].endswith("/oauth/token")


@pytest.mark.parametrize(
    "accept", ["application/json", "application/fhir+json", "*/*", "application/*", "text/html, */*"]
)
async def test_answers_come_in_the_name_of_json_that_was_asked_for(caller: httpx.AsyncClient, accept: str) -> None:
    answer = await caller.get("/fhir/Observation", headers={"Accept": accept})

    wanted = "application/json" if accept == "application/json" else "application/fhir+json"
    assert answer.headers["content-type"] == f"{wanted}; charset=utf-8"


@pytest.mark.parametrize("base", ["/fhir", "/fhir/"])
async def test_a_bundle_is_taken_with_and_without_a_slash(caller: httpx.AsyncClient, base: str) -> None:
    answer = await caller.post(base, json={"resourceType": "Bundle", "type": "batch"})

    assert [answer.status_code, answer.json()["type"]] == [200, "batch-response"]


async def test_bulk_of_habits_of_fhirpy(caller: httpx.AsyncClient) -> None:
    """`get_or_create` and `update` by criteria, patches as plain JSON, searches with `_total`."""
    patient = await a_client(caller)
    body = an_observation(patient, identifier="fhirpy")
    json = {"Content-Type": "application/json"}
    by_criteria = f"/fhir/Observation?identifier={SYSTEM}|fhirpy"

    made = await caller.post(by_criteria, content=body, headers=json)
    there = await caller.post(by_criteria, content=body, headers=json)
    updated = await caller.put(by_criteria, content=body, headers=json)
    patched = await caller.patch(f"/fhir/Observation/{made.json()['id']}", json={"status": "amended"})
    found = await caller.get("/fhir/Observation?_totalMethod=count&_total=accurate&_count=1")

    assert [each.status_code for each in (made, there, updated, patched)] == [201, 200, 200, 200]
    assert patched.json()["status"] == "amended"
    assert found.json()["total"] == 1


async def test_a_patient_is_made_and_updated_by_its_identifier(caller: httpx.AsyncClient) -> None:
    """MedplumClient's upsert."""
    identifier = {"system": "https://ehr.example/persons", "value": "E-1"}
    patient = {
        "resourceType": "Patient",
        "identifier": [identifier],
        "name": [{"family": "Adeyemi", "given": ["Tola"]}],
    }
    url = f"/fhir/Patient?identifier={identifier['system']}|{identifier['value']}"

    made = await caller.put(url, json=patient)
    again = await caller.put(url, json=patient | {"birthDate": "1990-02-03"})
    client = (await caller.get(f"/v1/clients/{made.json()['id']}")).json()

    assert [made.status_code, again.status_code, again.json()["id"]] == [201, 200, made.json()["id"]]
    assert [client["names"][0]["family"], client["birth_date"]] == ["Adeyemi", "1990-02-03"]


async def test_addresses_may_be_absolute(caller: httpx.AsyncClient) -> None:
    patient = await a_client(caller)
    base = (await caller.get("/fhir/metadata")).json()["implementation"]["url"]
    body = an_observation(patient).replace(b"Patient/", f"{base}/Patient/".encode())

    made = await caller.post("/fhir/Observation", content=body, headers={"Content-Type": "application/fhir+json"})

    assert made.json()["subject"] == {"reference": f"Patient/{patient}"}
    assert BASE_URL not in made.text
