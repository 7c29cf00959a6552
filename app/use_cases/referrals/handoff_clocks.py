"""What happens by itself when time runs out: reminders, expiry and the next in line, stalls, silent cancellations."""

from app.domain.events import Happening
from app.domain.identity import HandoffId
from app.domain.lifecycle import Party
from app.domain.networks.roles import Role
from app.domain.referrals.clocks import STRUCK, Clock
from app.domain.referrals.handoff import Handoff, Terms
from app.domain.referrals.history import Deed
from app.domain.referrals.referral import Referral
from app.domain.referrals.states import ReferralState
from app.domain.work.task import TaskKind
from app.use_cases.core import Context, use_case
from app.use_cases.referrals import referral_effects as effects
from app.use_cases.referrals.handoff_handling import moving_terms

BITE = 20


@use_case(action="handoff.expire", resource="Task", permission="u", roles=frozenset({Role.SYSTEM}))
async def expire_overdue(context: Context) -> int:
    """Let the clocks strike that are due, the longest waiting first; return how many handoffs were touched."""
    due = await context.tx.referrals.due(context.now, BITE)
    for handoff_id in due:
        await _strike(context, handoff_id)
    return len(due)


async def _strike(context: Context, handoff_id: HandoffId) -> None:
    referral = await context.tx.referrals.lock_of_handoff(handoff_id)
    if referral is None:
        return
    handoff = referral.handoff(handoff_id)
    if handoff.next_clock is None or handoff.next_clock > context.now:
        return
    held = await moving_terms(context, referral, handoff)
    struck = [clock for clock in Clock if clock in handoff.clocks and handoff.clocks[clock] <= context.now]
    ends = {Clock.EXPIRY: Handoff.expire, Clock.CANCELLATION: Handoff.confirm_cancel}
    end = next((ends[clock] for clock in struck if clock in ends), None)
    if Clock.CLOSING in struck:
        _close(context, referral, handoff, held[handoff_id])
    elif end is not None:
        referral.work(handoff_id, _deed(context, referral), held, lambda h, d, t: end(h, d, t.times))
    else:
        for clock in struck:
            await _remind(context, referral, handoff, clock, held[handoff_id])
    await effects.settle(context, referral)


def _close(context: Context, referral: Referral, handoff: Handoff, held: Terms) -> None:
    """Close for a sender who has not, with what the provider said; what may not be told stays for a person."""
    handoff.struck(Clock.CLOSING, context.now, held.times)
    if referral.state is ReferralState.IN_SERVICE and handoff.outcome is not None and handoff.feedback:
        referral.complete(_deed(context, referral), handoff.outcome)


async def _remind(context: Context, referral: Referral, handoff: Handoff, clock: Clock, held: Terms) -> None:
    """Remind the provider; when it stays silent after that, the sender's supervisor."""
    handoff.struck(clock, context.now, held.times)
    context.happened(_happening(referral, handoff, STRUCK[clock]))
    if clock is Clock.DUE:
        await effects.make_task(context, referral, handoff.id, TaskKind.HANDOFF_REMINDER, handoff.provider)
    if clock is Clock.STALL:
        await effects.make_task(context, referral, handoff.id, TaskKind.HANDOFF_STALLED, handoff.provider)
    if clock is Clock.ESCALATION:
        await effects.make_task(context, referral, handoff.id, TaskKind.HANDOFF_STALLED, handoff.sender)


def _happening(referral: Referral, handoff: Handoff, what: str) -> Happening:
    return Happening(
        type=f"handoff.{what}",
        subject_type="handoff",
        subject=handoff.id,
        version=handoff.version + 1,
        stream=referral.id,
        related={"referral": referral.id},
        audience=frozenset({handoff.sender, handoff.provider}),
    )


def _deed(context: Context, referral: Referral) -> Deed:
    return Deed(at=context.now, actor=context.actor.id, agency=referral.sender, parties=frozenset({Party.SYSTEM}))
