"""What care plans do when something moves that they link to: the activity follows, its outcome reaches the goals."""

from collections.abc import Sequence
from uuid import UUID

from app.domain.appointments.appointment import Appointment
from app.domain.care_plans.activity import Link
from app.domain.care_plans.activity_moves import ActivityStatus
from app.domain.care_plans.care_plan import CarePlan
from app.domain.care_plans.goal_moves import Achievement
from app.domain.care_plans.progress import ProgressSource
from app.domain.following import OF_APPOINTMENT, OF_REFERRAL, OF_TASK
from app.domain.identity import GoalId
from app.domain.referrals.outcomes import Result
from app.domain.referrals.referral import Referral
from app.domain.referrals.states import ReferralState
from app.domain.work.task import Task
from app.use_cases.care import care_plan_versions, goals
from app.use_cases.core import Context


async def referral_moved(context: Context, referral: Referral) -> None:
    """Let activities follow a referral; when it has come to its end, its outcome is progress of their goals."""
    plans = await _follow(context, Link(referral=referral.id), OF_REFERRAL[referral.state])
    result = _result(referral)
    if result is None:
        return
    note = f"Referral {result.value.replace('_', ' ')}"
    for goal in _goals_of(plans, referral.id):
        achievement = _achievement(result, goal, plans)
        await goals.progress_by_outcome(
            context, goal, achievement, source=ProgressSource.REFERRAL, origin=referral.id, note=note
        )


async def task_moved(context: Context, task: Task) -> None:
    """Let activities follow a task."""
    await _follow(context, Link(task=task.id), OF_TASK[task.status])


async def appointment_moved(context: Context, appointment: Appointment) -> None:
    """Let activities follow an appointment."""
    await _follow(context, Link(appointment=appointment.id), OF_APPOINTMENT[appointment.status])


async def labels_changed(context: Context, link: Link) -> None:
    """Let the plans follow of which an activity is a thing that bears other labels now."""
    for plan in await context.tx.care_plans.lock_linked(link):
        following = next(activity.id for activity in plan.activities if activity.content.link == link)
        await care_plan_versions.thing_changed(context, plan, {"activity": following} | _named(link))


async def _follow(context: Context, link: Link, status: ActivityStatus) -> tuple[CarePlan, ...]:
    """Return the plans in which an activity has moved."""
    changed = []
    for plan in await context.tx.care_plans.lock_linked(link):
        following = [activity for activity in plan.activities if activity.content.link == link]
        moved = [activity for activity in following if activity.follow(status, context.now)]
        related = {"activity": (moved or following)[0].id} | _named(link)
        if not moved:
            await care_plan_versions.thing_changed(context, plan, related)
            continue
        plan.updated_at = context.now
        await care_plan_versions.keep(context, plan, "activity_moved", related)
        changed.append(plan)
    return tuple(changed)


def _named(link: Link) -> dict[str, UUID]:
    return {kind.value: link.subject for kind in link.kinds if link.subject}


def _result(referral: Referral) -> Result | None:
    """Return what came of a referral that has ended; what was given up has met nothing."""
    if referral.state is ReferralState.CLOSED_UNMET:
        return Result.NOT_MET
    return referral.outcome.result if referral.state is ReferralState.COMPLETED and referral.outcome else None


def _goals_of(plans: Sequence[CarePlan], subject: UUID) -> tuple[GoalId, ...]:
    found = (
        goal
        for plan in plans
        for activity in plan.activities
        if activity.content.link.subject == subject
        for goal in activity.content.goals
    )
    return tuple(sorted(set(found)))


def _achievement(result: Result, goal: GoalId, plans: Sequence[CarePlan]) -> Achievement:
    if result is Result.NOT_MET:
        return Achievement.NO_CHANGE
    done = all(plan.is_done_for(goal) for plan in plans if plan.activities_of(goal))
    return Achievement.ACHIEVED if result is Result.NEED_MET and done else Achievement.IMPROVING
