"""What bears a label is told by a consent only, however it is asked for, and what the law wants goes with it."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest

from app.adapters.postgres.deliveries import PostgresDeliveryQueue
from app.adapters.postgres.relay import PostgresEventLog
from app.adapters.postgres.transactions import PostgresTransactions
from app.domain.networks.agency import AgencyProfile, ProgramType
from app.domain.networks.roles import Role
from app.domain.sensitivity.notices import REDISCLOSURE
from app.use_cases.networks import agencies
from app.wiring import Service
from tests.support.doors import Doors
from tests.support.scenes_referrals import EVERYTHING, Scene

NOTICE = "Redisclosure-Notice"
OPIOIDS = {"concept": {"codings": [{"system": "http://hl7.org/fhir/sid/icd-10-cm", "code": "F11.20"}]}}


@pytest.fixture
async def member(doors: Doors, scene: Scene) -> httpx.AsyncClient:
    """A provider that accepted a handoff, under a consent that opens no label."""
    await scene.accepted(await scene.sent())
    await scene.agree(categories=EVERYTHING)
    return await doors.caller(scene.pantries[0].id, Role.CASE_MANAGER)


async def at_sender(doors: Doors, scene: Scene) -> httpx.AsyncClient:
    return await doors.caller(scene.sender.id, Role.CASE_MANAGER)


async def on_record(caller: httpx.AsyncClient, scene: Scene) -> dict[str, str]:
    """Record a diagnosis of opioid dependence, a goal that addresses it and a plan with that goal."""
    client = {"client_id": str(scene.client)}
    need = (await caller.post("/v1/needs", json=client | OPIOIDS)).json()["id"]
    goal = (await caller.post("/v1/goals", json=client | {"words": "Stay well.", "need_ids": [need]})).json()["id"]
    plan = (await caller.post("/v1/care-plans", json=client | {"title": "Well", "goal_ids": [goal]})).json()["id"]
    return {"need": f"/v1/needs/{need}", "goal": f"/v1/goals/{goal}", "plan": f"/v1/care-plans/{plan}"}


async def test_a_code_labels_what_it_stands_in_and_everything_that_follows_from_it(
    doors: Doors, scene: Scene, member: httpx.AsyncClient
) -> None:
    caller = await at_sender(doors, scene)
    paths = await on_record(caller, scene)
    assert {(await caller.get(path)).status_code for path in paths.values()} == {200}
    assert {(await member.get(path)).status_code for path in paths.values()} == {404}
    of_client = {"client_id": str(scene.client)}
    for collection in ("needs", "goals", "care-plans"):
        assert (await member.get(f"/v1/{collection}", params=of_client)).json()["items"] == []


async def test_the_notice_goes_with_each_disclosure_and_not_with_ones_own(
    doors: Doors, scene: Scene, member: httpx.AsyncClient
) -> None:
    caller = await at_sender(doors, scene)
    paths = await on_record(caller, scene)
    await scene.release(scene.pantries[0].id)
    lists = [f"/v1/{each}?client_id={scene.client}" for each in ("needs", "goals", "care-plans")]
    lists.append(f"/v1/clients/{scene.client}/timeline")
    printed = await member.get(f"{paths['plan']}/print", headers={"Accept": "text/html"})
    assert REDISCLOSURE in printed.text
    own = await caller.get(f"{paths['plan']}/print", headers={"Accept": "text/html"})
    assert REDISCLOSURE not in own.text
    for path in [*paths.values(), *lists]:
        assert (await member.get(path)).headers.get(NOTICE) == REDISCLOSURE, path
        assert NOTICE not in (await caller.get(path)).headers, path


async def test_the_networks_people_read_a_label_by_a_consent_that_names_them(doors: Doors, scene: Scene) -> None:
    caller, everywhere = await at_sender(doors, scene), await doors.administrator()
    paths = await on_record(caller, scene)
    assert {(await everywhere.get(path)).status_code for path in paths.values()} == {404}
    await scene.release(scene.world.joined["Network office"].id)
    answers = [await everywhere.get(path) for path in paths.values()]
    assert [(each.status_code, each.headers.get(NOTICE)) for each in answers] == [(200, REDISCLOSURE)] * 3
    assert (await everywhere.get("/v1/care-plans")).headers.get(NOTICE) == REDISCLOSURE


async def test_referrals_handoffs_and_tasks_with_a_label_are_their_parties_alone(doors: Doors, scene: Scene) -> None:
    call = scene.world.by(Role.NETWORK_ADMIN)
    program = AgencyProfile(name="Bayside Recovery", program_types=(ProgramType.SUBSTANCE_USE,))
    await scene.core.run(call, agencies.describe, scene.sender.id, scene.sender.version, program)
    await scene.release(scene.pantries[0].id)
    sent = await scene.sent()
    caller, provider = await at_sender(doors, scene), await doors.caller(scene.pantries[0].id, Role.INTAKE)
    everywhere = await doors.administrator()
    task = (await caller.post("/v1/tasks", json={"title": "Call", "client_id": str(scene.client)})).json()["id"]
    handoff = f"/v1/handoffs/{sent.handoffs[0].id}"
    for path, parties in (
        (f"/v1/referrals/{sent.id}", [caller]),
        (handoff, [caller, provider]),
        (f"/v1/tasks/{task}", [caller]),
    ):
        assert {(await party.get(path)).status_code for party in parties} == {200}, path
        assert (await everywhere.get(path)).status_code == 404, path
    for collection in ("referrals", "handoffs", "tasks"):
        assert (await everywhere.get(f"/v1/{collection}")).json()["items"] == [], collection
    assert (await provider.get(handoff)).headers[NOTICE] == REDISCLOSURE
    assert (await provider.get("/v1/handoffs")).headers[NOTICE] == REDISCLOSURE


@pytest.mark.usefixtures("member")
async def test_an_event_that_waits_is_not_told_once_its_thing_may_not_be_read(
    doors: Doors, scene: Scene, service: Service
) -> None:
    network = scene.world.network.id
    log = PostgresEventLog(PostgresTransactions(service.transactions.pool))
    queue = PostgresDeliveryQueue(PostgresTransactions(service.transactions.pool))
    hooks = await doors.caller(scene.pantries[0].id, Role.AGENCY_ADMIN, Role.CASE_MANAGER)
    made = await hooks.post("/v1/webhooks", json={"url": "https://93.184.215.14/hook", "types": ["need.*"]})
    assert made.status_code == 201, made.text
    caller = await at_sender(doors, scene)
    plain = await caller.post("/v1/needs", json={"client_id": str(scene.client), "category": "housing-instability"})
    while await log.number(network, limit=1000, now=datetime.now(UTC)):
        pass

    told = (await hooks.get("/v1/events", params={"limit": 200})).json()["items"]
    assert [each for each in told if plain.json()["id"] in str(each)]
    waiting = f"/v1/webhooks/{made.json()['id']}/deliveries"
    assert [each["type"] for each in (await hooks.get(waiting)).json()["items"]] == ["need.created"]
    await scene.revoke()
    after = (await hooks.get("/v1/events", params={"limit": 200})).json()["items"]
    assert [each for each in after if plain.json()["id"] in str(each)] == []
    now = datetime.now(UTC)
    assert await queue.claim(network, now=now, until=now + timedelta(minutes=1), limit=10) == []
    assert (await hooks.get(waiting)).json()["items"] == []
