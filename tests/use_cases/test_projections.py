"""What agencies write is FHIR at once; what was there before becomes it; what is forgotten is gone from it."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from app.adapters.postgres.backfilling import FIRST, TABLES, PostgresBackfill
from app.adapters.postgres.transactions import PostgresTransactions
from app.domain.care_plans.need_moves import NeedAction
from app.domain.codes import Sensitivity
from app.ports.access import Access
from app.ports.labels import Given
from app.ports.resources import StoredResource
from app.use_cases.care import needs
from app.use_cases.resources import resources
from tests.support.builders_goals import some_need
from tests.support.builders_resources import an_observation
from tests.support.scenes_referrals import Scene

TERMS = ("resource_words", "resource_spans", "resource_amounts")


async def shown(scene: Scene, type_: str, id_: UUID) -> StoredResource:
    return await scene.core.run(scene.at_sender(), resources.reading(type_), id_)


async def counted(scene: Scene, transactions: PostgresTransactions, *tables: str) -> dict[str, int]:
    """Count the rows of tables in the network."""
    async with transactions.session(scene.world.network.id) as session:
        return {
            table: await session.connection.fetchval(f"SELECT count(*) FROM {table}")  # noqa: S608 - our own names
            for table in tables
        }


async def versions(scene: Scene, transactions: PostgresTransactions) -> list[tuple[Any, ...]]:
    """Return every resource with its version and the moment of it."""
    async with transactions.session(scene.world.network.id) as session:
        rows = await session.connection.fetch("SELECT type, id, version, updated_at FROM resources ORDER BY type, id")
        return [tuple(row) for row in rows]


async def backfilled(scene: Scene, transactions: PostgresTransactions, *, anew: bool = False) -> int:
    """Run the backfill in small bites; return how many things it went through."""
    backfill, done = PostgresBackfill(transactions), 0
    for noun in TABLES:
        after = FIRST
        while ids := await backfill.bite(scene.world.network.id, noun, after, 2, datetime.now(UTC), anew=anew):
            after, done = ids[-1], done + len(ids)
    return done


async def test_what_an_agency_writes_is_read_as_fhir_in_the_same_moment(scene: Scene) -> None:
    need = await scene.core.run(scene.at_sender(), needs.record, scene.client, some_need())
    recorded = await shown(scene, "Condition", need.id)
    await scene.core.run(scene.at_sender(), needs.act, need.id, NeedAction.RESOLVE, expected=None)
    resolved = await shown(scene, "Condition", need.id)
    assert (recorded.version, resolved.version) == (1, 2)
    assert json.loads(resolved.content)["clinicalStatus"]["coding"][0]["code"] == "resolved"
    assert (await shown(scene, "Patient", scene.client)).client == scene.client


async def test_a_referral_is_an_order_with_a_share_and_a_task_for_each_provider(scene: Scene) -> None:
    view = await scene.sent()
    handoff = view.handoffs[0].id
    order, share = await shown(scene, "ServiceRequest", view.id), await shown(scene, "ServiceRequest", handoff)
    assert [json.loads(each.content)["intent"] for each in (order, share)] == ["original-order", "filler-order"]
    sent = await shown(scene, "Task", handoff)
    await scene.accepted(view)
    accepted = await shown(scene, "Task", handoff)
    assert [json.loads(each.content)["status"] for each in (sent, accepted)] == ["requested", "accepted"]
    assert (sent.version, accepted.version) == (1, 2)


async def test_a_place_that_is_taken_is_taken_in_fhir(scene: Scene) -> None:
    await scene.room(0, total=3, available=3)
    service, places = scene.offered[0].id, "urn:throughline:extension:places-available"
    await scene.accepted(await scene.sent())
    told = json.loads((await shown(scene, "HealthcareService", service)).content)
    assert {each["url"]: each.get("valueUnsignedInt") for each in told["extension"]}[places] == 2


async def test_what_was_there_before_is_projected_and_once_more_changes_nothing(
    scene: Scene, transactions: PostgresTransactions
) -> None:
    await scene.accepted(await scene.sent())
    await scene.core.run(scene.at_sender(), needs.record, scene.client, some_need())
    names = ("resources", "resource_versions", *TERMS)
    before = await versions(scene, transactions)
    async with transactions.session(scene.world.network.id) as session:
        for table in names:
            await session.connection.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names
    assert await backfilled(scene, transactions) > 10
    after = await versions(scene, transactions)
    assert [row[:2] for row in after] == [row[:2] for row in before]
    found = await counted(scene, transactions, *names)
    await backfilled(scene, transactions)
    assert await versions(scene, transactions) == after
    assert await counted(scene, transactions, *names) == found
    async with transactions.session(scene.world.network.id) as session:
        for table in TERMS:
            await session.connection.execute(f"DELETE FROM {table}")  # noqa: S608 - our own names
    await backfilled(scene, transactions, anew=True)
    assert await versions(scene, transactions) == after
    assert await counted(scene, transactions, *names) == found


async def test_a_label_that_spreads_reaches_what_is_projected_and_what_is_kept(
    scene: Scene, transactions: PostgresTransactions
) -> None:
    need = await scene.core.run(scene.at_sender(), needs.record, scene.client, some_need())
    kept = await scene.core.run(scene.at_sender(), resources.creating("Observation"), an_observation(scene.client))
    given = Given(agency=scene.sender.id, labels=frozenset({Sensitivity.MH}))
    async with transactions.begin(scene.world.network.id) as tx:
        await tx.labels.spread([scene.client], given)
        await tx.resources.project(datetime.now(UTC))
    for type_, id_ in (("Condition", need.id), ("Observation", kept.id)):
        told = await shown(scene, type_, id_)
        codes = [label["code"] for label in json.loads(told.meta)["security"]]
        assert (told.version, set(told.sensitivities), codes) == (2, {Sensitivity.MH}, ["R", "PSY"])
    async with transactions.session(scene.world.network.id) as session:
        found = await session.connection.fetch(
            "SELECT key, value FROM resource_words WHERE id = $1 AND key IN ('Observation._security', $2) ORDER BY key",
            *(kept.id, "Observation.status"),
        )
    act = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
    assert [row["value"] for row in found if "ActCode" in row["value"] or "status" in row["key"]] == [
        f"PSY|{act}",
        "final|http://hl7.org/fhir/observation-status",
    ]


async def test_an_export_shows_resources_and_an_erasure_takes_them_along(
    scene: Scene, transactions: PostgresTransactions
) -> None:
    await scene.accepted(await scene.sent())
    kept = await scene.core.run(scene.at_sender(), resources.creating("Observation"), an_observation(scene.client))
    access = Access(agency=scene.sender.id, network_wide=False, at=datetime.now(UTC))
    async with transactions.begin(scene.world.network.id) as tx:
        partly = json.loads((await tx.holdings.gather(scene.client, access, {}, whole=False)).body)
        whole = json.loads((await tx.holdings.gather(scene.client, access, {}, whole=True)).body)
        await tx.holdings.erase(scene.client, access.at + timedelta(seconds=1))
        await tx.resources.project(access.at)
    for told in (partly, whole):
        [observation] = [each for each in told["resources"] if each["type"] == "Observation"]
        assert (observation["id"], observation["content"]["valueQuantity"]) == (str(kept.id), {"value": 72.5})
    assert {each["type"] for each in whole["resource_history"]} >= {"Task"}
    async with transactions.session(scene.world.network.id) as session:
        for_client = "SELECT count(*) FROM resources WHERE client_id = $1"
        assert await session.connection.fetchval(for_client, scene.client) == 0
        for table in ("resource_versions", *TERMS):
            of_nobody = f"""SELECT DISTINCT type FROM {table} t WHERE NOT EXISTS (
                SELECT 1 FROM resources r WHERE r.type = t.type AND r.id = t.id)"""  # noqa: S608 - our own names
            assert await session.connection.fetch(of_nobody) == []
