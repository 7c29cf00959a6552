"""Finds out what of a plan its reader may not read by itself, so that it is left out of the plan too."""

from dataclasses import replace
from uuid import UUID

from app.domain.care_plans.care_plan import CarePlan
from app.domain.care_plans.snapshot import PlanPicture
from app.domain.disclosure.plans import PlanDisclosure, disclose_plan, thing_of
from app.domain.identity import GoalId, NeedId
from app.ports.access import Access
from app.use_cases import told_parts
from app.use_cases.core import Context


async def disclosed(context: Context, plan: CarePlan, shown: PlanPicture) -> PlanDisclosure:
    """Leave out what the reader may not read by itself now.

    Needs are released apart from plans. A goal may have become sensitive after the plan had ended or left it. A plan's
    own agency that has left the client reads on what it wrote itself.
    """
    access = Access.of(context.actor, context.now)
    needs, goals = {need.id for need in shown.needs}, {goal.id for goal in shown.goals}
    readable = await context.tx.need_list.readable(access, [NeedId(each) for each in needs])
    reached = await context.tx.goal_list.readable(access, [GoalId(each) for each in goals])
    hidden = (needs - readable) | (goals - reached) | await _sensitive_things(context, plan, shown)
    told = disclose_plan(shown, hidden)
    await told_parts.of_plan(context, plan, told.picture)
    return told


async def _sensitive_things(context: Context, plan: CarePlan, shown: PlanPicture) -> set[UUID]:
    """Return the things that activities are, whose labels the reader is not told even in a plan."""
    things = [thing for each in shown.activities if (thing := thing_of(each)) is not None]
    labels = await context.tx.care_plans.labels_of(things) if things else {}
    access = Access.of(context.actor, context.now)
    told = {
        each: await context.tx.shares.sees(access, replace(plan, sensitivities=each)) for each in set(labels.values())
    }
    return {thing for thing, borne in labels.items() if not told[borne]}
