"""Activities of care plans over REST."""

from typing import Any
from uuid import UUID

from starlette.responses import Response

from app.api.desks import AtDesk, Desk
from app.api.operations import Operations, PageOf
from app.api.pages import Paged
from app.api.preconditions import Expected
from app.api.rendering import disclosed, disclosed_new
from app.api.rest.care_plans import PATH as PLANS
from app.api.rest.care_plans import plan_shown
from app.api.rest.members import members
from app.api.rest.parts import part
from app.api.rest.schemas.care_plans import CarePlanOut, PlanReasonIn
from app.api.rest.schemas.plan_activities import ActivityIn, ActivityItemOut, ActivityOut
from app.domain.care_plans.activity_moves import ActivityAction
from app.domain.care_plans.care_plan import CarePlan
from app.domain.care_plans.offers import activity_offers
from app.domain.care_plans.snapshot import ActivityLine, activity_line
from app.domain.disclosure.plans import withheld_of_activity
from app.domain.identity import ActivityId, CarePlanId
from app.ports.transactions import Rendered
from app.use_cases.care import care_plan_activities as activities
from app.use_cases.care import care_plans
from app.use_cases.care.care_plan_activities import ShownActivity

PATH = f"{PLANS}/{{plan_id}}/activities"
operations = Operations("Care plans", PATH)
router = operations.router


@operations.get("", care_plans.read, answers=PageOf[ActivityItemOut])
async def list_care_plan_activities(desk: AtDesk, page: Paged, plan_id: UUID) -> Response:
    """List the activities of a plan, in its order."""
    return await desk.answer(
        lambda shown: page.answer(part(shown.picture.activities, page), lambda line: activity_item(shown.plan, line)),
        care_plans.read,
        CarePlanId(plan_id),
    )


@operations.post("", activities.add, answers=ActivityOut, status=201)
async def create_care_plan_activity(desk: AtDesk, plan_id: UUID, activity: ActivityIn) -> Response:
    """Do one more thing for the goals of a plan.

    One that is linked to a referral, task or appointment stands where that stands, from now on.
    """
    return await desk.answer(_made, activities.add, CarePlanId(plan_id), activity.content())


@operations.get("/{activity_id}", activities.read, answers=ActivityOut)
async def read_care_plan_activity(desk: AtDesk, plan_id: UUID, activity_id: UUID) -> Response:
    """Read an activity of a plan."""
    return await desk.answer(_shown, activities.read, CarePlanId(plan_id), ActivityId(activity_id))


@operations.put("/{activity_id}", activities.change, answers=ActivityOut)
async def change_care_plan_activity(
    desk: AtDesk, plan_id: UUID, activity_id: UUID, expected: Expected, activity: ActivityIn
) -> Response:
    """Describe an activity anew."""
    return await desk.answer(
        _shown,
        activities.change,
        CarePlanId(plan_id),
        ActivityId(activity_id),
        activity.content(),
        expected=expected,
    )


@operations.delete("/{activity_id}", activities.remove, answers=CarePlanOut)
async def remove_care_plan_activity(desk: AtDesk, plan_id: UUID, activity_id: UUID, expected: Expected) -> Response:
    """Take an activity out of a plan; what it was linked to goes on by itself. The tag is the activity's."""
    return await desk.answer(
        lambda shown: plan_shown(desk, shown),
        activities.remove,
        CarePlanId(plan_id),
        ActivityId(activity_id),
        expected=expected,
    )


@operations.post("/{activity_id}/schedule", activities.act, answers=ActivityOut)
async def schedule_care_plan_activity(
    desk: AtDesk, plan_id: UUID, activity_id: UUID, expected: Expected, said: PlanReasonIn | None = None
) -> Response:
    """Say that a day is fixed for an activity."""
    return await _act(desk, plan_id, activity_id, ActivityAction.SCHEDULE, expected, said)


@operations.post("/{activity_id}/start", activities.act, answers=ActivityOut)
async def start_care_plan_activity(
    desk: AtDesk, plan_id: UUID, activity_id: UUID, expected: Expected, said: PlanReasonIn | None = None
) -> Response:
    """Say that somebody is at an activity."""
    return await _act(desk, plan_id, activity_id, ActivityAction.START, expected, said)


@operations.post("/{activity_id}/hold", activities.act, answers=ActivityOut)
async def hold_care_plan_activity(
    desk: AtDesk, plan_id: UUID, activity_id: UUID, expected: Expected, said: PlanReasonIn | None = None
) -> Response:
    """Let an activity wait."""
    return await _act(desk, plan_id, activity_id, ActivityAction.HOLD, expected, said)


@operations.post("/{activity_id}/complete", activities.act, answers=ActivityOut)
async def complete_care_plan_activity(
    desk: AtDesk, plan_id: UUID, activity_id: UUID, expected: Expected, said: PlanReasonIn | None = None
) -> Response:
    """Say that an activity is done."""
    return await _act(desk, plan_id, activity_id, ActivityAction.COMPLETE, expected, said)


@operations.post("/{activity_id}/cancel", activities.act, answers=ActivityOut)
async def cancel_care_plan_activity(
    desk: AtDesk, plan_id: UUID, activity_id: UUID, expected: Expected, said: PlanReasonIn | None = None
) -> Response:
    """Say that an activity will not be begun."""
    return await _act(desk, plan_id, activity_id, ActivityAction.CANCEL, expected, said)


@operations.post("/{activity_id}/stop", activities.act, answers=ActivityOut)
async def stop_care_plan_activity(
    desk: AtDesk, plan_id: UUID, activity_id: UUID, expected: Expected, said: PlanReasonIn | None = None
) -> Response:
    """End an activity before it is done."""
    return await _act(desk, plan_id, activity_id, ActivityAction.STOP, expected, said)


@operations.post("/{activity_id}/reopen", activities.act, answers=ActivityOut)
async def reopen_care_plan_activity(
    desk: AtDesk, plan_id: UUID, activity_id: UUID, expected: Expected, said: PlanReasonIn | None = None
) -> Response:
    """Say that an activity is not over after all."""
    return await _act(desk, plan_id, activity_id, ActivityAction.REOPEN, expected, said)


@operations.post("/{activity_id}/enter-in-error", activities.act, answers=ActivityOut)
async def enter_care_plan_activity_in_error(
    desk: AtDesk, plan_id: UUID, activity_id: UUID, expected: Expected, said: PlanReasonIn | None = None
) -> Response:
    """Say that an activity should never have been."""
    return await _act(desk, plan_id, activity_id, ActivityAction.ENTER_IN_ERROR, expected, said)


def activity_item(plan: CarePlan, line: ActivityLine) -> dict[str, Any]:
    """Put an activity of a plan into the words of `ActivityItemOut`."""
    served = plan.activity(ActivityId(line.id)).content.goals
    return {**members(line), "withheld": withheld_of_activity(line.goal_ids, served)}


def activity_view(shown: ShownActivity) -> dict[str, Any]:
    """Put an activity into the words of `ActivityOut`."""
    plan, activity = shown.plan, shown.activity
    path = f"{PLANS}/{plan.id}/activities/{activity.id}"
    offers = activity_offers(plan.status, activity.status, activity.follows, shown.parties)
    return {
        **members(activity_line(activity)),
        "withheld": shown.withheld,
        "plan_id": plan.id,
        "created_at": activity.created_at,
        "updated_at": activity.updated_at,
        "available_actions": [
            {**members(offer), "href": f"{path}/{offer.action.replace('_', '-')}"} for offer in offers
        ],
    }


async def _act(
    desk: Desk,
    plan_id: UUID,
    activity_id: UUID,
    action: ActivityAction,
    expected: int | None,
    said: PlanReasonIn | None,
) -> Response:
    return await desk.answer(
        _shown,
        activities.act,
        CarePlanId(plan_id),
        ActivityId(activity_id),
        action,
        said.reason if said else None,
        expected=expected,
    )


def _shown(shown: ShownActivity) -> Rendered:
    return disclosed(activity_view(shown), version=shown.activity.version)


def _made(shown: ShownActivity) -> Rendered:
    location = f"{PLANS}/{shown.plan.id}/activities/{shown.activity.id}"
    return disclosed_new(activity_view(shown), version=shown.activity.version, location=location)
