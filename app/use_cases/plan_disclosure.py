"""What of a plan is shown to a reader who does not serve the client: as much as may be read of each part by itself."""

from collections.abc import Collection
from dataclasses import replace
from uuid import UUID

from app.domain.care_plans.care_plan import CarePlan
from app.domain.care_plans.snapshot import ActivityLine, PlanPicture
from app.domain.identity import GoalId, NeedId
from app.ports.access import Access
from app.use_cases.core import Context


async def without_hidden(context: Context, plan: CarePlan, shown: PlanPicture) -> PlanPicture:
    """Leave out what the reader, who does not serve the client, may not read by itself now.

    Needs are released apart from plans. A goal may have become sensitive after the plan had ended or left it. A plan's
    own agency that has left the client reads on what it wrote itself.
    """
    access = Access.of(context.actor, context.now)
    needs = await context.tx.need_list.readable(access, [NeedId(need.id) for need in shown.needs])
    goals = await context.tx.goal_list.readable(access, [GoalId(goal.id) for goal in shown.goals])
    secret = {goal.id for goal in shown.goals} - goals | await _sensitive_things(context, plan, shown)
    return replace(
        shown,
        needs=tuple(need for need in shown.needs if need.id in needs),
        goals=tuple(goal for goal in shown.goals if goal.id in goals),
        activities=tuple(_shown(each, secret) for each in shown.activities if not _is_hidden(each, secret)),
    )


async def _sensitive_things(context: Context, plan: CarePlan, shown: PlanPicture) -> set[UUID]:
    """Return the things that activities are, whose labels the reader is not told even in a plan."""
    things = [thing for each in shown.activities if (thing := _thing(each)) is not None]
    labels = await context.tx.care_plans.labels_of(things)
    access = Access.of(context.actor, context.now)
    told = {
        each: await context.tx.shares.sees(access, replace(plan, sensitivities=each)) for each in set(labels.values())
    }
    return {thing for thing, borne in labels.items() if not told[borne]}


def _is_hidden(activity: ActivityLine, secret: Collection[UUID]) -> bool:
    """Whether an activity is such a thing, or serves no other goal than those that are left out."""
    only_for_hidden = bool(activity.goal_ids) and all(goal in secret for goal in activity.goal_ids)
    return only_for_hidden or _thing(activity) in secret


def _shown(activity: ActivityLine, secret: Collection[UUID]) -> ActivityLine:
    return replace(activity, goal_ids=tuple(goal for goal in activity.goal_ids if goal not in secret))


def _thing(activity: ActivityLine) -> UUID | None:
    return activity.referral_id or activity.task_id or activity.appointment_id
