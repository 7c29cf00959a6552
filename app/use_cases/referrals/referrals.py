"""What senders do with referrals: write, send, hold, re-route, close; and what the client's consent does to them."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from app.domain.clients.client import Client
from app.domain.clients.summary import summarise
from app.domain.errors import Fault, Invalid
from app.domain.identity import ReferralId
from app.domain.networks.roles import CARE_ROLES
from app.domain.referrals.asker import Asker
from app.domain.referrals.blockers import check_sendable, only_authorization
from app.domain.referrals.content import Destination, NewReferral, ReferralChanges
from app.domain.referrals.history import Deed, HistoryEntry
from app.domain.referrals.outcomes import Outcome
from app.domain.referrals.reasons import Reason
from app.domain.referrals.referral import Referral
from app.domain.referrals.referral_moves import REFERRAL_ROLES, ReferralAction
from app.domain.referrals.routing import Routing
from app.domain.referrals.states import ReferralState
from app.domain.referrals.telling import told_entry
from app.domain.referrals.views import ReferralView
from app.ports.access import Access
from app.ports.queries import Cursor, Page
from app.ports.referrals import Order, ReferralFilter, ReferralLine
from app.use_cases.care.tasks import check_colleague
from app.use_cases.core import Context, use_case
from app.use_cases.referrals import pools
from app.use_cases.referrals import referral_effects as effects
from app.use_cases.referrals import referral_family as family
from app.use_cases.referrals import referral_sending as sending
from app.use_cases.referrals import referral_terms as rules

A = ReferralAction


@dataclass(frozen=True, slots=True, kw_only=True)
class Onward:
    """Where a re-routed referral shall go, and how."""

    destinations: tuple[Destination, ...]
    routing: Routing = Routing.DIRECT


@use_case(action="referral.list", resource="ServiceRequest", permission="s", roles=CARE_ROLES)
async def browse(
    context: Context, which: ReferralFilter, order: Order, *, after: Cursor | None, limit: int
) -> Page[ReferralLine]:
    """List the referrals that the actor's agency has sent or drafted."""
    access = Access.of(context.actor, context.now)
    asker = Asker.of(context.actor)
    page = await context.tx.referral_list.page(access, asker, which, order, after=after, limit=limit)
    context.saw(*(each.id for each in page.items), clients=frozenset(each.client_id for each in page.items))
    return page


@use_case(action="referral.read", resource="ServiceRequest", permission="r", roles=CARE_ROLES)
async def read(context: Context, referral_id: ReferralId) -> ReferralView:
    """Show a referral to its sender, with its handoffs and, while it is a draft, what blocks it."""
    referral = await sending.own(context, await context.tx.referrals.get(referral_id))
    context.saw(referral.id, clients=frozenset({referral.client}))
    return await sending.shown(context, referral)


@use_case(action="referral.history", resource="ServiceRequest", permission="r", roles=CARE_ROLES)
async def history(context: Context, referral_id: ReferralId, *, after: Cursor | None, limit: int) -> Page[HistoryEntry]:
    """Show what was done to a referral and its handoffs; what the client does not let be told back is left out."""
    referral = await sending.own(context, await context.tx.referrals.get(referral_id))
    context.saw(referral.id, clients=frozenset({referral.client}))
    page = await context.tx.referral_list.history(referral_id, None, after=after, limit=limit)
    by_id, asker = {each.id: each for each in referral.handoffs}, Asker.of(context.actor)
    items = tuple(
        told_entry(entry, by_id.get(entry.handoff) if entry.handoff else None, asker, as_sender=True)
        for entry in page.items
    )
    return Page(items=items, next=page.next, places=page.places)


@use_case(action="referral.create", resource="ServiceRequest", permission="c", roles=CARE_ROLES)
async def create(context: Context, new: NewReferral, *, send: bool = False, note: str | None = None) -> ReferralView:
    """Begin a referral as a draft, or send it at once."""
    id_ = new.id or ReferralId(context.new_id())
    client, known, others = await context.tx.at_once(
        context.tx.clients.seen(Access.of(context.actor, context.now), new.client),
        rules.survey(context, new.client, new.destinations),
        context.tx.referrals.active_for(new.client, new.content.category, id_),
    )
    if client is None:
        fault = Fault(pointer="/client_id", message="is no client that you may see")
        raise Invalid("referral.invalid", "The referral cannot be as described.", faults=(fault,))
    known = replace(known, others=others)
    referral = await _begun(context, replace(new, id=id_), known)
    known = await pools.widened(context, referral, client, known)
    deed = sending.deed_of(context, referral, note=note)
    referral.begin(deed)
    if send:
        await _dispatch(context, referral, client, deed, known)
    await effects.begin(context, referral)
    return await sending.shown_of(context, referral, client, known)


@use_case(action="referral.change", resource="ServiceRequest", permission="u", roles=CARE_ROLES)
async def change(
    context: Context, referral_id: ReferralId, changes: ReferralChanges, *, expected: int | None
) -> ReferralView:
    """Change a draft."""
    referral, deed = await sending.held(context, referral_id, expected, None)
    referral.change(deed, changes)
    referral.bear(rules.labels_for(referral.content, None))
    if changes.content.get("worker") is not None and referral.content.worker:
        await check_colleague(context, referral.content.worker, referral.sender, "/worker_id")
    if changes.destinations is not None or changes.routing is not None:
        await _line_up_anew(context, referral, changes)
    await effects.settle(context, referral)
    return await sending.shown(context, referral)


@use_case(action="referral.send", resource="ServiceRequest", permission="u", roles=REFERRAL_ROLES[A.SEND])
async def send(
    context: Context,
    referral_id: ReferralId,
    *,
    expected: int | None,
    override_reason: str | None = None,
    note: str | None = None,
) -> ReferralView:
    """Send a draft; it waits for the payer when nothing else is missing."""
    referral, deed = await sending.held(context, referral_id, expected, note, A.SEND)
    referral.override_reason = override_reason or referral.override_reason
    client = await sending.client_of(context, referral)
    await pools.offer(context, referral, client)
    known = await rules.ground(context, referral, referral.line())
    await _dispatch(context, referral, client, deed, known)
    await effects.settle(context, referral)
    return await sending.shown(context, referral)


@use_case(action="referral.hold", resource="ServiceRequest", permission="u", roles=REFERRAL_ROLES[A.HOLD])
async def hold(
    context: Context, referral_id: ReferralId, *, expected: int | None, note: str | None = None
) -> ReferralView:
    """Pause a referral; every clock stops."""
    return await _move(context, referral_id, expected, note, lambda referral, deed: referral.hold(deed), A.HOLD)


@use_case(action="referral.resume", resource="ServiceRequest", permission="u", roles=REFERRAL_ROLES[A.RESUME])
async def resume(
    context: Context, referral_id: ReferralId, *, expected: int | None, note: str | None = None
) -> ReferralView:
    """Go on with a referral that is on hold."""
    referral, deed = await sending.held(context, referral_id, expected, note, A.RESUME)
    known = await rules.ground(context, referral, referral.handoffs)
    referral.resume(deed, rules.terms(context, known, referral, referral.handoffs))
    await effects.settle(context, referral)
    return await sending.shown(context, referral)


@use_case(action="referral.reroute", resource="ServiceRequest", permission="u", roles=REFERRAL_ROLES[A.REROUTE])
async def reroute(
    context: Context,
    referral_id: ReferralId,
    onward: Onward,
    *,
    expected: int | None,
    override_reason: str | None = None,
    note: str | None = None,
) -> ReferralView:
    """Send a referral that nobody took to other providers."""
    referral, deed = await sending.held(context, referral_id, expected, note, A.REROUTE)
    known = await rules.survey(context, referral.client, onward.destinations)
    agreed = known.policies
    chosen = pools.chosen(referral.sender, known, onward.routing, onward.destinations)
    referral.override_reason = override_reason or referral.override_reason
    referral.line_up(chosen, onward.routing, context.now, context.new_id, agreed.max_concurrent_handoffs)
    client = await sending.client_of(context, referral)
    known = await pools.widened(context, referral, client, known)
    check_sendable(rules.blockers(context, known, referral, client, 0), referral.override_reason)
    referral.reroute(deed, rules.terms(context, known, referral, referral.line()), agreed.max_reroutes)
    await effects.settle(context, referral)
    return await sending.shown(context, referral)


@use_case(action="referral.complete", resource="ServiceRequest", permission="u", roles=REFERRAL_ROLES[A.COMPLETE])
async def complete(
    context: Context, referral_id: ReferralId, outcome: Outcome, *, expected: int | None, note: str | None = None
) -> ReferralView:
    """Close a referral with its outcome."""
    return await _move(
        context, referral_id, expected, note, lambda referral, deed: referral.complete(deed, outcome), A.COMPLETE
    )


@use_case(action="referral.close_unmet", resource="ServiceRequest", permission="u", roles=REFERRAL_ROLES[A.CLOSE_UNMET])
async def close_unmet(
    context: Context, referral_id: ReferralId, reason: Reason, *, expected: int | None, note: str | None = None
) -> ReferralView:
    """Give a referral up; the unmet need is counted."""
    return await _move(
        context, referral_id, expected, note, lambda referral, deed: referral.close_unmet(deed, reason), A.CLOSE_UNMET
    )


@use_case(action="referral.cancel", resource="ServiceRequest", permission="u", roles=REFERRAL_ROLES[A.CANCEL])
async def cancel(
    context: Context, referral_id: ReferralId, reason: Reason, *, expected: int | None, note: str | None = None
) -> ReferralView:
    """Take a referral back; a provider at work must confirm."""
    referral, deed = await sending.held(context, referral_id, expected, note, A.CANCEL)
    referral.cancel(deed, await rules.clocks_only(context, referral.handoffs), reason)
    await effects.settle(context, referral)
    return await sending.shown(context, referral)


@use_case(
    action="referral.enter_in_error",
    resource="ServiceRequest",
    permission="u",
    roles=REFERRAL_ROLES[A.ENTER_IN_ERROR],
)
async def enter_in_error(
    context: Context, referral_id: ReferralId, *, expected: int | None, note: str | None
) -> ReferralView:
    """Mark a referral as never having been meant; the comment says why."""
    return await _move(
        context, referral_id, expected, note, lambda referral, deed: referral.enter_in_error(deed, {}), A.ENTER_IN_ERROR
    )


async def _begun(context: Context, new: NewReferral, known: rules.Ground) -> Referral:
    sender = context.actor.agency
    chosen = pools.chosen(sender, known, new.routing, new.destinations)
    if new.content.worker is not None:
        await check_colleague(context, new.content.worker, sender, "/worker_id")
    if sender not in known.agencies:
        fault = Fault(pointer="", message="Only an agency of the network refers; yours is none.")
        raise Invalid("referral.no-agency", "Your agency cannot refer.", faults=(fault,))
    referral = Referral(
        id=new.id or ReferralId(context.new_id()),
        network=context.actor.network,
        client=new.client,
        sender=sender,
        content=new.content,
        routing=new.routing,
        override_reason=new.override_reason,
        sensitivity=rules.labels_for(new.content, known.agencies[sender]) | new.labels,
        created_at=context.now,
        updated_at=context.now,
    )
    await family.place(context, referral, new, chosen)
    referral.line_up(chosen, new.routing, context.now, context.new_id, known.policies.max_concurrent_handoffs)
    return referral


async def _line_up_anew(context: Context, referral: Referral, changes: ReferralChanges) -> None:
    wanted, routing = changes.destinations, changes.routing or referral.routing
    if wanted is None and routing is Routing.POOL:
        wanted = ()
    if wanted is None:
        wanted = tuple(Destination(agency=each.provider, service=each.service) for each in referral.line())
    known = await rules.survey(context, referral.client, wanted)
    referral.line_up_anew(
        pools.chosen(referral.sender, known, routing, wanted),
        routing,
        context.now,
        context.new_id,
        known.policies.max_concurrent_handoffs,
    )


async def _dispatch(context: Context, referral: Referral, client: Client, deed: Deed, known: rules.Ground) -> None:
    found = await sending.blockers(context, known, referral, client)
    if referral.state is ReferralState.DRAFT and only_authorization(found):
        referral.await_authorization(deed)
        return
    check_sendable(found, referral.override_reason)
    summary = summarise(client.profile, context.now.date())
    referral.send(deed, rules.terms(context, known, referral, referral.line()), summary)


async def _move(
    context: Context,
    referral_id: ReferralId,
    expected: int | None,
    note: str | None,
    verb: Callable[[Referral, Deed], None],
    action: ReferralAction,
) -> ReferralView:
    referral, deed = await sending.held(context, referral_id, expected, note, action)
    verb(referral, deed)
    await effects.settle(context, referral)
    return await sending.shown(context, referral)
