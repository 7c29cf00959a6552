"""What both sides do with handoffs: look, ask, answer, accept or decline, work, finish, take back."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

from app.domain.clients.access import Tier
from app.domain.errors import Conflict, NotFound
from app.domain.identity import HandoffId
from app.domain.lifecycle import Party
from app.domain.networks.roles import CARE_ROLES
from app.domain.referrals.asker import Asker
from app.domain.referrals.handoff import Handoff, Meeting, Terms, Waitlist
from app.domain.referrals.handoff_moves import HANDOFF_ROLES, HANDOFFS, HandoffAction
from app.domain.referrals.history import Deed, HistoryEntry
from app.domain.referrals.outcomes import Outcome
from app.domain.referrals.reasons import Reason
from app.domain.referrals.referral import Referral, TermsOf
from app.domain.referrals.routing import MODES
from app.domain.referrals.views import Case, HandoffView, identity_of, show_handoff
from app.ports.access import Access
from app.ports.queries import Cursor, Page
from app.ports.referrals import HandoffFilter, Order
from app.use_cases import referral_effects as effects
from app.use_cases import referral_terms as rules
from app.use_cases.core import Context, check_version, use_case
from app.use_cases.standing import may_everywhere

A = HandoffAction
Verb = Callable[[Handoff, Deed, Terms], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Where a handoff was found: in its referral, for somebody who may know of it."""

    referral: Referral
    handoff: Handoff


@use_case(action="handoff.list", resource="Task", permission="s", roles=CARE_ROLES)
async def browse(
    context: Context, which: HandoffFilter, order: Order, *, after: Cursor | None, limit: int
) -> Page[HandoffView]:
    """List handoffs to or from the actor's agency, each as its tier lets it be seen."""
    access, asker = Access.of(context.actor, context.now), Asker.of(context.actor)
    page = await context.tx.handoff_list.page(access, asker, which, order, after=after, limit=limit)
    clients = frozenset(each.client_id for each in page.items if each.client_id)
    context.saw(*(each.id for each in page.items), clients=clients)
    return page


@use_case(action="handoff.read", resource="Task", permission="r", roles=CARE_ROLES)
async def read(context: Context, handoff_id: HandoffId) -> HandoffView:
    """Show a handoff to one of its sides."""
    seen = _seen(context, await context.tx.referrals.of_handoff(handoff_id), handoff_id)
    return await _shown(context, seen)


@use_case(action="handoff.history", resource="Task", permission="r", roles=CARE_ROLES)
async def history(context: Context, handoff_id: HandoffId, *, after: Cursor | None, limit: int) -> Page[HistoryEntry]:
    """Show what was done to a handoff, to its provider as to its sender."""
    seen = _seen(context, await context.tx.referrals.of_handoff(handoff_id), handoff_id)
    context.saw(handoff_id)
    handoff = seen.handoff
    page = await context.tx.referral_list.history(seen.referral.id, handoff_id, after=after, limit=limit)
    if handoff.feedback or handoff.provider == context.actor.agency:
        return page
    return Page(items=tuple(_silent(entry, handoff) for entry in page.items), next=page.next)


@use_case(action="handoff.view", resource="Task", permission="u", roles=HANDOFF_ROLES[A.VIEW])
async def view(
    context: Context, handoff_id: HandoffId, *, expected: int | None, note: str | None = None
) -> HandoffView:
    """Note that the provider has seen it."""
    return await _work(context, handoff_id, expected, note, lambda h, d, t: h.view(d, t.times), A.VIEW)


@use_case(action="handoff.ask", resource="Task", permission="u", roles=HANDOFF_ROLES[A.ASK])
async def ask(
    context: Context, handoff_id: HandoffId, question: str, *, expected: int | None, note: str | None = None
) -> HandoffView:
    """Ask the sender for what is missing."""
    return await _work(context, handoff_id, expected, note, lambda h, d, t: h.ask(d, t.times, question), A.ASK)


@use_case(action="handoff.answer", resource="Task", permission="u", roles=HANDOFF_ROLES[A.ANSWER])
async def answer(
    context: Context, handoff_id: HandoffId, text: str, *, expected: int | None, note: str | None = None
) -> HandoffView:
    """Answer the provider's question."""
    return await _work(context, handoff_id, expected, note, lambda h, d, t: h.reply(d, t.times, text), A.ANSWER)


@use_case(action="handoff.offer", resource="Task", permission="u", roles=HANDOFF_ROLES[A.OFFER])
async def offer(
    context: Context, handoff_id: HandoffId, *, expected: int | None, note: str | None = None
) -> HandoffView:
    """Say that the provider would take it; refused unless the sender selects among offers."""
    return await _work(context, handoff_id, expected, note, lambda h, d, t: h.offer(d, t.times), A.OFFER)


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
    seen = _seen(context, await context.tx.referrals.lock_of_handoff(handoff_id), handoff_id)
    seen.referral.refuse_when_filled(seen.handoff)
    check_version("handoff", seen.handoff, expected)
    deed = _deed(context, seen.handoff, A.ACCEPT, note)
    HANDOFFS.row(seen.handoff.state, A.ACCEPT, deed.parties)
    seen.referral.accept(handoff_id, deed, await _terms_to_accept(context, seen), waitlist)
    await effects.settle(context, seen.referral)
    return await _shown(context, seen)


@use_case(action="handoff.decline", resource="Task", permission="u", roles=HANDOFF_ROLES[A.DECLINE])
async def decline(
    context: Context, handoff_id: HandoffId, reason: Reason, *, expected: int | None, note: str | None = None
) -> HandoffView:
    """Say no, and why; the next in line is sent."""
    return await _work(context, handoff_id, expected, note, lambda h, d, t: h.decline(d, t.times, reason), A.DECLINE)


@use_case(action="handoff.waitlist", resource="Task", permission="u", roles=HANDOFF_ROLES[A.WAITLIST])
async def put_on_waitlist(
    context: Context, handoff_id: HandoffId, waitlist: Waitlist, *, expected: int | None, note: str | None = None
) -> HandoffView:
    """Let the client of an accepted handoff wait for room; the place goes back."""
    return await _work(
        context, handoff_id, expected, note, lambda h, d, t: h.put_on_waitlist(d, t.times, waitlist), A.WAITLIST
    )


@use_case(action="handoff.schedule", resource="Task", permission="u", roles=HANDOFF_ROLES[A.SCHEDULE])
async def schedule(
    context: Context, handoff_id: HandoffId, meeting: Meeting, *, expected: int | None, note: str | None = None
) -> HandoffView:
    """Make an appointment with the client, or another one."""
    return await _work(context, handoff_id, expected, note, lambda h, d, t: h.schedule(d, t.times, meeting), A.SCHEDULE)


@use_case(action="handoff.no_show", resource="Task", permission="u", roles=HANDOFF_ROLES[A.NO_SHOW])
async def no_show(
    context: Context, handoff_id: HandoffId, *, expected: int | None, note: str | None = None
) -> HandoffView:
    """Note that the client did not come."""
    return await _work(context, handoff_id, expected, note, lambda h, d, t: h.no_show(d, t.times), A.NO_SHOW)


@use_case(
    action="handoff.cancel_appointment", resource="Task", permission="u", roles=HANDOFF_ROLES[A.CANCEL_APPOINTMENT]
)
async def cancel_appointment(
    context: Context, handoff_id: HandoffId, *, expected: int | None, note: str | None = None
) -> HandoffView:
    """Note that the appointment falls through; either side may."""
    return await _work(
        context, handoff_id, expected, note, lambda h, d, t: h.cancel_appointment(d, t.times), A.CANCEL_APPOINTMENT
    )


@use_case(action="handoff.start", resource="Task", permission="u", roles=HANDOFF_ROLES[A.START])
async def start(
    context: Context, handoff_id: HandoffId, *, expected: int | None, note: str | None = None
) -> HandoffView:
    """Begin the service."""
    return await _work(context, handoff_id, expected, note, lambda h, d, t: h.start(d, t.times), A.START)


@use_case(action="handoff.pause", resource="Task", permission="u", roles=HANDOFF_ROLES[A.PAUSE])
async def pause(
    context: Context, handoff_id: HandoffId, *, expected: int | None, note: str | None = None
) -> HandoffView:
    """Let the service rest."""
    return await _work(context, handoff_id, expected, note, lambda h, d, t: h.pause(d, t.times), A.PAUSE)


@use_case(action="handoff.resume", resource="Task", permission="u", roles=HANDOFF_ROLES[A.RESUME])
async def resume(
    context: Context, handoff_id: HandoffId, *, expected: int | None, note: str | None = None
) -> HandoffView:
    """Go on with the service."""
    return await _work(context, handoff_id, expected, note, lambda h, d, t: h.resume(d, t.times), A.RESUME)


@use_case(action="handoff.complete", resource="Task", permission="u", roles=HANDOFF_ROLES[A.COMPLETE])
async def complete(
    context: Context, handoff_id: HandoffId, outcome: Outcome, *, expected: int | None, note: str | None = None
) -> HandoffView:
    """Say that the service was given, and what came of it."""
    return await _work(context, handoff_id, expected, note, lambda h, d, t: h.complete(d, t.times, outcome), A.COMPLETE)


@use_case(action="handoff.fail", resource="Task", permission="u", roles=HANDOFF_ROLES[A.FAIL])
async def fail(
    context: Context, handoff_id: HandoffId, reason: Reason, *, expected: int | None, note: str | None = None
) -> HandoffView:
    """Say that the service could not be given, and why."""
    return await _work(context, handoff_id, expected, note, lambda h, d, t: h.fail(d, t.times, reason), A.FAIL)


@use_case(action="handoff.hand_back", resource="Task", permission="u", roles=HANDOFF_ROLES[A.HAND_BACK])
async def hand_back(
    context: Context, handoff_id: HandoffId, reason: Reason, *, expected: int | None, note: str | None = None
) -> HandoffView:
    """Give an accepted handoff back to its sender, and say why."""
    return await _work(
        context, handoff_id, expected, note, lambda h, d, t: h.hand_back(d, t.times, reason), A.HAND_BACK
    )


@use_case(action="handoff.recall", resource="Task", permission="u", roles=HANDOFF_ROLES[A.RECALL])
async def recall(
    context: Context, handoff_id: HandoffId, *, expected: int | None, note: str | None = None
) -> HandoffView:
    """Take a handoff back before any work was done."""
    return await _work(context, handoff_id, expected, note, lambda h, d, t: h.recall(d, t.times), A.RECALL)


@use_case(action="handoff.request_cancel", resource="Task", permission="u", roles=HANDOFF_ROLES[A.REQUEST_CANCEL])
async def request_cancel(
    context: Context, handoff_id: HandoffId, *, expected: int | None, note: str | None = None
) -> HandoffView:
    """Ask the provider to stop."""
    return await _work(
        context, handoff_id, expected, note, lambda h, d, t: h.request_cancel(d, t.times), A.REQUEST_CANCEL
    )


@use_case(action="handoff.confirm_cancel", resource="Task", permission="u", roles=HANDOFF_ROLES[A.CONFIRM_CANCEL])
async def confirm_cancel(
    context: Context, handoff_id: HandoffId, *, expected: int | None, note: str | None = None
) -> HandoffView:
    """Stop, as the sender asked."""
    return await _work(
        context, handoff_id, expected, note, lambda h, d, t: h.confirm_cancel(d, t.times), A.CONFIRM_CANCEL
    )


@use_case(action="handoff.enter_in_error", resource="Task", permission="u", roles=HANDOFF_ROLES[A.ENTER_IN_ERROR])
async def enter_in_error(
    context: Context, handoff_id: HandoffId, *, expected: int | None, note: str | None
) -> HandoffView:
    """Mark a handoff as never having been meant; the comment says why."""
    return await _work(
        context, handoff_id, expected, note, lambda h, d, t: h.enter_in_error(d, t.times), A.ENTER_IN_ERROR
    )


async def _work(
    context: Context, handoff_id: HandoffId, expected: int | None, note: str | None, verb: Verb, action: HandoffAction
) -> HandoffView:
    seen = _seen(context, await context.tx.referrals.lock_of_handoff(handoff_id), handoff_id)
    check_version("handoff", seen.handoff, expected)
    deed = _deed(context, seen.handoff, action, note)
    HANDOFFS.row(seen.handoff.state, action, deed.parties)
    seen.referral.work(handoff_id, deed, await moving_terms(context, seen.referral, seen.handoff), verb)
    await effects.settle(context, seen.referral)
    return await _shown(context, seen)


async def moving_terms(context: Context, referral: Referral, handoff: Handoff) -> TermsOf:
    """Return the clocks of the handoff that moves, and everything about those that may be sent after it."""
    line = referral.line() if MODES[referral.routing].next_in_line else []
    touched: Collection[Handoff] = [handoff, *line]
    known = await rules.ground(context, referral, touched, consents=bool(line))
    onward = rules.terms(context, known, referral, line) if line else {}
    return {**onward, **rules.clocks_only(known, [handoff])}


async def _terms_to_accept(context: Context, seen: Seen) -> TermsOf:
    """Return the clocks; where accepting is what tells who the client is, the consent must still hold."""
    handoff, referral = seen.handoff, seen.referral
    told = handoff.tier >= Tier.IDENTITY
    known = await rules.ground(context, referral, [handoff], consents=not told)
    if not told and not (decision := rules.consent_for(context, known, referral, handoff)).allowed:
        raise Conflict(
            "handoff.consent-missing", "The client's consent no longer covers this handoff.", rule=decision.rule.value
        )
    return rules.clocks_only(known, [handoff])


def _seen(context: Context, referral: Referral | None, handoff_id: HandoffId) -> Seen:
    """Return the handoff for its sides; what was never sent, its provider does not know of."""
    if referral is None:
        raise NotFound("handoff")
    handoff = referral.handoff(handoff_id)
    sides = Asker.of(context.actor).own_sides(handoff.sender, handoff.provider)
    known = Party.SENDER in sides or (Party.PROVIDER in sides and handoff.sent_at is not None)
    if not (known or may_everywhere(context.actor)):
        raise NotFound("handoff")
    return Seen(referral=referral, handoff=handoff)


def _deed(context: Context, handoff: Handoff, action: HandoffAction, note: str | None) -> Deed:
    asker = Asker.of(context.actor)
    row = HANDOFFS.table.get((handoff.state, action))
    needed = row.by if row else frozenset()
    return Deed(
        at=context.now,
        actor=context.actor.id,
        agency=context.actor.agency,
        parties=asker.sides(handoff.sender, handoff.provider),
        principal=asker.speaks_for(needed, handoff.sender, handoff.provider) if needed else None,
        note=note,
    )


async def _shown(context: Context, seen: Seen) -> HandoffView:
    referral, handoff = seen.referral, seen.handoff
    provides = handoff.provider == context.actor.agency
    client = None
    if not provides:
        client = await context.tx.clients.seen(Access.of(context.actor, context.now), handoff.client)
    elif handoff.tier >= Tier.IDENTITY:
        client = await context.tx.clients.get(handoff.client)
    case = Case(
        state=referral.state,
        summary=referral.summary,
        details=referral.content.details,
        code=referral.content.code,
        identity=identity_of(client.id, client.profile) if client else None,
    )
    context.saw(handoff.id, clients=frozenset({handoff.client} if client or not provides else ()))
    return show_handoff(handoff, Asker.of(context.actor), case)


def _silent(entry: HistoryEntry, handoff: Handoff) -> HistoryEntry:
    return entry.without_words() if entry.agency != handoff.sender else entry
