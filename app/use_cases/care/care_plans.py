"""What agencies do with the care plans of the clients they serve."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from app.domain.care_plans.activity import ActivityContent
from app.domain.care_plans.agreement import Agreement
from app.domain.care_plans.care_plan import CarePlan
from app.domain.care_plans.goal import Goal, GoalContent
from app.domain.care_plans.plan_content import PlanContent
from app.domain.care_plans.plan_moves import HAPPENED, PLAN_ROLES, UNDER_WAY, PlanAction
from app.domain.care_plans.snapshot import PlanPicture, picture
from app.domain.errors import Fault, Invalid
from app.domain.identity import (
    ActivityId,
    CarePlanId,
    CarePlanTemplateId,
    ClientId,
    GoalId,
)
from app.domain.lifecycle import Party
from app.domain.networks.roles import CARE_ROLES
from app.ports.access import Access
from app.ports.care_plans import CarePlanFilter, CarePlanItem
from app.ports.queries import Cursor, Page
from app.ports.referrals import Order
from app.use_cases import records
from app.use_cases.care import care_plan_links, goals, plan_disclosure, served_records
from app.use_cases.care.care_plan_versions import begin, keep, parts_of
from app.use_cases.care.served_records import READING
from app.use_cases.core import Context, use_case

SERVING = frozenset({Party.AGENCY})
FURTHEST_ZONE = timedelta(hours=14)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPlan:
    """Everything that is said to begin a plan; its goals are there already, and its activities name them."""

    client: ClientId
    content: PlanContent
    goals: tuple[GoalId, ...] = ()
    activities: tuple[ActivityContent, ...] = ()
    agreement: Agreement | None = None
    template: CarePlanTemplateId | None = None
    template_version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPlan:
    """A plan as the actor may read it; `parties` says whether the actor may write it too.

    `withheld` names the members of which something is left out.
    """

    plan: CarePlan
    picture: PlanPicture
    parties: frozenset[Party] = field(default=SERVING)
    withheld: tuple[str, ...] = ()


@use_case(action="care-plan.list", resource="CarePlan", permission="s", roles=CARE_ROLES)
async def browse(
    context: Context, which: CarePlanFilter, order: Order, *, after: Cursor | None, limit: int
) -> Page[CarePlanItem]:
    """List a client's plans as far as the actor may read them, or those that the actor's agency answers for."""
    access = Access.of(context.actor, context.now)
    page = await context.tx.care_plan_list.page(access, which, order, after=after, limit=limit)
    context.saw(*(item.id for item in page.items), clients=frozenset(item.client_id for item in page.items))
    return page


@use_case(action="care-plan.read", resource="CarePlan", permission="r", roles=CARE_ROLES)
async def read(context: Context, plan_id: CarePlanId) -> ShownPlan:
    """Show a plan that the actor may read, with those of its needs and goals that the actor may read too."""
    found = await served_records.shown(context, "care-plan", await context.tx.care_plans.get(plan_id))
    plan = found.record
    by_goal, by_need = await parts_of(context, plan)
    shown = picture(plan, by_goal.values(), by_need.values())
    return await _told(context, plan, shown, READING if found.parties == READING else SERVING)


@use_case(action="care-plan.create", resource="CarePlan", permission="c", roles=CARE_ROLES)
async def create(context: Context, new: NewPlan) -> ShownPlan:
    """Draft a plan for a client whom the actor's agency serves, with goals and activities if there are any yet."""
    await records.served(context, new.client)
    new.content.check()
    plan = CarePlan(
        id=CarePlanId(context.new_id()),
        network=context.actor.network,
        client=new.client,
        agency=context.actor.agency,
        content=new.content,
        created_by=context.actor.id,
        created_at=context.now,
        updated_at=context.now,
        template=new.template,
        template_version=new.template_version,
    )
    await _check_named(context, plan)
    for place, goal in enumerate(new.goals):
        await _take_in(context, plan, await context.tx.goals.lock(goal), f"/goal_ids/{place}")
    for content in new.activities:
        linked = await care_plan_links.find(context, content.link)
        plan.add_activity(await care_plan_links.begun(context, plan, content, linked))
    if new.agreement is not None:
        plan.agree(new.agreement, today(context), context.now)
    return await _told(context, plan, await begin(context, plan))


@use_case(action="care-plan.change", resource="CarePlan", permission="u", roles=CARE_ROLES)
async def change(context: Context, plan_id: CarePlanId, content: PlanContent, *, expected: int | None) -> ShownPlan:
    """Describe a plan anew; the same description again leaves no trace."""
    plan = await held(context, plan_id, expected)
    if not plan.change(content, context.now):
        return await _as_is(context, plan)
    await _check_named(context, plan)
    return await saved(context, plan, "changed")


@use_case(action="care-plan.act", resource="CarePlan", permission="u", roles=CARE_ROLES)
async def act(
    context: Context, plan_id: CarePlanId, action: PlanAction, reason: str | None = None, *, expected: int | None
) -> ShownPlan:
    """Activate a plan, hold, resume, complete or revoke it."""
    plan = await held(context, plan_id, expected)
    plan.act(action, reason, context.now)
    return await saved(context, plan, HAPPENED[action])


@use_case(
    action="care-plan.enter-in-error",
    resource="CarePlan",
    permission="u",
    roles=PLAN_ROLES[PlanAction.ENTER_IN_ERROR],
)
async def enter_in_error(
    context: Context, plan_id: CarePlanId, reason: str | None, *, expected: int | None
) -> ShownPlan:
    """Say that a plan should never have been."""
    return await act(context, plan_id, PlanAction.ENTER_IN_ERROR, reason, expected=expected)


@use_case(action="care-plan.agree", resource="CarePlan", permission="u", roles=CARE_ROLES)
async def agree(context: Context, plan_id: CarePlanId, agreement: Agreement, *, expected: int | None) -> ShownPlan:
    """Put on record that the client agreed to a plan, or why not."""
    plan = await held(context, plan_id, expected)
    if not plan.agree(agreement, today(context), context.now):
        return await _as_is(context, plan)
    return await saved(context, plan, "agreed")


@use_case(action="care-plan.add-goal", resource="CarePlan", permission="u", roles=CARE_ROLES)
async def add_goal(context: Context, plan_id: CarePlanId, wanted: GoalId | GoalContent) -> ShownPlan:
    """Pursue a goal in a plan: one that is there already, or a new one, put forward with it."""
    goal = None if isinstance(wanted, GoalContent) else await context.tx.goals.lock(wanted)
    plan = await held(context, plan_id, None)
    plan.check_under_way()
    if isinstance(wanted, GoalContent):
        goals.propose.rule.check(context.actor)
        goal = await goals.propose(context, plan.client, wanted)
    if not await _take_in(context, plan, goal, "/goal_id"):
        return await _as_is(context, plan)
    return await saved(context, plan, "goal_added", goal=plan.goals[-1])


@use_case(action="care-plan.remove-goal", resource="CarePlan", permission="u", roles=CARE_ROLES)
async def remove_goal(context: Context, plan_id: CarePlanId, goal_id: GoalId, *, expected: int | None) -> ShownPlan:
    """Pursue a goal no longer in a plan; the goal itself stays."""
    plan = await held(context, plan_id, expected)
    plan.unlink_goal(goal_id, context.now)
    return await saved(context, plan, "goal_removed", goal=goal_id)


async def held(context: Context, plan_id: CarePlanId, expected: int | None) -> CarePlan:
    """Return and lock a plan that the actor may change."""
    return await served_records.held(context, "care-plan", await context.tx.care_plans.lock(plan_id), expected)


async def saved(
    context: Context,
    plan: CarePlan,
    what: str,
    *,
    goal: GoalId | None = None,
    activity: ActivityId | None = None,
) -> ShownPlan:
    """Keep what changed, and show it."""
    related = {noun: id_ for noun, id_ in (("goal", goal), ("activity", activity)) if id_ is not None}
    return await _told(context, plan, await keep(context, plan, what, related))


def today(context: Context) -> date:
    """Return the latest day that it is anywhere now: whoever writes of today may be east of us."""
    return (context.now + FURTHEST_ZONE).date()


async def _as_is(context: Context, plan: CarePlan) -> ShownPlan:
    by_goal, by_need = await parts_of(context, plan)
    return await _told(context, plan, picture(plan, by_goal.values(), by_need.values()))


async def _told(context: Context, plan: CarePlan, shown: PlanPicture, parties: frozenset[Party] = SERVING) -> ShownPlan:
    """Show what the actor may read of a plan; whoever serves the client reads all of one without a label.

    What bears a label later, the plan bears too, but only until it ends.
    """
    if parties != READING and not plan.sensitivities and plan.status in UNDER_WAY:
        return ShownPlan(plan=plan, picture=shown)
    told = await plan_disclosure.disclosed(context, plan, shown)
    return ShownPlan(plan=plan, picture=told.picture, parties=parties, withheld=told.withheld)


async def _take_in(context: Context, plan: CarePlan, goal: Goal | None, pointer: str) -> bool:
    if goal is None or goal.client != plan.client:
        fault = Fault(pointer=pointer, message="is no goal of this client")
        raise Invalid("care-plan.invalid", "The care plan cannot be as described.", faults=(fault,))
    if not plan.link_goal(goal.id, context.now):
        return False
    await goals.put_in_plan(context, goal)
    return True


async def _check_named(context: Context, plan: CarePlan) -> None:
    """Refuse a worker, needs and teams that are not there for this client."""
    content = plan.content
    if content.worker is not None:
        await care_plan_links.check_worker(context, plan.agency, content.worker)
    found = await context.tx.needs.get_many(content.needs) if content.needs else {}
    faults = [
        Fault(pointer=f"/need_ids/{place}", message="is no need of this client")
        for place, need in enumerate(content.needs)
        if need not in found or found[need].client != plan.client
    ]
    for place, team_id in enumerate(content.teams):
        team = await context.tx.care_teams.get(team_id)
        if team is None or team.client != plan.client:
            faults.append(Fault(pointer=f"/team_ids/{place}", message="is no team of this client"))
    if faults:
        raise Invalid("care-plan.invalid", "The care plan cannot be as described.", faults=tuple(faults))
