"""Pools: handoffs that are nobody's yet, offered without names to each agency that fits and that may be told."""

from dataclasses import replace

from app.domain.clients.client import Client
from app.domain.directory.eligibility import Summary as Person
from app.domain.errors import Conflict, Fault, Invalid, NotFound
from app.domain.identity import AgencyId, HandoffId, ServiceId
from app.domain.networks.agency import Membership
from app.domain.networks.roles import CARE_ROLES
from app.domain.referrals.asker import Asker
from app.domain.referrals.content import Destination, Target
from app.domain.referrals.handoff import Handoff
from app.domain.referrals.referral import Referral
from app.domain.referrals.routing import Routing
from app.ports.directory import ServiceSearch
from app.ports.queries import Cursor, Page
from app.ports.referrals import HandoffFilter, HandoffLine, Order
from app.use_cases.core import Context, use_case
from app.use_cases.referrals import handoff_handling as handling
from app.use_cases.referrals import referral_terms as rules

MOST = 200
"""How many services are looked at, the most fitting first."""


@use_case(action="handoff.pool", resource="Task", permission="s", roles=CARE_ROLES)
async def browse(context: Context, *, after: Cursor | None, limit: int) -> Page[HandoffLine]:
    """List what is offered to the actor's agency and nobody has taken, the newest first."""
    return await handling.listed(context, HandoffFilter(offered=True), Order.NEWEST, after=after, limit=limit)


async def offer(context: Context, referral: Referral, client: Client) -> None:
    """Find the agencies to which a pooled handoff can be offered; whom consents leave out, the sending leaves out."""
    for handoff in referral.line():
        if handoff.pooled:
            services = await _fitting(context, referral, rules.person_of(context, client.profile))
            handoff.offered_to = frozenset(services) - {referral.sender}
            handoff.changed = True


def chosen(
    sender: AgencyId, known: rules.Ground, routing: Routing, wanted: tuple[Destination, ...]
) -> tuple[Target, ...]:
    """Return the providers; a pool names none, and stands with its sender until somebody takes it."""
    if routing is not Routing.POOL:
        return rules.targets(known, wanted)
    if wanted:
        fault = Fault(pointer="/handoffs", message="must be empty: a pool is offered to every agency that fits")
        raise Invalid("referral.invalid", "The referral cannot be as described.", faults=(fault,))
    return (Target(agency=sender),)


async def widened(context: Context, referral: Referral, client: Client, known: rules.Ground) -> rules.Ground:
    """Find out whom a pool asks, and what is to be known of them."""
    await offer(context, referral, client)
    offered = {agency for each in referral.line() for agency in each.offered_to}
    if not offered:
        return known
    return replace(known, agencies=known.agencies | await context.tx.agencies.get_many(offered))


async def claim(context: Context, seen: handling.Seen) -> None:
    """Let a pooled handoff be of the actor's agency, which is about to accept it, with the service that fits best."""
    handoff, own = seen.handoff, context.actor.agency
    client = await context.tx.clients.get(handoff.client)
    if client is None:
        raise NotFound("client")
    person = rules.person_of(context, client.profile)
    services = await _fitting(context, seen.referral, person, own)
    handoff.claim(own, services.get(own))
    probe = await rules.ground(context, seen.referral, [handoff])
    held = rules.terms(context, probe, seen.referral, [handoff])[handoff.id]
    handoff.feedback, handoff.sensitivity = held.feedback, held.labels


def check_free(context: Context, referral: Referral | None, handoff_id: HandoffId) -> None:
    """Refuse whoever comes late to a pool, in the words for every late accept."""
    handoff = None if referral is None else referral.handoff(handoff_id)
    own = context.actor.agency
    if handoff is None or handoff.routing is not Routing.POOL or handoff.pooled:
        return
    if own in handoff.offered_to and own not in {handoff.sender, handoff.provider}:
        raise Conflict(
            "handoff.already-filled", "Another provider was faster.", state=handoff.state.value, allowed_actions=[]
        )


def offers_to(context: Context, handoff: Handoff) -> bool:
    """Whether a handoff is offered to the actor's agency, and is nobody's yet."""
    return handoff.offers_to(Asker.of(context.actor).agency)


async def _fitting(
    context: Context, referral: Referral, person: Person, agency: AgencyId | None = None
) -> dict[AgencyId, ServiceId]:
    """Return the agencies with a service that fits, each with the one that fits best."""
    asked = ServiceSearch(category=referral.content.category, person=person, agency=agency)
    page = await context.tx.directory.search(asked, context.now, MOST, None)
    found: dict[AgencyId, ServiceId] = {}
    for match in page.items:
        if match.membership is not Membership.LISTED:
            found.setdefault(match.service.agency, match.service.id)
    return found
