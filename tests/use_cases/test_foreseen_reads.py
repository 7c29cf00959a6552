"""What is read goes on record in the statement that reads it: no answer without its audit row (decision 0053)."""

from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from app.adapters.postgres.records import leaf
from app.domain.errors import NotFound
from app.domain.networks.roles import CARE_ROLES
from app.ports.access import Access
from app.ports.resources import Target
from app.ports.transactions import Opening
from app.use_cases.clients import clients
from app.use_cases.core import Context, UseCase, use_case
from app.use_cases.resources import resources
from app.wiring import Service
from tests.support.audit import Log
from tests.support.scenes_referrals import Scene, a_scene

READS: tuple[UseCase[[Any], Any], ...] = (clients.read, resources.reading("Patient"))
NEWEST = "SELECT * FROM audit_entries ORDER BY id DESC LIMIT $1"


async def newest(scene: Scene, service: Service, many: int = 1) -> list[dict[str, Any]]:
    async with service.transactions.session(scene.world.network.id) as session:
        return [dict(row) for row in await session.connection.fetch(NEWEST, many)]


@use_case(action="thing.look", resource="Patient", permission="r", roles=CARE_ROLES, opening=Opening.LOOK)
async def look(context: Context, resource: UUID, expected: UUID) -> UUID:
    """Read a resource of which another client was expected."""
    context.foresee(resource, expected)
    found = await context.tx.resources.read(Access.of(context.actor, context.now), Target(type="Patient", id=resource))
    assert found is not None
    resources.saw(context, found)
    return found.id


async def test_a_read_is_one_message_and_leaves_one_row_that_the_service_has_stamped(
    scene: Scene, service: Service, messages: list[str]
) -> None:
    messages.clear()
    await scene.core.run(scene.at_sender(), clients.read, scene.client)
    await scene.core.run(scene.at_sender(), resources.reading("Patient"), scene.client)
    sent = len(messages)
    second, first = await newest(scene, service, 2)
    told = [(row["action"], row["subject_ids"], row["client_ids"]) for row in (first, second)]
    noted = [row.pop("leaf") for row in (first, second)]
    codes = [row.pop("mac") for row in (first, second)]

    assert sent == 2
    assert told == [(action, [scene.client], [scene.client]) for action in ("client.read", "Patient.read")]
    assert noted == [leaf(first), leaf(second)]
    assert codes == [service.transactions.stamp(each) for each in noted]


async def test_what_tells_of_another_client_than_foreseen_is_put_on_record_as_it_is(
    scene: Scene, service: Service, messages: list[str]
) -> None:
    messages.clear()
    await scene.core.run(scene.at_sender(), look, scene.client, uuid4())
    sent = len(messages)
    [row] = await newest(scene, service)

    assert (sent, row["action"], row["client_ids"]) == (2, "thing.look", [scene.client])


async def test_what_the_asker_may_not_read_leaves_no_row(scene: Scene, service: Service) -> None:
    [before] = await newest(scene, service)
    for reading in READS:
        with pytest.raises(NotFound):
            await scene.core.run(scene.at(0), reading, scene.client)
    [after] = await newest(scene, service)

    assert after["id"] == before["id"]


async def test_nothing_is_told_when_the_row_cannot_be_written(log: Log) -> None:
    scene = await a_scene(log.world)
    await log.owner("REVOKE INSERT ON audit_entries FROM throughline_app")

    for reading in READS:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await scene.core.run(scene.at_sender(), reading, scene.client)
