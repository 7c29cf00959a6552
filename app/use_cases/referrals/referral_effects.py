"""What follows from every move of a referral, in the same transaction: places, rows, access, tasks, events."""

from app.domain.clients.access import AccessGrant, Basis, Tier
from app.domain.identity import AgencyId, HandoffId
from app.domain.referrals.handoff import Handoff
from app.domain.referrals.referral import Referral
from app.domain.referrals.states import AGREED, CLOSED, ReferralState
from app.domain.work.task import About, Task, TaskAction, TaskContent, TaskKind
from app.use_cases.care import care_team_admission, plan_following, tasks
from app.use_cases.core import Context

TITLES = {
    TaskKind.REFERRAL_NEEDS_ACTION: "A referral has no provider: re-route it, or close it as unmet",
    TaskKind.REFERRAL_CLOSE: "The service was given: close the referral with its outcome",
    TaskKind.CONSENT_REVOKED: "The client's consent no longer covers this handoff: tell no new data",
    TaskKind.HANDOFF_REMINDER: "A handoff waits for an answer",
    TaskKind.HANDOFF_STALLED: "Nothing has happened with this handoff for days",
}


async def begin(context: Context, referral: Referral) -> None:
    """Keep a referral that was just begun, with everything that follows."""
    await _settle_places(context, referral)
    standing = referral.state
    await context.tx.referrals.add(referral)
    await _follow(context, referral, standing)


async def settle(context: Context, referral: Referral) -> None:
    """Keep what has moved, with everything that follows."""
    await _settle_places(context, referral)
    standing = referral.state
    moved = {entry.source for entry in referral.entries if entry.handoff is None}
    was = ReferralState.NEEDS_ACTION if ReferralState.NEEDS_ACTION in moved else None
    await context.tx.referrals.save(referral)
    await _follow(context, referral, standing, was)


async def make_task(
    context: Context, referral: Referral, handoff: HandoffId | None, kind: TaskKind, agency: AgencyId
) -> None:
    """Put a task on an agency's list, once while it is pending; the sender's goes to the case manager.

    Only what the provider has let lie is nobody's yet: that is for a supervisor to give away.
    """
    pending = await context.tx.tasks.pending(referral.id, handoff, kind)
    if any(task.agency == agency for task in pending):
        return
    own = agency == referral.sender and kind is not TaskKind.HANDOFF_STALLED
    worker = referral.content.worker if own else None
    content = TaskContent(title=TITLES[kind], priority=referral.content.priority, worker=worker)
    client = referral.client if agency == referral.sender else None
    about = About(client=client, referral=referral.id, handoff=handoff)
    labels = referral.sensitivity.union(*(each.sensitivity for each in referral.handoffs if each.id == handoff))
    inherited = tasks.Inherited(kinds=referral.piece.kinds, labels=labels)
    await tasks.put(context, agency=agency, kind=kind, content=content, about=about, inherited=inherited)


async def _settle_places(context: Context, referral: Referral) -> None:
    """Take and give back places of services, in one order for all, so that nobody waits in a circle."""
    unsettled = [handoff for handoff in referral.handoffs if handoff.wants_place is not handoff.holds_place]
    for handoff in sorted(unsettled, key=lambda each: str(each.service)):
        if handoff.service is None:
            continue
        if handoff.wants_place:
            await context.tx.services.take_capacity(handoff.service, context.now)
        else:
            await context.tx.services.release_capacity(handoff.service, context.now)
        handoff.holds_place, handoff.changed = handoff.wants_place, True


async def _follow(
    context: Context, referral: Referral, standing: ReferralState, was: ReferralState | None = None
) -> None:
    for handoff in referral.handoffs:
        await _settle_access(context, handoff)
        await care_team_admission.follow(context, handoff)
    await _settle_tasks(context, referral, standing, was)
    context.happened(*referral.happenings)
    referral.happenings = []
    if referral.in_plan:
        await plan_following.referral_moved(context, referral)


async def _settle_access(context: Context, handoff: Handoff) -> None:
    if handoff.opens_record is handoff.opened:
        return
    handoff.opened = handoff.opens_record
    if not handoff.opens_record:
        await context.tx.access.end(basis=Basis.HANDOFF, source=handoff.id, at=context.now)
        return
    await context.tx.access.grant(
        AccessGrant(
            agency=handoff.provider,
            client=handoff.client,
            basis=Basis.HANDOFF,
            source=handoff.id,
            since=context.now,
            tier=Tier.IDENTITY,
        )
    )


async def _settle_tasks(
    context: Context, referral: Referral, standing: ReferralState, was: ReferralState | None
) -> None:
    if standing is ReferralState.NEEDS_ACTION:
        await make_task(context, referral, None, TaskKind.REFERRAL_NEEDS_ACTION, referral.sender)
    elif was is ReferralState.NEEDS_ACTION:
        needed = await context.tx.tasks.pending(referral.id, kind=TaskKind.REFERRAL_NEEDS_ACTION)
        await _finish(context, needed)
    served = not any(handoff.state in AGREED for handoff in referral.handoffs)
    if standing is ReferralState.IN_SERVICE and served:
        await make_task(context, referral, None, TaskKind.REFERRAL_CLOSE, referral.sender)
    for handoff in (each for each in referral.handoffs if each.heeded):
        for kind in (TaskKind.HANDOFF_REMINDER, TaskKind.HANDOFF_STALLED):
            await _finish(context, await context.tx.tasks.pending(referral.id, handoff.id, kind))
    if standing in CLOSED:
        await _finish(context, await context.tx.tasks.pending(referral.id))


async def _finish(context: Context, pending: tuple[Task, ...]) -> None:
    for task in pending:
        await tasks.move(context, task, TaskAction.COMPLETE)
