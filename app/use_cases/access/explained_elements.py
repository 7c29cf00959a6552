"""Which elements of a thing are kept back from an agency, and the rule for each, by the table that withholds them."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID

from app.domain.access.explanation import (
    AccessRule,
    Asked,
    Explanation,
    Known,
    Withheld,
    explain,
    kept_back,
    kept_back_as,
)
from app.domain.care_plans.care_plan import CarePlan
from app.domain.care_plans.goal import Goal
from app.domain.care_plans.need import Need
from app.domain.care_plans.snapshot import PlanPicture, picture
from app.domain.care_teams.team import CareTeam
from app.domain.caseloads.handover import Handover, PointKind
from app.domain.disclosure.elements import Noun
from app.domain.disclosure.plans import PlanDisclosure, disclose_plan, thing_of
from app.domain.identity import AgencyId, CarePlanId, GoalId, NeedId
from app.domain.networks.roles import OVERSIGHT_ROLES
from app.domain.records import ClientRecord
from app.domain.referrals.asker import Asker
from app.domain.referrals.handoff import Handoff
from app.domain.referrals.referral import Referral
from app.domain.referrals.views import Case, show_handoff
from app.ports.access import Access
from app.use_cases.care.care_plan_versions import parts_of
from app.use_cases.core import Context

Explanations = dict[UUID, Explanation]


def of_record(record: ClientRecord, agency: AgencyId, known: Known) -> Explanation:
    """Explain whether an agency may read a record, or a part of one, by itself."""
    asked = Asked(
        client=record.client,
        agency=record.agency,
        reader=agency,
        kinds=record.kinds,
        sensitivities=record.sensitivities,
    )
    return explain(asked, known)


async def withheld(context: Context, record: Any, agency: AgencyId, known: Known) -> tuple[Withheld, ...]:
    """Explain each element of a record that the agency may read, and of it not this."""
    if isinstance(record, Handover):
        elements = await _of_handover(context, record, agency, known)
    elif isinstance(record, CarePlan):
        elements = await _of_plan(context, record, agency, known)
    elif isinstance(record, CareTeam):
        elements = _of_team(record, agency, known)
    elif isinstance(record, Goal):
        elements = await _of_goal(context, record, agency, known)
    elif isinstance(record, Need):
        elements = await _of_need(context, record, agency, known)
    else:
        elements = ()
    return await _as_far_as_known(context, elements)


def of_handoff(referral: Referral, handoff: Handoff, agency: AgencyId, known: Known) -> tuple[Withheld, ...]:
    """Explain each element of a handoff that one of its parties is not told."""
    asker = Asker(agency=agency, roles=frozenset(), network_wide=False)
    case = Case(state=referral.state, summary=None, details=referral.content.details, code=referral.content.code)
    sending = Asked(
        client=referral.client,
        agency=handoff.sender,
        reader=handoff.provider,
        kinds=frozenset({referral.content.category}),
        sensitivities=referral.sensitivity,
    )
    closed = explain(sending, known)
    answers = (kept_back(Noun.HANDOFF, name) for name in show_handoff(handoff, asker, case).withheld)
    return tuple(
        each if each.rule is AccessRule.FEEDBACK else kept_back_as(each.element, closed, None) for each in answers
    )


async def _of_handover(context: Context, handover: Handover, agency: AgencyId, known: Known) -> tuple[Withheld, ...]:
    named = [(point.kind, point.subject) for point in handover.points if point.subject is not None]
    subjects = {id_ for kind, id_ in named if kind in {PointKind.GOAL, PointKind.CARE_PLAN}}
    goals = await context.tx.goals.get_many([GoalId(id_) for kind, id_ in named if kind is PointKind.GOAL])
    plans = [await context.tx.care_plans.get(CarePlanId(id_)) for kind, id_ in named if kind is PointKind.CARE_PLAN]
    records: list[Any] = [*goals.values(), *(plan for plan in plans if plan is not None)]
    by_itself = {each.id: of_record(each, agency, known) for each in records}
    hidden = {each for each in subjects if each not in by_itself or not by_itself[each].allowed}
    told, _, names = handover.told_to(agency, network_wide=known.network_wide, hidden=hidden)
    left = [point for point in handover.points if point not in told and point.subject in by_itself]
    parts = tuple(kept_back_as(each.kind, by_itself[each.subject], each.subject) for each in left if each.subject)
    apart = {each.element for each in parts}
    return (*parts, *(kept_back(Noun.HANDOVER, name) for name in names if name not in apart))


async def _of_plan(context: Context, plan: CarePlan, agency: AgencyId, known: Known) -> tuple[Withheld, ...]:
    """Explain each goal, need and activity of a plan that the agency may not read by itself."""
    by_goal, by_need = await parts_of(context, plan)
    whole = picture(plan, by_goal.values(), by_need.values())
    things = [thing for each in whole.activities if (thing := thing_of(each)) is not None]
    labels = await context.tx.care_plans.labels_of(things)
    parts: list[tuple[UUID, ClientRecord]] = [*by_goal.items(), *by_need.items()]
    parts += [(thing, replace(plan, sensitivities=borne)) for thing, borne in labels.items()]
    answers = {id_: of_record(part, agency, known) for id_, part in parts}
    closed = {id_: answer for id_, answer in answers.items() if not answer.allowed}
    return tuple(_missing(whole, disclose_plan(whole, closed), closed))


def _missing(whole: PlanPicture, told: PlanDisclosure, closed: Explanations) -> Iterator[Withheld]:
    for element, parts in (("goals", whole.goals), ("needs", whole.needs)):
        yield from (kept_back_as(element, closed[part.id], part.id) for part in parts if part.id in closed)
    shown = {each.id: each for each in told.picture.activities}
    for activity in whole.activities:
        if shown.get(activity.id) != activity:
            behind = next(id_ for id_ in (thing_of(activity), *activity.goal_ids) if id_ in closed)
            yield kept_back_as("activities", closed[behind], activity.id)


def _of_team(team: CareTeam, agency: AgencyId, known: Known) -> tuple[Withheld, ...]:
    others = [each for each in team.members if each.brought_by != agency]
    answers = ((each.id, of_record(each, agency, known)) for each in others)
    return tuple(kept_back_as("members", answer, id_) for id_, answer in answers if not answer.allowed)


async def _of_goal(context: Context, goal: Goal, agency: AgencyId, known: Known) -> tuple[Withheld, ...]:
    needs = await context.tx.needs.get_many(goal.content.needs) if goal.content.needs else {}
    answers = ((id_, of_record(need, agency, known)) for id_, need in needs.items())
    return tuple(kept_back_as("need_ids", answer, id_) for id_, answer in answers if not answer.allowed)


async def _of_need(context: Context, need: Need, agency: AgencyId, known: Known) -> tuple[Withheld, ...]:
    found = await context.tx.assessments.get(need.source.assessment) if need.source else None
    if need.source is None or found is None or (answer := of_record(found, agency, known)).allowed:
        return ()
    names = ("assessment_id", "link_ids") if need.source.links else ("assessment_id",)
    return tuple(kept_back_as(name, answer, None) for name in names)


async def _as_far_as_known(context: Context, elements: tuple[Withheld, ...]) -> tuple[Withheld, ...]:
    """Leave out the ids of goals and needs that the asker may not read either."""
    named = [each.subject for each in elements if each.subject is not None]
    if not named or context.actor.roles & OVERSIGHT_ROLES:
        return elements
    access = Access.of(context.actor, context.now)
    known: frozenset[UUID] = await context.tx.need_list.readable(access, [NeedId(each) for each in named])
    known |= await context.tx.goal_list.readable(access, [GoalId(each) for each in named])
    known |= await context.tx.care_plan_list.readable(access, [CarePlanId(each) for each in named])
    return tuple(each if each.subject in known else replace(each, subject=None) for each in elements)
