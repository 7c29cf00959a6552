"""A goal that a consent opens, without the need that it addresses, which is released apart from it."""

import json
from typing import Any

from app.adapters.postgres.transactions import PostgresTransactions
from app.domain.codes import Category
from app.domain.consents.scope import Section
from app.domain.identity import AgencyId
from app.ports.access import Access
from app.ports.resources import Target
from app.use_cases.care import goals, needs
from tests.support.builders_goals import some_goal, some_need
from tests.support.scenes_referrals import Scene

REST = "Nothing to eat at the end of the month."


async def shown(scene: Scene, transactions: PostgresTransactions, target: Target, agency: AgencyId | None) -> Any:
    """A resource as an agency, or a coordinator of the network, reads it."""
    at = scene.core.clock.now()
    access = Access(agency=agency or scene.world.home, network_wide=agency is None, at=at)
    async with transactions.begin(scene.world.network.id) as tx:
        found = await tx.resources.read(access, target)
    return None if found is None else json.loads(found.content) | {"meta": json.loads(found.meta)}


async def test_who_reads_by_a_consent_alone_is_not_told_what_is_released_apart(
    scene: Scene, transactions: PostgresTransactions
) -> None:
    await scene.agree(categories=(Category.FOOD, Section.CARE_PLANS))
    await scene.accepted(await scene.sent())
    pantry = scene.pantries[0].id
    need = await scene.core.run(scene.at_sender(), needs.record, scene.client, some_need(category=None, words=REST))
    content = some_goal(needs=(need.id,))
    goal = await scene.core.run(scene.at_sender(), goals.propose, scene.client, content)
    target = Target(type="Goal", id=goal.id)
    own = await shown(scene, transactions, target, scene.sender.id)
    theirs = await shown(scene, transactions, target, pantry)
    assert own["addresses"] == [{"reference": f"Condition/{need.id}"}]
    assert await shown(scene, transactions, target, None) == own
    assert (theirs["description"], "addresses" in theirs) == (own["description"], False)
    assert "REDACTED" in {label["code"] for label in theirs["meta"]["security"]}
    assert await shown(scene, transactions, Target(type="Condition", id=need.id), pantry) is None
