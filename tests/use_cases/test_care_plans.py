"""Care plans over time: reviews come up by themselves, followers in a crowd, and what no caller of the API can do."""

import asyncio
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from app.adapters.postgres.housekeeping import PostgresHousekeeping
from app.adapters.postgres.transactions import PostgresTransactions
from app.domain.care_plans.activity import ActivityContent, ActivityKind, Link
from app.domain.care_plans.activity_moves import ActivityStatus
from app.domain.care_plans.agreement import NOT_KNOWN
from app.domain.care_plans.goal_moves import Achievement, GoalState
from app.domain.care_plans.plan_content import PlanContent
from app.domain.care_plans.plan_moves import PlanAction, PlanStatus
from app.domain.care_plans.progress import Progress
from app.domain.care_plans.review import Cadence, CadenceUnit, ReviewContent, ReviewOutcome
from app.domain.identity import NetworkId, WorkerId
from app.domain.networks.roles import Role
from app.domain.networks.worker import WorkerProfile
from app.domain.referrals.outcomes import Outcome, Result
from app.domain.referrals.reasons import NextAction, Reason, ReasonCode, ReasonParty
from app.domain.work.task import Task, TaskKind, TaskStatus
from app.ports.referrals import Order
from app.ports.tasks import TaskFilter
from app.ports.transactions import Opening, Transaction, Transactions
from app.use_cases.care import care_plan_activities, care_plan_history, care_plans, goals, tasks
from app.use_cases.care.care_plans import NewPlan, ShownPlan
from app.use_cases.core import Core
from app.use_cases.networks import workers
from app.use_cases.referrals import handoffs, referrals
from app.use_cases.rounds import Reviews
from tests.support.builders_goals import some_goal
from tests.support.clocks import HandMovedClock
from tests.support.scenes_referrals import Scene

MONTHLY = Cadence(every=1, unit=CadenceUnit.MONTHS)
PARTLY = Outcome(result=Result.PARTIALLY_MET)
GIVEN_UP = Reason(
    code=ReasonCode.NO_CAPACITY, party=ReasonParty.PROVIDER, next_action=NextAction.REASSESS, note="Nobody has room."
)


async def an_active_plan(scene: Scene, **content: Any) -> ShownPlan:
    core, call = scene.core, scene.at_sender()
    goal = await core.run(call, goals.propose, scene.client, some_goal(), state=GoalState.ACTIVE)
    new = NewPlan(
        client=scene.client,
        content=PlanContent(title="Food first", **content),
        goals=(goal.id,),
        agreement=NOT_KNOWN,
    )
    plan = (await core.run(call, care_plans.create, new)).plan
    return await core.run(call, care_plans.act, plan.id, PlanAction.ACTIVATE, expected=plan.version)


async def reviews_to_do(scene: Scene) -> list[Task]:
    which = TaskFilter(client=scene.client)
    page = await scene.core.run(scene.at_sender(), tasks.browse, which, Order.OLDEST, after=None, limit=50)
    return [task for task in page.items if task.kind is TaskKind.CARE_PLAN_REVIEW]


async def a_worker(scene: Scene) -> WorkerId:
    admin = scene.world.by(Role.AGENCY_ADMIN, agency=scene.sender.id)
    profile = WorkerProfile(given="Ida", family="Ruiz", roles=frozenset({Role.CASE_MANAGER}))
    return (await scene.core.run(admin, workers.employ, scene.sender.id, profile)).id


async def test_a_review_comes_up_once_and_again_after_the_next_interval(
    scene: Scene, transactions: PostgresTransactions
) -> None:
    clock = HandMovedClock(scene.core.clock.now())
    core = Core(transactions=transactions, clock=clock, ids=scene.core.ids, seal=scene.core.seal)
    rounds = Reviews(core, PostgresHousekeeping(transactions))
    worker = await a_worker(scene)
    shown = await an_active_plan(scene, review_every=MONTHLY, worker=worker)
    network, first = scene.world.network.id, shown.plan.content.next_review
    assert first is not None
    assert await rounds._remind(network) is False
    clock.move(timedelta(days=32))
    assert await rounds._remind(network) is True
    assert await rounds._remind(network) is False
    (task,) = await reviews_to_do(scene)
    assert (task.content.worker, task.about.plan, task.status) == (worker, shown.plan.id, TaskStatus.OPEN)
    seen = await core.run(scene.at_sender(), care_plans.read, shown.plan.id)
    assert seen.plan.version == shown.plan.version
    held = ReviewContent(outcome=ReviewOutcome.CONTINUE, on=clock.now().date())
    await core.run(scene.at_sender(), care_plan_history.review, shown.plan.id, held)
    assert [each.status for each in await reviews_to_do(scene)] == [TaskStatus.DONE]
    assert await rounds._remind(network) is False
    clock.move(timedelta(days=32))
    assert await rounds._remind(network) is True
    assert sorted(each.status for each in await reviews_to_do(scene)) == [TaskStatus.DONE, TaskStatus.OPEN]


async def test_a_plan_on_hold_comes_up_for_nobody_until_it_goes_on(
    scene: Scene, transactions: PostgresTransactions
) -> None:
    rounds = Reviews(scene.core, PostgresHousekeeping(transactions))
    shown = await an_active_plan(scene, next_review=date(2026, 1, 1))
    plan = shown.plan.id
    await scene.core.run(scene.at_sender(), care_plans.act, plan, PlanAction.HOLD, expected=None)
    assert await rounds._remind(scene.world.network.id) is False
    await scene.core.run(scene.at_sender(), care_plans.act, plan, PlanAction.RESUME, expected=None)
    assert await rounds._remind(scene.world.network.id) is True
    (task,) = await reviews_to_do(scene)
    assert task.content.worker is None


async def test_workers_at_once_tell_of_a_review_once(scene: Scene, transactions: PostgresTransactions) -> None:
    await an_active_plan(scene, next_review=date(2026, 1, 1))
    rounds = [Reviews(scene.core, PostgresHousekeeping(transactions)) for _ in range(4)]
    await asyncio.gather(*(each._remind(scene.world.network.id) for each in rounds))
    assert len(await reviews_to_do(scene)) == 1


async def linked(scene: Scene, shown: ShownPlan, sent: referrals.ReferralView) -> None:
    content = ActivityContent(
        kind=ActivityKind.REFERRAL, title="Food box", goals=shown.plan.goals, link=Link(referral=sent.id)
    )
    await scene.core.run(scene.at_sender(), care_plan_activities.add, shown.plan.id, content)


async def test_what_is_met_in_part_is_progress_and_what_is_given_up_is_no_change(scene: Scene) -> None:
    shown = await an_active_plan(scene)
    first = await scene.sent()
    await linked(scene, shown, first)
    handoff = (await scene.accepted(first)).id
    core, call = scene.core, scene.at_sender()
    await core.run(scene.at(0), handoffs.complete, handoff, PARTLY, expected=None)
    await core.run(call, referrals.complete, first.id, PARTLY, expected=None)
    seen = await core.run(call, care_plans.read, shown.plan.id)
    assert seen.picture.goals[0].achievement is Achievement.IMPROVING
    second = await scene.sent()
    await linked(scene, shown, second)
    await core.run(scene.at(0), handoffs.decline, second.handoffs[0].id, GIVEN_UP, expected=None)
    await core.run(call, referrals.close_unmet, second.id, GIVEN_UP, expected=None)
    seen = await core.run(call, care_plans.read, shown.plan.id)
    assert [each.status for each in seen.picture.activities] == [ActivityStatus.COMPLETED, ActivityStatus.STOPPED]
    assert seen.picture.goals[0].achievement is Achievement.NO_CHANGE


async def test_a_plan_that_has_ended_follows_nothing(scene: Scene) -> None:
    shown = await an_active_plan(scene)
    sent = await scene.sent()
    await linked(scene, shown, sent)
    core, call = scene.core, scene.at_sender()
    ended = await core.run(call, care_plans.act, shown.plan.id, PlanAction.COMPLETE, expected=None)
    await scene.accepted(sent)
    await core.run(
        call, goals.add_progress, shown.plan.goals[0], Progress(at=core.clock.now(), note="x"), expected=None
    )
    seen = await core.run(call, care_plans.read, shown.plan.id)
    assert (seen.plan.version, seen.plan.status) == (ended.plan.version, PlanStatus.COMPLETED)
    assert [each.status for each in seen.picture.activities] == [ActivityStatus.SCHEDULED]


@dataclass
class Begun:
    """Counts how often a transaction was begun."""

    transactions: Transactions
    times: int = 0

    def begin(self, network: NetworkId, opening: Opening = Opening.CHANGE) -> AbstractAsyncContextManager[Transaction]:
        self.times += 1
        return self.transactions.begin(network, opening)


async def test_many_hands_at_one_plan_lose_nothing_and_never_wait_for_each_other_in_a_circle(scene: Scene) -> None:
    shown = await an_active_plan(scene)
    call = scene.at_sender()
    begun = Begun(scene.core.transactions)
    core = replace(scene.core, transactions=begun)
    goal = shown.plan.goals[0]

    async def note(number: int) -> None:
        achievement = Achievement.IMPROVING if number % 2 else Achievement.WORSENING
        entry = Progress(at=core.clock.now(), achievement=achievement)
        await core.run(call, goals.add_progress, goal, entry, expected=None)

    async def add(number: int) -> None:
        content = ActivityContent(kind=ActivityKind.CONTACT, title=f"Call {number}", goals=(goal,))
        await core.run(call, care_plan_activities.add, shown.plan.id, content)

    await asyncio.gather(*(verb(number) for number in range(6) for verb in (note, add)))
    assert begun.times == 12  # a deadlock would have been tried again
    seen = await core.run(call, care_plans.read, shown.plan.id)
    assert len(seen.picture.activities) == 6
    versions = await core.run(call, care_plan_history.versions, shown.plan.id, after=None, limit=100)
    numbers = [each.number for each in versions.items]
    assert numbers == list(range(seen.plan.version, 0, -1))
    newest = await core.run(call, care_plan_history.version, shown.plan.id, seen.plan.version)
    assert newest.version.picture == seen.picture


async def test_a_referral_that_moves_while_it_is_linked_is_followed_to_its_end(scene: Scene) -> None:
    shown = await an_active_plan(scene)
    sent = await scene.sent()
    core = scene.core
    await asyncio.gather(
        linked(scene, shown, sent),
        core.run(scene.at(0), handoffs.accept, sent.handoffs[0].id, expected=None),
    )
    await core.run(scene.at(0), handoffs.start, sent.handoffs[0].id, expected=None)
    seen = await core.run(scene.at_sender(), care_plans.read, shown.plan.id)
    assert [each.status for each in seen.picture.activities] == [ActivityStatus.IN_PROGRESS]
