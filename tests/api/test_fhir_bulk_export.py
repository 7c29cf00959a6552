"""Bulk exports as a backend service asks for them: https://hl7.org/fhir/uv/bulkdata/STU2/export.html."""

import json
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any
from uuid import UUID

import httpx

from app.adapters.postgres.errand_watch import PostgresErrandWatch
from app.adapters.postgres.housekeeping import PostgresHousekeeping
from app.api.fhir.bulk_work import FhirBulk
from app.config import Settings
from app.domain.errands.bulk_export import BulkExport
from app.domain.identity import ClientId, ErrandId
from app.domain.networks.agency import ProgramType
from app.domain.networks.roles import Role
from app.domain.sensitivity.notices import HEADER, REDISCLOSURE
from app.ports.resources import StoredResource
from app.use_cases.bulk.bulk_rounds import BulkWork
from app.use_cases.networks import agencies
from tests.support.bulk import ASYNC, LINES, Bulk, begun, names, said
from tests.support.doors import Doors
from tests.support.fhir import a_bundle, a_client, an_entry, an_observation, blamed
from tests.support.scenes_referrals import EVERYTHING, Scene

JSON = {"Content-Type": "application/fhir+json"}
ACT_CODE = "http://terminology.hl7.org/CodeSystem/v3-ActCode"


async def observed(caller: httpx.AsyncClient, patient: str, value: str = "72.50") -> str:
    made = await caller.post("/fhir/Observation", content=an_observation(patient, value), headers=JSON)
    return str(made.raise_for_status().json()["id"])


async def found(caller: httpx.AsyncClient, types: set[str]) -> list[Any]:
    """Everything of some types that searches find."""
    asked = a_bundle("batch", *(an_entry("GET", f"{type_}?_count=200") for type_ in sorted(types)))
    answer = (await caller.post("/fhir", json=asked, headers=JSON)).raise_for_status().json()
    return [entry["resource"] for each in answer["entry"] for entry in each["resource"].get("entry", ())]


async def a_protected_record(scene: Scene, sender: httpx.AsyncClient) -> None:
    """Let a program for substance use write of a client, and the client open that to a provider who took a handoff."""
    await scene.accepted(await scene.sent())
    await scene.agree(categories=EVERYTHING)
    profile = replace(scene.sender.profile, program_types=(ProgramType.SUBSTANCE_USE,))
    call = scene.world.by(Role.NETWORK_ADMIN)
    await scene.core.run(call, agencies.describe, scene.sender.id, scene.sender.version, profile)
    need = {"category": "food-insecurity", "words": "Nothing to eat after the clinic."}
    (await sender.post(f"/v1/clients/{scene.client}/needs", json=need)).raise_for_status()
    visit = {"resourceType": "Encounter", "status": "finished", "class": {"system": ACT_CODE, "code": "AMB"}}
    visit |= {"subject": {"reference": f"Patient/{scene.client}"}}
    (await sender.post("/fhir/Encounter", json=visit, headers=JSON)).raise_for_status()
    await observed(sender, str(scene.client))
    await scene.release(scene.pantries[0].id)


async def test_what_is_put_out_is_what_searches_find_with_its_notices_and_who_was_told_is_on_record(
    doors: Doors, scene: Scene, bulk: Bulk
) -> None:
    sender = await doors.caller(scene.sender.id, Role.CASE_MANAGER, Role.SUPERVISOR)
    provider = await doors.caller(scene.pantries[0].id, Role.CASE_MANAGER)
    stranger = await doors.caller(scene.pantries[1].id, Role.CASE_MANAGER)
    officer = await doors.caller(scene.sender.id, Role.PRIVACY_OFFICER)
    await a_protected_record(scene, sender)
    put_out = {}
    for caller in (sender, provider, stranger):
        manifest = await bulk.exported(caller)
        lines = await said(caller, manifest["output"])
        put_out[caller] = names(lines)
        types = {name.partition("/")[0] for name in put_out[sender]}

        assert len(set(lines)) == len(lines)
        assert by_name(json.loads(line) for line in lines) == by_name(await found(caller, types))
        assert lines[0] == (await caller.get(f"/fhir/{put_out[caller][0]}")).content
        assert (manifest["deleted"], manifest["error"], manifest["requiresAccessToken"]) == ([], [], True)
        notices = {(await caller.get(each["url"])).headers.get(HEADER) for each in manifest["output"]}
        assert notices == ({None, REDISCLOSURE} if caller is provider else {None})
    assert set(put_out[stranger]) < set(put_out[provider]) < set(put_out[sender])
    for action in ("bulk-export.put_out", "bulk-export.fetch"):
        told = (await officer.get("/v1/audit", params={"action": action, "limit": 200})).json()["items"]
        of = {each["agency_id"] for each in told if str(scene.client) in each["client_ids"]}
        assert of == {str(scene.sender.id), str(scene.pantries[0].id)}


def by_name(resources: Iterable[Any]) -> dict[str, Any]:
    return {f"{each['resourceType']}/{each['id']}": each for each in resources}


async def test_what_cannot_be_exported_is_refused_at_the_door_and_only_the_asker_is_told_of_its_exports(
    doors: Doors, bulk: Bulk
) -> None:
    caller = await doors.case_manager()
    harbor = doors.world.joined["Harbor Food Bank"].id
    narrow = await doors.caller(harbor, Role.CASE_MANAGER, scopes="system/Patient.rs")
    patient = await a_client(caller)
    await observed(caller, patient)

    async def refused(path: str, caller: httpx.AsyncClient = caller, **query: str) -> tuple[int, str]:
        status, code, _ = blamed(await caller.get(path, params=query, headers=ASYNC))
        return status, code

    assert blamed(await caller.get("/fhir/$export"))[0] == HTTPStatus.BAD_REQUEST
    assert await refused("/fhir/$export", _outputFormat="text/csv") == (400, "not-supported")
    assert await refused("/fhir/$export", _type="Patient,Nonsense") == (400, "not-supported")
    assert await refused("/fhir/Patient/$export", _type="Organization") == (400, "not-supported")
    assert await refused("/fhir/$export", includeAssociatedData="x") == (400, "not-supported")
    assert await refused("/fhir/$export", _since="yesterday") == (400, "invalid")
    assert await refused("/fhir/$export", _typeFilter="Observation?nonsense=1") == (400, "not-supported")
    assert await refused("/fhir/$export", _typeFilter="Observation?_sort=date") == (400, "not-supported")
    assert await refused("/fhir/Observation/$export") == (404, "not-supported")
    assert await refused(f"/fhir/Group/{patient}/$export") == (404, "not-found")
    assert await refused("/fhir/$export", narrow, _type="Observation") == (403, "forbidden")

    lenient = {**ASYNC, "Prefer": "respond-async, handling=lenient"}
    manifest = await bulk.finish(
        caller, begun(await caller.get("/fhir/$export?_type=Patient,Nonsense&nonsense=1", headers=lenient))
    )
    assert [each["type"] for each in manifest["output"]] == ["Patient"]
    assert [each["count"] for each in manifest["error"]] == [2]
    assert len(await said(caller, manifest["error"])) == 2
    assert manifest["request"].endswith("/fhir/$export?_type=Patient,Nonsense&nonsense=1")
    of_narrow = await bulk.exported(narrow)
    assert {each["type"] for each in of_narrow["output"]} == {"Patient"}

    running = [await bulk.begin(caller) for _ in range(3)]
    fourth = await caller.get("/fhir/$export", headers=ASYNC)
    assert (fourth.status_code, "retry-after" in fourth.headers) == (429, True)
    under_way = await caller.get(running[0])
    assert (under_way.status_code, under_way.headers["x-progress"][:3]) == (202, "0 %")
    assert "retry-after" in under_way.headers
    made = await bulk.finish(caller, running[0])
    [patients] = [each for each in made["output"] if each["type"] == "Patient"]
    assert blamed(await narrow.get(running[0]))[0] == blamed(await narrow.get(patients["url"]))[0] == 404
    assert (await caller.delete(running[0])).status_code == 202
    gone = [await caller.get(running[0]), await caller.get(patients["url"]), await caller.delete(running[0])]
    assert [each.status_code for each in gone] == [404, 404, 404]


async def test_since_filters_elements_groups_and_patients_narrow_what_is_put_out(doors: Doors, bulk: Bulk) -> None:
    caller = await doors.case_manager()
    first, second, third = [await a_client(caller) for _ in range(3)]
    heavy, light, other = [
        await observed(caller, *each) for each in ((first, "90.5"), (first, "60.5"), (second, "70.5"))
    ]
    members = [{"client_id": first}, {"client_id": second}]
    household = {"kind": "family", "members": members}
    home = (await caller.post("/v1/households", json=household)).raise_for_status().json()["id"]
    asked = {"_type": "Patient,Observation", "_typeFilter": "Observation?value-quantity=gt65"}

    filtered = await bulk.exported(caller, **asked, _elements="status,Patient.birthDate")
    lines = await said(caller, filtered["output"])
    assert set(names(lines)) == {*(f"Patient/{each}" for each in (first, second, third)), *observations(heavy, other)}
    parts = [json.loads(line) for line in lines if b'"Observation"' in line]
    assert {*parts[0]} == {"resourceType", "id", "meta", "status", "code"}
    assert parts[0]["meta"]["tag"][-1]["code"] == "SUBSETTED"

    of_home = await bulk.exported(caller, f"/fhir/Group/{home}/$export", _type="Patient,Observation")
    told = names(await said(caller, of_home["output"]))
    assert sorted(told) == sorted([f"Patient/{first}", f"Patient/{second}", *observations(heavy, light, other)])
    parameters = [
        {"name": "patient", "valueReference": {"reference": f"Patient/{second}"}},
        {"name": "_type", "valueString": "Patient,Observation"},
    ]
    body = {"resourceType": "Parameters", "parameter": parameters}
    status = begun(await caller.post("/fhir/Patient/$export", json=body, headers={**ASYNC, **JSON}))
    told = names(await said(caller, (await bulk.finish(caller, status))["output"]))
    assert sorted(told) == sorted([f"Patient/{second}", *observations(other)])

    since = datetime.now(UTC).isoformat()
    await caller.delete(f"/fhir/Observation/{light}")
    newer = await observed(caller, third, "80.5")
    later = await bulk.exported(caller, _since=since, _type="Observation")
    assert names(await said(caller, later["output"])) == observations(newer)
    [removal] = [json.loads(line) for line in await said(caller, later["deleted"])]
    assert (removal["type"], [each["request"] for each in removal["entry"]]) == (
        "transaction",
        [{"method": "DELETE", "url": f"Observation/{light}"}],
    )


def observations(*ids: str) -> list[str]:
    return [f"Observation/{each}" for each in ids]


async def test_what_may_be_read_no_more_is_neither_put_out_nor_handed_out(
    doors: Doors, scene: Scene, bulk: Bulk
) -> None:
    sender = await doors.caller(scene.sender.id, Role.CASE_MANAGER, Role.SUPERVISOR)
    provider = await doors.caller(scene.pantries[0].id, Role.CASE_MANAGER)
    await a_protected_record(scene, sender)
    before = await bulk.exported(provider, _type="Condition,Encounter,Patient")
    told = {file["type"]: file for file in before["output"]}
    halfway = await bulk.begin(provider, _type="Condition,Encounter,Patient")
    assert await bulk.work.turn()
    await scene.revoke()

    manifest = await bulk.finish(provider, halfway)
    assert {each["type"] for each in manifest["output"]} == {"Condition", "Patient"}
    withdrawn = await provider.get(told["Encounter"]["url"], headers=LINES)
    assert blamed(withdrawn)[:2] == (HTTPStatus.GONE, "deleted")
    assert (await provider.get(told["Patient"]["url"], headers=LINES)).status_code == HTTPStatus.OK
    for file in manifest["output"]:
        expected = HTTPStatus.GONE if file["type"] == "Condition" else HTTPStatus.OK
        assert (await provider.get(file["url"], headers=LINES)).status_code == expected


class Speechless(FhirBulk):
    """A language that fails over one type."""

    def line(self, resource: StoredResource, elements: Sequence[str]) -> bytes:
        if resource.type == "Observation":
            raise RuntimeError("It cannot be written.")
        return super().line(resource, elements)


async def test_an_export_that_fails_is_told_of_and_files_go_with_their_time_and_with_their_clients(
    doors: Doors, bulk: Bulk, settings: Settings
) -> None:
    caller = await doors.case_manager()
    network, kept, forgotten = doors.world.network.id, await a_client(caller), await a_client(caller)
    await observed(caller, kept)
    worker = bulk.service
    language, watch = Speechless(settings.base_url), PostgresErrandWatch(worker.transactions)
    failing = BulkWork(worker.core, watch, language, worker.bulk_seal)

    fails, works = await bulk.begin(caller), await bulk.begin(caller, _type="Patient")
    for _ in range(20):
        with suppress(RuntimeError):
            await failing.turn()
    failed = await caller.get(fails)
    assert (failed.status_code, failed.json()["issue"][0]["code"]) == (500, "exception")
    manifest = (await caller.get(works)).raise_for_status().json()
    [file] = manifest["output"]
    assert (file["count"], len(await said(caller, manifest["output"]))) == (2, 2)

    async with worker.transactions.begin(network) as tx:
        await tx.holdings.erase(ClientId(UUID(forgotten)), datetime.now(UTC))
    assert blamed(await caller.get(file["url"], headers=LINES))[:2] == (410, "deleted")
    again = await bulk.exported(caller, _type="Patient")
    assert len(await said(caller, again["output"])) == 1
    id_ = ErrandId(UUID(works.rpartition("/")[2]))
    left = []
    for kept_for in (BulkExport.kept, 2 * BulkExport.kept):
        await PostgresHousekeeping(worker.transactions).purge(network, datetime.now(UTC) + kept_for)
        async with worker.transactions.begin(network) as tx:
            left.append((await tx.resource_exports.get(id_) is not None, await tx.resource_exports.files(id_)))
    assert left == [(True, []), (False, [])]
