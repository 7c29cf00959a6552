"""Who wrote what partners keep here, as Provenance: found like the rest, read by whoever may read what it names."""

from datetime import UTC, datetime
from typing import Any

import httpx

from app.adapters.postgres.transactions import PostgresTransactions
from app.domain.codes import Sensitivity
from app.domain.networks.roles import Role
from app.ports.labels import Given
from tests.support.doors import Doors
from tests.support.fhir import an_observation
from tests.support.scenes_referrals import Scene

Json = dict[str, Any]
FHIR = {"Content-Type": "application/fhir+json"}
MH = b'{"system":"http://terminology.hl7.org/CodeSystem/v3-ActCode","code":"MH"}'


async def found(caller: httpx.AsyncClient, query: str) -> list[Json]:
    answer = await caller.get(f"/fhir/{query}")
    assert answer.status_code == 200, answer.text
    return [each["resource"] for each in answer.json().get("entry", ())]


def labels_of(resource: Json) -> list[str]:
    return [each["code"] for each in resource["meta"]["security"]]


async def observed(caller: httpx.AsyncClient, client: str, id_: str | None = None, **more: Any) -> Json:
    """Keep an Observation, or change one."""
    said = an_observation(client) if id_ is None else an_observation(client, "73", id=id_)
    url, method = ("/fhir/Observation", "POST") if id_ is None else (f"/fhir/Observation/{id_}", "PUT")
    content = said[:-1] + b"".join(b',"%b":%b' % (name.encode(), value) for name, value in more.items()) + b"}"
    answer = await caller.request(method, url, content=content, headers=FHIR)
    told: Json = answer.raise_for_status().json()
    return told


async def test_who_wrote_what_is_found_by_what_it_tells(doors: Doors, scene: Scene) -> None:
    member = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    client, sender = str(scene.client), scene.sender.id
    made = await observed(member, client)
    await observed(member, client, made["id"])
    target = f"target=Observation/{made['id']}"
    changed, kept = await found(member, f"Provenance?{target}")
    assert [each["activity"]["coding"][0]["code"] for each in (changed, kept)] == ["UPDATE", "CREATE"]
    assert {each["reference"] for each in kept["target"]} == {f"Observation/{made['id']}"}
    for query, expected in {
        f"{target}&agent=Organization/{sender}": [changed, kept],
        f"{target}&agent=Organization/{scene.pantries[0].id}": [],
        f"{target}&patient={client}": [changed, kept],
        f"{target}&recorded=gt{kept['recorded']}": [changed],
        f"{target}&recorded=le{kept['recorded']}&_sort=recorded": [kept],
        f"_id={kept['id']}&target:Observation.status=final": [kept],
    }.items():
        assert await found(member, f"Provenance?{query}") == expected, query
    brought = await found(member, f"Observation?_id={made['id']}&_revinclude=Provenance:target")
    assert {each["id"] for each in brought} == {made["id"], changed["id"], kept["id"]}
    assert {kept["id"]} <= {each["id"] for each in await found(member, f"Patient/{client}/Provenance")}
    history = (await member.get(f"/fhir/Provenance/{kept['id']}/_history")).json()
    assert [each["resource"] for each in history["entry"]] == [kept]
    stranger = await doors.case_manager("Bellweather")
    assert await found(stranger, f"Provenance?{target}") == []
    answers = [await stranger.get(f"/fhir/Provenance/{id_}") for id_ in (kept["id"], client)]
    assert [(each.status_code, each.json()) for each in answers] == [(404, answers[1].json())] * 2


async def test_it_bears_the_labels_of_what_it_names_also_those_that_come_later(
    doors: Doors, scene: Scene, transactions: PostgresTransactions
) -> None:
    """Whoever may no longer read a resource is not told that there is one either."""
    member = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    plain, stated = [await observed(member, str(scene.client)) for _ in range(2)]
    targets = [f"Provenance?target=Observation/{each['id']}" for each in (plain, stated)]
    office = await doors.caller((await doors.world.an_agency("Network office")).id, Role.COORDINATOR)
    assert [len(await found(office, each)) for each in targets] == [1, 1]
    await observed(member, str(scene.client), stated["id"], meta=b'{"security":[%b]}' % MH)
    assert [len(await found(office, each)) for each in targets] == [1, 0]
    now, before = await found(member, targets[1])
    assert [labels_of(each) for each in (now, before)] == [["R", "PSY"]] * 2
    assert before["meta"]["versionId"] == "2"
    async with transactions.begin(scene.world.network.id) as tx:
        given = Given(agency=scene.sender.id, labels=frozenset({Sensitivity.SUD}))
        await tx.labels.spread([scene.client], given)
        await tx.resources.project(datetime.now(UTC))
    assert [len(await found(office, each)) for each in targets] == [0, 0]
    assert [labels_of(each) for each in await found(member, targets[0])] == [["V", "ETH", "SUD", "NORDSCLCD"]]
    refused = await member.put(f"/fhir/Provenance/{before['id']}", json=before, headers=FHIR)
    assert refused.status_code == 405
