"""Writes to types of the domain: what they may name, and what stands beside what is drawn."""

from typing import Any
from uuid import uuid4

import httpx

from tests.support.doors import Doors
from tests.support.fhir import a_client, blamed

JSON = {"Content-Type": "application/fhir+json"}
NAMED = {"family": "Okafor", "given": ["Ngozi"]}


async def test_whatever_names_what_is_not_here_is_refused_with_the_element(doors: Doors) -> None:
    caller, other = await doors.case_manager(), await doors.case_manager("Shelter")
    mine, hidden = f"Patient/{await a_client(caller)}", f"Patient/{await a_client(other)}"
    nobody, subject = f"Patient/{uuid4()}", {"reference": mine}

    def related(to: str) -> dict[str, Any]:
        said = {"url": "urn:related", "valueReference": {"reference": to}}
        return {"resourceType": "Patient", "name": [NAMED], "birthDate": "1979-07-01", "extension": [said]}

    told = [await caller.post("/fhir/Patient", json=related(each), headers=JSON) for each in (nobody, hidden, mine)]
    there = told[2].json()
    again = await caller.put(f"/fhir/Patient/{there['id']}", json=there, headers=JSON)
    changed = await caller.put(f"/fhir/Patient/{there['id']}", json=there | related(nobody), headers=JSON)
    place = {"reference": f"Encounter/{uuid4()}"}
    need = {"resourceType": "Condition", "subject": subject, "code": {"text": "Hunger"}, "encounter": place}
    of_need = await caller.post("/fhir/Condition", json=need, headers=JSON)

    extension = (422, "invalid", ["Patient.extension[0].valueReference"])
    assert [blamed(each) for each in (told[0], told[1], changed)] == [extension] * 3
    assert [told[2].status_code, again.status_code] == [201, 200]
    assert blamed(of_need) == (422, "invalid", ["Condition.encounter"])


async def test_related_persons_and_groups_are_kept_beside_those_that_are_drawn(doors: Doors) -> None:
    caller = await doors.case_manager()
    client = await a_client(caller)
    proxy = {"kind": "parent", "name": "Ada Okafor", "authority": ["health_care"], "since": "2026-01-15"}
    house = {"kind": "family", "name": "Okafor", "members": [{"client_id": client}]}
    drawn = {
        "RelatedPerson": (await rest(caller, f"clients/{client}/proxies", proxy))["id"],
        "Group": (await rest(caller, "households", house))["id"],
    }
    posted = {
        "RelatedPerson": {"patient": {"reference": f"Patient/{client}"}, "name": [NAMED], "active": True},
        "Group": {"type": "person", "actual": True, "member": [{"entity": {"reference": f"Patient/{client}"}}]},
    }
    for type_, content in posted.items():
        resource = {"resourceType": type_, **content}
        made = [(await caller.post(f"/fhir/{type_}", json=resource, headers=JSON)).json() for _ in range(2)]
        kept = await caller.put(f"/fhir/{type_}/{made[0]['id']}", json=made[0] | {"active": False}, headers=JSON)
        url = f"/fhir/{type_}/{drawn[type_]}"
        changed = await caller.put(url, json=resource | {"id": drawn[type_]}, headers=JSON)
        found = (await caller.get(f"/fhir/{type_}?_summary=count")).json()["total"]

        assert [kept.json()["meta"]["versionId"], found] == ["2", 3]
        lacking = {"RelatedPerson": "RelatedPerson.extension", "Group": "Group.code"}[type_]
        assert blamed(changed) == (422, "invalid", [lacking])
        assert blamed(await caller.delete(url)) == (405, "not-supported", None)
        assert (await caller.get(url)).status_code == 200


async def rest(caller: httpx.AsyncClient, path: str, body: dict[str, Any]) -> Any:
    answer = await caller.post(f"/v1/{path}", json=body)
    assert answer.status_code == 201, answer.text
    return answer.json()
