"""What follows from every change of a plan, of its goals or of its needs: one more version, on record as it stood."""

from collections.abc import Mapping
from uuid import UUID

from app.domain.care_plans.care_plan import CarePlan
from app.domain.care_plans.goal import Goal
from app.domain.care_plans.need import Need
from app.domain.care_plans.snapshot import PlanPicture, PlanVersion, picture
from app.domain.codes import Sensitivity
from app.domain.events import Happening
from app.domain.identity import GoalId, NeedId
from app.domain.work.task import About
from app.use_cases import records
from app.use_cases.core import Context

Related = Mapping[str, UUID]
NOTHING: Related = {}


async def begin(context: Context, plan: CarePlan) -> PlanPicture:
    """Keep a plan that was just made, in whatever state, with its first version."""
    goals, needs = await parts_of(context, plan)
    plan.sensitivities = await _labels(context, plan, goals, needs)
    await context.tx.care_plans.add(plan)
    return await _record(context, plan, "created", picture(plan, goals.values(), needs.values()), NOTHING)


async def keep(context: Context, plan: CarePlan, what: str, related: Related = NOTHING) -> PlanPicture:
    """Keep what changed in a locked plan, with the version that this makes; `what` is the verb of its event."""
    goals, needs = await parts_of(context, plan)
    before, plan.sensitivities = plan.sensitivities, await _labels(context, plan, goals, needs)
    await context.tx.care_plans.save(plan)
    if plan.sensitivities != before:
        await context.tx.tasks.relabel(About(client=plan.client, plan=plan.id), plan.sensitivities)
    return await _record(context, plan, what, picture(plan, goals.values(), needs.values()), related)


async def goal_changed(context: Context, goal: Goal) -> None:
    """Make a version of each plan under way that pursues the goal, if it shows the change."""
    if not goal.in_plan:
        return
    for plan in await context.tx.care_plans.lock_with_goal(goal.id):
        await _follow(context, plan, "goal_changed", {"goal": goal.id})


async def thing_changed(context: Context, plan: CarePlan, related: Related) -> None:
    """Make a version of a plan if what one of its activities is linked to has changed the plan's labels."""
    await _follow(context, plan, "activity_changed", related)


async def need_changed(context: Context, need: Need) -> None:
    """Make a version of each plan under way that addresses the need, if its words or labels show there."""
    for plan in await context.tx.care_plans.lock_with_need(need.id, need.client):
        await _follow(context, plan, "need_changed", {"need": need.id})


async def parts_of(context: Context, plan: CarePlan) -> tuple[dict[GoalId, Goal], dict[NeedId, Need]]:
    """Return the goals and the needs of a plan as they stand."""
    goals = await context.tx.goals.get_many(plan.goals) if plan.goals else {}
    needs = await context.tx.needs.get_many(plan.content.needs) if plan.content.needs else {}
    return goals, needs


async def _follow(context: Context, plan: CarePlan, what: str, related: Related) -> None:
    goals, needs = await parts_of(context, plan)
    last = await context.tx.care_plan_versions.get(plan.id, plan.version)
    same = last is not None and last.picture == picture(plan, goals.values(), needs.values())
    if same and plan.sensitivities == await _labels(context, plan, goals, needs):
        return
    plan.updated_at = context.now
    await keep(context, plan, what, related)


async def _labels(
    context: Context, plan: CarePlan, goals: Mapping[GoalId, Goal], needs: Mapping[NeedId, Need]
) -> frozenset[Sensitivity]:
    """Return the labels of everything that the plan shows or does, and of its agency's programs."""
    shown = [*(goal.sensitivities for goal in goals.values()), *(need.sensitivities for need in needs.values())]
    links = (activity.content.link.subject for activity in plan.activities)
    done = await context.tx.care_plans.labels_of([subject for subject in links if subject is not None])
    return (await records.labels_kept(context, plan)).union(*shown, *done.values())


async def _record(context: Context, plan: CarePlan, what: str, shown: PlanPicture, related: Related) -> PlanPicture:
    version = PlanVersion(
        network=plan.network,
        plan=plan.id,
        number=plan.version,
        at=context.now,
        by=context.actor.id,
        agency=plan.agency,
        author_agency=context.actor.agency,
        what=what,
        client=plan.client,
        sensitivities=plan.sensitivities,
        picture=shown,
    )
    await context.tx.care_plan_versions.add(version)
    context.happened(
        Happening(
            type=f"care-plan.{what}",
            subject_type="care-plan",
            subject=plan.id,
            version=plan.version,
            stream=plan.id,
            related={"client": plan.client, **related},
            audience=await records.audience(context, plan),
            record=plan,
            facts={"status": plan.status.value},
        )
    )
    return shown
