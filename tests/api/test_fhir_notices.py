"""The notice of 42 CFR part 2 by FHIR: in the meta of each resource, and in a header of each answer with one."""

import json
from typing import Any

import httpx
import pytest

from app.domain.networks.roles import Role
from app.domain.sensitivity.notices import HEADER, REDISCLOSURE
from tests.api.test_notices import a_program
from tests.support.bulk import Bulk
from tests.support.care_doors import Recorded, recorded
from tests.support.doors import Doors
from tests.support.fhir import a_bundle, an_entry
from tests.support.scenes_referrals import EVERYTHING, Scene

Json = dict[str, Any]
FHIR = {"Content-Type": "application/fhir+json"}
VISIT = {
    "resourceType": "Encounter",
    "status": "finished",
    "class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "AMB"},
}
PART_2, FORBIDDEN_ONWARD = "42CFRPart2", "NORDSCLCD"
TOLD = {
    *("Appointment", "CarePlan", "CareTeam", "Condition", "Consent", "Encounter", "Goal", "Observation", "Provenance"),
    "QuestionnaireResponse",
}


@pytest.fixture
async def record(doors: Doors, scene: Scene) -> Recorded:
    """What an agency for substance use treatment has on record, opened to a provider that accepted a handoff."""
    await scene.accepted(await scene.sent())
    await scene.agree(categories=EVERYTHING)
    await a_program(scene)
    record = await recorded(doors, scene)
    visit = VISIT | {"subject": {"reference": f"Patient/{scene.client}"}}
    made = await record.caller.post("/fhir/Encounter", json=visit, headers=FHIR)
    assert made.status_code == 201, made.text
    await scene.release(scene.pantries[0].id)
    return record


def entries_of(answer: httpx.Response) -> list[Json]:
    assert answer.status_code == 200, answer.text
    told: Json = answer.json()
    bundled = told["resourceType"] == "Bundle"
    found = [each.get("resource", {}) for each in told.get("entry", ())] if bundled else [told]
    inside = [each["resource"] for bundle in found for each in bundle.get("entry", ()) if "resource" in each]
    return [each for each in (*found, *inside) if each.get("resourceType") != "Bundle"]


def marked(resource: Json) -> bool:
    """Whether a resource names the notice, which it does in its labels and in its tags or not at all."""
    meta = resource.get("meta", {})
    codes = [{each.get("code") for each in meta.get(name, ())} for name in ("security", "tag")]
    both = [FORBIDDEN_ONWARD in codes[0], PART_2 in codes[1]]
    assert both in ([True, True], [False, False]), resource
    return both[0]


async def test_each_answer_that_tells_of_anothers_treatment_says_so(doors: Doors, record: Recorded, bulk: Bulk) -> None:
    client, pantry = record.scene.client, record.scene.pantries[0].id
    member = await doors.caller(pantry, Role.CASE_MANAGER, Role.SUPERVISOR)
    types = sorted(TOLD | {"Group", "Patient", "RelatedPerson", "ServiceRequest", "Task"})
    urls, told = [f"Patient/{client}/$everything", "Goal?_count=1&_include=*", "Goal?_revinclude=CarePlan:goal"], set()
    for type_ in types:
        urls += [type_, f"{type_}/_history"]
        for found in entries_of(await member.get(f"/fhir/{type_}")):
            if marked(found):
                told.add(type_)
                place = f"{type_}/{found['id']}"
                urls += [place, f"{place}/_history", f"{place}/_history/1", f"{type_}?_id={found['id']}"]
    assert told == TOLD
    answers = {url: await member.get(f"/fhir/{url}") for url in urls}
    posted = {"Goal/_search": await member.post("/fhir/Goal/_search", data={"patient": str(client)})}
    for kind in ("batch", "transaction"):
        sent = a_bundle(kind, an_entry("GET", "Goal?_count=1"), an_entry("GET", f"Patient/{client}"))
        posted[kind] = await member.post("/fhir", json=sent, headers=FHIR)
    for url, answer in (answers | posted).items():
        tells = any(map(marked, entries_of(answer)))
        assert (url, answer.headers.get(HEADER)) == (url, REDISCLOSURE if tells else None)
    manifest = await bulk.exported(member)
    for file in manifest["output"]:
        answer = await member.get(file["url"])
        tells = any(marked(json.loads(line)) for line in answer.content.splitlines())
        assert (file["type"], answer.headers.get(HEADER)) == (file["type"], REDISCLOSURE if tells else None)


async def test_ones_own_treatment_has_it_in_the_labels_alone(record: Recorded) -> None:
    """Who wrote it discloses nothing to itself; what it hands on names the notice still."""
    for url in ("Goal", "Encounter", f"Patient/{record.scene.client}/$everything"):
        answer = await record.caller.get(f"/fhir/{url}")
        assert (any(map(marked, entries_of(answer))), answer.headers.get(HEADER)) == (True, None)
