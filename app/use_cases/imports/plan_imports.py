"""Takes care teams and care plans over from another system, in whatever state they stand there."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from app.domain.care_plans.activity import Activity
from app.domain.care_plans.agreement import NOT_KNOWN
from app.domain.care_plans.care_plan import CarePlan
from app.domain.care_plans.plan_content import PlanContent
from app.domain.care_plans.plan_moves import PlanStatus
from app.domain.care_plans.retelling import retell_plan
from app.domain.care_teams.retelling import retell_team
from app.domain.care_teams.team import CareTeam, TeamKind
from app.domain.identity import ActivityId, CarePlanId, CareTeamId, ClientId, GoalId, MemberId, NeedId
from app.domain.networks.roles import CARE_ROLES
from app.ports.imports import Outcome, Result
from app.ports.record_drafts import PlanDraft, TeamDraft
from app.use_cases import records
from app.use_cases.care import care_plan_versions, care_teams, goals
from app.use_cases.core import Context, use_case
from app.use_cases.imports.record_imports import Met, NotHere, Takeover, check_whose
from app.use_cases.records import labels_of_agency


@use_case(action="care-team.import", resource="CareTeam", permission="c", roles=CARE_ROLES)
async def take_teams(
    context: Context, source: str, drafts: Sequence[TeamDraft], *, met: Met, dry_run: bool
) -> tuple[Result, ...]:
    """Take care teams over for clients on the caseload of the actor's agency. A dry run writes nothing."""
    takeover = Takeover(context=context, source=source, met=met, dry_run=dry_run)
    return await takeover.of("care-team", drafts, take_team)


@use_case(action="care-plan.import", resource="CarePlan", permission="c", roles=CARE_ROLES)
async def take_plans(
    context: Context, source: str, drafts: Sequence[PlanDraft], *, met: Met, dry_run: bool
) -> tuple[Result, ...]:
    """Take care plans over, after the needs, goals and teams that they name. A dry run writes nothing."""
    takeover = Takeover(context=context, source=source, met=met, dry_run=dry_run)
    return await takeover.of("care-plan", drafts, take_plan)


async def take_team(
    takeover: Takeover, draft: TeamDraft, client: ClientId, before: UUID | None
) -> tuple[Outcome, UUID]:
    """Take one care team over; members are added, never taken out."""
    context = takeover.context
    draft.content.check()
    there = await context.tx.care_teams.lock(CareTeamId(before), context.now) if before else None
    if before is not None and there is None:
        raise NotHere("What was taken over before is not there any more.")
    if there is None:
        team = await _new_team(context, draft, client)
        if not takeover.dry_run:
            await context.tx.care_teams.add(team)
            care_teams.report(context, "created", team, await records.reshared(context, team))
        return Outcome.CREATED, team.id
    check_whose(client, there.client)
    joining = retell_team(there, draft.content, draft.status, draft.members, context.now)
    for new in joining.members:
        there.add(new, MemberId(context.new_id()), context.now)
    if not (joining.members or joining.changed):
        return Outcome.UNCHANGED, there.id
    if not takeover.dry_run:
        await context.tx.care_teams.save(there)
        care_teams.report(context, "changed", there, await records.reshared(context, there))
    return Outcome.CHANGED, there.id


async def _new_team(context: Context, draft: TeamDraft, client: ClientId) -> CareTeam:
    team = CareTeam(
        id=CareTeamId(context.new_id()),
        network=context.actor.network,
        client=client,
        kind=TeamKind.NAMED,
        content=draft.content,
        agency=context.actor.agency,
        sensitivities=await labels_of_agency(context, context.actor.agency),
        created_at=context.now,
        updated_at=context.now,
    )
    for new in draft.members:
        team.add(new, MemberId(context.new_id()), context.now)
    team.begin_as(draft.status, context.now)
    return team


async def take_plan(
    takeover: Takeover, draft: PlanDraft, client: ClientId, before: UUID | None
) -> tuple[Outcome, UUID]:
    """Take one plan over, with the goals that it pursues and its activities."""
    context = takeover.context
    content, pursued, activities = await _parts(takeover, draft)
    there = await context.tx.care_plans.lock(CarePlanId(before)) if before else None
    if before is not None and there is None:
        raise NotHere("What was taken over before is not there any more.")
    if there is None:
        plan = _new_plan(context, client, content, draft.status)
        plan.goals, plan.activities = pursued, activities
        if not takeover.dry_run:
            await _mark(context, pursued)
            await care_plan_versions.begin(context, plan)
        return Outcome.CREATED, plan.id
    check_whose(client, there.client)
    if not retell_plan(there, content, draft.status, pursued, activities, context.now):
        return Outcome.UNCHANGED, there.id
    if not takeover.dry_run:
        await _mark(context, pursued)
        await care_plan_versions.keep(context, there, "changed")
    return Outcome.CHANGED, there.id


async def _parts(takeover: Takeover, draft: PlanDraft) -> tuple[PlanContent, tuple[GoalId, ...], tuple[Activity, ...]]:
    """Find what a plan names, and check what it says."""
    context = takeover.context
    content = replace(
        draft.content,
        needs=tuple(NeedId(each) for each in await takeover.subjects_of("need", draft.needs)),
        teams=tuple(CareTeamId(each) for each in await takeover.subjects_of("care-team", draft.teams)),
    )
    content.check()
    named = [*draft.goals, *(link for each in draft.activities for link in each.goals)]
    pursued = tuple(GoalId(each) for each in await takeover.subjects_of("goal", named))
    activities = []
    for each in draft.activities:
        served = tuple(GoalId(one) for one in await takeover.subjects_of("goal", each.goals))
        told = replace(each.content, goals=served)
        told.check()
        activities.append(
            Activity(
                id=ActivityId(context.new_id()),
                content=told,
                created_at=context.now,
                updated_at=context.now,
                status=each.status,
            )
        )
    return content, pursued, tuple(activities)


def _new_plan(context: Context, client: ClientId, content: PlanContent, status: PlanStatus) -> CarePlan:
    return CarePlan(
        id=CarePlanId(context.new_id()),
        network=context.actor.network,
        client=client,
        agency=context.actor.agency,
        content=content,
        created_by=context.actor.id,
        created_at=context.now,
        updated_at=context.now,
        status=status,
        agreement=None if status is PlanStatus.DRAFT else NOT_KNOWN,
    )


async def _mark(context: Context, pursued: tuple[GoalId, ...]) -> None:
    """Let the goals of a plan make versions of it from now on."""
    for goal_id in pursued:
        goal = await context.tx.goals.lock(goal_id)
        if goal is not None:
            await goals.put_in_plan(context, goal)
