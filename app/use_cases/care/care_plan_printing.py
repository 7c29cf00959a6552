"""Gathers what a client is told of a plan on paper: as much as the reader may read, and no staff notes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from app.domain.care_plans.activity import Activity
from app.domain.care_plans.activity_moves import ActivityStatus
from app.domain.care_plans.agreement import AgreementAnswer
from app.domain.care_plans.goal import Goal
from app.domain.care_plans.need import Need
from app.domain.care_plans.plan_moves import PlanStatus
from app.domain.care_plans.print_facts import (
    PLANS,
    UNTOLD,
    Today,
    crisis_told,
    need_told,
    standing_of,
    step_told,
    target_told,
)
from app.domain.care_plans.printed_plan import PrintedGoal, PrintedNeed, PrintedPerson, PrintedPlan, PrintedStep
from app.domain.care_plans.progress import ProgressEntry
from app.domain.care_teams.member import PRIMARY, Member, MemberKind
from app.domain.clients.client import Client
from app.domain.codes import SDOHCC_CATEGORIES, Category
from app.domain.errors import Conflict, NotFound
from app.domain.identity import ActivityId, AgencyId, CarePlanId, GoalId, NeedId, WorkerId
from app.domain.networks.agency import Agency
from app.domain.networks.roles import CARE_ROLES
from app.domain.networks.worker import Worker
from app.domain.sensitivity.notices import notices_for, said
from app.use_cases.care import care_plans, care_teams
from app.use_cases.care.care_plan_versions import parts_of
from app.use_cases.care.care_plans import ShownPlan
from app.use_cases.clients import clients
from app.use_cases.core import Context, use_case


@dataclass(frozen=True, slots=True, kw_only=True)
class _Facts:
    """Everything that a printed plan is made of."""

    goals: tuple[Goal, ...]
    needs: tuple[Need, ...]
    notes: Mapping[GoalId, ProgressEntry]
    members: tuple[Member, ...]
    team_withheld: bool
    workers: Mapping[WorkerId, Worker]
    agencies: Mapping[AgencyId, Agency]
    day_of: Today


@use_case(action="care-plan.print", resource="CarePlan", permission="r", roles=CARE_ROLES)
async def lay_out(context: Context, plan_id: CarePlanId, language: str | None) -> PrintedPlan:
    """Say what stands on paper; without a language in the client's, else in the plan's."""
    shown = await care_plans.read(context, plan_id)
    plan = shown.plan
    if plan.status is PlanStatus.ENTERED_IN_ERROR:
        raise Conflict("care-plan.not-printable", "A plan that was entered in error is not printed.")
    client = await clients.seen(context, plan.client)
    facts = await _gathered(context, shown)
    content, agency = plan.content, facts.agencies[plan.agency]
    agreement = plan.agreement
    agreed = agreement.on if agreement and agreement.answer is AgreementAnswer.AGREED else None
    return PrintedPlan(
        language=language or _language(client) or content.language or "en",
        written_in=content.language or _language(client),
        title=content.title,
        client=client.profile.name.full,
        agency=agency.name,
        printed_on=facts.day_of(context.now),
        standing=PLANS[plan.status],
        version=plan.version,
        about=content.description,
        starts=content.starts,
        ends=content.ends,
        call=(_to_call(content.worker, agency, facts),),
        needs=tuple(map(need_told, facts.needs)),
        goals=_goals(shown, facts),
        other_steps=_steps((each for each in _on_paper(shown) if not each.content.goals), facts, {}),
        strengths=content.strengths,
        preferences=content.preferences,
        culture=content.cultural_considerations,
        crisis=crisis_told(content.crisis_plan),
        team=tuple(person for member in facts.members if (person := _member(member, facts))),
        next_review=content.next_review,
        agreed_on=agreed,
        withheld=bool(shown.withheld) or facts.team_withheld,
        notice=said(notices_for(context.labels)),
    )


async def _gathered(context: Context, shown: ShownPlan) -> _Facts:
    plan = shown.plan
    by_goal, by_need = await parts_of(context, plan)
    goals = tuple(by_goal[GoalId(line.id)] for line in shown.picture.goals)
    members, team_withheld = await _team(context, shown)
    content = plan.content
    workers = {content.worker, *(member.worker for member in members)}
    workers |= {activity.content.worker for activity in plan.activities}
    known = await _workers(context, frozenset(worker for worker in workers if worker))
    agencies = {plan.agency, *(member.agency for member in members), *(worker.agency for worker in known.values())}
    found = await context.tx.agencies.get_many([agency for agency in agencies if agency])
    zone = ZoneInfo(found[plan.agency].calendar.time_zone)

    def day_of(at: datetime) -> date:
        return at.astimezone(zone).date()

    return _Facts(
        goals=goals,
        needs=tuple(by_need[NeedId(line.id)] for line in shown.picture.needs),
        notes=await context.tx.goal_notes.newest([goal.id for goal in goals]) if goals else {},
        members=members,
        team_withheld=team_withheld,
        workers=known,
        agencies=found,
        day_of=day_of,
    )


async def _team(context: Context, shown: ShownPlan) -> tuple[tuple[Member, ...], bool]:
    """Return the active members of the client's teams whom the reader may know of, and whether there are others."""
    views = [await care_teams.of_client(context, shown.plan.client)]
    for team in shown.plan.content.teams:
        try:
            views.append(await care_teams.read(context, team))
        except NotFound:
            continue
    members = (each.member for view in views for each in view.members)
    told = tuple(member for member in members if member.active and member.kind is not MemberKind.CLIENT)
    return told, any(view.withheld for view in views)


async def _workers(context: Context, ids: frozenset[WorkerId]) -> dict[WorkerId, Worker]:
    found = {id_: await context.tx.workers.get(id_) for id_ in sorted(ids)}
    return {id_: worker for id_, worker in found.items() if worker}


def _goals(shown: ShownPlan, facts: _Facts) -> tuple[PrintedGoal, ...]:
    told: dict[ActivityId, int] = {}
    goals = []
    for number, goal in enumerate((each for each in facts.goals if each.state not in UNTOLD), 1):
        mine = [activity for activity in _on_paper(shown) if goal.id in activity.content.goals]
        goals.append(_goal(goal, facts, _steps(mine, facts, told)))
        told = {**{activity.id: number for activity in mine}, **told}
    return tuple(goals)


def _goal(goal: Goal, facts: _Facts, steps: tuple[PrintedStep, ...]) -> PrintedGoal:
    standing, on = standing_of(goal, facts.day_of)
    note = facts.notes.get(goal.id)
    return PrintedGoal(
        words=goal.content.title,
        standing=standing,
        on=on,
        why=_why(goal, facts),
        targets=tuple(map(target_told, goal.content.targets)),
        steps=steps,
        last_note=note.progress.note if note else None,
        last_noted=facts.day_of(note.progress.at) if note else None,
    )


def _why(goal: Goal, facts: _Facts) -> tuple[PrintedNeed, ...]:
    return tuple(need_told(need) for need in facts.needs if need.id in goal.content.needs)


def _steps(activities: Iterable[Activity], facts: _Facts, told: Mapping[ActivityId, int]) -> tuple[PrintedStep, ...]:
    """Tell each step once in full; where it serves another goal too, only where that is."""
    return tuple(
        PrintedStep(what=activity.content.title, told_at=told[activity.id])
        if activity.id in told
        else step_told(activity, _name(activity.content.worker, facts))
        for activity in activities
    )


def _on_paper(shown: ShownPlan) -> tuple[Activity, ...]:
    visible = {line.id for line in shown.picture.activities}
    return tuple(
        activity
        for activity in shown.plan.activities
        if activity.id in visible and activity.status is not ActivityStatus.ENTERED_IN_ERROR
    )


def _to_call(worker_id: WorkerId | None, agency: Agency, facts: _Facts) -> PrintedPerson:
    worker = facts.workers.get(worker_id) if worker_id else None
    if worker is None:
        return PrintedPerson(name=agency.name, phone=agency.profile.phone, email=agency.profile.email)
    return PrintedPerson(
        name=worker.name,
        role=worker.profile.title,
        agency=agency.name,
        phone=worker.profile.phone or agency.profile.phone,
        email=worker.profile.email or agency.profile.email,
    )


def _member(member: Member, facts: _Facts) -> PrintedPerson | None:
    role = member.role.words if member.role else None
    agency = facts.agencies.get(member.agency) if member.agency else None
    if member.person is not None:
        relationship = member.person.relationship
        return PrintedPerson(
            name=member.person.name,
            role=role or (relationship.words if relationship else None),
            agency=agency.name if agency else None,
            phone=member.person.phone,
            email=member.person.email,
        )
    name = _name(member.worker, facts) or (agency.name if agency else None)
    if name is None:
        return None
    beside = agency.name if agency and agency.name != name else None
    phone = agency.profile.phone if agency else None
    return PrintedPerson(
        name=name, role=role, leads=member.role == PRIMARY, helps_with=_need(member), agency=beside, phone=phone
    )


def _need(member: Member) -> Category | None:
    """Return what a provider that came with a handoff helps with."""
    if member.handoff is None or member.role is None:
        return None
    codes = (coding.code for coding in member.role.codings if coding.system == SDOHCC_CATEGORIES)
    return next((Category(code) for code in codes), None)


def _name(worker_id: WorkerId | None, facts: _Facts) -> str | None:
    worker = facts.workers.get(worker_id) if worker_id else None
    return worker.name if worker else None


def _language(client: Client) -> str | None:
    return client.profile.language.tag if client.profile.language else None
