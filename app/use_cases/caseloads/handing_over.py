"""One step of a transfer: clients, with everything of theirs that was the giver's, become the receiver's."""

from collections.abc import Iterable
from dataclasses import replace

from app.domain.care_plans.activity_moves import ActivityStatus
from app.domain.care_plans.care_plan import CarePlan
from app.domain.care_teams.member_moves import SERVING, MemberAction
from app.domain.caseloads.handover import Facts, Handover
from app.domain.caseloads.transfer import Transfer
from app.domain.codes import Sensitivity
from app.domain.events import Happening
from app.domain.identity import CareTeamId, ClientId, HandoverId, MemberId
from app.ports.caseloads import MovedReferral, Passage
from app.use_cases import records
from app.use_cases.care import care_plan_versions, care_team_admission, tasks
from app.use_cases.core import Context
from app.use_cases.records import labels_of_agency

OVER = frozenset(
    {ActivityStatus.COMPLETED, ActivityStatus.CANCELLED, ActivityStatus.STOPPED, ActivityStatus.ENTERED_IN_ERROR}
)


async def hand_over(context: Context, transfer: Transfer, clients: Iterable[ClientId]) -> None:
    """Hand clients over and note it on the transfer; pass by those who are not the giver's any more."""
    passage = Passage(
        agency=transfer.agency,
        giver=transfer.giver,
        receiver=transfer.receiver,
        clients=tuple(clients),
        at=context.now,
    )
    theirs = await context.tx.passages.lock_theirs(passage)
    passed = [client for client in passage.clients if client not in theirs]
    if theirs:
        await _pass_on(context, transfer, replace(passage, clients=tuple(sorted(theirs))))
    await context.tx.transfers.settle(transfer.id, done=theirs, passed=passed)
    transfer.count(done=len(theirs), passed=len(passed), at=context.now)


async def _pass_on(context: Context, transfer: Transfer, passage: Passage) -> None:
    """Put down what stands about the clients, then pass it on: teams, tasks, referrals, plans, as others lock them."""
    facts = await context.tx.caseload_lists.facts(passage)
    labels = await labels_of_agency(context, transfer.agency)
    for client in passage.clients:
        await _change_primary(context, passage, client, labels)
    context.happened(*(tasks.happening("changed", task) for task in await context.tx.passages.take_tasks(passage)))
    moved = await context.tx.passages.take_referrals(passage)
    context.happened(*(_referral_happening(passage, referral) for referral in moved))
    for plan_id in await context.tx.passages.plans(passage):
        plan = await context.tx.care_plans.lock(plan_id)
        if plan is not None and _take_plan(plan, passage):
            await care_plan_versions.keep(context, plan, "changed")
    given = [_handover(context, transfer, client, facts[client], labels) for client in passage.clients]
    await context.tx.handovers.add(*given)
    for handover in given:
        await report(context, "handover.given", handover)


async def report(context: Context, what: str, handover: Handover) -> None:
    """Tell those who may read a handover of what happened to it."""
    context.happened(
        Happening(
            type=what,
            subject_type="handover",
            subject=handover.id,
            version=handover.version,
            stream=handover.client,
            related={"client": handover.client, "transfer": handover.transfer},
            audience=await records.audience(context, handover),
            record=handover,
            facts={"status": handover.status.value},
        )
    )


async def _change_primary(context: Context, passage: Passage, client: ClientId, labels: frozenset[Sensitivity]) -> None:
    team = await context.tx.care_teams.lock(CareTeamId(client), context.now)
    if team is None:
        return
    member = team.make_primary(passage.receiver, passage.agency, MemberId(context.new_id()), context.now)
    if not member.stored:
        member.sensitivities = labels
    gone = [each for each in team.active if each.worker == passage.giver]
    for giver in gone:
        giver.act(MemberAction.END, SERVING, context.now)
    await context.tx.care_teams.save(team)
    audience = await records.audience(context, member)
    context.happened(
        care_team_admission.happening("care-team-member.made_primary", member, audience),
        *(care_team_admission.happening("care-team-member.left", giver, audience) for giver in gone),
    )


def _take_plan(plan: CarePlan, passage: Passage) -> bool:
    """Let the receiver answer for a plan, and do what the giver had still to do in it."""
    changed = False
    if plan.content.worker == passage.giver:
        changed = plan.change(replace(plan.content, worker=passage.receiver), passage.at)
    for activity in plan.activities:
        if activity.content.worker == passage.giver and activity.status not in OVER:
            content = replace(activity.content, worker=passage.receiver)
            changed = plan.change_activity(activity, content, passage.at) or changed
    return changed


def _handover(
    context: Context, transfer: Transfer, client: ClientId, facts: Facts, labels: frozenset[Sensitivity]
) -> Handover:
    return Handover(
        id=HandoverId(context.new_id()),
        network=transfer.network,
        client=client,
        agency=transfer.agency,
        transfer=transfer.id,
        giver=transfer.giver,
        receiver=transfer.receiver,
        reason=transfer.reason,
        note=transfer.note_on(client),
        points=facts.points,
        sensitivities=facts.sensitivities | labels,
        created_at=context.now,
        updated_at=context.now,
    )


def _referral_happening(passage: Passage, referral: MovedReferral) -> Happening:
    return Happening(
        type="referral.changed",
        subject_type="referral",
        subject=referral.id,
        version=referral.version,
        stream=referral.id,
        related={"client": referral.client},
        audience=frozenset({passage.agency}),
    )
