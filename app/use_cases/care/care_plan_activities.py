"""What is done for the goals of a plan, one thing at a time: each counts its own changes."""

from dataclasses import dataclass, replace

from app.domain.care_plans.activity import Activity, ActivityContent
from app.domain.care_plans.activity_moves import ActivityAction
from app.domain.care_plans.care_plan import CarePlan
from app.domain.disclosure.plans import withheld_of_activity
from app.domain.errors import NotFound
from app.domain.identity import ActivityId, CarePlanId, GoalId
from app.domain.lifecycle import Party
from app.domain.networks.roles import CARE_ROLES
from app.use_cases.care import care_plan_links, care_plans
from app.use_cases.core import Context, check_version, use_case


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownActivity:
    """An activity, the plan that it belongs to, whether the actor may write it, and what is left out of it."""

    plan: CarePlan
    activity: Activity
    parties: frozenset[Party] = care_plans.SERVING
    withheld: tuple[str, ...] = ()


@use_case(action="care-plan.read-activity", resource="CarePlan", permission="r", roles=CARE_ROLES)
async def read(context: Context, plan_id: CarePlanId, activity_id: ActivityId) -> ShownActivity:
    """Show an activity of a plan that the actor may read."""
    found = await care_plans.read(context, plan_id)
    activity = found.plan.activity(activity_id)
    line = next((each for each in found.picture.activities if each.id == activity_id), None)
    if line is None:
        raise NotFound("activity")
    content = replace(activity.content, goals=tuple(map(GoalId, line.goal_ids)))
    return ShownActivity(
        plan=found.plan,
        activity=replace(activity, content=content),
        parties=found.parties,
        withheld=withheld_of_activity(line.goal_ids, activity.content.goals),
    )


@use_case(action="care-plan.add-activity", resource="CarePlan", permission="u", roles=CARE_ROLES)
async def add(context: Context, plan_id: CarePlanId, content: ActivityContent) -> ShownActivity:
    """Do one more thing for the goals of a plan; what it is linked to sets its status from now on."""
    content.check()
    linked = await care_plan_links.find(context, content.link)
    plan = await care_plans.held(context, plan_id, None)
    plan.check_under_way()
    activity = await care_plan_links.begun(context, plan, content, linked)
    plan.add_activity(activity)
    await care_plans.saved(context, plan, "activity_added", activity=activity.id)
    return ShownActivity(plan=plan, activity=activity)


@use_case(action="care-plan.change-activity", resource="CarePlan", permission="u", roles=CARE_ROLES)
async def change(
    context: Context, plan_id: CarePlanId, activity_id: ActivityId, content: ActivityContent, *, expected: int | None
) -> ShownActivity:
    """Describe an activity anew; the same description again leaves no trace."""
    content.check()
    linked = await care_plan_links.find(context, content.link)
    plan, activity = await _held(context, plan_id, activity_id, expected)
    before = activity.content.link
    if not plan.change_activity(activity, content, context.now):
        return ShownActivity(plan=plan, activity=activity)
    status = await care_plan_links.check(context, plan, content, linked)
    if status is not None and before != content.link:
        activity.status, activity.status_reason = status, None
    await care_plans.saved(context, plan, "activity_changed", activity=activity.id)
    return ShownActivity(plan=plan, activity=activity)


@use_case(action="care-plan.move-activity", resource="CarePlan", permission="u", roles=CARE_ROLES)
async def act(
    context: Context,
    plan_id: CarePlanId,
    activity_id: ActivityId,
    action: ActivityAction,
    reason: str | None = None,
    *,
    expected: int | None,
) -> ShownActivity:
    """Move an activity by hand; one that follows something is refused."""
    plan, activity = await _held(context, plan_id, activity_id, expected)
    plan.move_activity(activity, action, reason, context.now)
    await care_plans.saved(context, plan, "activity_moved", activity=activity.id)
    return ShownActivity(plan=plan, activity=activity)


@use_case(action="care-plan.remove-activity", resource="CarePlan", permission="u", roles=CARE_ROLES)
async def remove(
    context: Context, plan_id: CarePlanId, activity_id: ActivityId, *, expected: int | None
) -> care_plans.ShownPlan:
    """Take an activity out of a plan; what it was linked to goes on by itself."""
    plan, activity = await _held(context, plan_id, activity_id, expected)
    plan.remove_activity(activity, context.now)
    return await care_plans.saved(context, plan, "activity_removed", activity=activity.id)


async def _held(
    context: Context, plan_id: CarePlanId, activity_id: ActivityId, expected: int | None
) -> tuple[CarePlan, Activity]:
    plan = await care_plans.held(context, plan_id, None)
    activity = plan.activity(activity_id)
    check_version("activity", activity, expected)
    return plan, activity
