"""Needs and goals come back from PostgreSQL as they went in."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.adapters.postgres.repositories import goals as goal_rows
from app.adapters.postgres.repositories import needs as need_rows
from app.adapters.postgres.tables.columns import table_of
from app.adapters.postgres.tables.goals import GoalProgressRow, GoalRow
from app.adapters.postgres.tables.needs import NeedRow, NeedStepRow
from app.adapters.postgres.transactions import PostgresTransactions
from app.domain.care_plans.acceptance import AcceptanceStatus
from app.domain.care_plans.goal import Goal
from app.domain.care_plans.goal_moves import Achievement, GoalAction, GoalState
from app.domain.care_plans.need import Need
from app.domain.care_plans.need_moves import NeedAction, NeedStatus
from app.domain.care_plans.participant import Participant, ParticipantKind
from app.domain.care_plans.progress import ProgressSource
from app.domain.errors import Conflict
from tests.support.builders_goals import (
    NOON,
    a_full_goal,
    a_full_need,
    a_goal,
    a_hand,
    a_measurement,
    a_need,
    a_progress_id,
    an_acceptance,
    some_progress,
)
from tests.support.scenes_referrals import Scene


def of_scene(scene: Scene, record: Need | Goal) -> None:
    record.network, record.client, record.agency = scene.world.network.id, scene.client, scene.sender.id


def test_every_column_is_written() -> None:
    need, goal = a_need(), a_goal(state=GoalState.ACTIVE)
    entry = goal.progress(some_progress(), a_hand(), a_progress_id())
    written = {
        NeedRow: need_rows._values(need),
        NeedStepRow: need_rows._step_values(need.steps[0], need.network),
        GoalRow: goal_rows._values(goal),
        GoalProgressRow: goal_rows._progress_values(entry),
    }
    for row, values in written.items():
        assert set(table_of(row).c.keys()) == set(values)


async def test_a_fully_told_need_comes_back_with_its_history(scene: Scene, transactions: PostgresTransactions) -> None:
    full, plain = a_need(a_full_need(), status=NeedStatus.RESOLVED), a_need()
    of_scene(scene, full)
    of_scene(scene, plain)
    first = full.steps[0]
    async with transactions.begin(full.network) as tx:
        await tx.needs.add(full, plain)
    async with transactions.begin(full.network) as tx:
        assert [full, plain] == [await tx.needs.get(each.id) for each in (full, plain)]
        assert {full.id: full, plain.id: plain} == await tx.needs.get_many([full.id, plain.id])
        identifier = full.identifiers[0]
        assert {identifier.value: full} == await tx.needs.lock_known(identifier.system, [identifier.value])
        full.act(NeedAction.RECUR, a_hand(NOON + timedelta(days=1)), note="Again.")
        second = full.steps[0]
        await tx.needs.save(full)
        stale = replace(full, version=1)
        with pytest.raises(Conflict):
            await tx.needs.save(stale)
    async with transactions.begin(full.network) as tx:
        assert await tx.needs.lock(full.id) == full
        history = await tx.need_list.history(full.id, after=None, limit=1)
        rest = await tx.need_list.history(full.id, after=history.next, limit=1)
        assert (first, second) == (*history.items, *rest.items)
        assert (history.next, rest.next) == ((1,), None)


async def test_a_fully_told_goal_comes_back_with_its_progress(scene: Scene, transactions: PostgresTransactions) -> None:
    need = a_need()
    full, plain = a_goal(a_full_goal(need.id), GoalState.ACTIVE), a_goal()
    for each in (need, full, plain):
        of_scene(scene, each)
    sister = Participant(kind=ParticipantKind.RELATED_PERSON, name="Ana")
    full.answer(an_acceptance(), a_hand())
    full.answer(an_acceptance(sister, AcceptanceStatus.DISAGREE, reason="Too early."), a_hand())
    for days in (-3, -2, -1):
        full.progress(
            some_progress(
                timedelta(days=days),
                achievement=Achievement.IMPROVING,
                measured=(a_measurement("6.90"),),
                source=ProgressSource.REFERRAL,
                origin=need.id,
            ),
            a_hand(),
            a_progress_id(),
        )
    entries = full.entries
    async with transactions.begin(full.network) as tx:
        await tx.needs.add(need)
        await tx.goals.add(full, plain)
    async with transactions.begin(full.network) as tx:
        assert [full, plain] == [await tx.goals.get(each.id) for each in (full, plain)]
        assert (full,) == await tx.goals.lock_addressing(need.id, full.client)
        identifier = full.identifiers[0]
        assert {identifier.value: full} == await tx.goals.lock_known(identifier.system, [identifier.value])
        first = await tx.goal_list.progress(full.id, after=None, limit=2)
        rest = await tx.goal_list.progress(full.id, after=first.next, limit=2)
        assert entries[::-1] == [*first.items, *rest.items]
        assert await tx.goal_list.progress_entry(full.id, entries[0].id) == entries[0]
        assert await tx.goal_list.progress_entry(plain.id, entries[0].id) is None


async def test_being_in_a_plan_is_no_change_of_the_goal(scene: Scene, transactions: PostgresTransactions) -> None:
    goal = a_goal()
    of_scene(scene, goal)
    async with transactions.begin(goal.network) as tx:
        await tx.goals.add(goal)
        await tx.goals.put_in_plan(goal.id)
    async with transactions.begin(goal.network) as tx:
        found = await tx.goals.lock(goal.id)
        assert found == replace(goal, in_plan=True)
        found.act(GoalAction.ACTIVATE, a_hand())
        await tx.goals.save(found)
        again = await tx.goals.get(goal.id)
        assert again is not None
        assert (again.in_plan, again.version) == (True, 2)
