"""Who is asked hears what becomes of it, also before anybody tells who the client is, and never whom it was about."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from app.adapters.postgres.deliveries import PostgresDeliveryQueue
from app.adapters.postgres.engine import PoolSettings, open_pool
from app.adapters.postgres.relay import PostgresEventLog
from app.adapters.postgres.transactions import PostgresTransactions
from app.domain.networks.roles import Role
from app.domain.referrals.routing import Routing
from tests.support.doors import Doors
from tests.support.postgres import Database
from tests.support.scenes_referrals import Scene

ANY = {"If-Match": "*"}


@pytest.fixture
async def worker(database: Database) -> AsyncIterator[PostgresTransactions]:
    pool = await open_pool(PoolSettings(dsn=database.worker, size=2))
    yield PostgresTransactions(pool)
    await pool.close()


async def heard(caller: httpx.AsyncClient, scene: Scene, worker: PostgresTransactions) -> list[str]:
    """Return the types of what the caller hears about handoffs, in order."""
    while await PostgresEventLog(worker).number(scene.world.network.id, limit=1000, now=datetime.now(UTC)):
        pass
    told = (await caller.get("/v1/events", params={"limit": 200})).raise_for_status().json()["items"]
    assert str(scene.client) not in str([each for each in told if "handoff" in each["type"]])
    return [each["type"] for each in told if each["subject"]["type"] == "handoff"]


async def test_everybody_who_is_asked_at_once_hears_of_it_and_that_another_was_faster(
    doors: Doors, scene: Scene, worker: PostgresTransactions
) -> None:
    first, second, none = [await doors.caller(each.id, Role.INTAKE) for each in scene.pantries]
    view = await scene.sent(Routing.FIRST_ACCEPT, pantries=2)

    assert [await heard(each, scene, worker) for each in (first, second, none)] == [
        ["handoff.sent"],
        ["handoff.sent"],
        [],
    ]
    await scene.accepted(view)
    assert [await heard(each, scene, worker) for each in (first, second)] == [
        ["handoff.sent", "handoff.accepted"],
        ["handoff.sent", "handoff.withdrawn"],
    ]


async def test_whoever_was_asked_is_told_by_webhook_that_it_was_taken_back(
    doors: Doors, scene: Scene, worker: PostgresTransactions
) -> None:
    hooks = await doors.caller(scene.pantries[0].id, Role.AGENCY_ADMIN, Role.INTAKE)
    made = await hooks.post("/v1/webhooks", json={"url": "https://93.184.215.14/hook", "types": ["handoff.*"]})
    view = await scene.sent()
    sender = await doors.caller(scene.sender.id, Role.CASE_MANAGER)
    recalled = await sender.post(f"/v1/handoffs/{view.handoffs[0].id}/recall", headers=ANY, json={})
    assert recalled.status_code == 200, recalled.text

    assert await heard(hooks, scene, worker) == ["handoff.sent", "handoff.withdrawn"]
    lined = (await hooks.get(f"/v1/webhooks/{made.json()['id']}/deliveries")).json()["items"]
    assert sorted(each["type"] for each in lined) == ["handoff.sent", "handoff.withdrawn"]
    now = datetime.now(UTC)
    queue = PostgresDeliveryQueue(worker)
    claimed = await queue.claim(scene.world.network.id, now=now, until=now + timedelta(minutes=1), limit=10)
    assert len(claimed) == 1


async def test_a_consent_that_ends_is_heard_by_the_provider_that_loses_the_handoff_by_it(
    doors: Doors, scene: Scene, worker: PostgresTransactions
) -> None:
    provider = await doors.caller(scene.pantries[0].id, Role.INTAKE)
    await scene.sent()
    await scene.revoke()
    assert await heard(provider, scene, worker) == ["handoff.sent", "handoff.withdrawn"]


async def test_a_pool_is_heard_of_by_those_to_whom_it_is_offered_and_only_while_it_is(
    doors: Doors, scene: Scene, worker: PostgresTransactions
) -> None:
    first, second, _ = [await doors.caller(each.id, Role.INTAKE) for each in scene.pantries]
    view = await scene.sent(Routing.POOL, destinations=())
    assert [await heard(each, scene, worker) for each in (first, second)] == [["handoff.sent"], ["handoff.sent"]]
    await scene.accepted(view)
    assert await heard(first, scene, worker) == ["handoff.sent", "handoff.accepted"]
    assert await heard(second, scene, worker) == []


async def test_a_provider_that_was_never_asked_does_not_hear_that_the_draft_was_a_mistake(
    doors: Doors, scene: Scene, worker: PostgresTransactions
) -> None:
    provider = await doors.caller(scene.pantries[1].id, Role.INTAKE)
    view = await scene.sent(Routing.SEQUENTIAL, pantries=2)
    supervisor = await doors.caller(scene.sender.id, Role.SUPERVISOR)
    wrong: Any = await supervisor.post(f"/v1/referrals/{view.id}/enter-in-error", headers=ANY, json={"note": "Twice."})
    assert wrong.status_code == 200, wrong.text
    assert await heard(provider, scene, worker) == []


async def test_the_timeline_of_a_client_does_not_tell_for_whom_one_was_asked(
    doors: Doors, scene: Scene, worker: PostgresTransactions
) -> None:
    await scene.accepted(await scene.sent())
    await scene.sent(Routing.FIRST_ACCEPT, pantries=1, override_reason="Another week.")
    provider = await doors.caller(scene.pantries[0].id, Role.CASE_MANAGER)
    assert await heard(provider, scene, worker) == ["handoff.sent", "handoff.accepted", "handoff.sent"]
    entries = (await provider.get(f"/v1/clients/{scene.client}/timeline")).raise_for_status().json()["items"]
    assert [each["type"] for each in entries if each["subject"]["type"] == "handoff"].count("handoff.sent") == 1
