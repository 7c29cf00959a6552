"""Erasures: nobody decides alone, nothing of the client stays, and the log still says what was done."""

from http import HTTPStatus
from typing import Any
from uuid import uuid4

import asyncpg
import httpx
import pytest

from app.adapters.postgres.schema import metadata
from app.domain.networks.roles import Role
from app.use_cases.retention import erasures
from app.use_cases.rounds import system_call
from app.wiring import Service
from tests.support.care_doors import recorded
from tests.support.doors import Doors
from tests.support.postgres import Database
from tests.support.retention import exported, let_serve
from tests.support.scenes_referrals import Scene

ANY = {"If-Match": "*"}
EMERGENCY = {"reason": "medical_emergency", "words": "The ambulance asks what she takes."}
MOTHER = {
    "kind": "parent",
    "name": "Pilar Reyes",
    "authority": ["release_of_information"],
    "since": "2024-01-01",
}
ASKED = {"reason": "client_request", "note": "Asked for in writing by Marisol."}


async def office(doors: Doors, name: str = "Privacy office") -> httpx.AsyncClient:
    agency = doors.world.joined.get(name) or await doors.world.an_agency(name)
    return await doors.caller(agency.id, Role.PRIVACY_OFFICER)


async def proposed(caller: httpx.AsyncClient, scene: Scene, body: dict[str, Any] | None = None) -> httpx.Response:
    return await caller.post(f"/v1/clients/{scene.client}/erasures", json=body or ASKED)


async def carried_out(scene: Scene) -> bool:
    """Do what the worker does, once."""
    return await scene.core.run(system_call(scene.world.network.id, "erasures"), erasures.carry_out_next)


async def erased(doors: Doors, scene: Scene) -> str:
    supervisor = await doors.caller(scene.sender.id, Role.SUPERVISOR)
    answer = await proposed(supervisor, scene)
    assert answer.status_code == HTTPStatus.CREATED, answer.text
    path = answer.headers["Location"]
    approved = await (await office(doors)).post(f"{path}/approve", json={"note": "Right."}, headers=ANY)
    assert (approved.status_code, approved.json()["state"]) == (HTTPStatus.OK, "approved")
    assert await carried_out(scene)
    return path


async def everything_about(database: Database, scene: Scene, words: list[str]) -> dict[str, int]:
    """Count, with the owner's rights, the rows of each table in which any of these words stands."""
    connection = await asyncpg.connect(database.superuser)
    found = {}
    for table in metadata().sorted_tables:
        sql = f"SELECT count(*) FROM {table.name} t WHERE network_id = $1 AND t::text ~ $2"  # noqa: S608 - our own names
        found[table.name] = await connection.fetchval(sql, scene.world.network.id, "|".join(words))
    await connection.close()
    return {table: count for table, count in found.items() if count}


async def test_one_proposes_another_approves_and_the_worker_forgets(doors: Doors, scene: Scene) -> None:
    reader = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    path = await erased(doors, scene)
    officer = await office(doors)
    done = (await officer.get(path)).json()
    assert (done["state"], done["note"], done["served_by"]) == ("erasing", None, [str(scene.sender.id)])
    assert done["rows"] > 0
    gone = await reader.get(f"/v1/clients/{scene.client}")
    assert (gone.status_code, gone.json()["code"]) == (HTTPStatus.GONE, "client.erased")


async def test_whoever_never_saw_the_client_hears_that_there_is_none(doors: Doors, scene: Scene) -> None:
    await erased(doors, scene)
    stranger = await doors.caller(scene.pantries[0].id, Role.CASE_MANAGER)
    answer, nobody = [await stranger.get(f"/v1/clients/{id_}") for id_ in (scene.client, uuid4())]
    assert (answer.status_code, answer.json()["code"]) == (nobody.status_code, nobody.json()["code"])
    assert answer.status_code == HTTPStatus.NOT_FOUND


async def test_nothing_of_the_client_is_left_but_ids(
    doors: Doors, scene: Scene, database: Database, service: Service
) -> None:
    record = await recorded(doors, scene)
    await let_serve(scene, (await doors.world.an_agency("Other clinic")).id)
    await exported(service, record.caller, scene, "client_request")
    stranger = await doors.caller(scene.pantries[2].id, Role.CASE_MANAGER)
    opened = await stranger.post("/v1/break-glass", json=EMERGENCY | {"client_id": str(scene.client)})
    assert opened.status_code == HTTPStatus.CREATED, opened.text
    mother = await record.caller.post(f"/v1/clients/{scene.client}/proxies", json=MOTHER)
    assert mother.status_code == HTTPStatus.CREATED, mother.text
    view = await scene.sent()
    await scene.accepted(view)
    held = (await record.caller.get(f"/v1/clients/{scene.client}")).json()
    name = held["names"][0]
    words = ["words of the", name["family"], "Rosa Lima", "Not now", "no stove", "ambulance", "Pilar"]
    assert set(await everything_about(database, scene, words)) >= {
        "clients",
        "needs",
        "goals",
        "care_plans",
        "referrals",
    }
    cancelled = await record.caller.post(f"/v1/referrals/{view.id}/cancel", json=WHY, headers=ANY)
    assert cancelled.status_code == HTTPStatus.OK, cancelled.text
    await end_handoffs(database, scene)
    await erased(doors, scene)
    assert await everything_about(database, scene, words) == {}
    by_id = await everything_about(database, scene, [str(scene.client)])
    assert set(by_id) <= {"clients", "events", "audit_entries", "audit_subjects", "erasures", "break_glass"}


WHY = {"reason": {"code": "client_no_longer_needs", "party": "client", "next_action": "none"}}


async def end_handoffs(database: Database, scene: Scene) -> None:
    """Let the provider have confirmed that it stopped."""
    connection = await asyncpg.connect(database.superuser)
    await connection.execute("UPDATE referrals SET closed_at = now() WHERE network_id = $1", scene.world.network.id)
    await connection.close()


async def test_lists_searches_and_counts_know_nothing_of_who_was_forgotten(doors: Doors, scene: Scene) -> None:
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    coordinator = await doors.caller((await doors.world.an_agency("Hub")).id, Role.COORDINATOR, Role.CASE_MANAGER)
    shown = (await caller.get(f"/v1/clients/{scene.client}")).json()
    await erased(doors, scene)
    family = shown["names"][0]["family"]
    for asker in (caller, coordinator):
        assert (await asker.get("/v1/clients")).json()["items"] == []
        found = await asker.post("/v1/clients/search", json={"name": family})
        assert found.json()["items"] == []
        matched = await asker.post("/v1/clients/match", json={"names": shown["names"], "birth_date": "1980-05-17"})
        assert matched.json()["items"] == []
        for below in ("needs", "timeline", "consents", "care-team", "exports"):
            answer, nobody = [await asker.get(f"/v1/clients/{id_}/{below}") for id_ in (scene.client, uuid4())]
            assert answer.status_code == nobody.status_code, below
            assert answer.json().get("items", []) == []
        need = {"client_id": str(scene.client), "words": "Food"}
        assert (await asker.post("/v1/needs", json=need)).status_code == HTTPStatus.NOT_FOUND
    assert (await coordinator.get(f"/v1/clients/{scene.client}")).status_code == HTTPStatus.GONE


async def test_a_second_look_forgets_what_came_after_and_finishes(
    doors: Doors, scene: Scene, database: Database
) -> None:
    path = await erased(doors, scene)
    assert not await carried_out(scene)
    connection = await asyncpg.connect(database.superuser)
    network = scene.world.network.id
    await connection.execute(
        "UPDATE erasures SET updated_at = updated_at - interval '3 minutes' WHERE network_id = $1", network
    )
    await connection.execute(
        "INSERT INTO client_terms (network_id, term, client_id) VALUES ($1, 'late', $2)", network, scene.client
    )
    assert await carried_out(scene)
    left = await connection.fetchval("SELECT count(*) FROM client_terms WHERE network_id = $1", network)
    await connection.close()
    assert left == 0
    assert (await (await office(doors)).get(path)).json()["state"] == "erased"


async def test_nobody_approves_their_own_proposal(doors: Doors, scene: Scene) -> None:
    officer = await office(doors)
    path = (await proposed(officer, scene)).headers["Location"]
    own = await officer.post(f"{path}/approve", headers=ANY)
    assert (own.status_code, own.json()["code"]) == (HTTPStatus.FORBIDDEN, "erasure.second-person")
    assert (await (await office(doors)).post(f"{path}/approve", headers=ANY)).status_code == HTTPStatus.OK


async def test_only_the_privacy_office_decides_and_agencies_see_what_they_proposed(doors: Doors, scene: Scene) -> None:
    supervisor = await doors.caller(scene.sender.id, Role.SUPERVISOR)
    path = (await proposed(supervisor, scene)).headers["Location"]
    for action in ("approve", "refuse"):
        assert (await supervisor.post(f"{path}/{action}", headers=ANY)).status_code == HTTPStatus.FORBIDDEN
    assert (await supervisor.get(path)).json()["served_by"] is None
    other = await doors.caller(scene.pantries[0].id, Role.SUPERVISOR)
    assert (await other.get(path)).status_code == HTTPStatus.NOT_FOUND
    assert (await other.get("/v1/erasures")).json()["items"] == []
    assert (await proposed(other, scene)).status_code == HTTPStatus.NOT_FOUND
    listed = (await (await office(doors)).get("/v1/erasures", params={"state": "proposed"})).json()["items"]
    assert [each["client_id"] for each in listed] == [str(scene.client)]
    manager = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    assert (await proposed(manager, scene)).status_code == HTTPStatus.FORBIDDEN


async def test_a_refused_erasure_leaves_everything_and_may_be_proposed_again(doors: Doors, scene: Scene) -> None:
    supervisor, officer = await doors.caller(scene.sender.id, Role.SUPERVISOR), await office(doors)
    path = (await proposed(supervisor, scene)).headers["Location"]
    again = await proposed(supervisor, scene)
    assert (again.status_code, again.json()["code"]) == (HTTPStatus.CONFLICT, "erasure.open")
    refused = await officer.post(f"{path}/refuse", json={"note": "She meant the other agency."}, headers=ANY)
    assert (refused.json()["state"], refused.json()["decision_note"]) == ("refused", "She meant the other agency.")
    assert not await carried_out(scene)
    assert (await proposed(supervisor, scene)).status_code == HTTPStatus.CREATED


async def test_nothing_is_forgotten_under_a_legal_hold(doors: Doors, scene: Scene) -> None:
    supervisor, officer = await doors.caller(scene.sender.id, Role.SUPERVISOR), await office(doors)
    hold = f"/v1/clients/{scene.client}/legal-hold"
    assert (await officer.get(hold)).status_code == HTTPStatus.NOT_FOUND
    path = (await proposed(supervisor, scene)).headers["Location"]
    placed = await officer.put(hold, json={"reason": "Subpoena."}, headers=ANY)
    assert (placed.status_code, placed.json()["reason"]) == (HTTPStatus.OK, "Subpoena.")
    refused = await officer.post(f"{path}/approve", headers=ANY)
    assert (refused.status_code, refused.json()["code"]) == (HTTPStatus.CONFLICT, "erasure.on-hold")
    assert (await supervisor.get(hold)).status_code == HTTPStatus.FORBIDDEN
    changed = await officer.put(hold, json={"reason": "Lawsuit."}, headers={"If-Match": placed.headers["ETag"]})
    assert changed.json()["version"] == 2
    stale = await officer.delete(hold, headers={"If-Match": placed.headers["ETag"]})
    assert stale.status_code == HTTPStatus.PRECONDITION_FAILED
    assert (await officer.delete(hold, headers=ANY)).status_code == HTTPStatus.NO_CONTENT
    assert (await officer.post(f"{path}/approve", headers=ANY)).status_code == HTTPStatus.OK
    await officer.put(hold, json={"reason": "Lawsuit."}, headers=ANY)
    assert await carried_out(scene)
    last = (await officer.get(path)).json()
    assert (last["state"], last["decided_by"]) == ("refused", str(scene.world.network.id))
    assert (
        await (await doors.caller(scene.sender.id, Role.CASE_MANAGER)).get(f"/v1/clients/{scene.client}")
    ).is_success


async def test_a_client_with_a_referral_under_way_is_not_forgotten(doors: Doors, scene: Scene) -> None:
    await scene.sent()
    answer = await proposed(await doors.caller(scene.sender.id, Role.SUPERVISOR), scene)
    assert (answer.status_code, answer.json()["code"]) == (HTTPStatus.CONFLICT, "erasure.open-work")


@pytest.mark.parametrize("body", [{"reason": "other"}, {"reason": "fun"}, {}, {"reason": "retention", "note": " "}])
async def test_a_wrong_proposal_is_refused(doors: Doors, scene: Scene, body: dict[str, Any]) -> None:
    supervisor = await doors.caller(scene.sender.id, Role.SUPERVISOR)
    answer = await supervisor.post(f"/v1/clients/{scene.client}/erasures", json=body)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
