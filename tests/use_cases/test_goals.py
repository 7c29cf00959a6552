"""What happens to goals and needs beside what their doors show: outcomes, others at the same moment, who has left."""

import asyncio
from uuid import UUID, uuid4

import pytest

from app.domain.care_plans.goal import Goal, GoalContent
from app.domain.care_plans.goal_moves import Achievement, GoalAction, GoalState
from app.domain.care_plans.need import NeedContent
from app.domain.care_plans.need_moves import NeedAction
from app.domain.care_plans.progress import ProgressSource
from app.domain.clients.access import Basis
from app.domain.codes import Category
from app.domain.errors import Forbidden, Stale
from app.domain.identity import GoalId
from app.domain.networks.roles import CARE_ROLES
from app.use_cases.care import goals, needs
from app.use_cases.core import Context, use_case
from tests.support.builders_goals import some_need, some_progress
from tests.support.scenes_referrals import Scene

EATING = GoalContent(words="I want to eat breakfast every day.", category=Category.FOOD)


@use_case(action="goal.follow", resource="Goal", permission="u", roles=CARE_ROLES)
async def follow(context: Context, goal_id: GoalId, origin: UUID) -> Goal:
    """Stand in for what a plan does when a referral of one of its activities ends."""
    return await goals.progress_by_outcome(
        context, goal_id, Achievement.IMPROVING, source=ProgressSource.REFERRAL, origin=origin
    )


@pytest.mark.parametrize("state", [GoalState.ACTIVE, GoalState.PROPOSED])
async def test_a_goal_that_is_pursued_follows_the_outcome_of_what_was_done_for_it(
    scene: Scene, state: GoalState
) -> None:
    call, origin = scene.at_sender(), uuid4()
    goal = await scene.core.run(call, goals.propose, scene.client, EATING, state=state)
    followed = await scene.core.run(call, follow, goal.id, origin)
    page = await scene.core.run(call, goals.progress, goal.id, after=None, limit=10)
    if state is GoalState.PROPOSED:
        assert (followed.achievement, followed.version, page.items) == (None, 1, ())
        return
    [entry] = page.items
    assert (followed.achievement, followed.state) == (Achievement.IMPROVING, GoalState.ACTIVE)
    assert (entry.progress.source, entry.progress.origin) == (ProgressSource.REFERRAL, origin)


async def test_two_who_see_progress_at_the_same_moment_are_both_heard(scene: Scene) -> None:
    call = scene.at_sender()
    goal = await scene.core.run(call, goals.propose, scene.client, EATING, state=GoalState.ACTIVE)
    entries = [some_progress(at=goal.created_at, note=f"Seen by {number}.") for number in range(8)]
    await asyncio.gather(
        *(scene.core.run(call, goals.add_progress, goal.id, entry, expected=None) for entry in entries)
    )
    page = await scene.core.run(call, goals.progress, goal.id, after=None, limit=10)
    shown = await scene.core.run(call, goals.read, goal.id)
    assert {entry.note for entry in entries} == {entry.progress.note for entry in page.items}
    assert shown.record.version == 1 + len(entries)


async def test_of_two_who_move_a_goal_that_they_read_one_is_told_to_read_again(scene: Scene) -> None:
    call = scene.at_sender()
    goal = await scene.core.run(call, goals.propose, scene.client, EATING)
    answers = await asyncio.gather(
        *(
            scene.core.run(call, goals.act, goal.id, action, expected=1)
            for action in (GoalAction.ACCEPT, GoalAction.ACTIVATE)
        ),
        return_exceptions=True,
    )
    assert [Goal, Stale] == sorted((type(answer) for answer in answers), key=lambda kind: kind.__name__)


async def test_an_agency_that_has_left_the_client_reads_what_it_recorded_and_changes_it_no_more(scene: Scene) -> None:
    call = scene.at_sender()
    need = await scene.core.run(call, needs.record, scene.client, some_need())
    async with scene.core.transactions.begin(scene.world.network.id) as tx:
        await tx.access.end(basis=Basis.CASELOAD, source=scene.client, at=need.created_at)
    assert (await scene.core.run(call, needs.read, need.id)).record == need
    with pytest.raises(Forbidden):
        await scene.core.run(call, needs.act, need.id, NeedAction.RESOLVE, expected=None)


async def test_reading_needs_and_goals_is_on_the_record_of_the_client(scene: Scene) -> None:
    call = scene.at_sender()
    need = await scene.core.run(call, needs.record, scene.client, NeedContent(words="Lonely."))
    await scene.core.run(call, needs.read, need.id)
    async with scene.core.transactions.begin(scene.world.network.id) as tx:
        rows = await tx.session.connection.fetch(  # type: ignore[attr-defined]
            "SELECT subject_ids, client_ids FROM audit_entries WHERE action = 'need.read'"
        )
    assert [([need.id], [scene.client])] == [(row["subject_ids"], row["client_ids"]) for row in rows]
