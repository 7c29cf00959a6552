"""Care plans over REST: the plan, what the client said of it, and the goals that it pursues."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Query
from starlette.responses import Response

from app.api.desks import AtDesk, Desk
from app.api.moments import AnyMoment
from app.api.operations import Operations, PageOf
from app.api.pages import Paged
from app.api.preconditions import Expected
from app.api.rendering import disclosed, disclosed_new
from app.api.rest.actions import actions
from app.api.rest.members import members
from app.api.rest.parts import part
from app.api.rest.schemas.care_plans import (
    AgreementIn,
    CarePlanIn,
    CarePlanItemOut,
    CarePlanOut,
    NewCarePlanIn,
    PlanGoalIn,
    PlanGoalOut,
    PlanReasonIn,
)
from app.domain.care_plans.goal import GoalContent
from app.domain.care_plans.offers import plan_offers
from app.domain.care_plans.plan_moves import PlanAction, PlanStatus
from app.domain.errors import Fault, Invalid
from app.domain.identity import CarePlanId, ClientId, GoalId, WorkerId
from app.domain.networks.roles import Role
from app.ports.care_plans import CarePlanFilter
from app.ports.referrals import Order
from app.ports.transactions import Rendered
from app.use_cases.care import care_plans
from app.use_cases.care.care_plans import NewPlan, ShownPlan

PATH = "/v1/care-plans"
operations = Operations("Care plans", PATH)
router = operations.router

ClientQuery = Annotated[UUID | None, Query(description="Only of this client: of every agency, as far as you may.")]
StatusQuery = Annotated[PlanStatus | None, Query(description="Only of this status.")]
WorkerQuery = Annotated[UUID | None, Query(description="Only for which this worker answers.")]
SinceQuery = Annotated[AnyMoment | None, Query(description="Only changed since then.")]
SortQuery = Annotated[Order, Query(description="The newest change first, or the oldest.")]


@operations.get("", care_plans.browse, answers=PageOf[CarePlanItemOut])
async def list_care_plans(
    desk: AtDesk,
    page: Paged,
    client_id: ClientQuery = None,
    status: StatusQuery = None,
    worker_id: WorkerQuery = None,
    updated_since: SinceQuery = None,
    sort: SortQuery = Order.NEWEST,
) -> Response:
    """List care plans.

    Without a client: those for which your agency answers. With one: all of the client's that you may read.
    """
    which = CarePlanFilter(
        client=ClientId(client_id) if client_id else None,
        status=status,
        worker=WorkerId(worker_id) if worker_id else None,
        updated_since=updated_since,
    )
    return await desk.answer(
        lambda found: page.answer(found, lambda item: item),
        care_plans.browse,
        which,
        sort,
        after=page.after,
        limit=page.limit,
    )


@operations.post("", care_plans.create, answers=CarePlanOut, status=201)
async def create_care_plan(desk: AtDesk, plan: NewCarePlanIn) -> Response:
    """Draft a care plan.

    For agencies that serve the client. It becomes active when it has a goal and the client's agreement, or the reason
    why there is none.
    """
    new = NewPlan(client=plan.client(), content=plan.content(), goals=plan.goals())
    return await desk.answer(lambda shown: plan_made(desk, shown), care_plans.create, new)


@operations.get("/{plan_id}", care_plans.read, answers=CarePlanOut)
async def read_care_plan(desk: AtDesk, plan_id: UUID) -> Response:
    """Read a care plan with its goals and activities."""
    return await desk.answer(lambda shown: plan_shown(desk, shown), care_plans.read, CarePlanId(plan_id))


@operations.put("/{plan_id}", care_plans.change, answers=CarePlanOut)
async def change_care_plan(desk: AtDesk, plan_id: UUID, expected: Expected, plan: CarePlanIn) -> Response:
    """Describe a care plan anew.

    Every change makes a version; the same description again makes none.
    """
    return await desk.answer(
        lambda shown: plan_shown(desk, shown),
        care_plans.change,
        CarePlanId(plan_id),
        plan.content(),
        expected=expected,
    )


@operations.put("/{plan_id}/agreement", care_plans.agree, answers=CarePlanOut)
async def record_care_plan_agreement(
    desk: AtDesk, plan_id: UUID, expected: Expected, agreement: AgreementIn
) -> Response:
    """Put on record that the client agreed to a plan, or why not; the tag is the plan's."""
    return await desk.answer(
        lambda shown: plan_shown(desk, shown),
        care_plans.agree,
        CarePlanId(plan_id),
        agreement.agreement(),
        expected=expected,
    )


@operations.post("/{plan_id}/activate", care_plans.act, answers=CarePlanOut)
async def activate_care_plan(desk: AtDesk, plan_id: UUID, expected: Expected) -> Response:
    """Put a draft into force."""
    return await _act(desk, plan_id, PlanAction.ACTIVATE, expected)


@operations.post("/{plan_id}/hold", care_plans.act, answers=CarePlanOut)
async def hold_care_plan(desk: AtDesk, plan_id: UUID, expected: Expected, said: PlanReasonIn | None = None) -> Response:
    """Let a plan rest; its reviews wait."""
    return await _act(desk, plan_id, PlanAction.HOLD, expected, said)


@operations.post("/{plan_id}/resume", care_plans.act, answers=CarePlanOut)
async def resume_care_plan(
    desk: AtDesk, plan_id: UUID, expected: Expected, said: PlanReasonIn | None = None
) -> Response:
    """Go on with a plan that rested."""
    return await _act(desk, plan_id, PlanAction.RESUME, expected, said)


@operations.post("/{plan_id}/complete", care_plans.act, answers=CarePlanOut)
async def complete_care_plan(
    desk: AtDesk, plan_id: UUID, expected: Expected, said: PlanReasonIn | None = None
) -> Response:
    """Say that a plan has served its purpose."""
    return await _act(desk, plan_id, PlanAction.COMPLETE, expected, said)


@operations.post("/{plan_id}/revoke", care_plans.act, answers=CarePlanOut)
async def revoke_care_plan(desk: AtDesk, plan_id: UUID, expected: Expected, said: PlanReasonIn) -> Response:
    """Give a plan up, and say why."""
    return await _act(desk, plan_id, PlanAction.REVOKE, expected, said)


@operations.post("/{plan_id}/enter-in-error", care_plans.enter_in_error, answers=CarePlanOut)
async def enter_care_plan_in_error(desk: AtDesk, plan_id: UUID, expected: Expected, said: PlanReasonIn) -> Response:
    """Say that a plan should never have been; for coordinators and supervisors."""
    return await desk.answer(
        lambda shown: plan_shown(desk, shown),
        care_plans.enter_in_error,
        CarePlanId(plan_id),
        said.reason,
        expected=expected,
    )


@operations.get("/{plan_id}/goals", care_plans.read, answers=PageOf[PlanGoalOut])
async def list_care_plan_goals(desk: AtDesk, page: Paged, plan_id: UUID) -> Response:
    """List the goals of a plan, in its order."""
    return await desk.answer(
        lambda shown: page.answer(part(shown.picture.goals, page), lambda goal: goal),
        care_plans.read,
        CarePlanId(plan_id),
    )


@operations.post("/{plan_id}/goals", care_plans.add_goal, answers=CarePlanOut)
async def add_care_plan_goal(desk: AtDesk, plan_id: UUID, goal: PlanGoalIn) -> Response:
    """Pursue a goal in a plan.

    A goal that is there is only linked. A new one is put forward for the client, as its last goal.
    """
    return await desk.answer(
        lambda shown: plan_shown(desk, shown), care_plans.add_goal, CarePlanId(plan_id), _wanted(goal)
    )


@operations.delete("/{plan_id}/goals/{goal_id}", care_plans.remove_goal, answers=CarePlanOut)
async def remove_care_plan_goal(desk: AtDesk, plan_id: UUID, goal_id: UUID, expected: Expected) -> Response:
    """Pursue a goal no longer in a plan; the goal itself stays, and so do its activities. The tag is the plan's."""
    return await desk.answer(
        lambda shown: plan_shown(desk, shown),
        care_plans.remove_goal,
        CarePlanId(plan_id),
        GoalId(goal_id),
        expected=expected,
    )


def plan_view(shown: ShownPlan, roles: frozenset[Role]) -> dict[str, Any]:
    """Put a plan into the words of `CarePlanOut`, for somebody with these roles."""
    plan = shown.plan
    blockers = plan.blockers()
    offers = plan_offers(plan.status, shown.parties, roles, blockers)
    return {
        **members(shown.picture),
        "id": plan.id,
        "version": plan.version,
        "client_id": plan.client,
        "agency_id": plan.agency,
        "template_id": plan.template,
        "template_version": plan.template_version,
        "sensitivity": plan.sensitivities,
        "withheld": shown.withheld,
        "identifiers": plan.content.identifiers,
        "created_by": plan.created_by,
        "created_at": plan.created_at,
        "updated_at": plan.updated_at,
        "blockers": blockers,
        "available_actions": actions(PATH, plan.id, offers),
    }


def plan_shown(desk: Desk, shown: ShownPlan) -> Rendered:
    """Answer with a plan as it stands."""
    return disclosed(plan_view(shown, desk.actor.roles), version=shown.plan.version)


def plan_made(desk: Desk, shown: ShownPlan) -> Rendered:
    """Answer with a plan that was just made."""
    plan = shown.plan
    return disclosed_new(plan_view(shown, desk.actor.roles), version=plan.version, location=f"{PATH}/{plan.id}")


def _wanted(goal: PlanGoalIn) -> GoalId | GoalContent:
    if goal.goal_id is not None and goal.goal is None:
        return GoalId(goal.goal_id)
    if goal.goal is None or goal.goal_id is not None:
        fault = Fault(pointer="/goal_id", message="must be given, or else goal; not both")
        raise Invalid("care-plan.invalid", "Name a goal, or describe a new one.", faults=(fault,))
    return goal.goal.content()


async def _act(
    desk: Desk, plan_id: UUID, action: PlanAction, expected: int | None, said: PlanReasonIn | None = None
) -> Response:
    return await desk.answer(
        lambda shown: plan_shown(desk, shown),
        care_plans.act,
        CarePlanId(plan_id),
        action,
        said.reason if said else None,
        expected=expected,
    )
