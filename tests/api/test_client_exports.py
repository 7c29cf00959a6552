"""Exports: who may have which, what is in them, and that they are sealed while they are kept."""

import json
from http import HTTPStatus
from typing import Any
from uuid import uuid4

import pytest

from app.adapters.fhir.validation.validating import validate
from app.domain.networks.roles import Role
from app.use_cases.core import Context, use_case
from app.wiring import Service
from tests.support.care_doors import recorded
from tests.support.doors import Doors
from tests.support.retention import asked, exported, let_serve, made
from tests.support.scenes_referrals import Scene


async def test_an_export_is_asked_for_made_and_fetched(doors: Doors, scene: Scene, service: Service) -> None:
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    answer = await asked(caller, scene)
    path = answer.headers["Location"]
    assert (answer.status_code, answer.json()["status"]) == (HTTPStatus.ACCEPTED, "pending")
    early = await caller.get(f"{path}/content")
    assert (early.status_code, early.json()["code"]) == (HTTPStatus.CONFLICT, "client-export.not-ready")
    await made(service, scene)
    ready = (await caller.get(path)).json()
    assert (ready["status"], ready["content_href"]) == ("ready", f"{path}/content")
    content = await caller.get(ready["content_href"])
    assert (len(content.content), content.headers["Cache-Control"]) == (ready["size"], "no-store")
    assert content.json()["client"]["id"] == str(scene.client)
    listed = (await caller.get(f"/v1/clients/{scene.client}/exports")).json()["items"]
    assert [each["id"] for each in listed] == [ready["id"]]


async def test_an_export_holds_everything_that_is_on_record(doors: Doors, scene: Scene, service: Service) -> None:
    record = await recorded(doors, scene)
    await scene.sent()
    whole = await exported(service, record.caller, scene, "client_request")
    for ids in record.both.values():
        for member, key in (
            ("needs", "need_id"),
            ("goals", "goal_id"),
            ("care_plans", "plan_id"),
            ("assessments", "assessment_id"),
            ("appointments", "appointment_id"),
            ("handovers", "handover_id"),
        ):
            assert ids[key] in {each["id"] for each in whole[member]}, member
    told = json.dumps(whole)
    for kind in ("plain", "quiet"):
        for noun in ("need", "goal", "plan", "assessment", "appointment", "handover"):
            assert f"{kind} words of the {noun}" in told
    for member in ("consents", "referrals", "handoffs", "tasks", "care_team_members", "timeline", "disclosures"):
        assert whole[member] or member == "disclosures", member  # these are found once the audit is sealed
    assert whole["household"]["id"] == record.plain["household_id"]
    assert "network_id" not in told


async def test_an_export_is_fetched_as_a_bundle_of_the_same_resources(
    doors: Doors, scene: Scene, service: Service
) -> None:
    record = await recorded(doors, scene)
    path = (await asked(record.caller, scene)).headers["Location"]
    await made(service, scene)
    resources = (await record.caller.get(f"{path}/content")).json()["resources"]
    answer = await record.caller.get(f"{path}/content", headers={"Accept": "application/fhir+json"})
    bundle = answer.json()
    assert (answer.headers["Content-Type"], bundle["resourceType"], bundle["type"]) == (
        "application/fhir+json",
        "Bundle",
        "collection",
    )
    assert len(bundle["entry"]) == len([each for each in resources if not each["deleted"]]) > 0
    for entry in bundle["entry"]:
        type_, id_ = entry["fullUrl"].split("/")[-2:]
        served = await record.caller.get(f"/fhir/{type_}/{id_}")
        assert entry["resource"] == served.json()
    assert validate(bundle).faults == ()


async def test_an_agency_finds_in_an_export_what_it_may_read_and_no_more(
    doors: Doors, scene: Scene, service: Service
) -> None:
    record = await recorded(doors, scene)
    await scene.sent()
    other = await doors.world.an_agency("Other clinic")
    await let_serve(scene, other.id)
    stranger = await doors.caller(other.id, Role.CASE_MANAGER)
    own = await exported(service, stranger, scene)
    readable = (await stranger.get(f"/v1/clients/{scene.client}/needs")).json()["items"]
    assert {each["id"] for each in own["needs"]} == {each["id"] for each in readable}
    assert (own["referrals"], own["tasks"], own["handoffs"]) == ([], [], [])
    versions = own["care_plan_versions"]
    assert versions
    assert {each["picture"] for each in versions} == {None}
    assert all(each["withheld"] == ["picture"] for each in versions)
    timeline = (await stranger.get(f"/v1/clients/{scene.client}/timeline", params={"limit": 200})).json()["items"]
    before = {each["id"] for each in timeline if each["kind"] != "client-export"}
    assert before <= {each["id"] for each in own["timeline"]}
    mine = await exported(service, record.caller, scene)
    assert all(each["withheld"] == [] for each in mine["care_plan_versions"])


async def test_only_who_serves_the_client_or_guards_privacy_may_have_an_export(doors: Doors, scene: Scene) -> None:
    nobodys = f"/v1/clients/{uuid4()}/exports"
    stranger = await doors.caller(scene.pantries[0].id, Role.SUPERVISOR)
    answer = await asked(stranger, scene)
    same = await stranger.post(nobodys, json={})
    assert (answer.status_code, same.status_code) == (HTTPStatus.NOT_FOUND, HTTPStatus.NOT_FOUND)
    intake = await doors.caller(scene.sender.id, Role.INTAKE)
    assert (await asked(intake, scene)).status_code == HTTPStatus.FORBIDDEN
    manager = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    whole = await asked(manager, scene, "client_request")
    assert (whole.status_code, whole.json()["code"]) == (HTTPStatus.FORBIDDEN, "client-export.supervisor-only")
    office = await doors.world.an_agency("Privacy office")
    officer = await doors.caller(office.id, Role.PRIVACY_OFFICER)
    assert (await asked(officer, scene, "client_request")).status_code == HTTPStatus.ACCEPTED
    assert (await asked(officer, scene)).status_code == HTTPStatus.FORBIDDEN
    assert (await officer.post(nobodys, json={"purpose": "client_request"})).status_code == HTTPStatus.NOT_FOUND


async def test_an_export_is_its_agencys_and_one_for_the_client_a_supervisors(
    doors: Doors, scene: Scene, service: Service
) -> None:
    supervisor = await doors.caller(scene.sender.id, Role.SUPERVISOR)
    path = (await asked(supervisor, scene, "client_request")).headers["Location"]
    await made(service, scene)
    manager = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    assert (await manager.get(path)).status_code == HTTPStatus.OK
    assert (await manager.get(f"{path}/content")).status_code == HTTPStatus.FORBIDDEN
    officer = await doors.caller((await doors.world.an_agency("Privacy office")).id, Role.PRIVACY_OFFICER)
    assert (await officer.get(path)).status_code == HTTPStatus.NOT_FOUND
    assert (await supervisor.get(f"{path}/content")).status_code == HTTPStatus.OK


async def test_who_lost_the_client_while_it_was_made_gets_nothing(doors: Doors, scene: Scene, service: Service) -> None:
    other = await doors.world.an_agency("Other clinic")
    await let_serve(scene, other.id)
    caller = await doors.caller(other.id, Role.CASE_MANAGER)
    path = (await asked(caller, scene)).headers["Location"]

    async def lose(context: Context) -> None:
        await context.tx.session.connection.execute(  # type: ignore[attr-defined]
            "UPDATE client_access SET until = now() - interval '1 second' WHERE agency_id = $1", other.id
        )

    losing = use_case(action="test.lose", resource="Patient", permission="u", roles=frozenset({Role.SYSTEM}))(lose)
    await scene.core.run(scene.world.by(Role.SYSTEM), losing)
    await made(service, scene)
    assert (await caller.get(path)).status_code == HTTPStatus.NOT_FOUND
    await let_serve(scene, other.id)
    again = await caller.get(path)
    assert (again.json()["status"], again.json()["size"]) == ("failed", None)


async def test_an_export_cannot_be_read_in_the_database(doors: Doors, scene: Scene, service: Service) -> None:
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    await exported(service, caller, scene)
    async with scene.core.transactions.begin(scene.world.network.id) as tx:
        sealed = await tx.session.connection.fetchval("SELECT content FROM client_export_contents")  # type: ignore[attr-defined]
    assert service.export_seal.open(sealed) is not None
    assert str(scene.client).encode() not in sealed


async def test_fetching_an_export_is_on_the_record(doors: Doors, scene: Scene, service: Service) -> None:
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    await exported(service, caller, scene)
    async with scene.core.transactions.begin(scene.world.network.id) as tx:
        rows = await tx.session.connection.fetch(  # type: ignore[attr-defined]
            "SELECT action FROM audit_entries WHERE $1 = ANY (client_ids) ORDER BY id", scene.client
        )
    actions = [row["action"] for row in rows if row["action"].startswith("client-export.")]
    assert actions == ["client-export.request", "client-export.make", "client-export.fetch"]


@pytest.mark.parametrize("body", [{"purpose": "fun"}, {"purpose": None}, {"why": "because"}])
async def test_a_wrong_request_is_refused(doors: Doors, scene: Scene, body: dict[str, Any]) -> None:
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    answer = await caller.post(f"/v1/clients/{scene.client}/exports", json=body)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
