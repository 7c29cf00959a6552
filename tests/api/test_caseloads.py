"""Caseloads, transfers and handovers as frontends see them."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from typing import Any
from uuid import UUID

import httpx
import pytest

from app.adapters.postgres.housekeeping import PostgresHousekeeping
from app.adapters.postgres.transactions import PostgresTransactions
from app.domain.codes import Category
from app.domain.consents.scope import Section
from app.domain.identity import AgencyId, WorkerId
from app.domain.networks.roles import Role
from app.domain.networks.worker import WorkerProfile
from app.domain.referrals.content import Content
from app.use_cases.caseloads import transfers
from app.use_cases.clients import clients
from app.use_cases.core import Context, use_case
from app.use_cases.networks import workers
from app.use_cases.rounds import TransferSteps, system_call
from tests.support.builders_clients import a_profile
from tests.support.doors import Doors
from tests.support.scenes_referrals import Scene

ANY = {"If-Match": "*"}
PATH = "/v1/caseloads"
TRANSFERS = f"{PATH}/transfers"
HASTEN = "UPDATE caseload_transfers SET effective = now() - interval '1 hour'"  # walled off to one network
NOBODY = "0198c0de-7a11-7000-8000-000000000009"


@dataclass(slots=True, kw_only=True)
class Office:
    """A supervisor's program at the sender, with two case managers; the client of the scene is Rosa's."""

    caller: httpx.AsyncClient
    scene: Scene
    rosa: WorkerId
    luis: WorkerId

    @property
    def client(self) -> str:
        return str(self.scene.client)

    async def a_client(self, worker: WorkerId | None = None) -> str:
        registration = await self.scene.core.run(self.scene.at_sender(), clients.register, a_profile())
        client = str(registration.client.id)
        await self.give(client, worker or self.rosa)
        return client

    async def give(self, client: str, worker: WorkerId) -> None:
        path = f"/v1/clients/{client}/care-team/primary"
        answer = await self.caller.post(path, json={"worker_id": str(worker)}, headers=ANY)
        assert answer.status_code == HTTPStatus.OK, answer.text

    async def transfer(self, *clients: str, **more: Any) -> httpx.Response:
        body = {"from_worker_id": str(self.rosa), "to_worker_id": str(self.luis), "reason": "balance"}
        named = {"client_ids": list(clients)} if clients else {"everyone": True}
        return await self.caller.post(TRANSFERS, json=body | named | more)

    async def clients_of(self, worker: WorkerId) -> list[str]:
        answer = await self.caller.get(f"{PATH}/{worker}")
        assert answer.status_code == HTTPStatus.OK, answer.text
        return [item["client_id"] for item in answer.json()["items"]]

    async def loads(self) -> dict[str, tuple[int, int]]:
        answer = await self.caller.get(PATH)
        return {each["name"]: (each["clients"], each["weight"]) for each in answer.json()["items"]}

    async def made(self, path: str, **body: Any) -> dict[str, Any]:
        answer = await self.caller.post(path, json=body)
        assert answer.status_code == HTTPStatus.CREATED, answer.text
        told: dict[str, Any] = answer.json()
        return told

    async def handover(self) -> dict[str, Any]:
        [item] = (await self.caller.get(f"/v1/clients/{self.client}/handovers")).json()["items"]
        told: dict[str, Any] = (await self.caller.get(f"/v1/handovers/{item['id']}")).json()
        return told


async def employed(scene: Scene, agency: AgencyId, given: str, family: str) -> WorkerId:
    profile = WorkerProfile(given=given, family=family, roles=frozenset({Role.CASE_MANAGER}))
    return (await scene.core.run(scene.world.by(Role.NETWORK_ADMIN), workers.employ, agency, profile)).id


@pytest.fixture
async def office(doors: Doors, scene: Scene) -> Office:
    caller = await doors.caller(scene.sender.id, Role.SUPERVISOR, Role.CASE_MANAGER, Role.AGENCY_ADMIN)
    rosa = await employed(scene, scene.sender.id, "Rosa", "Vega")
    luis = await employed(scene, scene.sender.id, "Luis", "Ahn")
    office = Office(caller=caller, scene=scene, rosa=rosa, luis=luis)
    await office.give(office.client, rosa)
    return office


async def test_a_caseload_weighs_what_its_clients_weigh(office: Office) -> None:
    other = await office.a_client()
    path = f"/v1/clients/{other}/acuity"
    before = await office.caller.get(path)
    judged = await office.caller.put(
        path, json={"acuity": "crisis", "note": "Notice to leave."}, headers={"If-Match": before.headers["ETag"]}
    )
    assert (before.json()["acuity"], before.json()["version"], judged.json()["weight"], judged.json()["version"]) == (
        None,
        1,
        5,
        2,
    )
    stale = await office.caller.put(path, json={"acuity": "low"}, headers={"If-Match": before.headers["ETag"]})
    assert stale.status_code == HTTPStatus.PRECONDITION_FAILED
    assert await office.loads() == {"Luis Ahn": (0, 0), "Rosa Vega": (2, 6)}
    items = (await office.caller.get(f"{PATH}/{office.rosa}")).json()["items"]
    assert [(each["client_id"], each["acuity"], each["weight"]) for each in items] == [
        (office.client, None, 1),
        (other, "crisis", 5),
    ]


async def test_a_caseload_is_read_page_by_page_and_names_no_restricted_client(office: Office) -> None:
    other = await office.a_client()
    await office.caller.patch(f"/v1/clients/{other}", json={"restricted": True}, headers=ANY)
    first = (await office.caller.get(f"{PATH}/{office.rosa}", params={"limit": 1})).json()
    rest = (await office.caller.get(f"{PATH}/{office.rosa}", params={"cursor": first["next_cursor"]})).json()
    assert [(each["client_id"], each["display_name"]) for each in (*first["items"], *rest["items"])] == [
        (office.client, "Ana Lima"),
        (other, None),
    ]
    assert rest["next_cursor"] is None
    page = (await office.caller.get(PATH, params={"limit": 1})).json()
    assert [each["name"] for each in page["items"]] == ["Luis Ahn"]
    after = (await office.caller.get(PATH, params={"limit": 1, "cursor": page["next_cursor"]})).json()
    assert [each["name"] for each in after["items"]] == ["Rosa Vega"]


async def test_a_client_is_handed_over_with_everything_open(office: Office) -> None:
    await office.caller.patch(
        f"/v1/clients/{office.client}", json={"alerts": [{"text": "Allergic to dogs."}]}, headers=ANY
    )
    need = await office.made(f"/v1/clients/{office.client}/needs", category="food-insecurity", words="No food at home")
    goal = await office.made("/v1/goals", client_id=office.client, words="Cook every day", need_ids=[need["id"]])
    task = await office.made("/v1/tasks", title="Call her", client_id=office.client, worker_id=str(office.rosa))
    done = await office.made("/v1/tasks", title="Old", client_id=office.client, worker_id=str(office.rosa))
    await office.caller.post(f"/v1/tasks/{done['id']}/complete", headers=ANY)
    content = Content(category=Category.FOOD, worker=office.rosa)
    view = await office.scene.sent(content=content)
    await office.scene.accepted(view)
    plan = await office.made(
        "/v1/care-plans",
        client_id=office.client,
        title="Eat well",
        worker_id=str(office.rosa),
        next_review="2027-03-01",
    )
    meeting = await office.made(
        "/v1/appointments",
        client_id=office.client,
        title="Visit",
        starts="2027-01-18T15:00:00Z",
        ends="2027-01-18T16:00:00Z",
    )

    answer = await office.transfer(office.client, note="She trusts slowly.")
    transfer = answer.json()
    assert (answer.status_code, transfer["status"], transfer["total"], transfer["done"]) == (201, "done", 1, 1)
    handover = await office.handover()
    points = {(each["kind"], each["text"], each["status"]): each["subject_id"] for each in handover["points"]}
    assert points == {
        ("alert", "Allergic to dogs.", None): None,
        ("need", "No food at home", "active"): need["id"],
        ("goal", "Cook every day", goal["state"]): goal["id"],
        ("care_plan", "Eat well", "draft"): plan["id"],
        ("referral", "food-insecurity", "placed"): str(view.id),
        ("handoff", "Harbor Pantry", "accepted"): str(view.handoffs[0].id),
        ("task", "Call her", "open"): task["id"],
        ("appointment", "Visit", "booked"): meeting["id"],
    }
    assert (handover["note"], handover["withheld"], handover["status"]) == ("She trusts slowly.", [], "given")
    assert (await office.clients_of(office.rosa), await office.clients_of(office.luis)) == ([], [office.client])
    tasks = {each: (await office.caller.get(f"/v1/tasks/{each}")).json() for each in (task["id"], done["id"])}
    assert [tasks[task["id"]]["worker_id"], tasks[done["id"]]["worker_id"]] == [str(office.luis), str(office.rosa)]
    taken = (await office.caller.get(f"/v1/care-plans/{plan['id']}")).json()
    assert (taken["worker_id"], taken["version"]) == (str(office.luis), plan["version"] + 1)
    referral = (await office.caller.get(f"/v1/referrals/{view.id}")).json()
    assert (referral["worker_id"], referral["state"]) == (str(office.luis), "placed")


async def test_a_handover_stays_as_it_was_then(office: Office) -> None:
    task = await office.made("/v1/tasks", title="Call her", client_id=office.client, worker_id=str(office.rosa))
    await office.transfer(office.client)
    before = await office.handover()
    await office.caller.post(f"/v1/tasks/{task['id']}/complete", headers=ANY)
    assert (await office.handover())["points"] == before["points"]


async def test_the_receiver_acknowledges_a_handover_once(office: Office) -> None:
    await office.transfer(office.client)
    unread = await office.caller.get("/v1/handovers", params={"to_worker_id": str(office.luis), "status": "given"})
    [item] = unread.json()["items"]
    path = f"/v1/handovers/{item['id']}"
    read = await office.caller.get(path)
    assert [(each["action"], each["allowed"]) for each in read.json()["available_actions"]] == [("acknowledge", True)]
    tag = {"If-Match": read.headers["ETag"]}
    acknowledged = (await office.caller.post(f"{path}/acknowledge", headers=tag)).json()
    assert (acknowledged["status"], acknowledged["version"]) == ("acknowledged", 2)
    assert acknowledged["acknowledged_at"] is not None
    again = await office.caller.post(f"{path}/acknowledge", headers=ANY)
    assert (again.status_code, again.json()["context"]["allowed_actions"]) == (HTTPStatus.CONFLICT, [])
    assert (await office.caller.post(f"{path}/acknowledge", headers=tag)).status_code == HTTPStatus.PRECONDITION_FAILED


async def test_who_is_no_longer_the_givers_is_passed_by(office: Office, transactions: PostgresTransactions) -> None:
    other = await office.a_client()
    later = office.scene.core.clock.now() + timedelta(hours=1)
    planned = (await office.transfer(office.client, other, effective=later.isoformat())).json()
    assert (planned["status"], planned["total"], planned["done"]) == ("planned", 2, 0)
    await office.give(other, office.luis)
    async with transactions.session(office.scene.world.network.id) as session:
        await session.connection.execute(HASTEN)
    await go_on(office, transactions)
    done = (await office.caller.get(f"{TRANSFERS}/{planned['id']}")).json()
    assert (done["status"], done["done"], done["passed"], done["passed_by"]) == ("done", 1, 1, [other])
    assert await office.clients_of(office.luis) == [office.client, other]


async def go_on(office: Office, transactions: PostgresTransactions) -> None:
    steps = TransferSteps(office.scene.core, PostgresHousekeeping(transactions))
    while await steps._step(office.scene.world.network.id):
        pass


async def test_a_large_transfer_goes_on_in_steps_that_can_be_broken_off(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    everybody = sorted([office.client, *[await office.a_client() for _ in range(4)]])
    monkeypatch.setattr(transfers, "MOST_AT_ONCE", 3)
    monkeypatch.setattr(transfers, "STEP", 2)
    begun = (await office.transfer()).json()
    assert (begun["status"], begun["total"], begun["everyone"]) == ("planned", None, True)
    path = f"{TRANSFERS}/{begun['id']}"
    call = system_call(office.scene.world.network.id, "test", office.scene.sender.id)
    progress = []
    for _ in range(3):
        assert await office.scene.core.run(call, transfers.go_on)
        told = (await office.caller.get(path)).json()
        progress.append((told["status"], told["done"], told["total"]))
    assert progress == [("running", 2, 5), ("running", 4, 5), ("done", 5, 5)]
    assert not await office.scene.core.run(call, transfers.go_on)
    assert await office.clients_of(office.luis) == everybody
    handed = (await office.caller.get("/v1/handovers", params={"transfer_id": begun["id"]})).json()["items"]
    assert sorted(each["client_id"] for each in handed) == everybody


class Killed(Exception):
    """What befalls a worker process in the middle of a step."""


@use_case(action="transfer.go-on", resource="CareTeam", permission="u", roles=frozenset({Role.SYSTEM}))
async def go_on_and_die(context: Context) -> None:
    assert await transfers.go_on(context)
    raise Killed


async def test_a_step_that_is_broken_off_leaves_nothing_and_is_taken_again(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    everybody = sorted([office.client, *[await office.a_client() for _ in range(2)]])
    monkeypatch.setattr(transfers, "MOST_AT_ONCE", 1)
    path = (await office.transfer()).headers["Location"]
    core, call = office.scene.core, system_call(office.scene.world.network.id, "test", office.scene.sender.id)
    with pytest.raises(Killed):
        await core.run(call, go_on_and_die)
    told = (await office.caller.get(path)).json()
    assert (told["status"], told["done"], await office.clients_of(office.luis)) == ("planned", 0, [])
    assert (await office.caller.get("/v1/handovers")).json()["items"] == []
    took = await asyncio.gather(core.run(call, transfers.go_on), core.run(call, transfers.go_on))
    told = (await office.caller.get(path)).json()
    assert (sorted(took), told["status"], told["done"]) == ([False, True], "done", 3)
    assert await office.clients_of(office.luis) == everybody
    assert len((await office.caller.get("/v1/handovers")).json()["items"]) == len(everybody)


async def test_a_planned_transfer_is_called_off(office: Office) -> None:
    later = office.scene.core.clock.now() + timedelta(days=1)
    planned = await office.transfer(office.client, effective=later.isoformat())
    path = planned.headers["Location"]
    tag = {"If-Match": planned.headers["ETag"]}
    off = await office.caller.post(f"{path}/cancel", json={"note": "She stays."}, headers=tag)
    assert (off.json()["status"], off.json()["ended_why"]) == ("cancelled", "She stays.")
    again = await office.caller.post(f"{path}/cancel", json={}, headers=ANY)
    assert (again.status_code, again.json()["context"]["allowed_actions"]) == (HTTPStatus.CONFLICT, [])
    assert await office.clients_of(office.rosa) == [office.client]


async def test_a_transfer_to_somebody_who_has_left_is_called_off_and_told(
    office: Office, transactions: PostgresTransactions
) -> None:
    later = office.scene.core.clock.now() + timedelta(hours=1)
    planned = (await office.transfer(office.client, effective=later.isoformat())).json()
    await office.caller.post(f"/v1/workers/{office.luis}/leave", headers=ANY)
    async with transactions.session(office.scene.world.network.id) as session:
        await session.connection.execute(HASTEN)
    await go_on(office, transactions)
    told = (await office.caller.get(f"{TRANSFERS}/{planned['id']}")).json()
    assert (told["status"], told["ended_why"]) == ("cancelled", "The receiving worker has left.")
    tasks = (await office.caller.get("/v1/tasks")).json()["items"]
    assert [(each["kind"], each["priority"]) for each in tasks] == [("caseload_left", "urgent")]


async def test_a_worker_who_leaves_clients_behind_becomes_the_agencys_task(office: Office) -> None:
    left = await office.caller.post(f"/v1/workers/{office.rosa}/leave", headers=ANY)
    assert left.status_code == HTTPStatus.OK, left.text
    await office.caller.post(f"/v1/workers/{office.luis}/leave", headers=ANY)
    [task] = (await office.caller.get("/v1/tasks")).json()["items"]
    assert (task["kind"], task["worker_id"], task["title"]) == (
        "caseload_left",
        None,
        "A worker has left: give another case manager to 1 client",
    )
    loads = (await office.caller.get(PATH)).json()["items"]
    assert [(each["name"], each["status"], each["clients"]) for each in loads] == [("Rosa Vega", "left", 1)]


async def test_clients_of_a_worker_who_has_left_can_be_given_on(office: Office) -> None:
    await office.caller.post(f"/v1/workers/{office.rosa}/leave", headers=ANY)
    answer = await office.transfer(reason="worker_leaves")
    assert (answer.json()["status"], answer.json()["done"]) == ("done", 1)
    nobody = await office.transfer()
    assert (nobody.status_code, nobody.json()["code"]) == (HTTPStatus.CONFLICT, "transfer.nobody")


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"from_worker_id": NOBODY}, "/from_worker_id"),
        ({"to_worker_id": NOBODY}, "/to_worker_id"),
        ({"client_ids": [NOBODY]}, "/client_ids/0"),
        ({"client_ids": []}, "/client_ids"),
        ({"reason": "other"}, "/note"),
        ({"reason": "boredom"}, "/reason"),
        ({"colour": "red"}, "/colour"),
        ({"client_notes": [{"client_id": NOBODY, "note": "x"}]}, "/client_notes/0/client_id"),
    ],
)
async def test_a_wrong_transfer_is_refused_where_it_is_wrong(
    office: Office, wrong: dict[str, Any], pointer: str
) -> None:
    answer = await office.transfer(office.client, **wrong)
    assert (answer.status_code, [error["pointer"] for error in answer.json()["errors"]]) == (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        [pointer],
    )


async def test_other_agencies_see_no_caseload_transfer_or_handover(office: Office, doors: Doors) -> None:
    transfer = await office.transfer(office.client)
    handover = await office.handover()
    stranger = await doors.caller(office.scene.pantries[0].id, Role.SUPERVISOR, Role.CASE_MANAGER)
    assert (await stranger.get(PATH)).json()["items"] == []
    assert (await stranger.get(PATH, params={"agency_id": str(office.scene.sender.id)})).json()["items"] == []
    for path in (
        f"{PATH}/{office.luis}",
        transfer.headers["Location"],
        f"/v1/handovers/{handover['id']}",
        f"/v1/clients/{office.client}/handovers",
        f"/v1/clients/{office.client}/acuity",
    ):
        assert (await stranger.get(path)).status_code == HTTPStatus.NOT_FOUND, path
    for action in (f"{transfer.headers['Location']}/cancel", f"/v1/handovers/{handover['id']}/acknowledge"):
        body: dict[str, str] | None = {} if action.endswith("cancel") else None
        assert (await stranger.post(action, headers=ANY, json=body)).status_code == HTTPStatus.NOT_FOUND
    taken = await stranger.post(
        TRANSFERS,
        json={
            "from_worker_id": str(office.luis),
            "to_worker_id": str(office.rosa),
            "client_ids": [office.client],
            "reason": "balance",
        },
    )
    assert taken.json()["errors"][0]["pointer"] == "/from_worker_id"


async def test_nobody_judges_a_client_who_is_not_there(doors: Doors) -> None:
    coordinator = await doors.administrator()
    path = f"/v1/clients/{NOBODY}/acuity"
    answers = [await coordinator.get(path), await coordinator.put(path, json={"acuity": "low"}, headers=ANY)]
    assert [answer.status_code for answer in answers] == [HTTPStatus.NOT_FOUND] * 2


async def test_only_a_supervisor_gives_away_clients_of_others(office: Office, doors: Doors) -> None:
    caller = await doors.caller(office.scene.sender.id, Role.CASE_MANAGER)
    body = {
        "from_worker_id": str(office.rosa),
        "to_worker_id": str(office.luis),
        "client_ids": [office.client],
        "reason": "balance",
    }
    answer = await caller.post(TRANSFERS, json=body)
    assert (answer.status_code, answer.json()["code"]) == (HTTPStatus.FORBIDDEN, "transfer.not-yours")


async def test_an_agency_of_the_care_team_reads_goals_and_plans_of_a_handover_and_no_more(
    office: Office, doors: Doors
) -> None:
    scene = office.scene
    await office.made("/v1/goals", client_id=office.client, words="Cook every day")
    await office.made("/v1/tasks", title="Call her", client_id=office.client, worker_id=str(office.rosa))
    await office.transfer(office.client, note="She trusts slowly.")
    handover = await office.handover()
    await scene.agree(categories=(Category.FOOD, Section.CARE_PLANS))
    await scene.accepted(await scene.sent())
    pantry = await doors.caller(scene.pantries[0].id, Role.INTAKE)
    read = await pantry.get(f"/v1/handovers/{handover['id']}")
    assert read.status_code == HTTPStatus.OK, read.text
    told = read.json()
    assert ([each["kind"] for each in told["points"]], told["note"], told["withheld"]) == (
        ["goal"],
        None,
        ["note", "task"],
    )
    assert told["available_actions"][0]["allowed"] is False
    refused = await pantry.post(f"/v1/handovers/{handover['id']}/acknowledge", headers=ANY)
    assert refused.status_code == HTTPStatus.FORBIDDEN
    listed = (await pantry.get(f"/v1/clients/{office.client}/handovers")).json()["items"]
    assert [each["id"] for each in listed] == [handover["id"]]
    await scene.revoke()
    assert (await pantry.get(f"/v1/handovers/{handover['id']}")).status_code == HTTPStatus.NOT_FOUND


async def test_events_tell_of_a_transfer(office: Office, transactions: PostgresTransactions) -> None:
    await office.made("/v1/tasks", title="Call her", client_id=office.client, worker_id=str(office.rosa))
    answer = await office.transfer(office.client)
    async with transactions.session(office.scene.world.network.id) as session:
        rows = await session.connection.fetch(
            "SELECT type, audience FROM events WHERE network_id = $1"
            " AND at = (SELECT at FROM events WHERE type = 'transfer.done' AND network_id = $1) ORDER BY position",
            office.scene.world.network.id,
        )
    assert answer.status_code == HTTPStatus.CREATED
    assert [row["type"] for row in rows] == [
        "transfer.created",
        "care-team-member.made_primary",
        "care-team-member.left",
        "task.changed",
        "handover.given",
        "transfer.done",
    ]
    assert {UUID(str(agency)) for row in rows for agency in row["audience"]} == {office.scene.sender.id}
