"""The audit log by FHIR: the same entries for the same readers, as AuditEvents of the Basic Audit Log Patterns."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx
import pytest

from app.adapters.fhir.validation.validating import validate
from app.domain.networks.roles import Role
from tests.support.audit import Seal
from tests.support.doors import Doors
from tests.support.fhir import an_observation, blamed
from tests.support.scenes_referrals import Scene

Json = dict[str, Any]
FHIR = {"Content-Type": "application/fhir+json"}
ACTIONS, INTERACTIONS = "urn:throughline:action", "http://hl7.org/fhir/restful-interaction"
BALP = "https://profiles.ihe.net/ITI/BALP/StructureDefinition/IHE.BasicAudit."


@dataclass(slots=True, kw_only=True)
class Watched:
    """What somebody did with an Observation, and who may read of it."""

    scene: Scene
    doors: Doors
    member: httpx.AsyncClient
    officer: httpx.AsyncClient
    observation: str

    async def found(self, query: str, caller: httpx.AsyncClient | None = None) -> list[Json]:
        """Read every page of a search."""
        entries: list[Json] = []
        url: str | None = f"/fhir/AuditEvent?{query}"
        while url is not None:
            answer = await (caller or self.officer).get(url)
            assert answer.status_code == 200, answer.text
            entries += [each["resource"] for each in answer.json().get("entry", ())]
            url = next((link["url"] for link in answer.json()["link"] if link["relation"] == "next"), None)
        return entries

    async def actions(self, query: str) -> list[str]:
        return list(map(action_of, await self.found(query)))


def action_of(event: Json) -> str:
    return str(event["subtype"][1]["code"])


@pytest.fixture
async def watched(doors: Doors, scene: Scene, seal: Seal) -> Watched:
    """An Observation of a client that was made, read, searched, changed and deleted."""
    member = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    made = await member.post("/fhir/Observation", content=an_observation(str(scene.client)), headers=FHIR)
    observation = made.raise_for_status().json()["id"]
    await member.get(f"/fhir/Observation/{observation}")
    await member.get(f"/fhir/Observation?patient={scene.client}")
    changed = an_observation(str(scene.client), "73", id=observation)
    (await member.put(f"/fhir/Observation/{observation}", content=changed, headers=FHIR)).raise_for_status()
    (await member.delete(f"/fhir/Observation/{observation}")).raise_for_status()
    await seal()
    office = await doors.world.an_agency("Network office")
    officer = await doors.caller(office.id, Role.PRIVACY_OFFICER)
    return Watched(scene=scene, doors=doors, member=member, officer=officer, observation=observation)


async def test_an_entry_tells_who_did_what_with_what_as_ihe_writes_it(watched: Watched) -> None:
    scene = watched.scene
    events = await watched.found(f"entity=Observation/{watched.observation}")
    assert [(action_of(each), each["action"], each["meta"].get("profile")) for each in events] == [
        ("Observation.delete", "D", [f"{BALP}PatientDelete"]),
        ("Observation.update", "U", [f"{BALP}PatientUpdate"]),
        ("Observation.search", "E", None),
        ("Observation.read", "R", [f"{BALP}PatientRead"]),
        ("Observation.create", "C", [f"{BALP}PatientCreate"]),
    ]
    read = events[3]
    assert [validate(each, "AuditEvent").faults for each in events] == [()] * 5
    assert [each["type"]["coding"][0]["code"] for each in read["agent"]] == ["110152", "110153", "RESP"]
    assert read["agent"][0]["who"]["identifier"]["system"] == "urn:throughline:api-client"
    assert read["agent"][2]["who"] == {"reference": f"Organization/{scene.sender.id}"}
    assert [each["what"] for each in read["entity"]] == [
        {"reference": f"Patient/{scene.client}"},
        {"reference": f"Observation/{watched.observation}"},
        {"identifier": {"value": read["entity"][2]["what"]["identifier"]["value"]}},
    ]
    answer = await watched.officer.get(f"/fhir/AuditEvent/{read['id']}")
    assert (answer.json(), answer.headers["etag"]) == (read, 'W/"1"')
    again = await watched.officer.get(f"/fhir/AuditEvent/{read['id']}", headers={"If-None-Match": 'W/"1"'})
    assert again.status_code == 304


async def test_a_profile_is_named_only_of_what_meets_it(watched: Watched) -> None:
    """What the profiles ask is written out again: both ends of the call, one thing, and one person or nobody."""
    events = await watched.found("_count=200")
    named = [(each["meta"]["profile"][0], each) for each in events if "profile" in each["meta"]]
    assert {profile.removeprefix(BALP) for profile, _ in named} == {
        *("Create", "PatientCreate", "PatientRead", "PatientUpdate", "PatientDelete")
    }
    for profile, event in named:
        kind = profile.removeprefix(BALP)
        kinds = [each["type"]["code"] for each in event["entity"]]
        assert (kinds.count("2"), kinds.count("1")) == (1, int(kind.startswith("Patient"))), kind
        ends = [each for each in event["agent"] if each["type"]["coding"][0]["code"] in ("110152", "110153")]
        assert [{"who", "network", "requestor"} <= each.keys() for each in ends] == [True, True]
        assert (event["outcome"], event["action"]) == ("0", kind.removeprefix("Patient")[0])
        assert event["subtype"][0]["code"] == kind.removeprefix("Patient").lower()


async def test_the_log_is_searched_by_what_it_tells(watched: Watched) -> None:
    client, thing = watched.scene.client, f"entity=Observation/{watched.observation}"
    whole = await watched.found(thing)
    read, made = whole[3], whole[4]
    program = made["agent"][0]["who"]["identifier"]["value"]
    for query, expected in {
        f"patient={client}&{thing}": whole,
        f"patient=Patient/{client}&{thing}": whole,
        f"entity=Patient/{client}&{thing}": whole,
        f"entity:identifier=urn:uuid:{watched.observation}": whole,
        f"{thing}&action=C": [made],
        f"{thing}&action=C,R": [read, made],
        f"{thing}&subtype=create": [made],
        f"{thing}&subtype={INTERACTIONS}|create": [made],
        f"{thing}&subtype={ACTIONS}|Observation.create,Observation.read": [read, made],
        f"{thing}&agent=Organization/{watched.scene.sender.id}": whole,
        f"{thing}&agent={watched.scene.sender.id}": whole,
        f"{thing}&agent=Organization/{uuid4()}": [],
        f"{thing}&agent:identifier=urn:throughline:api-client|{program}": whole,
        f"{thing}&date=ge{read['recorded']}": whole[:4],
        f"{thing}&date=gt{made['recorded']}&date=le{read['recorded']}": [read],
        f"{thing}&date={made['recorded']}": [made],
        f"{thing}&_lastUpdated=lt{read['recorded']}": [made],
        f"{thing}&type=rest&outcome=0": whole,
        f"{thing}&outcome=8": [],
        f"{thing}&type=nothing": [],
        f"_id={made['id']},{uuid4()}": [made],
        f"{thing}&_sort=date": whole[::-1],
        f"{thing}&_sort=-date&_count=2": whole,
        f"{thing}&_elements=action&_count=1": [reduced(each) for each in whole],
        "action=D&subtype=Observation.delete": whole[:1],
    }.items():
        assert await watched.found(query) == expected, query
    counts = [f"{thing}&_summary=count", f"{thing}&_count=1&_total=accurate", f"{thing}&outcome=8&_count=0"]
    totals = [(await watched.officer.get(f"/fhir/AuditEvent?{query}")).json()["total"] for query in counts]
    assert totals == [5, 5, 0]
    posted = await watched.officer.post("/fhir/AuditEvent/_search", data={"patient": str(client), "action": "C,D"})
    inside = await watched.officer.get(f"/fhir/Patient/{client}/AuditEvent?action=C,D")
    assert [[each["resource"] for each in answer.json()["entry"]] for answer in (posted, inside)] == [
        await watched.found(f"patient={client}&action=C,D")
    ] * 2


def reduced(event: Json) -> Json:
    always = ("resourceType", "id", "action", "type", "recorded", "agent", "source")
    tag = {"system": "http://terminology.hl7.org/CodeSystem/v3-ObservationValue", "code": "SUBSETTED"}
    meta = {**event["meta"], "tag": [tag]}
    return {name: value for name, value in event.items() if name in always} | {"meta": meta}


async def test_what_the_log_cannot_be_asked_is_refused(watched: Watched) -> None:
    event = (await watched.found("_count=1"))[0]["id"]
    place = f"AuditEvent/{event}"
    for query in (
        *("agent-name=x", "address=1.2.3.4", "patient.name=x", "agent:Practitioner.name=x", "action:not=C"),
        *("patient:missing=true", "_include=AuditEvent:patient", "_include=*", "_sort=patient", "_sort=-date,action"),
        *(f"patient={uuid4()},{uuid4()}", "date=2026,2027", "_has:Provenance:entity:_id=1", "_revinclude=*:entity"),
    ):
        assert (await watched.officer.get(f"/fhir/AuditEvent?{query}")).status_code == 400, query
    for url in (
        f"Observation?_has:AuditEvent:entity:_id={event}",
        "Observation?_revinclude=AuditEvent:entity",
        f"Provenance?entity:AuditEvent._id={event}",
        "Provenance?_include=Provenance:entity:AuditEvent",
    ):
        assert blamed(await watched.member.get(f"/fhir/{url}"))[:2] == (400, "not-supported"), url
    sent: Json = {"resourceType": "AuditEvent"}
    refused = [
        await watched.officer.post("/fhir/AuditEvent", json=sent),
        await watched.officer.put(f"/fhir/{place}", json=sent),
        await watched.officer.patch(f"/fhir/{place}", json=[], headers={"Content-Type": "application/json-patch+json"}),
        await watched.officer.delete(f"/fhir/{place}"),
        await watched.officer.get(f"/fhir/{place}/_history"),
        await watched.officer.get("/fhir/AuditEvent/_history"),
    ]
    assert [(blamed(each)[:2], each.headers["allow"]) for each in refused] == [
        ((405, "not-supported"), "GET, HEAD")
    ] * 6
    unknown = await watched.officer.get("/fhir/AuditEvent?nonsense=1&_count=1")
    strict = await watched.officer.get("/fhir/AuditEvent?nonsense=1", headers={"Prefer": "handling=strict"})
    assert unknown.json()["entry"][-1]["search"] == {"mode": "outcome"}
    assert strict.status_code == 400


async def test_whoever_may_not_read_the_log_over_rest_may_not_by_fhir(watched: Watched) -> None:
    sender, pantry = watched.scene.sender.id, watched.scene.pantries[0].id
    thing = f"entity=Observation/{watched.observation}"
    event = (await watched.found(thing))[0]["id"]
    urls = [
        f"/fhir/AuditEvent?{thing}",
        f"/fhir/AuditEvent/{event}",
        f"/fhir/Patient/{watched.scene.client}/AuditEvent",
    ]
    for role in (Role.CASE_MANAGER, Role.INTAKE, Role.COORDINATOR):
        caller = await watched.doors.caller(sender, role)
        assert [blamed(await caller.get(url))[:2] for url in urls] == [(403, "forbidden")] * 3
    own, other = [await watched.doors.caller(agency, Role.SUPERVISOR) for agency in (sender, pantry)]
    assert [len(await watched.found(thing, caller)) for caller in (own, other)] == [5, 0]
    answers = [await caller.get(f"/fhir/AuditEvent/{event}") for caller in (own, other)]
    assert [answer.status_code for answer in answers] == [200, 404]
    unknown = await other.get(f"/fhir/AuditEvent/{uuid4()}")
    assert (unknown.status_code, unknown.json()) == (404, answers[1].json())
    unscoped = await watched.doors.caller(sender, Role.SUPERVISOR, scopes="system/Observation.rs")
    assert blamed(await unscoped.get("/fhir/AuditEvent"))[:2] == (403, "forbidden")


async def test_a_batch_asks_the_log_too_and_the_reading_is_on_record(watched: Watched, seal: Seal) -> None:
    entries = [{"request": {"method": "GET", "url": url}} for url in ("AuditEvent?_count=1", f"AuditEvent/{uuid4()}")]
    for kind in ("batch", "transaction"):
        sent = {"resourceType": "Bundle", "type": kind, "entry": entries[: 1 + (kind == "batch")]}
        answer = await watched.officer.post("/fhir", json=sent, headers=FHIR)
        told = answer.json()["entry"]
        assert [each["response"]["status"] for each in told] == ["200 OK", "404 Not Found"][: len(told)]
        assert told[0]["resource"]["entry"][0]["resource"]["resourceType"] == "AuditEvent"
    await seal()
    [newest, *_] = await watched.found("_count=50&subtype=audit.search")
    assert newest["action"] == "E"
