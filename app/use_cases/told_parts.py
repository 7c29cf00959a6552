"""Notes what one's own papers tell of other agencies' records, since the law's notices go with those parts too."""

from collections.abc import Collection
from uuid import UUID

from app.domain.care_plans.care_plan import CarePlan
from app.domain.care_plans.snapshot import PlanPicture
from app.domain.caseloads.handover import Handover, Point, PointKind
from app.domain.identity import CarePlanId, GoalId, NeedId
from app.domain.referrals.referral import Referral
from app.use_cases.core import Context


async def of_plan(context: Context, plan: CarePlan, shown: PlanPicture) -> None:
    """Note what the actor's own plan tells of goals and needs; of another's plan all labels are told already."""
    if plan.agency == context.actor.agency:
        await _tell(context, [goal.id for goal in shown.goals], [need.id for need in shown.needs])


async def of_handover(context: Context, handover: Handover, points: Collection[Point]) -> None:
    """Note the same of a handover, which names plans too; one without a label names nothing that bears one."""
    if handover.agency != context.actor.agency or not handover.sensitivities:
        return
    await _tell(context, _subjects(points, PointKind.GOAL), _subjects(points, PointKind.NEED))
    for each in _subjects(points, PointKind.CARE_PLAN):
        plan = await context.tx.care_plans.get(CarePlanId(each))
        context.tells(*((plan,) if plan is not None else ()))


def of_referral(context: Context, referral: Referral) -> None:
    """Note what a referral tells its sender of the providers' answers."""
    for handoff in referral.handoffs:
        if handoff.provider != context.actor.agency and handoff.answered_at is not None:
            context.labels |= handoff.sensitivity


async def _tell(context: Context, goals: Collection[UUID], needs: Collection[UUID]) -> None:
    tx = context.tx
    found_goals = await tx.goals.get_many([GoalId(each) for each in goals]) if goals else {}
    found_needs = await tx.needs.get_many([NeedId(each) for each in needs]) if needs else {}
    context.tells(*found_goals.values(), *found_needs.values())


def _subjects(points: Collection[Point], kind: PointKind) -> list[UUID]:
    return [point.subject for point in points if point.kind is kind and point.subject is not None]
