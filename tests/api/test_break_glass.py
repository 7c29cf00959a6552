"""Emergency access as workers, those who serve the client and privacy officers meet it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Any
from uuid import uuid4

import httpx
import pytest

from app.adapters.postgres.relay import PostgresEventLog
from app.adapters.postgres.transactions import PostgresTransactions
from app.domain.access.break_glass import BreakGlassReason, BreakGlassState, Why
from app.domain.errors import NotFound
from app.domain.networks.network import Policies
from app.domain.networks.roles import Role
from app.use_cases.access import break_glass
from app.use_cases.clients import clients
from app.use_cases.networks import networks
from app.wiring import Service
from tests.support.clocks import HandMovedClock
from tests.support.doors import Doors
from tests.support.scenes_referrals import Scene

ANY = {"If-Match": "*"}
WHY = {"reason": "medical_emergency", "words": "The ambulance asks what she takes."}
A_REASON = Why(reason=BreakGlassReason.DISASTER, words="The shelter has no papers left.")
ANA = {"family": "Lima", "given": "Ana", "birth_date": "1984-03-09"}


async def broken(caller: httpx.AsyncClient, **whom: Any) -> dict[str, Any]:
    answer = await caller.post("/v1/break-glass", json=WHY | whom)
    assert answer.status_code == HTTPStatus.CREATED, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def a_stranger(doors: Doors, scene: Scene, *roles: Role) -> httpx.AsyncClient:
    return await doors.caller(scene.pantries[2].id, *(roles or (Role.CASE_MANAGER,)))


async def a_privacy_officer(doors: Doors) -> httpx.AsyncClient:
    office = doors.world.joined.get("Network office") or await doors.world.an_agency("Network office")
    return await doors.caller(office.id, Role.PRIVACY_OFFICER)


async def test_whoever_breaks_the_glass_sees_the_client_for_an_hour(doors: Doors, scene: Scene) -> None:
    stranger = await a_stranger(doors, scene)
    path = f"/v1/clients/{scene.client}"
    assert (await stranger.get(path)).status_code == HTTPStatus.NOT_FOUND
    before = datetime.now(UTC)
    opened = await broken(stranger, client_id=str(scene.client))
    assert (opened["state"], opened["found_by"], opened["review"]) == ("open", "client_id", None)
    assert timedelta(minutes=60) <= datetime.fromisoformat(opened["until"]) - before < timedelta(minutes=61)
    shown = await stranger.get(path)
    assert (shown.status_code, shown.json()["birth_date"]) == (HTTPStatus.OK, "1984-03-09")
    ended = await stranger.post(f"/v1/break-glass/{opened['id']}/end", headers=ANY)
    assert (ended.status_code, ended.json()["state"]) == (HTTPStatus.OK, "ended")
    assert (await stranger.get(path)).status_code == HTTPStatus.NOT_FOUND
    again = await stranger.post(f"/v1/break-glass/{opened['id']}/end", headers=ANY)
    assert (again.status_code, again.json()["code"]) == (HTTPStatus.CONFLICT, "break-glass.not-open")


async def test_it_ends_by_itself_when_the_time_that_the_network_agreed_on_is_over(scene: Scene) -> None:
    world, administrator = scene.world, scene.world.by(Role.NETWORK_ADMIN)
    agreed = (world.network.id, None, world.network.name, Policies(break_glass_minutes=5))
    await world.core.run(administrator, networks.agree, *agreed)
    clock = HandMovedClock(datetime.now(UTC))
    world.core = replace(world.core, clock=clock)
    opened = await world.core.run(scene.at(2), break_glass.open_record, scene.client, A_REASON)
    assert isinstance(opened, break_glass.Watched)
    assert timedelta(minutes=5) == opened.broken.until - opened.broken.created_at
    by = world.by(Role.SUPERVISOR, agency=scene.pantries[2].id)
    for minutes, state in ((4, BreakGlassState.OPEN), (1, BreakGlassState.EXPIRED)):
        clock.move(timedelta(minutes=minutes))
        seen = await world.core.run(by, break_glass.read, opened.broken.id)
        assert state == seen.broken.state(seen.at)
    with pytest.raises(NotFound):
        await world.core.run(scene.at(2), clients.read, scene.client)


async def test_an_exact_identity_opens_a_restricted_client_whom_no_list_shows(doors: Doors, scene: Scene) -> None:
    own = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    await own.patch(f"/v1/clients/{scene.client}", json={"restricted": True}, headers=ANY)
    stranger = await a_stranger(doors, scene)
    for wrong in ({"given": "Anna"}, {"family": "Lemos"}, {"birth_date": "1984-03-10"}):
        missed = await stranger.post("/v1/break-glass", json=WHY | {"identity": ANA | wrong})
        assert (missed.status_code, missed.json()["code"]) == (HTTPStatus.NOT_FOUND, "break-glass.nobody-found")
        assert missed.headers["content-type"] == "application/problem+json"
    opened = await broken(stranger, identity=ANA | {"given": "ana", "family": "LÍMA"})
    assert (opened["client_id"], opened["found_by"]) == (str(scene.client), "identity")
    assert (await stranger.get(f"/v1/clients/{scene.client}")).status_code == HTTPStatus.OK
    assert (await stranger.get("/v1/clients")).json()["items"] == []
    found = await stranger.post("/v1/clients/search", json={"name": "Lima"})
    assert found.json()["items"] == []


@pytest.mark.parametrize(
    ("whom", "pointer"),
    [
        ({}, "/client_id"),
        ({"client_id": str(uuid4()), "identity": ANA}, "/client_id"),
        ({"identity": ANA | {"birth_date": "1984"}}, "/identity/birth_date"),
        ({"identity": ANA | {"family": "--"}}, "/identity/family"),
        ({"identity": {"family": "Lima", "given": "Ana"}}, "/identity/birth_date"),
        ({"client_id": str(uuid4()), "words": "  "}, "/words"),
    ],
)
async def test_whom_and_why_must_be_said(doors: Doors, scene: Scene, whom: dict[str, Any], pointer: str) -> None:
    answer = await (await a_stranger(doors, scene)).post("/v1/break-glass", json=WHY | whom)
    assert (answer.status_code, [fault["pointer"] for fault in answer.json()["errors"]]) == (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        [pointer],
    )


async def test_two_people_of_one_name_are_told_apart_by_an_identifier(doors: Doors, scene: Scene) -> None:
    own = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    known = {"system": "https://hmis.example/persons", "value": "H-1"}
    twin = {"names": [{"family": "Lima", "given": ["Ana", "Inés"]}], "birth_date": "1984-03-09"}
    made = await own.post("/v1/clients", json=twin | {"identifiers": [known]})
    stranger = await a_stranger(doors, scene)
    several = await stranger.post("/v1/break-glass", json=WHY | {"identity": ANA})
    assert (several.status_code, several.json()["code"]) == (HTTPStatus.CONFLICT, "break-glass.several-found")
    assert several.json()["context"] == {}
    opened = await broken(stranger, identity=ANA | {"identifier": known | {"value": "h 1"}})
    assert opened["client_id"] == made.json()["id"]


async def test_a_former_name_finds_nobody(doors: Doors, scene: Scene) -> None:
    own = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    names = [{"family": "Sol", "given": ["Eva"]}, {"use": "former", "family": "Lima", "given": ["Ana"]}]
    await own.patch(f"/v1/clients/{scene.client}", json={"names": names}, headers=ANY)
    stranger = await a_stranger(doors, scene)
    missed = await stranger.post("/v1/break-glass", json=WHY | {"identity": ANA})
    assert missed.status_code == HTTPStatus.NOT_FOUND
    await broken(stranger, identity=ANA | {"family": "Sol", "given": "Eva"})


async def test_whoever_guesses_is_stopped_and_every_guess_is_on_record(
    doors: Doors, scene: Scene, transactions: PostgresTransactions
) -> None:
    stranger = await a_stranger(doors, scene)
    for day in range(10, 20):
        missed = await stranger.post("/v1/break-glass", json=WHY | {"identity": ANA | {"birth_date": f"1984-03-{day}"}})
        assert missed.status_code == HTTPStatus.NOT_FOUND
    stopped = await stranger.post("/v1/break-glass", json=WHY | {"identity": ANA})
    assert (stopped.status_code, stopped.json()["code"]) == (HTTPStatus.TOO_MANY_REQUESTS, "break-glass.throttled")
    assert int(stopped.headers["Retry-After"]) > 0
    other = await doors.caller(scene.pantries[1].id, Role.CASE_MANAGER)
    await broken(other, identity=ANA)
    async with transactions.session(scene.world.network.id) as session:
        counted = await session.connection.fetchval(
            "SELECT count(*) FROM audit_entries WHERE network_id = $1 AND action = 'break-glass.open'",
            scene.world.network.id,
        )
    assert counted == 11


async def test_the_alarm_reaches_who_serves_the_client_and_the_privacy_office(
    doors: Doors, scene: Scene, service: Service
) -> None:
    officer = await a_privacy_officer(doors)
    opened = await broken(await a_stranger(doors, scene), client_id=str(scene.client))
    log = PostgresEventLog(PostgresTransactions(service.transactions.pool))
    while await log.number(scene.world.network.id, limit=1000, now=datetime.now(UTC)):
        pass
    heard, listening = {}, {"the privacy office": officer}
    for name, agency in (("sender", scene.sender), ("opener", scene.pantries[2]), ("other", scene.pantries[1])):
        listening[name] = await doors.caller(agency.id, Role.SUPERVISOR)
    for name, caller in listening.items():
        told = (await caller.get("/v1/events", params={"types": "break-glass.opened"})).json()["items"]
        heard[name] = [event["subject"]["id"] for event in told]
    alarm = [opened["id"]]
    assert heard == {"the privacy office": alarm, "sender": alarm, "opener": alarm, "other": []}
    listed = (await officer.get("/v1/break-glass", params={"reviewed": "false"})).json()["items"]
    assert [each["id"] for each in listed] == [opened["id"]]
    own = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    told = (await own.get(f"/v1/clients/{scene.client}/timeline", params={"kind": "break-glass"})).json()["items"]
    assert [(entry["type"], entry["subject"]["href"]) for entry in told] == [
        ("break-glass.opened", f"/v1/break-glass/{opened['id']}")
    ]


async def test_the_review_is_an_urgent_task_of_the_agency_and_of_the_privacy_office(doors: Doors, scene: Scene) -> None:
    officer = await a_privacy_officer(doors)
    opened = await broken(await a_stranger(doors, scene), client_id=str(scene.client))
    supervisor = await a_stranger(doors, scene, Role.SUPERVISOR)
    tasks = [(await each.get("/v1/tasks")).json()["items"] for each in (supervisor, officer)]
    assert [
        [(task["kind"], task["priority"], task["break_glass_id"], task["client_id"]) for task in each] for each in tasks
    ] == [
        [("break_glass", "urgent", opened["id"], str(scene.client))],
        [("break_glass", "urgent", opened["id"], None)],
    ]
    path, found = f"/v1/break-glass/{opened['id']}/review", {"outcome": "needs_follow_up", "note": "Ask the hospital."}
    assert (await officer.post(path, json=found, headers=ANY)).json()["review"]["outcome"] == "needs_follow_up"
    assert (await supervisor.get("/v1/tasks", params={"status": "open"})).json()["items"] != []
    assert (await officer.post(path, json={"outcome": "justified"}, headers=ANY)).status_code == HTTPStatus.OK
    for each in (supervisor, officer):
        assert [task["status"] for task in (await each.get("/v1/tasks")).json()["items"]] == ["done"]
    again = await officer.post(path, json={"outcome": "justified"}, headers=ANY)
    assert (again.status_code, again.json()["code"]) == (HTTPStatus.CONFLICT, "break-glass.reviewed")
    assert (await officer.get("/v1/break-glass", params={"reviewed": "false"})).json()["items"] == []


async def test_a_privacy_officer_is_shown_no_other_task_of_the_office(doors: Doors) -> None:
    office = await doors.world.an_agency("Network office")
    colleague = await doors.caller(office.id, Role.CASE_MANAGER)
    path = (await colleague.post("/v1/tasks", json={"title": "Order paper"})).headers["Location"]
    officer = await a_privacy_officer(doors)
    assert (await officer.get("/v1/tasks")).json()["items"] == []
    assert (await officer.get(path)).status_code == HTTPStatus.NOT_FOUND
    assert (await officer.post(f"{path}/complete", headers=ANY)).status_code == HTTPStatus.NOT_FOUND


async def test_nobody_judges_what_they_did_themselves(doors: Doors, scene: Scene) -> None:
    supervisor = await a_stranger(doors, scene, Role.SUPERVISOR, Role.CASE_MANAGER)
    opened = await broken(supervisor, client_id=str(scene.client))
    path = f"/v1/break-glass/{opened['id']}/review"
    refused = await supervisor.post(path, json={"outcome": "justified"}, headers=ANY)
    assert (refused.status_code, refused.json()["code"]) == (HTTPStatus.FORBIDDEN, "break-glass.own")
    offered = {action["action"]: action["allowed"] for action in opened["available_actions"]}
    assert offered == {"end": True, "review": False}
    another = await a_stranger(doors, scene, Role.SUPERVISOR)
    wordless = await another.post(path, json={"outcome": "not_justified"}, headers=ANY)
    assert wordless.json()["errors"][0]["pointer"] == "/note"
    fine = await another.post(path, json={"outcome": "not_justified", "note": "Nobody called."}, headers=ANY)
    assert fine.json()["review"]["note"] == "Nobody called."


async def test_who_looks_back_on_what(doors: Doors, scene: Scene) -> None:
    opener, colleague = await a_stranger(doors, scene), await a_stranger(doors, scene)
    opened = await broken(opener, client_id=str(scene.client))
    callers = {
        "opener": opener,
        "colleague": colleague,
        "supervisor": await a_stranger(doors, scene, Role.SUPERVISOR),
        "officer": await a_privacy_officer(doors),
        "serving supervisor": await doors.caller(scene.sender.id, Role.SUPERVISOR),
        "serving worker": await doors.caller(scene.sender.id, Role.CASE_MANAGER),
        "other supervisor": await doors.caller(scene.pantries[0].id, Role.SUPERVISOR),
        "coordinator": await doors.caller(scene.pantries[0].id, Role.COORDINATOR),
    }
    listed, read, ended = {}, {}, {}
    path = f"/v1/break-glass/{opened['id']}"
    for name, caller in callers.items():
        listed[name] = len((await caller.get("/v1/break-glass")).json()["items"])
        read[name] = (await caller.get(path)).status_code
        ended[name] = (await caller.post(f"{path}/end", headers={"If-Match": '"9"'})).status_code
    nothing = dict.fromkeys(callers, 0)
    assert listed == nothing | {"opener": 1, "supervisor": 1, "officer": 1}
    unseen = dict.fromkeys(callers, 404)
    assert read == unseen | dict.fromkeys(("opener", "supervisor", "officer", "serving supervisor"), 200)
    assert ended == unseen | dict.fromkeys(("opener", "supervisor", "officer", "serving supervisor"), 412)
    refused = await callers["serving supervisor"].post(f"{path}/end", headers=ANY)
    assert (refused.status_code, refused.json()["code"]) == (HTTPStatus.FORBIDDEN, "break-glass.not-yours")
    elsewhere = await callers["supervisor"].get("/v1/break-glass", params={"agency_id": str(scene.sender.id)})
    assert elsewhere.json()["items"] == []


async def test_a_privacy_officer_sees_no_client(doors: Doors, scene: Scene) -> None:
    officer = await a_privacy_officer(doors)
    answers = [await officer.get(path) for path in (f"/v1/clients/{scene.client}", "/v1/clients", "/v1/referrals")]
    assert [answer.status_code for answer in answers] == [HTTPStatus.FORBIDDEN] * 3
    opening = await officer.post("/v1/break-glass", json=WHY | {"client_id": str(scene.client)})
    assert opening.status_code == HTTPStatus.FORBIDDEN


async def test_the_same_person_does_not_break_the_glass_twice_at_once(doors: Doors, scene: Scene) -> None:
    stranger = await a_stranger(doors, scene)
    opened = await broken(stranger, client_id=str(scene.client))
    again = await stranger.post("/v1/break-glass", json=WHY | {"client_id": str(scene.client)})
    assert (again.status_code, again.json()["context"]["break_glass_id"]) == (HTTPStatus.CONFLICT, opened["id"])
    await stranger.post(f"/v1/break-glass/{opened['id']}/end", headers=ANY)
    await broken(stranger, client_id=str(scene.client))


async def test_nobody_breaks_the_glass_of_another_network_or_of_nobody(doors: Doors, scene: Scene) -> None:
    stranger = await a_stranger(doors, scene)
    answer = await stranger.post("/v1/break-glass", json=WHY | {"client_id": str(uuid4())})
    assert (answer.status_code, answer.json()["code"]) == (HTTPStatus.NOT_FOUND, "client.not-found")
