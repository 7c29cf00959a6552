"""Each interaction of the FHIR door over the whole application, with real tokens."""

from dataclasses import dataclass
from uuid import uuid4

import httpx
import pytest

from tests.support.doors import BASE_URL, Doors
from tests.support.fhir import SYSTEM, a_client, an_observation, blamed

FHIR = f"{BASE_URL}/fhir"


@dataclass(frozen=True, slots=True)
class Chart:
    """An agency's program and a client whom it serves."""

    caller: httpx.AsyncClient
    patient: str

    async def observed(self, **more: str) -> httpx.Response:
        made = await self.caller.post("/fhir/Observation", content=an_observation(self.patient, **more), headers=JSON)
        return made.raise_for_status()


JSON = {"Content-Type": "application/fhir+json"}
FHIRPATH_PATCH = (
    b'{"resourceType":"Parameters","parameter":[{"name":"operation","part":[{"name":"type","valueCode":"replace"},'
    b'{"name":"path","valueString":"Observation.status"},{"name":"value","valueCode":"amended"}]}]}'
)


@pytest.fixture
async def chart(doors: Doors) -> Chart:
    caller = await doors.case_manager()
    return Chart(caller, await a_client(caller))


async def test_what_is_created_is_read_back_to_the_digit_with_its_version_and_place(chart: Chart) -> None:
    made = await chart.observed()
    id_ = made.json()["id"]
    read = await chart.caller.get(f"/fhir/Observation/{id_}")

    assert made.status_code == 201
    assert made.headers["location"].endswith(f"/fhir/Observation/{id_}/_history/1")
    assert read.headers["etag"] == made.headers["etag"] == 'W/"1"'
    assert read.headers["content-type"] == "application/fhir+json; charset=utf-8"
    assert read.content == made.content
    assert b'"value":72.50' in read.content


async def test_whoever_has_a_version_is_told_that_it_is_the_same(chart: Chart) -> None:
    made = await chart.observed()
    url = f"/fhir/Observation/{made.json()['id']}"

    by_tag = await chart.caller.get(url, headers={"If-None-Match": 'W/"1"'})
    by_date = await chart.caller.get(url, headers={"If-Modified-Since": made.headers["last-modified"]})
    other = await chart.caller.get(url, headers={"If-None-Match": 'W/"2"'})

    assert [by_tag.status_code, by_tag.content, by_date.status_code, other.status_code] == [304, b"", 304, 200]


async def test_an_update_makes_a_version_and_the_same_again_makes_none(chart: Chart) -> None:
    made = await chart.observed()
    id_ = made.json()["id"]
    changed = an_observation(chart.patient, "73", id=id_)

    first = await chart.caller.put(f"/fhir/Observation/{id_}", content=changed, headers=JSON | {"If-Match": 'W/"1"'})
    again = await chart.caller.put(f"/fhir/Observation/{id_}", content=changed, headers=JSON)
    stale = await chart.caller.put(f"/fhir/Observation/{id_}", content=changed, headers=JSON | {"If-Match": 'W/"1"'})

    assert [first.status_code, first.headers["etag"]] == [200, 'W/"2"']
    assert [again.status_code, again.headers["etag"]] == [200, 'W/"2"']
    assert blamed(stale) == (412, "conflict", None)


async def test_ids_are_given_here(chart: Chart) -> None:
    stranger = str(uuid4())
    answer = await chart.caller.put(
        f"/fhir/Observation/{stranger}", content=an_observation(chart.patient, id=stranger), headers=JSON
    )

    assert blamed(answer) == (405, "not-supported", None)


async def test_every_version_stays_readable_and_the_history_tells_of_all(chart: Chart) -> None:
    id_ = (await chart.observed()).json()["id"]
    await chart.caller.put(
        f"/fhir/Observation/{id_}", content=an_observation(chart.patient, "73", id=id_), headers=JSON
    )
    gone = await chart.caller.delete(f"/fhir/Observation/{id_}")

    first = await chart.caller.get(f"/fhir/Observation/{id_}/_history/1")
    last = await chart.caller.get(f"/fhir/Observation/{id_}/_history/3")
    history = (await chart.caller.get(f"/fhir/Observation/{id_}/_history")).json()
    of_type = (await chart.caller.get("/fhir/Observation/_history")).json()

    assert gone.status_code == 204
    assert blamed(await chart.caller.get(f"/fhir/Observation/{id_}")) == (410, "deleted", None)
    assert [first.status_code, b'"value":72.50' in first.content] == [200, True]
    assert blamed(last) == (410, "deleted", None)
    assert [entry["request"]["method"] for entry in history["entry"]] == ["DELETE", "PUT", "POST"]
    assert [history["type"], of_type["entry"]] == ["history", history["entry"]]


async def test_histories_are_read_page_by_page(chart: Chart) -> None:
    for value in ("1", "2", "3"):
        await chart.observed(value=value)

    first = (await chart.caller.get("/fhir/Observation/_history?_count=2")).json()
    links = {link["relation"]: link["url"] for link in first["link"]}
    second = (await chart.caller.get(links["next"])).json()

    assert [len(first["entry"]), len(second["entry"])] == [2, 1]
    assert "next" not in {link["relation"] for link in second["link"]}


async def test_deleting_what_is_not_there_leaves_it_not_there(chart: Chart) -> None:
    id_ = (await chart.observed()).json()["id"]
    answers = [await chart.caller.delete(f"/fhir/Observation/{each}") for each in (id_, id_, str(uuid4()))]

    assert [answer.status_code for answer in answers] == [204, 204, 204]


async def test_what_a_write_answers_is_as_preferred(chart: Chart) -> None:
    async def told(preference: str) -> httpx.Response:
        headers = JSON | {"Prefer": preference}
        return await chart.caller.post("/fhir/Observation", content=an_observation(chart.patient), headers=headers)

    minimal, outcome, unknown = [
        await told(each) for each in ("return=minimal", "return=OperationOutcome", "return=presentation")
    ]

    assert [minimal.status_code, minimal.content] == [201, b""]
    assert [outcome.status_code, outcome.json()["resourceType"]] == [201, "OperationOutcome"]
    assert unknown.json()["resourceType"] == "Observation"


async def test_a_conditional_create_makes_one_and_then_tells_of_it(chart: Chart) -> None:
    condition = {"If-None-Exist": f"identifier={SYSTEM}|w-1"}
    body = an_observation(chart.patient, identifier="w-1")

    first = await chart.caller.post("/fhir/Observation", content=body, headers=JSON | condition)
    second = await chart.caller.post("/fhir/Observation", content=body, headers=JSON | condition)
    behind = await chart.caller.post(
        "/fhir/Observation", params={"identifier": f"{SYSTEM}|w-1"}, content=body, headers=JSON
    )
    await chart.observed(identifier="w-1")
    many = await chart.caller.post("/fhir/Observation", content=body, headers=JSON | condition)

    assert [first.status_code, second.status_code, behind.status_code] == [201, 200, 200]
    assert {answer.json()["id"] for answer in (first, second, behind)} == {first.json()["id"]}
    assert blamed(many) == (412, "multiple-matches", None)


async def test_criteria_may_hold_question_marks(chart: Chart) -> None:
    system = "https://ehr.example/find?kind=weight"
    body = an_observation(chart.patient, identifier="q-1").replace(SYSTEM.encode(), system.encode())
    condition = {"If-None-Exist": f"Observation?identifier={system}|q-1"}

    made = [await chart.caller.post("/fhir/Observation", content=body, headers=JSON | condition) for _ in range(2)]
    found = await chart.caller.get("/fhir/Observation", params={"identifier": f"{system}|q-1"})

    assert [answer.status_code for answer in made] == [201, 200]
    assert len(found.json()["entry"]) == 1


async def test_a_conditional_update_finds_makes_or_refuses(chart: Chart) -> None:
    url = f"/fhir/Observation?identifier={SYSTEM}|w-2"

    made = await chart.caller.put(url, content=an_observation(chart.patient, "1", "w-2"), headers=JSON)
    found = await chart.caller.put(url, content=an_observation(chart.patient, "2", "w-2"), headers=JSON)
    other = await chart.caller.put(
        url, content=an_observation(chart.patient, "2", "w-2", id=str(uuid4())), headers=JSON
    )
    without = await chart.caller.put("/fhir/Observation", content=an_observation(chart.patient), headers=JSON)

    assert [made.status_code, found.status_code, found.headers["etag"]] == [201, 200, 'W/"2"']
    assert made.json()["id"] == found.json()["id"]
    assert blamed(other) == (400, "invalid", ["Observation.id"])
    assert blamed(without) == (400, "invalid", ["http.query"])


async def test_a_conditional_delete_takes_one(chart: Chart) -> None:
    url = f"/fhir/Observation?identifier={SYSTEM}|w-3"
    await chart.observed(identifier="w-3")
    await chart.observed(identifier="w-3")

    many = await chart.caller.delete(url)
    one = await chart.caller.delete(f"/fhir/Observation?identifier={SYSTEM}|nobody")

    assert blamed(many) == (412, "multiple-matches", None)
    assert one.status_code == 204


@pytest.mark.parametrize(
    ("kind", "patch"),
    [
        ("application/json-patch+json", b'[{"op":"replace","path":"/status","value":"amended"}]'),
        ("application/merge-patch+json", b'{"status":"amended"}'),
        ("application/json", b'{"status":"amended"}'),
        ("application/json", b'[{"op":"replace","path":"/status","value":"amended"}]'),
        (
            "application/fhir+json",
            FHIRPATH_PATCH,
        ),
    ],
)
async def test_every_kind_of_patch_changes_what_it_names_and_keeps_the_rest(
    chart: Chart, kind: str, patch: bytes
) -> None:
    id_ = (await chart.observed(identifier="p-1")).json()["id"]
    headers = {"Content-Type": kind, "If-Match": 'W/"1"'}

    patched = await chart.caller.patch(f"/fhir/Observation/{id_}", content=patch, headers=headers)
    stale = await chart.caller.patch(f"/fhir/Observation/{id_}", content=patch, headers=headers)
    by_criteria = await chart.caller.patch(
        f"/fhir/Observation?identifier={SYSTEM}|p-1", content=patch, headers={"Content-Type": kind}
    )

    assert [patched.status_code, patched.json()["status"], patched.headers["etag"]] == [200, "amended", 'W/"2"']
    assert b'"value":72.50' in patched.content
    assert blamed(stale) == (412, "conflict", None)
    assert [by_criteria.status_code, by_criteria.headers["etag"]] == [200, 'W/"2"']


async def test_a_patch_that_leaves_nonsense_is_refused(chart: Chart) -> None:
    id_ = (await chart.observed()).json()["id"]

    answer = await chart.caller.patch(
        f"/fhir/Observation/{id_}", content=b'{"status":"nonsense"}', headers={"Content-Type": "application/json"}
    )

    assert blamed(answer) == (422, "code-invalid", ["Observation.status"])


async def test_searches_by_get_and_by_post_find_the_same(chart: Chart) -> None:
    for number in range(3):
        await chart.observed(identifier=f"s-{number}")
    criteria = {
        "subject": f"Patient/{chart.patient}",
        "code": "http://loinc.org|29463-7",
        "_count": "2",
        "_total": "accurate",
    }

    by_get = (await chart.caller.get("/fhir/Observation", params=criteria)).json()
    by_post = (await chart.caller.post("/fhir/Observation/_search", data=criteria)).json()
    compartment = (await chart.caller.get(f"/fhir/Patient/{chart.patient}/Observation?_total=accurate")).json()

    assert [by_get["total"], by_post["total"], compartment["total"]] == [3, 3, 3]
    assert by_get["entry"] == by_post["entry"]
    for first in (by_get, by_post):
        links = {link["relation"]: link["url"] for link in first["link"]}
        rest = (await chart.caller.get(links["next"])).json()
        assert len(rest["entry"]) == 1
    assert "Patient%2F" not in next(link["url"] for link in by_post["link"] if link["relation"] == "next")


async def test_a_search_says_what_it_did_not_understand_unless_strict(chart: Chart) -> None:
    await chart.observed()

    kind = (await chart.caller.get("/fhir/Observation?nonsense=1")).json()
    strict = await chart.caller.get("/fhir/Observation?nonsense=1", headers={"Prefer": "handling=strict"})

    assert [entry["search"]["mode"] for entry in kind["entry"]] == ["match", "outcome"]
    assert blamed(strict)[:2] == (400, "not-supported")


async def test_parts_of_resources_are_marked_as_parts(chart: Chart) -> None:
    id_ = (await chart.observed(identifier="e-1")).json()["id"]

    some = (await chart.caller.get(f"/fhir/Observation/{id_}?_elements=identifier")).json()
    found = (await chart.caller.get("/fhir/Observation?_summary=true")).json()
    counted = (await chart.caller.get("/fhir/Observation?_summary=count")).json()

    assert sorted(some) == ["code", "id", "identifier", "meta", "resourceType", "status"]
    assert some["meta"]["tag"][0]["code"] == "SUBSETTED"
    assert "valueQuantity" in found["entry"][0]["resource"]
    assert [counted["total"], "entry" in counted] == [1, False]


async def test_everything_of_a_patient_is_one_bundle(chart: Chart) -> None:
    await chart.observed()

    whole = (await chart.caller.get(f"/fhir/Patient/{chart.patient}/$everything")).json()
    some = (await chart.caller.get(f"/fhir/Patient/{chart.patient}/$everything?_type=Observation")).json()

    assert "Observation" in {entry["resource"]["resourceType"] for entry in whole["entry"]}
    assert [entry["resource"]["resourceType"] for entry in some["entry"]] == ["Observation"]


async def test_who_asks_for_no_entries_gets_none_and_no_way_on(chart: Chart) -> None:
    await chart.observed()
    patient = f"/fhir/Patient/{chart.patient}"
    for path in (f"{patient}/$everything", f"{patient}/_history", "/fhir/Patient/_history"):
        told = (await chart.caller.get(f"{path}?_count=0")).raise_for_status().json()
        assert ["entry" in told, [link["relation"] for link in told["link"]]] == [False, ["self"]], path


async def test_validation_says_what_is_wrong_and_keeps_nothing(chart: Chart) -> None:
    good = await chart.caller.post("/fhir/Observation/$validate", content=an_observation(chart.patient), headers=JSON)
    bad = await chart.caller.post(
        "/fhir/Observation/$validate",
        json={
            "resourceType": "Parameters",
            "parameter": [{"name": "resource", "resource": {"resourceType": "Observation", "status": "odd"}}],
        },
    )

    assert [good.status_code, good.json()["issue"][0]["severity"]] == [200, "information"]
    assert bad.status_code == 200
    assert {issue["expression"][0] for issue in bad.json()["issue"]} == {"Observation.status", "Observation.code"}
    assert "entry" not in (await chart.caller.get("/fhir/Observation")).json()
