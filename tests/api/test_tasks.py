"""Tasks as frontends see them."""

from http import HTTPStatus

from app.domain.networks.roles import Role
from tests.support.doors import Doors
from tests.support.scenes_referrals import Scene

ANY = {"If-Match": "*"}


async def test_a_task_is_made_changed_worked_and_ticked_off(doors: Doors, scene: Scene) -> None:
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    body = {"title": "Call her", "due": "2027-01-04T10:00:00Z", "client_id": str(scene.client)}
    made = await caller.post("/v1/tasks", json=body)
    task = made.json()
    assert (made.status_code, task["kind"], task["status"]) == (HTTPStatus.CREATED, "general", "open")
    path = made.headers["Location"]
    changed = await caller.put(path, json={"title": "Write to her"}, headers={"If-Match": made.headers["ETag"]})
    assert (changed.json()["title"], changed.json()["due"], changed.json()["client_id"]) == (
        "Write to her",
        None,
        str(scene.client),
    )
    stale = await caller.put(path, json={"title": "Visit her"}, headers={"If-Match": made.headers["ETag"]})
    assert stale.status_code == HTTPStatus.PRECONDITION_FAILED
    for action, status in (("start", "in_progress"), ("complete", "done"), ("reopen", "open"), ("cancel", "cancelled")):
        assert (await caller.post(f"{path}/{action}", headers=ANY)).json()["status"] == status
    refused = await caller.post(f"{path}/complete", headers=ANY)
    assert (refused.status_code, refused.json()["context"]["allowed_actions"]) == (HTTPStatus.CONFLICT, ["reopen"])
    listed = (await caller.get("/v1/tasks", params={"status": "cancelled"})).json()["items"]
    assert [each["id"] for each in listed] == [task["id"]]


async def test_the_tasks_of_an_agency_are_its_own(doors: Doors, scene: Scene) -> None:
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    path = (await caller.post("/v1/tasks", json={"title": "Call her"})).headers["Location"]
    other = await doors.caller(scene.pantries[0].id, Role.INTAKE)
    assert (await other.get(path)).status_code == HTTPStatus.NOT_FOUND
    assert (await other.post(f"{path}/complete", headers=ANY)).status_code == HTTPStatus.NOT_FOUND
    assert (await other.get("/v1/tasks")).json()["items"] == []


async def test_a_task_is_given_to_nobody_who_does_not_work_there(doors: Doors, scene: Scene) -> None:
    caller = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    answer = await caller.post("/v1/tasks", json={"title": "Call her", "worker_id": str(scene.client)})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        "/worker_id",
    )
