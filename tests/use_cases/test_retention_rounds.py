"""What the worker does by itself: exports in every network, proposals by policy, erasures that were approved."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest

from app.adapters.postgres.retention_watch import PostgresRetentionWatch
from app.domain.errands.client_export import ExportPurpose
from app.domain.errands.errand import ErrandStatus
from app.domain.networks.roles import Role
from app.domain.retention.erasure import ErasureReason
from app.domain.retention.erasure_moves import ErasureState
from app.domain.retention.policy import RetentionPolicy
from app.ports.retention import ErasureFilter
from app.use_cases.networks import networks
from app.use_cases.retention import client_exports, erasures, legal_holds
from app.use_cases.retention.retention_rounds import Erasing, Exports, Proposing
from app.wiring import Service, open_service
from tests.support.postgres import Database
from tests.support.scenes_referrals import Scene


@pytest.fixture
async def worker(service: Service, database: Database) -> AsyncIterator[Service]:
    """The service as the worker's role."""
    async with open_service(service.settings, database.worker) as opened:
        yield opened


async def keep_for(scene: Scene, **years: int) -> None:
    call = scene.world.by(Role.NETWORK_ADMIN)
    network = await scene.core.run(call, networks.read, scene.world.network.id)
    policies = replace(network.policies, retention=RetentionPolicy(**years))
    await scene.core.run(call, networks.agree, network.id, None, network.name, policies)


async def let_years_pass(scene: Scene, database: Database, years: int) -> None:
    """Set everything of the client back."""
    connection = await asyncpg.connect(database.superuser)
    then = datetime.now(UTC) - timedelta(days=366 * years)
    network = scene.world.network.id
    await connection.execute("UPDATE clients SET updated_at = $2 WHERE network_id = $1", network, then)
    await connection.execute("UPDATE timeline_entries SET at = $2 WHERE network_id = $1", network, then)
    await connection.close()


async def proposals(scene: Scene) -> list[tuple[object, ErasureReason, bool]]:
    call = scene.world.by(Role.PRIVACY_OFFICER)
    page = await scene.core.run(call, erasures.browse, ErasureFilter(state=ErasureState.PROPOSED), after=None, limit=50)
    return [(each.client, each.reason, each.by_policy) for each in page.items]


async def walk(worker: Service) -> None:
    proposing = Proposing(worker.core, PostgresRetentionWatch(worker.transactions))
    while await proposing.turn():
        pass


async def test_a_client_whose_time_is_over_is_proposed_once(scene: Scene, worker: Service, database: Database) -> None:
    await let_years_pass(scene, database, 8)
    await walk(worker)
    assert await proposals(scene) == []
    await keep_for(scene, adult_years=7)
    await walk(worker)
    await walk(worker)
    assert await proposals(scene) == [(scene.client, ErasureReason.RETENTION, True)]


async def test_a_client_with_whom_something_happened_is_left_alone(
    scene: Scene, worker: Service, database: Database
) -> None:
    await keep_for(scene, adult_years=7)
    await let_years_pass(scene, database, 6)
    await walk(worker)
    assert await proposals(scene) == []


async def test_a_held_client_is_not_proposed(scene: Scene, worker: Service, database: Database) -> None:
    await keep_for(scene, adult_years=7)
    call = scene.world.by(Role.PRIVACY_OFFICER)
    await scene.core.run(call, legal_holds.place, scene.client, "Subpoena.", expected=None)
    await let_years_pass(scene, database, 8)
    await walk(worker)
    assert await proposals(scene) == []


async def test_one_person_may_approve_what_the_policy_proposed_and_the_worker_forgets(
    scene: Scene, worker: Service, database: Database
) -> None:
    await keep_for(scene, adult_years=7)
    await let_years_pass(scene, database, 8)
    await walk(worker)
    call = scene.world.by(Role.PRIVACY_OFFICER)
    page = await scene.core.run(call, erasures.browse, ErasureFilter(), after=None, limit=50)
    await scene.core.run(call, erasures.approve, page.items[0].id, None, expected=1)
    assert await Erasing(worker.core, PostgresRetentionWatch(worker.transactions)).turn()
    done = await scene.core.run(call, erasures.read, page.items[0].id)
    assert done.erasure.state is ErasureState.ERASING


async def test_exports_are_made_in_every_network(scene: Scene, worker: Service) -> None:
    export = await scene.core.run(scene.at_sender(), client_exports.request, scene.client, ExportPurpose.OWN_USE)
    making = Exports(worker.core, PostgresRetentionWatch(worker.transactions), worker.export_seal)
    while await making.turn():
        pass
    read = await scene.core.run(scene.at_sender(), client_exports.read, scene.client, export.id)
    assert read.status is ErrandStatus.READY
