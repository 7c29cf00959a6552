"""The directory by FHIR: what is an agency's is written as by REST, and what strangers bring is kept as it came."""

from typing import Any
from uuid import uuid4

import httpx
import pytest

from app.domain.networks.roles import Role
from tests.support.doors import Doors
from tests.support.fhir import JSON, a_bundle, an_entry, blamed, created

OURS = "urn:throughline:extension:"
SDOHCC = "http://hl7.org/fhir/us/sdoh-clinicalcare/CodeSystem/SDOHCC-CodeSystemTemporaryCodes"
KNOWN_BY = {"system": "https://ehr.example/ids", "value": "17"}
ELSEWHERE = {"url": "https://ehr.example/colour", "valueCode": "green"}
HARBOR, SHELTER = "Harbor Food Bank", "Shelter"


@pytest.fixture
async def admin(doors: Doors) -> httpx.AsyncClient:
    """Who looks after what the directory tells of one agency."""
    harbor = await doors.world.an_agency(HARBOR)
    await doors.world.an_agency(SHELTER)
    return await doors.caller(harbor.id, Role.AGENCY_ADMIN)


@pytest.fixture
def harbor(doors: Doors, admin: httpx.AsyncClient) -> str:
    del admin
    return f"Organization/{doors.world.joined[HARBOR].id}"


def said(resource: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in resource.items() if name not in ("id", "meta")}


async def put(caller: httpx.AsyncClient, resource: dict[str, Any], **headers: str) -> httpx.Response:
    return await caller.put(f"/fhir/{resource['resourceType']}/{resource['id']}", json=resource, headers=JSON | headers)


async def rest(caller: httpx.AsyncClient, path: str) -> dict[str, Any]:
    answer = await caller.get(f"/v1/{path}")
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def a_place(agency: str, **more: Any) -> dict[str, Any]:
    return {
        "resourceType": "Location",
        "extension": [ELSEWHERE],
        "identifier": [KNOWN_BY],
        "status": "active",
        "name": "Harbor hall",
        "alias": ["The hall", "Old hall"],
        "description": "Behind the church",
        "mode": "instance",
        "telecom": [
            {"system": "phone", "value": "305-555-0134 ext. 12", "rank": 1},
            {"system": "url", "value": "https://harbor.example/hall"},
        ],
        "address": {"use": "work", "line": ["1 Pier Rd"], "city": "Miami", "state": "FL", "postalCode": "33101"},
        "position": {"longitude": -80.19, "latitude": 25.77},
        "managingOrganization": {"reference": agency, "display": "Harbor"},
        "hoursOfOperation": [
            {"daysOfWeek": ["mon", "tue"], "openingTime": "09:00:00", "closingTime": "17:30:00"},
            {"daysOfWeek": ["sat"], "allDay": True},
        ],
        "availabilityExceptions": "Closed in August",
        **more,
    }


def a_service(agency: str, **more: Any) -> dict[str, Any]:
    return {
        "resourceType": "HealthcareService",
        "extension": [
            ELSEWHERE,
            {"url": f"{OURS}accepting", "valueCode": "waitlist"},
            {"url": f"{OURS}places-total", "valueUnsignedInt": 20},
            {"url": f"{OURS}places-available", "valueUnsignedInt": 4},
        ],
        "identifier": [KNOWN_BY],
        "active": True,
        "providedBy": {"reference": agency},
        "category": [{"coding": [{"system": SDOHCC, "code": "food-insecurity"}], "text": "Food"}],
        "type": [{"coding": [{"system": "https://taxonomy.example", "code": "BD-1800", "display": "Food pantries"}]}],
        "name": "Pantry",
        "comment": "Food for a week",
        "extraDetails": "Fees: None\n\nBring: a bag; an ID\n\nAsk for Ife.",
        "photo": {"title": "front"},
        "telecom": [{"system": "email", "value": "pantry@harbor.example"}],
        "eligibility": [
            {"comment": "Age 18 to any"},
            {"comment": "ZIP: 33101, 33102"},
            {"comment": "Lives alone"},
        ],
        "program": [{"text": "Feed all"}],
        "communication": [{"coding": [{"system": "urn:ietf:bcp:47", "code": "es"}]}],
        "availableTime": [{"daysOfWeek": ["fri"], "availableStartTime": "22:00:00", "availableEndTime": "23:59:59"}],
        **more,
    }


async def test_a_place_and_a_service_of_the_own_agency_are_in_the_directory(
    admin: httpx.AsyncClient, harbor: str
) -> None:
    place = await created(admin, a_place(harbor))
    posted = a_service(harbor, location=[{"reference": f"Location/{place['id']}"}])
    service = await created(admin, posted)
    hall, pantry = await rest(admin, f"locations/{place['id']}"), await rest(admin, f"services/{service['id']}")

    assert [said(place), said(service)] == [a_place(harbor), posted]
    assert [hall[name] for name in ("name", "alternate_name", "latitude", "url")] == [
        *("Harbor hall", "The hall", 25.77, "https://harbor.example/hall"),
    ]
    assert [hall["phones"][0][name] for name in ("number", "extension")] == ["305-555-0134", "12"]
    assert [hall["schedule"]["original_text"], len(hall["schedule"]["hours"])] == ["Closed in August", 3]
    assert [pantry[name] for name in ("name", "status", "categories", "fees", "required_documents", "languages")] == [
        *("Pantry", "active", ["food-insecurity"], "None", ["a bag", "an ID"], ["es"]),
    ]
    assert pantry["locations"] == [place["id"]]
    assert {name: pantry["eligibility"][name] for name in ("minimum_age", "postal_codes", "text")} == {
        "minimum_age": 18,
        "postal_codes": ["33101", "33102"],
        "text": "Lives alone",
    }
    assert [pantry["capacity"][name] for name in ("accepting", "total", "available")] == ["waitlist", 20, 4]
    found = await admin.get(f"/fhir/HealthcareService?organization={harbor}&service-category=food-insecurity")
    assert [each["resource"] for each in found.json()["entry"]] == [service]


async def test_what_the_one_door_changes_of_the_directory_the_other_tells(
    doors: Doors, admin: httpx.AsyncClient, harbor: str
) -> None:
    agency = harbor.removeprefix("Organization/")
    hours = [{"weekday": "friday", "opens": "22:00", "closes": "02:00"}]
    body = {"agency_id": agency, "name": "Night pantry", "schedule": {"hours": hours}, "interpretation": "By phone"}
    made = (await admin.post("/v1/services", json=body)).json()
    told = (await admin.get(f"/fhir/HealthcareService/{made['id']}")).json()
    same = await put(admin, told)
    late = told | {"name": "Late pantry", "photo": {"title": "door"}}
    late["availableTime"] = [*told["availableTime"], {"daysOfWeek": ["sat"], "allDay": True}]
    named = await put(admin, late, **{"If-Match": 'W/"1"'})
    stale = await put(admin, told | {"name": "Again"}, **{"If-Match": 'W/"1"'})
    after = await rest(admin, f"services/{made['id']}")

    assert [same.json(), named.status_code, stale.status_code] == [told, 200, 412]
    assert [after["name"], after["interpretation"]] == ["Late pantry", "By phone"]
    assert [after["schedule"]["hours"][0][name] for name in ("opens", "closes")] == ["22:00:00", "02:00:00"]

    body = {"name": "Late pantry", "description": "All night"}
    answer = await admin.put(f"/v1/services/{made['id']}", json=body, headers={"If-Match": "*"})
    assert answer.status_code == 200, answer.text
    shown = (await admin.get(f"/fhir/HealthcareService/{made['id']}")).json()
    assert [shown["comment"], shown["photo"]] == ["All night", {"title": "door"}]

    desk = await doors.caller(doors.world.joined[HARBOR].id, Role.INTAKE)
    full = [{"url": f"{OURS}accepting", "valueCode": "closed"}]
    closed, renamed = await put(desk, shown | {"extension": full}), await put(desk, shown | {"name": "Mine"})
    assert [closed.status_code, renamed.status_code] == [200, 403]
    assert (await rest(admin, f"services/{made['id']}"))["capacity"]["accepting"] == "closed"
    ended = await put(admin, closed.json() | {"active": False})
    assert [ended.json()["active"], (await rest(admin, f"services/{made['id']}"))["status"]] == [False, "inactive"]


async def test_what_belongs_to_another_agency_is_refused_with_the_element(
    doors: Doors, admin: httpx.AsyncClient, harbor: str
) -> None:
    shelter = f"Organization/{doors.world.joined[SHELTER].id}"
    other = await doors.caller(doors.world.joined[SHELTER].id, Role.AGENCY_ADMIN)
    manager = await doors.case_manager(HARBOR)
    place, service = await created(admin, a_place(harbor)), await created(admin, a_service(harbor))

    async def post(caller: httpx.AsyncClient, resource: dict[str, Any]) -> tuple[int, str, list[str] | None]:
        return blamed(await caller.post(f"/fhir/{resource['resourceType']}", json=resource, headers=JSON))

    whose = (403, "forbidden", ["Location.managingOrganization"])
    assert [await post(admin, a_place(shelter)), await post(manager, a_place(harbor))] == [whose, whose]
    assert await post(admin, a_service(shelter)) == (403, "forbidden", ["HealthcareService.providedBy"])
    for there in (place, service):
        answers = [await put(other, there), await put(other, there | {"extension": [ELSEWHERE]})]
        assert [each.status_code for each in answers] == [403, 403]
    moved = place | {"managingOrganization": {"reference": shelter}}
    assert blamed(await put(admin, moved)) == (422, "invalid", ["Location.managingOrganization"])
    bad = a_place(harbor, telecom=[{"system": "url", "value": "ftp://harbor.example"}])
    assert await post(admin, bad) == (422, "invalid", ["Location.telecom"])
    nowhere = a_service(harbor, location=[{"reference": f"Location/{uuid4()}"}])
    assert await post(admin, nowhere) == (422, "invalid", ["HealthcareService.location[0]"])
    assert blamed(await admin.delete(f"/fhir/Location/{place['id']}")) == (405, "not-supported", None)


async def test_the_directory_of_strangers_is_kept_as_it_came(doors: Doors, harbor: str) -> None:
    del harbor
    loader = await doors.case_manager(HARBOR)
    clinic = {
        "resourceType": "Organization",
        "id": "clinic",
        "active": True,
        "name": "Clinic",
        "identifier": [KNOWN_BY],
    }
    doctor = {"resourceType": "Practitioner", "id": "doctor", "name": [{"family": "House"}], "active": True}
    works = {"resourceType": "PractitionerRole", "id": "works", "code": [{"text": "Physician"}]}
    works |= {
        "practitioner": {"reference": "Practitioner/doctor"},
        "organization": {"reference": "Organization/clinic"},
    }
    place, offer = a_place("Organization/clinic") | {"id": "place"}, a_service("Organization/clinic") | {"id": "offer"}
    things = [place, offer, works, doctor, clinic]
    bundle = a_bundle(
        "transaction", *(an_entry("PUT", f"{each['resourceType']}/{each['id']}", each) for each in things)
    )

    first, second = [(await loader.post("/fhir", json=bundle, headers=JSON)).json()["entry"] for _ in range(2)]
    here = {each["resource"]["resourceType"]: each["resource"] for each in first}
    to_clinic = {"reference": f"Organization/{here['Organization']['id']}"}

    assert [each["response"]["status"] for each in (*first, *second)] == ["201 Created"] * 5 + ["200 OK"] * 5
    assert [each["response"]["etag"] for each in second] == [each["response"]["etag"] for each in first]
    assert said(here["Location"]) == said(place) | {"managingOrganization": {"display": "Harbor"} | to_clinic}
    assert said(here["HealthcareService"]) == said(offer) | {"providedBy": to_clinic}
    for noun, type_ in (("locations", "Location"), ("services", "HealthcareService"), ("workers", "Practitioner")):
        assert (await loader.get(f"/v1/{noun}/{here[type_]['id']}")).status_code == 404


def a_person(**more: Any) -> dict[str, Any]:
    return {
        "resourceType": "Practitioner",
        "extension": [ELSEWHERE],
        "identifier": [{"system": "http://hl7.org/fhir/sid/us-npi", "value": "9941339108"}],
        "active": True,
        "name": [{"use": "official", "family": "Vega", "given": ["Rosa", "Ana"], "prefix": ["Ms."]}],
        "telecom": [{"system": "email", "value": "rosa@harbor.example"}],
        "birthDate": "1980-02-03",
        **more,
    }


def a_part(agency: str, person: str, *roles: str, **more: Any) -> dict[str, Any]:
    ours = [{"coding": [{"system": "urn:throughline:role", "code": role}]} for role in roles]
    return {
        "resourceType": "PractitionerRole",
        "active": True,
        "period": {"start": "2026-02-01"},
        "practitioner": {"reference": person},
        "organization": {"reference": agency},
        "code": [{"text": "Senior case manager"}, *ours],
        **more,
    }


async def test_a_person_with_a_role_of_ours_is_a_worker(admin: httpx.AsyncClient, harbor: str) -> None:
    name = "urn:uuid:8a1b6a1e-1f5a-4c52-9c1e-000000000001"
    part = an_entry("POST", "PractitionerRole", a_part(harbor, name, "case-manager"))
    bundle = a_bundle("transaction", part, an_entry("POST", "Practitioner", a_person(), name))
    answer = await admin.post("/fhir", json=bundle, headers=JSON)
    assert answer.status_code == 200, answer.text
    part, person = (each["resource"] for each in answer.json()["entry"])
    worker = await rest(admin, f"workers/{person['id']}")
    fields = ("given", "family", "email", "title", "roles", "status")

    assert [said(person), part["id"]] == [a_person(), person["id"]]
    assert said(part) == a_part(harbor, f"Practitioner/{person['id']}", "case-manager")
    assert (await admin.get(f"/fhir/Practitioner/{person['id']}")).json() == person
    assert [worker[name] for name in fields] == [
        *("Rosa Ana", "Vega", "rosa@harbor.example", "Senior case manager", ["case_manager"], "active"),
    ]

    two = a_part(harbor, f"Practitioner/{person['id']}", "case-manager", "supervisor")["code"]
    grown = await put(admin, part | {"code": two}, **{"If-Match": 'W/"1"'})
    named = await put(admin, person | {"name": [{"family": "Vega-Lima", "given": ["Rosa"]}]})
    left = await put(admin, grown.json() | {"active": False})
    worker = await rest(admin, f"workers/{person['id']}")
    assert [each.status_code for each in (grown, named, left)] == [200] * 3
    assert [worker["family"], sorted(worker["roles"]), worker["status"]] == [
        *("Vega-Lima", ["case_manager", "supervisor"], "left"),
    ]
    gone = (await admin.get(f"/fhir/Practitioner/{person['id']}")).json()
    assert [gone["active"], gone["birthDate"]] == [False, "1980-02-03"]
    back = await put(admin, gone | {"active": True})
    assert [back.status_code, (await rest(admin, f"workers/{person['id']}"))["status"]] == [200, "active"]


async def test_only_administrators_of_the_agency_employ_and_nobody_grants_more_than_they_may(
    doors: Doors, admin: httpx.AsyncClient, harbor: str
) -> None:
    shelter = f"Organization/{doors.world.joined[SHELTER].id}"
    other, manager = (
        await doors.caller(doors.world.joined[SHELTER].id, Role.AGENCY_ADMIN),
        await doors.case_manager(HARBOR),
    )
    person = f"Practitioner/{(await created(admin, a_person()))['id']}"
    foreign = f"Practitioner/{(await created(other, a_person()))['id']}"

    async def post(caller: httpx.AsyncClient, *said: Any, **more: Any) -> tuple[int, str, list[str] | None]:
        return blamed(await caller.post("/fhir/PractitionerRole", json=a_part(*said, **more), headers=JSON))

    where = (403, "forbidden", ["PractitionerRole.organization"])
    assert [await post(manager, harbor, person, "intake"), await post(other, harbor, foreign, "intake")] == [where] * 2
    assert await post(admin, shelter, person, "intake") == where
    assert await post(admin, harbor, person, "network-admin") == where
    assert await post(admin, harbor, foreign, "intake") == (422, "invalid", ["PractitionerRole.practitioner"])
    assert await post(admin, harbor, person, "system") == (422, "invalid", ["PractitionerRole.code"])
    kept = await created(manager, a_part(harbor, person))
    made = await created(admin, a_part(harbor, person, "intake"))
    assert [kept["id"] == person[13:], made["id"]] == [False, person[13:]]
    assert (await post(admin, harbor, person, "intake"))[0] == 409
    assert [(await put(each, made)).status_code for each in (manager, other)] == [403, 403]
    assert blamed(await put(admin, made | {"code": [{"text": "Boss"}]})) == (422, "invalid", ["PractitionerRole.code"])


def a_house(**more: Any) -> dict[str, Any]:
    return {
        "resourceType": "Organization",
        "extension": [ELSEWHERE, {"url": f"{OURS}membership", "valueCode": "light"}],
        "identifier": [{"system": "urn:oid:2.16.840.1.113883.4.4", "value": "12-3456789"}, KNOWN_BY],
        "active": True,
        "type": [{"coding": [{"system": "urn:throughline:program-type", "code": "mental-health"}]}],
        "name": "Open House",
        "telecom": [{"system": "phone", "value": "305-555-0100"}],
        "address": [{"city": "Miami"}],
        **more,
    }


async def test_an_organization_becomes_an_agency_where_the_network_says_how_far_it_takes_part(
    doors: Doors, admin: httpx.AsyncClient, harbor: str
) -> None:
    office = await doors.administrator()
    refused = await admin.post("/fhir/Organization", json=a_house(), headers=JSON)
    kept = await created(await doors.case_manager(HARBOR), a_house(extension=[ELSEWHERE]))
    there = await created(office, a_house())
    agency = await rest(office, f"agencies/{there['id']}")

    assert blamed(refused) == (403, "forbidden", ["Organization.extension"])
    assert [said(kept), said(there)] == [a_house(extension=[ELSEWHERE]), a_house()]
    assert (await office.get(f"/v1/agencies/{kept['id']}")).status_code == 404
    assert [agency[name] for name in ("name", "membership", "tax_id", "phone", "program_types", "status")] == [
        *("Open House", "light", "12-3456789", "305-555-0100", ["mental_health"], "active"),
    ]

    own = (await admin.get(f"/fhir/{harbor}")).json()
    named = await put(admin, own | {"name": "Harbor Food", "address": [{"city": "Miami"}]})
    full = await put(admin, own | {"extension": [{"url": f"{OURS}membership", "valueCode": "listed"}]})
    off = await put(admin, named.json() | {"active": False})
    others = [await put(admin, there | {"name": "Mine"}), await put(admin, there | {"alias": ["x"], "contact": []})]
    assert [named.status_code, (await rest(admin, f"agencies/{own['id']}"))["name"]] == [200, "Harbor Food"]
    assert named.json()["address"] == [{"city": "Miami"}]
    assert [blamed(full), blamed(off)] == [
        (403, "forbidden", ["Organization.extension"]),
        (403, "forbidden", ["Organization.active"]),
    ]
    assert others[0].status_code == 403

    stopped = await put(office, there | {"active": False})
    assert [stopped.status_code, (await rest(office, f"agencies/{there['id']}"))["status"]] == [200, "suspended"]


async def test_an_agency_comes_with_its_places_and_people_in_one_transaction(doors: Doors) -> None:
    office = await doors.administrator()
    urn = {name: f"urn:uuid:8a1b6a1e-1f5a-4c52-9c1e-00000000000{n}" for n, name in enumerate(("house", "hall", "who"))}
    bundle = a_bundle(
        "transaction",
        an_entry("POST", "PractitionerRole", a_part(urn["house"], urn["who"], "supervisor")),
        an_entry("POST", "HealthcareService", a_service(urn["house"], location=[{"reference": urn["hall"]}])),
        an_entry("POST", "Location", a_place(urn["house"]), urn["hall"]),
        an_entry("POST", "Practitioner", a_person(), urn["who"]),
        an_entry("POST", "Organization", a_house(), urn["house"]),
    )
    answer = await office.post("/fhir", json=bundle, headers=JSON)
    assert answer.status_code == 200, answer.text
    made = {each["resource"]["resourceType"]: each["resource"]["id"] for each in answer.json()["entry"]}
    service = await rest(office, f"services/{made['HealthcareService']}")
    worker = await rest(office, f"workers/{made['Practitioner']}")

    assert [service["agency_id"], service["locations"]] == [made["Organization"], [made["Location"]]]
    assert [worker["agency_id"], worker["roles"]] == [made["Organization"], ["supervisor"]]
