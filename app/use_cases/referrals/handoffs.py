"""What both sides do with handoffs: look, ask, answer, accept or decline, work, finish, take back."""

from app.domain.identity import HandoffId
from app.domain.networks.roles import CARE_ROLES
from app.domain.referrals.answers import Meeting, Waitlist
from app.domain.referrals.asker import Asker
from app.domain.referrals.handoff_moves import HANDOFF_ROLES, HANDOFFS, HandoffAction
from app.domain.referrals.history import HistoryEntry
from app.domain.referrals.offers import naming
from app.domain.referrals.outcomes import Outcome
from app.domain.referrals.reasons import Reason
from app.domain.referrals.telling import told_entry
from app.domain.referrals.views import HandoffView
from app.ports.queries import Cursor, Page
from app.ports.referrals import HandoffFilter, HandoffLine, Order
from app.use_cases.core import Context, check_version, use_case
from app.use_cases.referrals import handoff_handling as handling
from app.use_cases.referrals import pools
from app.use_cases.referrals import referral_effects as effects

A = HandoffAction


@use_case(action="handoff.list", resource="Task", permission="s", roles=CARE_ROLES)
async def browse(
    context: Context, which: HandoffFilter, order: Order, *, after: Cursor | None, limit: int
) -> Page[HandoffLine]:
    """List handoffs to or from the actor's agency, each as its tier lets it be seen."""
    return await handling.listed(context, which, order, after=after, limit=limit)


@use_case(action="handoff.read", resource="Task", permission="r", roles=CARE_ROLES)
async def read(context: Context, handoff_id: HandoffId) -> HandoffView:
    """Show a handoff to one of its sides."""
    seen = await handling.seen_of(context, await context.tx.referrals.of_handoff(handoff_id), handoff_id)
    return await handling.shown(context, seen)


@use_case(action="handoff.history", resource="Task", permission="r", roles=CARE_ROLES)
async def history(context: Context, handoff_id: HandoffId, *, after: Cursor | None, limit: int) -> Page[HistoryEntry]:
    """Show what was done to a handoff, to its provider as to its sender."""
    seen = await handling.seen_of(context, await context.tx.referrals.of_handoff(handoff_id), handoff_id)
    context.saw(handoff_id)
    page = await context.tx.referral_list.history(seen.referral.id, handoff_id, after=after, limit=limit)
    items = tuple(told_entry(entry, seen.handoff, Asker.of(context.actor)) for entry in page.items)
    return Page(items=items, next=page.next, places=page.places)


@use_case(action="handoff.view", resource="Task", permission="u", roles=HANDOFF_ROLES[A.VIEW])
async def view(
    context: Context, handoff_id: HandoffId, *, expected: int | None, note: str | None = None
) -> HandoffView:
    """Note that the provider has seen it."""
    return await handling.work(context, handoff_id, expected, note, lambda h, d, t: h.view(d, t.times), A.VIEW)


@use_case(action="handoff.ask", resource="Task", permission="u", roles=HANDOFF_ROLES[A.ASK])
async def ask(
    context: Context, handoff_id: HandoffId, question: str, *, expected: int | None, note: str | None = None
) -> HandoffView:
    """Ask the sender for what is missing."""
    return await handling.work(context, handoff_id, expected, note, lambda h, d, t: h.ask(d, t.times, question), A.ASK)


@use_case(action="handoff.answer", resource="Task", permission="u", roles=HANDOFF_ROLES[A.ANSWER])
async def answer(
    context: Context, handoff_id: HandoffId, text: str, *, expected: int | None, note: str | None = None
) -> HandoffView:
    """Answer the provider's question."""
    return await handling.work(context, handoff_id, expected, note, lambda h, d, t: h.reply(d, t.times, text), A.ANSWER)


@use_case(action="handoff.offer", resource="Task", permission="u", roles=HANDOFF_ROLES[A.OFFER])
async def offer(
    context: Context, handoff_id: HandoffId, *, expected: int | None, note: str | None = None
) -> HandoffView:
    """Say that the provider would take it; refused unless the sender selects among offers."""
    return await handling.work(context, handoff_id, expected, note, lambda h, d, t: h.offer(d, t.times), A.OFFER)


@use_case(action="handoff.accept", resource="Task", permission="u", roles=HANDOFF_ROLES[A.ACCEPT])
async def accept(
    context: Context,
    handoff_id: HandoffId,
    *,
    expected: int | None,
    waitlist: Waitlist | None = None,
    note: str | None = None,
) -> HandoffView:
    """Take it, or take it onto the waitlist; the first of several wins, and a place of the service is used."""
    referral = await context.tx.referrals.lock_of_handoff(handoff_id)
    pools.check_free(context, referral, handoff_id)
    seen = await handling.seen_of(context, referral, handoff_id)
    seen.handoff.refuse_when_filled()
    if pools.offers_to(context, seen.handoff):
        await pools.claim(context, seen)
    deed = handling.deed_of(context, seen.handoff, A.ACCEPT, note)
    with naming(handling.offered(context, seen)):
        handling.check_taken(seen.handoff, A.ACCEPT)
        HANDOFFS.row(seen.handoff.state, A.ACCEPT, deed.parties)  # who comes late must hear that, not of a change
    check_version("handoff", seen.handoff, expected)
    terms, client = await context.tx.at_once(
        handling.terms_to_accept(context, seen), handling.client_for(context, seen.handoff)
    )
    seen.referral.accept(handoff_id, deed, terms, waitlist)
    await effects.settle(context, seen.referral)
    return await handling.shown(context, seen, client)


@use_case(action="handoff.decline", resource="Task", permission="u", roles=HANDOFF_ROLES[A.DECLINE])
async def decline(
    context: Context, handoff_id: HandoffId, reason: Reason, *, expected: int | None, note: str | None = None
) -> HandoffView:
    """Say no, and why; the next in line is sent."""
    return await handling.work(
        context, handoff_id, expected, note, lambda h, d, t: h.decline(d, t.times, reason), A.DECLINE
    )


@use_case(action="handoff.waitlist", resource="Task", permission="u", roles=HANDOFF_ROLES[A.WAITLIST])
async def put_on_waitlist(
    context: Context, handoff_id: HandoffId, waitlist: Waitlist, *, expected: int | None, note: str | None = None
) -> HandoffView:
    """Let the client of an accepted handoff wait for room; the place goes back."""
    return await handling.work(
        context, handoff_id, expected, note, lambda h, d, t: h.put_on_waitlist(d, t.times, waitlist), A.WAITLIST
    )


@use_case(action="handoff.schedule", resource="Task", permission="u", roles=HANDOFF_ROLES[A.SCHEDULE])
async def schedule(
    context: Context, handoff_id: HandoffId, meeting: Meeting, *, expected: int | None, note: str | None = None
) -> HandoffView:
    """Make an appointment with the client, or another one."""
    return await handling.work(
        context, handoff_id, expected, note, lambda h, d, t: h.schedule(d, t.times, meeting), A.SCHEDULE
    )


@use_case(action="handoff.no_show", resource="Task", permission="u", roles=HANDOFF_ROLES[A.NO_SHOW])
async def no_show(
    context: Context, handoff_id: HandoffId, *, expected: int | None, note: str | None = None
) -> HandoffView:
    """Note that the client did not come."""
    return await handling.work(context, handoff_id, expected, note, lambda h, d, t: h.no_show(d, t.times), A.NO_SHOW)


@use_case(
    action="handoff.cancel_appointment", resource="Task", permission="u", roles=HANDOFF_ROLES[A.CANCEL_APPOINTMENT]
)
async def cancel_appointment(
    context: Context, handoff_id: HandoffId, *, expected: int | None, note: str | None = None
) -> HandoffView:
    """Note that the appointment falls through; either side may."""
    return await handling.work(
        context, handoff_id, expected, note, lambda h, d, t: h.cancel_appointment(d, t.times), A.CANCEL_APPOINTMENT
    )


@use_case(action="handoff.start", resource="Task", permission="u", roles=HANDOFF_ROLES[A.START])
async def start(
    context: Context, handoff_id: HandoffId, *, expected: int | None, note: str | None = None
) -> HandoffView:
    """Begin the service."""
    return await handling.work(context, handoff_id, expected, note, lambda h, d, t: h.start(d, t.times), A.START)


@use_case(action="handoff.pause", resource="Task", permission="u", roles=HANDOFF_ROLES[A.PAUSE])
async def pause(
    context: Context, handoff_id: HandoffId, *, expected: int | None, note: str | None = None
) -> HandoffView:
    """Let the service rest."""
    return await handling.work(context, handoff_id, expected, note, lambda h, d, t: h.pause(d, t.times), A.PAUSE)


@use_case(action="handoff.resume", resource="Task", permission="u", roles=HANDOFF_ROLES[A.RESUME])
async def resume(
    context: Context, handoff_id: HandoffId, *, expected: int | None, note: str | None = None
) -> HandoffView:
    """Go on with the service."""
    return await handling.work(context, handoff_id, expected, note, lambda h, d, t: h.resume(d, t.times), A.RESUME)


@use_case(action="handoff.complete", resource="Task", permission="u", roles=HANDOFF_ROLES[A.COMPLETE])
async def complete(
    context: Context, handoff_id: HandoffId, outcome: Outcome, *, expected: int | None, note: str | None = None
) -> HandoffView:
    """Say that the service was given, and what came of it."""
    return await handling.work(
        context, handoff_id, expected, note, lambda h, d, t: h.complete(d, t.times, outcome), A.COMPLETE
    )


@use_case(action="handoff.fail", resource="Task", permission="u", roles=HANDOFF_ROLES[A.FAIL])
async def fail(
    context: Context, handoff_id: HandoffId, reason: Reason, *, expected: int | None, note: str | None = None
) -> HandoffView:
    """Say that the service could not be given, and why."""
    return await handling.work(context, handoff_id, expected, note, lambda h, d, t: h.fail(d, t.times, reason), A.FAIL)


@use_case(action="handoff.hand_back", resource="Task", permission="u", roles=HANDOFF_ROLES[A.HAND_BACK])
async def hand_back(
    context: Context, handoff_id: HandoffId, reason: Reason, *, expected: int | None, note: str | None = None
) -> HandoffView:
    """Give an accepted handoff back to its sender, and say why."""
    return await handling.work(
        context, handoff_id, expected, note, lambda h, d, t: h.hand_back(d, t.times, reason), A.HAND_BACK
    )


@use_case(action="handoff.recall", resource="Task", permission="u", roles=HANDOFF_ROLES[A.RECALL])
async def recall(
    context: Context, handoff_id: HandoffId, *, expected: int | None, note: str | None = None
) -> HandoffView:
    """Take a handoff back before any work was done."""
    return await handling.work(context, handoff_id, expected, note, lambda h, d, t: h.recall(d, t.times), A.RECALL)


@use_case(action="handoff.request_cancel", resource="Task", permission="u", roles=HANDOFF_ROLES[A.REQUEST_CANCEL])
async def request_cancel(
    context: Context, handoff_id: HandoffId, *, expected: int | None, note: str | None = None
) -> HandoffView:
    """Ask the provider to stop."""
    return await handling.work(
        context, handoff_id, expected, note, lambda h, d, t: h.request_cancel(d, t.times), A.REQUEST_CANCEL
    )


@use_case(action="handoff.confirm_cancel", resource="Task", permission="u", roles=HANDOFF_ROLES[A.CONFIRM_CANCEL])
async def confirm_cancel(
    context: Context, handoff_id: HandoffId, *, expected: int | None, note: str | None = None
) -> HandoffView:
    """Stop, as the sender asked."""
    return await handling.work(
        context, handoff_id, expected, note, lambda h, d, t: h.confirm_cancel(d, t.times), A.CONFIRM_CANCEL
    )


@use_case(action="handoff.enter_in_error", resource="Task", permission="u", roles=HANDOFF_ROLES[A.ENTER_IN_ERROR])
async def enter_in_error(
    context: Context, handoff_id: HandoffId, *, expected: int | None, note: str | None
) -> HandoffView:
    """Mark a handoff as never having been meant; the comment says why."""
    return await handling.work(
        context, handoff_id, expected, note, lambda h, d, t: h.enter_in_error(d, t.times), A.ENTER_IN_ERROR
    )
