"""What can be done with subscriptions: a program asks to be told, and is told with its own rights."""

from uuid import UUID

from app.domain.errors import Conflict, NotFound
from app.domain.events import Happening
from app.domain.identity import SubscriptionId
from app.domain.networks.actor import Actor
from app.domain.networks.agency import AgencyStatus
from app.domain.networks.roles import ADMIN_ROLES, CARE_ROLES, Role
from app.domain.subscriptions.subscription import Effect, Subscription, SubscriptionStatus, Terms, subscribe
from app.ports.transactions import Transaction
from app.use_cases.core import Context, Rule, use_case

RESOURCE = "Subscription"
MOST = 100
SYSTEM_ONLY = frozenset({Role.SYSTEM})
TELLING = Rule(action="Subscription.notify", resource=RESOURCE, permission="r", roles=CARE_ROLES)
"""What a program needs to be told: at the beginning, and whenever it is told."""


@use_case(action="subscription.create", resource=RESOURCE, permission="c", roles=CARE_ROLES)
async def create(context: Context, terms: Terms, wish: SubscriptionStatus) -> Subscription:
    """Ask to be told; a handshake goes out before anything else does."""
    TELLING.check(context.actor)
    others = await context.tx.subscriptions.of_agency(context.actor.agency)
    if sum(each.api_client == context.actor.api_client for each in others) >= MOST:
        raise Conflict("subscription.too-many", f"A program has at most {MOST} subscriptions.")
    subscription = subscribe(terms, wish, id=SubscriptionId(context.new_id()), by=context.actor, at=context.now)
    await context.tx.subscriptions.add(subscription, network_wide=context.actor.network_wide)
    _report(context, "subscription.created", subscription)
    return subscription


@use_case(action="subscription.change", resource=RESOURCE, permission="u", roles=CARE_ROLES)
async def change(
    context: Context, subscription_id: SubscriptionId, terms: Terms, wish: SubscriptionStatus
) -> Subscription:
    """Ask for something else, for a pause, or for another handshake."""
    TELLING.check(context.actor)
    subscription = await _held(context, subscription_id)
    subscription.check_changeable(context.actor.api_client)
    effect = subscription.change(terms, wish, context.actor.scopes, context.now)
    if effect is Effect.NOTHING:
        context.saw(subscription.id)
        return subscription
    wide, shakes = context.actor.network_wide, effect is Effect.HANDSHAKE
    await context.tx.subscriptions.save(subscription, context.now, network_wide=wide, shakes=shakes)
    _report(context, "subscription.changed", subscription)
    return subscription


@use_case(action="subscription.remove", resource=RESOURCE, permission="d", roles=CARE_ROLES | ADMIN_ROLES)
async def remove(context: Context, subscription_id: SubscriptionId) -> None:
    """End a subscription for good: the program that asked does, or an administrator of its agency."""
    subscription = await _held(context, subscription_id)
    if not context.actor.roles & ADMIN_ROLES:
        subscription.check_changeable(context.actor.api_client)
    await context.tx.subscriptions.remove(subscription.id)
    _report(context, "subscription.deleted", subscription)


@use_case(action="subscription.fare", resource=RESOURCE, permission="u", roles=SYSTEM_ONLY)
async def fare(
    context: Context, subscription_id: SubscriptionId, lease: UUID, status: SubscriptionStatus, error: str | None
) -> None:
    """Say how the telling goes; nothing happens when somebody changed the subscription meanwhile."""
    subscription = await context.tx.subscriptions.lock(subscription_id)
    held = await context.tx.subscription_log.progress(subscription_id, lease)
    if subscription is None or held is None or not subscription.become(status, error, context.now):
        return
    await context.tx.subscriptions.fared(subscription)
    if status is SubscriptionStatus.ACTIVE:
        _report(context, "subscription.activated", subscription)
    elif status is SubscriptionStatus.OFF:
        _report(context, "subscription.ended", subscription)
    else:
        _report(context, "subscription.faltered", subscription)


async def acting(tx: Transaction, subscription: Subscription) -> Actor | None:
    """Return the program that subscribed as it may act now, with what is left of its scopes; None when it may not."""
    program = await tx.api_clients.get(subscription.api_client)
    agency = await tx.agencies.get(subscription.agency)
    if program is None or not program.active or agency is None or agency.status is not AgencyStatus.ACTIVE:
        return None
    return Actor(
        network=subscription.network,
        agency=subscription.agency,
        api_client=program.id,
        roles=program.roles,
        scopes=subscription.scopes.both(program.scopes),
    )


async def _held(context: Context, subscription_id: SubscriptionId) -> Subscription:
    subscription = await context.tx.subscriptions.lock(subscription_id)
    if subscription is None or subscription.agency != context.actor.agency:
        raise NotFound("subscription")
    return subscription


def _report(context: Context, kind: str, subscription: Subscription) -> None:
    context.happened(
        Happening(
            type=kind,
            subject_type="subscription",
            subject=subscription.id,
            version=subscription.version,
            stream=subscription.id,
            related={"agency": subscription.agency},
            audience=frozenset({subscription.agency}),
        )
    )
