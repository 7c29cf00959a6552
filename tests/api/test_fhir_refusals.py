"""Whatever goes wrong below /fhir is told as FHIR tells it, whoever refuses: door, middleware or framework."""

import httpx
import pytest

from app.domain.networks.roles import Role
from tests.support.doors import Doors
from tests.support.fhir import a_client, an_observation, blamed

JSON = {"Content-Type": "application/fhir+json"}
UNNAMED = b'{"resourceType":"Observation","status":"final","code":{"text":"of nobody"}}'
PATIENT = "00000000-0000-4000-8000-000000000001"
NOBODY = "00000000-0000-4000-8000-000000000002"


@pytest.fixture
async def caller(doors: Doors) -> httpx.AsyncClient:
    return await doors.case_manager()


@pytest.mark.parametrize(
    ("method", "path", "told"),
    [
        ("GET", "/fhir/Observation/abc", (404, "not-found", None)),
        ("GET", f"/fhir/Observation/{NOBODY}", (404, "not-found", None)),
        ("GET", f"/fhir/Observation/{NOBODY}/_history", (404, "not-found", None)),
        ("GET", f"/fhir/Observation/{NOBODY}/_history/1", (404, "not-found", None)),
        ("GET", "/fhir/Nonsense", (404, "not-supported", None)),
        ("GET", "/fhir/Bundle", (404, "not-supported", None)),
        ("GET", "/fhir/nothing", (404, "not-supported", None)),
        ("GET", "/fhir/Patient/1/2/3/4/5", (404, "not-supported", None)),
        ("GET", "/fhir", (405, "not-supported", None)),
        ("GET", "/fhir/_history", (405, "not-supported", None)),
        ("POST", "/fhir/_search", (405, "not-supported", None)),
        ("POST", "/fhir/metadata", (405, "not-supported", None)),
        ("PUT", "/fhir/Observation/1/_history/1", (405, "not-supported", None)),
        ("POST", f"/fhir/Observation/{NOBODY}", (405, "not-supported", None)),
        ("GET", "/fhir/Patient/1/$nonsense", (404, "not-supported", None)),
        ("GET", "/fhir/Observation/$match", (405, "not-supported", None)),
        ("GET", f"/fhir/Encounter/{NOBODY}/Observation", (404, "not-supported", None)),
        ("GET", f"/fhir/Patient/{NOBODY}/Observation", (404, "not-found", None)),
        ("GET", f"/fhir/Patient/{NOBODY}/Medication", (404, "not-supported", None)),
        ("GET", f"/fhir/Patient/{NOBODY}/$everything", (404, "not-found", None)),
        ("GET", "/fhir/Observation?date=gestern", (400, "invalid", ["date"])),
        ("GET", "/fhir/Observation?_filter=a", (400, "not-supported", ["_filter"])),
        ("GET", "/fhir/Observation?code=%ff", (400, "invalid", ["http.query"])),
        ("GET", "/fhir/Observation?_count=many", (400, "invalid", ["http._count"])),
        ("GET", "/fhir/Observation?_cursor=forged", (400, "invalid", ["http.cursor"])),
        ("GET", "/fhir/Observation/_history?_since=yesterday", (400, "invalid", ["http._since"])),
        ("GET", "/fhir/Observation?_format=xml", (406, "not-supported", None)),
        ("GET", "/fhir/metadata?_format=application/fhir%2Bxml", (406, "not-supported", None)),
        ("DELETE", "/fhir/Observation", (400, "invalid", ["http.query"])),
        ("DELETE", "/fhir/Observation?nonsense=1", (400, "not-supported", ["nonsense"])),
    ],
)
async def test_addresses_and_queries_that_mean_nothing(
    caller: httpx.AsyncClient, method: str, path: str, told: tuple[int, str, list[str] | None]
) -> None:
    assert blamed(await caller.request(method, path)) == told


@pytest.mark.parametrize(
    ("content", "kind", "told"),
    [
        (b"{", JSON["Content-Type"], (400, "structure", None)),
        (b"", JSON["Content-Type"], (400, "structure", None)),
        (
            b'{"resourceType":"Observation","status":"final","status":"final"}',
            "text/json",
            (400, "structure", ["status"]),
        ),
        (b"[]", JSON["Content-Type"], (400, "invalid", None)),
        (b'{"resourceType":"Patient"}', JSON["Content-Type"], (400, "structure", ["resourceType"])),
        (b"<Observation/>", "application/fhir+xml", (415, "not-supported", None)),
        (b"{}", "application/fhir+json; charset=utf-16", (415, "not-supported", None)),
        (an_observation(PATIENT), JSON["Content-Type"], (422, "invalid", ["Observation.subject"])),
        (an_observation("abc"), JSON["Content-Type"], (422, "invalid", ["Observation.subject"])),
        (
            b'{"resourceType":"Observation","status":"final","code":{"text":"x"},"valueString":"a","valueBoolean":true}',
            JSON["Content-Type"],
            (422, "structure", ["Observation.value"]),
        ),
        (
            b'{"resourceType":"Observation","status":"final","code":{"text":"x"},"odd":1}',
            JSON["Content-Type"],
            (422, "structure", ["Observation.odd"]),
        ),
        (
            b'{"resourceType":"Observation","status":"final","code":{"text":"x"},"effectiveDateTime":"2026-02-30"}',
            JSON["Content-Type"],
            (422, "value", ["Observation.effective"]),
        ),
    ],
)
async def test_bodies_that_are_no_valid_resource(
    caller: httpx.AsyncClient, content: bytes, kind: str, told: tuple[int, str, list[str] | None]
) -> None:
    answer = await caller.post("/fhir/Observation", content=content, headers={"Content-Type": kind})

    assert blamed(answer) == told
    assert (await caller.get("/fhir/Observation?_summary=count")).json()["total"] == 0


@pytest.mark.parametrize(
    ("headers", "told"),
    [
        ({"Accept": "application/fhir+xml"}, (406, "not-supported", None)),
        ({"If-Match": "nonsense"}, (400, "invalid", ["http.If-Match"])),
        ({"Content-Encoding": "gzip"}, (415, "not-supported", None)),
        ({"Content-Length": "99999999999"}, (413, "too-long", None)),
        ({"Authorization": "Bearer nonsense"}, (401, "login", None)),
        ({"Idempotency-Key": "späte"}, (400, "invalid", ["http.Idempotency-Key"])),
    ],
)
async def test_headers_that_cannot_be_served(
    caller: httpx.AsyncClient, headers: dict[str, str], told: tuple[int, str, list[str] | None]
) -> None:
    encoded = {name: value.encode() for name, value in (JSON | headers).items()}

    assert blamed(await caller.post("/fhir/Observation", content=UNNAMED, headers=encoded)) == told


async def test_too_long_a_query_and_nobodys_request_are_told_so_too(doors: Doors) -> None:
    nobody = await doors.nobody()

    assert blamed(await nobody.get("/fhir/Patient")) == (401, "login", None)
    assert blamed(await nobody.get(f"/fhir/Patient?name={'x' * 9000}")) == (414, "too-long", None)


async def test_a_405_names_what_the_address_knows(caller: httpx.AsyncClient) -> None:
    answer = await caller.put("/fhir/AuditEvent/1", json={"resourceType": "AuditEvent"})

    assert [answer.status_code, answer.headers["allow"]] == [405, "GET, HEAD"]


async def test_the_whole_system_is_neither_searched_nor_told_the_past_of(caller: httpx.AsyncClient) -> None:
    urls = ("?_type=Patient", "/_search?_type=Patient", "/_history")
    answers = {url: await caller.get(f"/fhir{url}") for url in urls}
    answers["/_search"] = await caller.post("/fhir/_search", data={"_type": "Patient"})
    for answer in answers.values():
        assert blamed(answer) == (405, "not-supported", None)
        assert "of one type here" in answer.json()["issue"][0]["diagnostics"]
    assert [each.headers["allow"] for each in answers.values()] == ["POST", "", "", ""]


async def test_scopes_and_roles_count_for_each_type(doors: Doors) -> None:
    world = doors.world
    agency = await world.an_agency("Scoped")
    reader = await doors.caller(agency.id, Role.CASE_MANAGER, scopes="system/Observation.rs system/Patient.cruds")
    administrator = await doors.caller(agency.id, Role.AGENCY_ADMIN)
    patient = await a_client(reader)

    refused = await reader.post("/fhir/Observation", content=an_observation(patient), headers=JSON)
    entry = {"request": {"method": "POST", "url": "Observation"}, "resource": {"resourceType": "Observation"}}
    entry["resource"] |= {"status": "final", "code": {"text": "x"}}
    bundle = {"resourceType": "Bundle", "type": "transaction", "entry": [entry]}
    whole = await reader.post("/fhir", json=bundle)

    assert blamed(refused) == (403, "forbidden", None)
    assert 'scope="system/Observation.c"' in refused.headers["www-authenticate"]
    assert blamed(whole) == (403, "forbidden", ["Bundle.entry[0]"])
    assert (await reader.get("/fhir/Observation")).status_code == 200
    assert blamed(await administrator.get("/fhir/Observation")) == (403, "forbidden", None)


async def test_another_agency_finds_nothing_and_is_told_nothing(doors: Doors) -> None:
    caller = await doors.case_manager()
    made = await caller.post("/fhir/Observation", content=an_observation(await a_client(caller)), headers=JSON)
    stranger = await doors.case_manager("Other agency")
    url = f"/fhir/Observation/{made.json()['id']}"

    assert blamed(await stranger.get(url)) == (404, "not-found", None)
    assert blamed(await stranger.put(url, content=made.content, headers=JSON)) == (405, "not-supported", None)
    assert (await stranger.delete(url)).status_code == 204
    assert (await caller.get(url)).status_code == 200
    assert "entry" not in (await stranger.get("/fhir/Observation")).json()


async def test_types_of_the_domain_without_a_writer_are_read_only(caller: httpx.AsyncClient) -> None:
    answer = await caller.post("/fhir/AuditEvent", json={"resourceType": "AuditEvent"})

    assert blamed(answer) == (405, "not-supported", None)


@pytest.mark.parametrize("address", ["Observation/$export", "Group/$export", f"Patient/{PATIENT}/$export", "$exports"])
async def test_bulk_exports_are_of_the_system_patients_or_a_group(caller: httpx.AsyncClient, address: str) -> None:
    answer = await caller.get(f"/fhir/{address}", headers={"Prefer": "respond-async"})

    assert blamed(answer) == (404, "not-supported", None)
