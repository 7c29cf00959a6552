"""Who speaks for a client and who lives with one, by FHIR: proxies and households, as REST tells them."""

from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.support.doors import Doors
from tests.support.fhir import JSON, a_bundle, a_client, an_entry, blamed, created

OURS = "urn:throughline:extension:"
ROLE = "http://terminology.hl7.org/CodeSystem/v3-RoleCode"
LABEL = {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "PSY"}
NAME = {"family": "Okafor", "given": ["Ngozi"]}


def may(*words: str, **more: str) -> list[dict[str, Any]]:
    said = [{"url": f"{OURS}authority", "valueCode": word} for word in words]
    return said + [{"url": OURS + name, "valueString": text} for name, text in more.items()]


def a_guardian(patient: str, **more: Any) -> dict[str, Any]:
    return {
        "resourceType": "RelatedPerson",
        "extension": [
            {"url": "https://ehr.example/desk", "valueInteger": 4},
            *may("release-of-information", "health-care", evidence="Order 26-114 of the county court"),
            {"url": f"{OURS}may-speak-of", "valueCode": "MH"},
        ],
        "identifier": [{"system": "https://ehr.example/people", "value": "p-9"}],
        "active": True,
        "patient": {"reference": patient},
        "relationship": [{"coding": [{"system": ROLE, "code": "GUARD"}], "text": "Aunt"}],
        "name": [{"use": "official", "family": "Lima", "given": ["Rosa", "M."], "prefix": ["Dr."]}],
        "telecom": [
            {"system": "phone", "value": "305-555-0134", "rank": 1},
            {"system": "email", "value": "r@lima.example"},
        ],
        "birthDate": "1961-04-05",
        "period": {"start": "2026-01-15"},
        **more,
    }


@pytest.fixture
async def caller(doors: Doors) -> httpx.AsyncClient:
    return await doors.case_manager()


@pytest.fixture
async def patient(caller: httpx.AsyncClient) -> str:
    return f"Patient/{await a_client(caller)}"


def said(resource: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in resource.items() if name not in ("id", "meta")}


async def put(caller: httpx.AsyncClient, resource: dict[str, Any], **headers: str) -> httpx.Response:
    return await caller.put(f"/fhir/{resource['resourceType']}/{resource['id']}", json=resource, headers=JSON | headers)


async def proxy_of(caller: httpx.AsyncClient, patient: str, there: dict[str, Any]) -> dict[str, Any]:
    answer = await caller.get(f"/v1/clients/{patient.removeprefix('Patient/')}/proxies/{there['id']}")
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def test_whoever_says_what_they_may_decide_is_a_proxy(caller: httpx.AsyncClient, patient: str) -> None:
    there = await created(caller, a_guardian(patient))
    told = await proxy_of(caller, patient, there)
    url = f"/v1/clients/{patient.removeprefix('Patient/')}/proxies/{there['id']}"

    assert said(there) == a_guardian(patient)
    fields = ("kind", "name", "relationship", "phone", "email", "authority", "sensitivities", "since", "evidence")
    assert [told[name] for name in fields] == [
        *("guardian", "Dr. Rosa M. Lima", "Aunt", "305-555-0134", "r@lima.example"),
        *(["release_of_information", "health_care"], ["MH"], "2026-01-15", "Order 26-114 of the county court"),
    ]

    content = {name: told[name] for name in (*fields, "until", "note")}
    changed = await caller.put(url, json=content | {"phone": "305-555-0199"}, headers={"If-Match": "*"})
    assert changed.status_code == 200, changed.text
    shown = (await caller.get(f"/fhir/RelatedPerson/{there['id']}")).json()
    assert [shown["telecom"][0]["value"], shown["birthDate"], shown["name"]] == [
        "305-555-0199",
        "1961-04-05",
        a_guardian(patient)["name"],
    ]

    same = await put(caller, shown)
    stale = await put(caller, shown | {"active": False}, **{"If-Match": 'W/"1"'})
    renamed = await put(caller, shown | {"name": [{"text": "Rosa Lima"}]}, **{"If-Match": 'W/"2"'})
    over = await put(caller, renamed.json() | {"active": False})
    told = await proxy_of(caller, patient, there)
    assert [each.status_code for each in (same, stale, renamed, over)] == [200, 412, 200, 200]
    assert [told["name"], told["ended"] is not None] == ["Rosa Lima", True]
    assert over.json()["active"] is False
    assert blamed(await put(caller, over.json() | {"active": True})) == (422, "invalid", ["RelatedPerson.active"])


async def test_a_proxy_that_rest_recorded_is_changed_by_fhir(caller: httpx.AsyncClient, patient: str) -> None:
    proxy = {"kind": "conservator", "name": "Ada Okafor", "authority": ["finances"], "since": "2026-01-15"}
    proxy |= {"evidence": "Order 7", "note": "Call in the evening", "until": "2026-12-31"}
    made = await caller.post(f"/v1/clients/{patient.removeprefix('Patient/')}/proxies", json=proxy)
    told = (await caller.get(f"/fhir/RelatedPerson/{made.json()['id']}")).json()

    same = await put(caller, told)
    decides = [each for each in told["extension"] if not each["url"].endswith("authority")] + may("everyday-matters")
    changed = await put(caller, told | {"extension": decides})
    rest = await proxy_of(caller, patient, told)

    assert [same.json(), changed.status_code] == [told, 200]
    assert [rest[name] for name in ("kind", "authority", "note", "until")] == [
        *("conservator", ["everyday_matters"], "Call in the evening", "2026-12-31"),
    ]


async def test_a_related_person_who_may_decide_nothing_is_kept_as_it_came(
    caller: httpx.AsyncClient, patient: str
) -> None:
    mother = [{"coding": [{"system": ROLE, "code": "PRN"}]}]
    past = a_guardian(patient, active=False)
    for posted in (a_guardian(patient, extension=[], relationship=mother), past):
        told = {name: value for name, value in posted.items() if value != []}
        assert said(await created(caller, told)) == told
    proxies = await caller.get(f"/v1/clients/{patient.removeprefix('Patient/')}/proxies")
    assert proxies.json()["items"] == []


async def test_what_no_proxy_can_be_is_refused_with_the_element(
    doors: Doors, caller: httpx.AsyncClient, patient: str
) -> None:
    elsewhere = await doors.case_manager("Shelter")
    hidden, there = f"Patient/{await a_client(elsewhere)}", await created(caller, a_guardian(patient))

    async def post(to: str = patient, **more: Any) -> tuple[int, str, list[str] | None]:
        return blamed(await caller.post("/fhir/RelatedPerson", json=a_guardian(to, **more), headers=JSON))

    reversed_ = {"start": "2026-01-15", "end": "2026-01-14"}
    labelled = there | {"meta": {"security": [LABEL]}}
    assert await post(hidden) == await post(f"Patient/{uuid4()}") == (422, "invalid", ["RelatedPerson.patient"])
    assert await post(extension=may("finances")) == (422, "invalid", ["RelatedPerson.extension"])
    assert await post(extension=may("anything")) == (422, "invalid", ["RelatedPerson.extension[0].valueCode"])
    assert (await post(period=reversed_))[0] == 422
    assert blamed(await put(caller, there | {"patient": {"reference": hidden}})) == (
        *(422, "invalid"),
        ["RelatedPerson.patient"],
    )
    assert blamed(await put(caller, labelled)) == (422, "invalid", ["RelatedPerson.meta.security"])
    assert blamed(await put(elsewhere, there)) == blamed(await put(elsewhere, there | {"id": str(uuid4())}))
    assert blamed(await caller.delete(f"/fhir/RelatedPerson/{there['id']}")) == (405, "not-supported", None)


def a_family(*members: dict[str, Any], **more: Any) -> dict[str, Any]:
    kind = {"coding": [{"system": "urn:throughline:household-kind", "code": "family"}]}
    return {
        "resourceType": "Group",
        "identifier": [{"system": "https://ehr.example/homes", "value": "h-1"}],
        "type": "person",
        "actual": True,
        "code": kind,
        "name": "Okafor",
        "member": list(members),
        "characteristic": [{"code": {"text": "pets"}, "valueQuantity": {"value": 2}, "exclude": False}],
        **more,
    }


def somebody(name: str, **more: Any) -> dict[str, Any]:
    return {"entity": {"display": name}, **more}


def a_member(patient: str, **more: Any) -> dict[str, Any]:
    return {"entity": {"reference": patient}, **more}


async def test_a_group_that_says_its_kind_is_a_household(caller: httpx.AsyncClient, patient: str) -> None:
    other = f"Patient/{await a_client(caller, birth_date='2015-02-03')}"
    child = [{"url": f"{OURS}relationship", "valueCode": "child"}]
    guest = somebody("Ife", period={"start": "2026-02-01"})
    there = await created(caller, a_family(a_member(patient), a_member(other, extension=child), guest))
    url = f"/v1/households/{there['id']}"
    told = (await caller.get(url)).json()
    ids = {each["client_id"]: each["relationship"] for each in told["members"]}

    assert said(there) == a_family(guest)
    assert "REDACTED" in {each["code"] for each in there["meta"]["security"]}
    assert ids == {patient[8:]: "unknown", other[8:]: "child", None: "unknown"}

    same = await put(caller, there)
    left = await put(caller, there | {"member": [a_member(other, inactive=True), somebody("Uche")]})
    told = (await caller.get(url)).json()
    assert [same.json()["meta"]["versionId"], left.status_code] == ["1", 200]
    assert [(each["client_id"], each["name"]) for each in told["members"] if each["client_id"] is None] == [
        (None, "Uche")
    ]
    assert [each["client_id"] for each in told["members"] if each["client_id"]] == [patient[8:]]

    renamed = {name: told[name] for name in ("kind", "members", "identifiers")} | {"name": "Okafor and Uche"}
    renamed["members"] = [
        {k: v for k, v in each.items() if k in ("client_id", "name") and v} for each in told["members"]
    ]
    renamed["members"][0].pop("name", None)
    await caller.put(url, json=renamed, headers={"If-Match": "*"})
    shown = (await caller.get(f"/fhir/Group/{there['id']}")).json()
    assert [shown["name"], shown["characteristic"]] == ["Okafor and Uche", there["characteristic"]]


async def test_what_no_household_can_be_is_refused_with_the_element(
    doors: Doors, caller: httpx.AsyncClient, patient: str
) -> None:
    elsewhere = await doors.case_manager("Shelter")
    hidden = f"Patient/{await a_client(elsewhere)}"
    there = await created(caller, a_family(a_member(patient)))

    async def post(*members: dict[str, Any], **more: Any) -> tuple[int, str, list[str] | None]:
        return blamed(await caller.post("/fhir/Group", json=a_family(*members, **more), headers=JSON))

    odd = {"coding": [{"system": "urn:throughline:household-kind", "code": "pack"}]}
    assert await post(somebody("Ife"), a_member(hidden)) == (422, "invalid", ["Group.member[1].entity"])
    assert await post(a_member(f"Patient/{uuid4()}")) == (422, "invalid", ["Group.member[0].entity"])
    assert await post(somebody("Ife")) == (422, "invalid", ["Group.member"])
    assert await post(a_member(patient), code=odd) == (422, "invalid", ["Group.code.coding"])
    assert await post(a_member(patient), meta={"security": [LABEL]}) == (422, "invalid", ["Group.meta.security"])
    assert (await post(a_member(patient)))[0] == 409
    elsewhere_managed = there | {"managingEntity": {"reference": f"Organization/{uuid4()}"}}
    assert blamed(await put(caller, elsewhere_managed)) == (422, "invalid", ["Group.managingEntity"])
    assert blamed(await put(elsewhere, there)) == blamed(await put(elsewhere, there | {"id": str(uuid4())}))


async def test_a_transaction_brings_a_client_with_family_and_guardian(caller: httpx.AsyncClient) -> None:
    who = "urn:uuid:8a1b6a1e-1f5a-4c52-9c1e-000000000001"
    person = {
        "resourceType": "Patient",
        "identifier": [{"system": "https://ehr.example/mrn", "value": "7"}],
        "name": [NAME],
    }
    bundle = a_bundle(
        "transaction",
        an_entry("PUT", "Group/home", a_family(a_member(who)) | {"id": "home"}),
        an_entry("PUT", "RelatedPerson/aunt", a_guardian(who) | {"id": "aunt"}),
        an_entry("POST", "Patient", person, who, ifNoneExist="identifier=https://ehr.example/mrn|7"),
    )
    first, second = [(await caller.post("/fhir", json=bundle, headers=JSON)).json()["entry"] for _ in range(2)]
    home = (await caller.get(f"/v1/households/{first[0]['resource']['id']}")).json()

    assert [each["response"]["status"] for each in (*first, *second)] == ["201 Created"] * 3 + ["200 OK"] * 3
    assert [each["response"]["etag"] for each in second] == [each["response"]["etag"] for each in first]
    assert [each["client_id"] for each in home["members"]] == [first[2]["resource"]["id"]]
    assert (await proxy_of(caller, f"Patient/{first[2]['resource']['id']}", first[1]["resource"]))["kind"] == "guardian"
