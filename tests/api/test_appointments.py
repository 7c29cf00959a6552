"""Appointments as frontends see them."""

from http import HTTPStatus
from typing import Any

import httpx
import pytest

from app.domain.clients.profile import ClientChanges
from app.domain.codes import Category, Sensitivity
from app.domain.consents.scope import Section
from app.domain.networks.roles import Role
from app.domain.networks.worker import WorkerProfile
from app.use_cases.clients import clients
from app.use_cases.networks import workers
from tests.support.doors import Doors
from tests.support.scenes_referrals import Scene

ANY = {"If-Match": "*"}
PATH = "/v1/appointments"
MONDAY = "2027-01-18"


def a_meeting(scene: Scene, hour: int = 10, **more: Any) -> dict[str, Any]:
    when = {"starts": f"{MONDAY}T{hour:02}:00:00-05:00", "ends": f"{MONDAY}T{hour:02}:45:00-05:00"}
    return {"client_id": str(scene.client), "title": "Go through the application", **when, **more}


@pytest.fixture
async def caller(doors: Doors, scene: Scene) -> httpx.AsyncClient:
    return await doors.caller(scene.sender.id, Role.CASE_MANAGER)


@pytest.fixture
async def worker(scene: Scene) -> str:
    """Somebody of the sender's."""
    call = scene.world.by(Role.NETWORK_ADMIN)
    profile = WorkerProfile(given="Rosa", family="Vega", roles=frozenset({Role.CASE_MANAGER}))
    return str((await scene.core.run(call, workers.employ, scene.sender.id, profile)).id)


async def put_on_team(caller: httpx.AsyncClient, scene: Scene, place: int) -> str:
    """Put a pantry's agency on the client's care team; returns where the member lives."""
    member = {"kind": "agency", "agency_id": str(scene.pantries[place].id)}
    answer = await caller.post(f"/v1/clients/{scene.client}/care-team/members", json=member)
    assert answer.status_code == HTTPStatus.CREATED, answer.text
    return str(answer.headers["Location"])


async def test_an_appointment_is_booked_moved_attended_and_kept(
    caller: httpx.AsyncClient, scene: Scene, worker: str
) -> None:
    body = a_meeting(scene, time_zone="America/New_York", worker_id=worker, place="At her home")
    made = await caller.post(PATH, json=body)
    appointment = made.json()
    assert made.status_code == HTTPStatus.CREATED, made.text
    told = {name: appointment[name] for name in ("status", "starts", "time_zone", "place", "overlapping_ids")}
    assert told == {
        "status": "booked",
        "starts": "2027-01-18T15:00:00Z",
        "time_zone": "America/New_York",
        "place": "At her home",
        "overlapping_ids": [],
    }
    path = made.headers["Location"]
    when = {"starts": "2027-01-19T15:00:00Z", "ends": "2027-01-19T16:00:00Z", "time_zone": "America/New_York"}
    moved = await caller.post(f"{path}/reschedule", json=when, headers={"If-Match": made.headers["ETag"]})
    assert {name: moved.json()[name] for name in when} == when
    stale = await caller.post(f"{path}/arrive", headers={"If-Match": made.headers["ETag"]})
    assert stale.status_code == HTTPStatus.PRECONDITION_FAILED
    for action, status in (("no-show", "no_show"), ("arrive", "arrived"), ("fulfil", "fulfilled")):
        assert (await caller.post(f"{path}/{action}", headers=ANY)).json()["status"] == status
    read = await caller.get(path)
    assert [each["action"] for each in read.json()["available_actions"] if each["allowed"]] == ["enter_in_error"]
    assert (await caller.get(path, headers={"If-None-Match": read.headers["ETag"]})).status_code == 304


async def test_each_offered_action_lives_where_it_says(caller: httpx.AsyncClient, scene: Scene) -> None:
    made = await caller.post(PATH, json=a_meeting(scene, status="proposed"))
    offered = {each["action"]: each["href"] for each in made.json()["available_actions"] if each["allowed"]}
    assert set(offered) == {"book", "reschedule", "cancel", "enter_in_error"}
    assert (await caller.post(offered["book"], headers=ANY)).json()["status"] == "booked"
    wrong = await caller.post(offered["enter_in_error"], json={}, headers=ANY)
    assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (422, "/comment")
    said = {"comment": "It was another client's."}
    assert (await caller.post(offered["enter_in_error"], json=said, headers=ANY)).json()["status"] == "entered_in_error"


async def test_what_is_not_possible_now_is_refused_with_what_is(caller: httpx.AsyncClient, scene: Scene) -> None:
    path = (await caller.post(PATH, json=a_meeting(scene))).headers["Location"]
    cancelled = await caller.post(f"{path}/cancel", json={"reason": "client"}, headers=ANY)
    assert (cancelled.json()["status"], cancelled.json()["cancel_reason"]) == ("cancelled", "client")
    refused = await caller.post(f"{path}/arrive", headers=ANY)
    assert (refused.status_code, refused.json()["code"]) == (HTTPStatus.CONFLICT, "appointment.not-allowed")
    assert refused.json()["context"]["allowed_actions"] == ["enter_in_error"]
    changed = await caller.put(path, json={"title": "Another"}, headers=ANY)
    assert (changed.status_code, changed.json()["code"]) == (HTTPStatus.CONFLICT, "appointment.ended")


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"ends": f"{MONDAY}T09:00:00-05:00"}, "/ends"),
        ({"ends": "2027-03-18T09:00:00Z"}, "/ends"),
        ({"starts": MONDAY}, "/starts"),
        ({"time_zone": "Nowhere/Else"}, "/time_zone"),
        ({"title": ""}, "/title"),
        ({"mode": "letter"}, "/mode"),
        ({"link": "https://meet.example/abc"}, "/link"),
        ({"mode": "video", "link": "javascript:alert(1)"}, "/link"),
        ({"worker_id": "0198c0de-7a11-7000-8000-000000000001"}, "/worker_id"),
        ({"location_id": "0198c0de-7a11-7000-8000-000000000001"}, "/location_id"),
        ({"status": "fulfilled"}, "/status"),
        ({"sensitivities": ["XX"]}, "/sensitivities/0"),
        ({"client_id": None}, "/client_id"),
        ({"participant": "x"}, "/participant"),
    ],
)
async def test_a_wrong_appointment_is_refused_at_its_place(
    caller: httpx.AsyncClient, scene: Scene, wrong: dict[str, Any], pointer: str
) -> None:
    answer = await caller.post(PATH, json=a_meeting(scene) | wrong)
    assert answer.status_code == HTTPStatus.UNPROCESSABLE_ENTITY, answer.text
    assert pointer in {error["pointer"] for error in answer.json()["errors"]}


async def test_a_worker_in_two_places_is_told_of_and_not_forbidden(
    caller: httpx.AsyncClient, scene: Scene, worker: str
) -> None:
    first = (await caller.post(PATH, json=a_meeting(scene, worker_id=worker))).json()
    second = await caller.post(PATH, json=a_meeting(scene, worker_id=worker))
    assert (second.status_code, second.json()["overlapping_ids"]) == (HTTPStatus.CREATED, [first["id"]])
    third = await caller.post(PATH, json=a_meeting(scene, 11, worker_id=worker))
    assert third.json()["overlapping_ids"] == []
    await caller.post(f"{PATH}/{first['id']}/cancel", json={"reason": "agency"}, headers=ANY)
    assert (await caller.get(second.headers["Location"])).json()["overlapping_ids"] == []


async def test_a_client_who_wants_no_contact_is_noted(caller: httpx.AsyncClient, scene: Scene) -> None:
    path = (await caller.post(PATH, json=a_meeting(scene))).headers["Location"]
    assert (await caller.get(path)).json()["do_not_contact"] is False
    changes = ClientChanges(do_not_contact=True)
    await scene.core.run(scene.at_sender(), clients.change, scene.client, changes, expected=None)
    assert (await caller.get(path)).json()["do_not_contact"] is True


async def test_a_calendar_is_read_in_the_order_of_its_meetings(
    caller: httpx.AsyncClient, scene: Scene, worker: str
) -> None:
    for hour in (14, 9, 12, 10):
        await caller.post(PATH, json=a_meeting(scene, hour, worker_id=worker if hour > 10 else None))

    async def hours(**query: Any) -> list[int]:
        found: list[int] = []
        cursor: dict[str, str] = {}
        while True:
            page = (await caller.get(PATH, params={"limit": 2, **query, **cursor})).json()
            found += [int(each["starts"][11:13]) - 5 for each in page["items"]]
            if page["next_cursor"] is None:
                return found
            cursor = {"cursor": page["next_cursor"]}

    assert await hours() == [9, 10, 12, 14]
    assert await hours(sort="-starts") == [14, 12, 10, 9]
    assert await hours(client_id=str(scene.client)) == [9, 10, 12, 14]
    assert await hours(worker_id=worker) == [12, 14]
    assert await hours(**{"from": f"{MONDAY}T10:00:00-05:00", "to": f"{MONDAY}T14:00:00-05:00"}) == [10, 12]
    assert await hours(status="cancelled") == []
    assert (await caller.get(PATH, params={"sort": "title"})).status_code == HTTPStatus.UNPROCESSABLE_ENTITY


async def test_appointments_are_the_agencys_and_the_care_teams_as_far_as_consent_goes(
    doors: Doors, scene: Scene, caller: httpx.AsyncClient
) -> None:
    path = (await caller.post(PATH, json=a_meeting(scene))).headers["Location"]
    labelled = (await caller.post(PATH, json=a_meeting(scene, sensitivities=["HIV"]))).headers["Location"]
    other = await doors.caller(scene.pantries[0].id, Role.CASE_MANAGER)
    of_client = {"client_id": str(scene.client)}

    async def seen_by_other() -> tuple[int, int, int]:
        listed = (await other.get(PATH, params=of_client)).json()["items"]
        return (await other.get(path)).status_code, (await other.get(labelled)).status_code, len(listed)

    assert await seen_by_other() == (404, 404, 0)
    await scene.agree(categories=(Category.FOOD, Section.CARE_PLANS, Section.ENCOUNTERS))
    assert await seen_by_other() == (404, 404, 0)
    await put_on_team(caller, scene, 0)
    assert await seen_by_other() == (200, 404, 1)
    assert (await other.get(PATH)).json()["items"] == []
    offered = (await other.get(path)).json()["available_actions"]
    assert {(each["allowed"], each["reason"]) for each in offered if each["action"] == "cancel"} == {
        (False, "for the agency or the system")
    }
    assert (await other.post(f"{path}/cancel", json={"reason": "agency"}, headers=ANY)).status_code == 403
    await scene.revoke()
    assert await seen_by_other() == (404, 404, 0)
    stranger = await doors.caller(scene.pantries[1].id, Role.CASE_MANAGER)
    assert (await stranger.post(PATH, json=a_meeting(scene))).status_code == HTTPStatus.NOT_FOUND
    coordinator = await doors.caller(scene.pantries[2].id, Role.COORDINATOR)
    assert [each["id"] for each in (await coordinator.get(PATH)).json()["items"]] == [path.rpartition("/")[2]]


async def test_appointments_tell_of_themselves_by_ids(caller: httpx.AsyncClient, scene: Scene) -> None:
    path = (await caller.post(PATH, json=a_meeting(scene, sensitivities=[Sensitivity.HIV]))).headers["Location"]
    await caller.post(f"{path}/no-show", headers=ANY)
    assert (await caller.get(path)).json()["sensitivities"] == ["HIV"]
