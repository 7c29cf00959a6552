"""How a handoff is found, moved and shown, alike for every action."""

from collections.abc import Callable
from dataclasses import dataclass

from app.domain.clients.access import Tier
from app.domain.clients.client import Client
from app.domain.errors import Conflict, NotFound
from app.domain.identity import HandoffId
from app.domain.lifecycle import Offer, Party
from app.domain.referrals.asker import Asker
from app.domain.referrals.handoff import Handoff, Terms
from app.domain.referrals.handoff_moves import HANDOFFS, HandoffAction
from app.domain.referrals.history import Deed
from app.domain.referrals.offers import naming
from app.domain.referrals.referral import Referral
from app.domain.referrals.routed import TermsOf
from app.domain.referrals.routing import MODES
from app.domain.referrals.views import Case, HandoffView, identity_of, offers_of, show_handoff
from app.ports.access import Access
from app.ports.queries import Cursor, Page
from app.ports.referrals import HandoffFilter, HandoffLine, Order
from app.use_cases import records
from app.use_cases.core import Context, check_version
from app.use_cases.referrals import referral_effects as effects
from app.use_cases.referrals import referral_terms as rules

Verb = Callable[[Handoff, Deed, Terms], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """Where a handoff was found: in its referral, for somebody who may know of it."""

    referral: Referral
    handoff: Handoff


async def work(
    context: Context, handoff_id: HandoffId, expected: int | None, note: str | None, verb: Verb, action: HandoffAction
) -> HandoffView:
    """Let a handoff move, with everything that follows, and show it."""
    seen = await seen_of(context, await context.tx.referrals.lock_of_handoff(handoff_id), handoff_id)
    check_version("handoff", seen.handoff, expected)
    deed = deed_of(context, seen.handoff, action, note)
    with naming(offered(context, seen)):
        check_taken(seen.handoff, action)
        HANDOFFS.row(seen.handoff.state, action, deed.parties)
    terms, client = await context.tx.at_once(
        moving_terms(context, seen.referral, seen.handoff), client_for(context, seen.handoff)
    )
    with naming(offered(context, seen)):
        seen.referral.work(handoff_id, deed, terms, verb)
    await effects.settle(context, seen.referral)
    return await shown(context, seen, client)


def offered(context: Context, seen: Seen) -> tuple[Offer, ...]:
    """Return what the actor may do with a handoff as it stands."""
    return offers_of(seen.handoff, Asker.of(context.actor), seen.referral.state)


def check_taken(handoff: Handoff, action: HandoffAction) -> None:
    """Refuse what only a provider does while a handoff is in a pool, and nobody's."""
    row = HANDOFFS.table.get((handoff.state, action))
    if handoff.pooled and row is not None and row.by == {Party.PROVIDER}:
        words = "Nobody has taken this handoff out of the pool yet: accept it first."
        raise Conflict("handoff.in-pool", words, state=handoff.state.value, allowed_actions=[])


async def moving_terms(context: Context, referral: Referral, handoff: Handoff) -> TermsOf:
    """Return the clocks of the handoff that moves, and everything about those that may be sent after it."""
    line = referral.line() if MODES[referral.routing].next_in_line else []
    moving = await rules.clocks_only(context, [handoff])
    if not line:
        return moving
    known = await rules.ground(context, referral, line)
    return {**rules.terms(context, known, referral, line), **moving}


async def terms_to_accept(context: Context, seen: Seen) -> TermsOf:
    """Return the clocks; where accepting is what tells who the client is, the consent must still hold."""
    handoff, referral = seen.handoff, seen.referral
    if handoff.tier >= Tier.IDENTITY:
        return await rules.clocks_only(context, [handoff])
    known = await rules.ground(context, referral, [handoff])
    decision = rules.consent_for(context, known, referral, handoff)
    if not decision.allowed:
        raise Conflict(
            "handoff.consent-missing", "The client's consent no longer covers this handoff.", rule=decision.rule.value
        )
    return rules.terms(context, known, referral, [handoff])


async def listed(
    context: Context, which: HandoffFilter, order: Order, *, after: Cursor | None, limit: int
) -> Page[HandoffLine]:
    """Return one page of handoffs, each as its tier lets the actor see it."""
    access, asker = Access.of(context.actor, context.now), Asker.of(context.actor)
    page = await context.tx.handoff_list.page(access, asker, which, order, after=after, limit=limit)
    clients = frozenset(each.client_id for each in page.items if each.client_id)
    context.saw(*(each.id for each in page.items), clients=clients)
    return page


async def seen_of(context: Context, referral: Referral | None, handoff_id: HandoffId) -> Seen:
    """Return the handoff for its sides; what was never sent, its provider does not know of."""
    if referral is None:
        raise NotFound("handoff")
    handoff = referral.handoff(handoff_id)
    sides, own = Asker.of(context.actor).own_sides(handoff.sender, handoff.asked), context.actor.agency
    known = Party.SENDER in sides or (Party.PROVIDER in sides and handoff.sent_at is not None)
    if not known and not handoff.offers_to(own):
        await records.check_party(context, "handoff", handoff.piece, ())
    if own not in {handoff.sender} & {handoff.provider}:  # what each writes, the other is told
        context.labels |= handoff.sensitivity
    return Seen(referral=referral, handoff=handoff)


def deed_of(context: Context, handoff: Handoff, action: HandoffAction, note: str | None) -> Deed:
    """Describe an act of the actor upon a handoff."""
    asker = Asker.of(context.actor)
    row = HANDOFFS.table.get((handoff.state, action))
    needed = row.by if row else frozenset()
    return Deed(
        at=context.now,
        actor=context.actor.id,
        agency=context.actor.agency,
        parties=asker.sides(handoff.sender, handoff.asked),
        principal=asker.speaks_for(needed, handoff.sender, handoff.asked) if needed else None,
        note=note,
    )


async def client_for(context: Context, handoff: Handoff) -> Client | None:
    """Find the client of whom a handoff alone tells the actor, if it does; what it tells, its tier decides."""
    return await context.tx.clients.get(handoff.client) if _is_bound(context, handoff) else None


async def shown(context: Context, seen: Seen, found: Client | None = None) -> HandoffView:
    """Return a handoff as the actor may see it, with the client as `client_for` found it, or as it is found now."""
    referral, handoff = seen.referral, seen.handoff
    asker, client, bound = Asker.of(context.actor), None, _is_bound(context, seen.handoff)
    if not bound:
        client = await context.tx.clients.seen(Access.of(context.actor, context.now), handoff.client)
    elif handoff.tier >= Tier.IDENTITY:
        client = found or await context.tx.clients.get(handoff.client)
    case = Case(
        state=referral.state,
        summary=referral.summary,
        details=referral.content.details,
        code=referral.content.code,
        identity=identity_of(client.id, client.profile) if client else None,
    )
    context.saw(handoff.id, clients=frozenset({handoff.client} if client or not bound else ()))
    return show_handoff(handoff, asker, case)


def _is_bound(context: Context, handoff: Handoff) -> bool:
    asker = Asker.of(context.actor)
    return asker.only_provides(handoff.sender, handoff.provider) or handoff.offers_to(asker.agency)
