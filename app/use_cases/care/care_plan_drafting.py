"""Makes a plan of a template: its needs, goals and activities with their links, as a draft that binds nobody yet."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

from app.domain.care_plans.need import Need
from app.domain.care_plans.template import CarePlanTemplate
from app.domain.care_plans.template_content import TemplateContent, TemplateNeed
from app.domain.care_plans.template_use import TemplateUse
from app.domain.faults import Faults, is_language
from app.domain.identity import CarePlanTemplateId, ClientId, GoalId, NeedId, WorkerId
from app.domain.networks.roles import CARE_ROLES
from app.ports.access import Access
from app.ports.needs import NeedFilter
from app.ports.referrals import Order
from app.use_cases import records
from app.use_cases.care import care_plan_templates, care_plans, goals, needs
from app.use_cases.care.care_plans import NewPlan, ShownPlan
from app.use_cases.clients import clients
from app.use_cases.core import Context, use_case

MOST_NEEDS = 200
LAST_YEAR = 2_200


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """For whom a plan is made of a template, and how: without `start` today, without `language` the client's.

    `goals` are the keys of the goals to take, none meaning all. `needs` names needs that the client has on record
    already; for others the newest open need of the same category is taken, and only then one is recorded.
    """

    client: ClientId
    start: date | None = None
    language: str | None = None
    worker: WorkerId | None = None
    goals: tuple[str, ...] = ()
    needs: Mapping[str, NeedId] = field(default_factory=dict)


@use_case(action="care-plan-template.apply", resource="CarePlan", permission="c", roles=CARE_ROLES)
async def apply(context: Context, template_id: CarePlanTemplateId, wish: Wish) -> ShownPlan:
    """Draft a plan of a template for a client whom the actor's agency serves."""
    template = await care_plan_templates.usable(context, template_id)
    template.check_active()
    client = await clients.seen(context, wish.client)
    await records.served(context, wish.client)
    content = _chosen(template.content, wish)
    spoken = client.profile.language
    use = TemplateUse(
        content=content,
        start=wish.start or await _today(context),
        asked=wish.language or (spoken.tag if spoken else None),
    )
    known = await _needs(context, wish, use)
    made = await _goals(context, wish.client, use, known)
    return await _plan(context, wish, template, use, known, made)


def _chosen(content: TemplateContent, wish: Wish) -> TemplateContent:
    """Return the part of a template that is wanted: some goals, with their needs and activities."""
    faults = Faults()
    in_time = wish.start is None or wish.start.year <= LAST_YEAR
    faults.require(in_time, "/start", f"must not be after {LAST_YEAR}")
    tagged = wish.language is None or is_language(wish.language)
    faults.require(tagged, "/language", "must be a BCP-47 language tag such as es")
    goal_keys = {goal.key for goal in content.goals}
    for place, key in enumerate(wish.goals):
        faults.require(key in goal_keys, f"/goals/{place}", "is the key of no goal of this template")
    need_keys = {need.key for need in content.needs}
    for place, key in enumerate(wish.needs):
        faults.require(key in need_keys, f"/needs/{place}/key", "is the key of no need of this template")
    faults.refuse("care-plan-template.not-applicable", "No plan can be made of the template like that.")
    return content.only(frozenset(wish.goals)) if wish.goals else content


async def _needs(context: Context, wish: Wish, use: TemplateUse) -> dict[str, NeedId]:
    """Return a need of the client for each key, recorded now where there is none yet."""
    await _check_named(context, wish)
    which = NeedFilter(client=wish.client)
    access = Access.of(context.actor, context.now)
    page = await context.tx.need_list.page(access, which, Order.NEWEST, after=None, limit=MOST_NEEDS)
    known = {}
    for need in use.content.needs:
        standing = wish.needs.get(need.key) or _standing(page.items, need)
        known[need.key] = standing or await _recorded(context, wish.client, use, need)
    return known


async def _check_named(context: Context, wish: Wish) -> None:
    found = await context.tx.needs.get_many(tuple(wish.needs.values())) if wish.needs else {}
    faults = Faults()
    for place, need in enumerate(wish.needs.values()):
        theirs = need in found and found[need].client == wish.client
        faults.require(theirs, f"/needs/{place}/need_id", "is no need of this client")
    faults.refuse("care-plan-template.not-applicable", "No plan can be made of the template like that.")


def _standing(known: tuple[Need, ...], wanted: TemplateNeed) -> NeedId | None:
    alike = (
        need.id
        for need in known
        if need.is_open and wanted.category is not None and need.content.category is wanted.category
    )
    return next(alike, None)


async def _recorded(context: Context, client: ClientId, use: TemplateUse, need: TemplateNeed) -> NeedId:
    needs.record.rule.check(context.actor)
    return (await needs.record(context, client, use.need(need))).id


async def _goals(
    context: Context, client: ClientId, use: TemplateUse, known: Mapping[str, NeedId]
) -> dict[str, GoalId]:
    goals.propose.rule.check(context.actor)
    return {goal.key: (await goals.propose(context, client, use.goal(goal, known))).id for goal in use.content.goals}


async def _plan(
    context: Context,
    wish: Wish,
    template: CarePlanTemplate,
    use: TemplateUse,
    known: Mapping[str, NeedId],
    made: Mapping[str, GoalId],
) -> ShownPlan:
    new = NewPlan(
        client=wish.client,
        content=use.plan(known.values(), wish.worker),
        goals=tuple(made.values()),
        activities=tuple(use.activity(activity, made) for activity in use.content.activities),
        template=template.id,
        template_version=template.version,
    )
    return await care_plans.create(context, new)


async def _today(context: Context) -> date:
    agency = await context.tx.agencies.get(context.actor.agency)
    return context.now.astimezone(ZoneInfo(agency.calendar.time_zone) if agency else None).date()
