"""What can be done with webhooks: each agency's administrators keep their own, the network's keep all."""

from dataclasses import dataclass, field

from app.domain.errors import Forbidden, NotFound
from app.domain.events import Happening
from app.domain.identity import AgencyId, DeliveryId, WebhookId
from app.domain.networks.roles import ADMIN_ROLES, Role
from app.domain.webhooks.endpoint import DisabledBecause, NewWebhook, Webhook, WebhookChanges
from app.domain.webhooks.endpoint import register as register_webhook
from app.domain.webhooks.keys import Key, SignatureScheme
from app.ports.queries import Cursor, Page
from app.ports.webhooks import DeliveryEntry, DeliveryFilter, SigningKeys
from app.use_cases.core import Context, check_version, use_case
from app.use_cases.standing import may_everywhere

SYSTEM_ONLY = frozenset({Role.SYSTEM})


@dataclass(frozen=True, slots=True, kw_only=True)
class Rekeyed:
    """A webhook with a fresh key, and the secret that is shown this once where its receiver must hold one."""

    webhook: Webhook
    secret: str | None = field(repr=False)


@use_case(action="webhook.list", resource="Subscription", permission="s", roles=ADMIN_ROLES)
async def browse(context: Context, limit: int, after: Cursor | None) -> Page[Webhook]:
    """List one's own agency's webhooks, or all for a network administrator."""
    agency: AgencyId | None = None if may_everywhere(context.actor) else context.actor.agency
    return await context.tx.webhook_lists.webhooks(agency, limit=limit, after=after)


@use_case(action="webhook.read", resource="Subscription", permission="r", roles=ADMIN_ROLES)
async def read(context: Context, webhook_id: WebhookId) -> Webhook:
    """Return a webhook."""
    webhook = _visible(context, await context.tx.webhooks.get(webhook_id))
    context.saw(webhook.id)
    return webhook


@use_case(action="webhook.register", resource="Subscription", permission="c", roles=ADMIN_ROLES)
async def register(context: Context, new: NewWebhook, key: Key) -> Webhook:
    """Register a webhook of one's own agency; its URL has passed the guard, and `key` is a fresh one."""
    if new.network_wide and not context.actor.network_wide:
        raise Forbidden("webhook.not-yours-to-widen", "Only the network's own roles may hear of every agency's events.")
    webhook = register_webhook(
        new,
        id=WebhookId(context.new_id()),
        network=context.actor.network,
        agency=context.actor.agency,
        key=key,
        at=context.now,
    )
    await context.tx.webhooks.add(webhook)
    context.happened(_happening("webhook.created", webhook))
    return webhook


@use_case(action="webhook.change", resource="Subscription", permission="u", roles=ADMIN_ROLES)
async def change(context: Context, webhook_id: WebhookId, changes: WebhookChanges, expected: int | None) -> Webhook:
    """Move a webhook or change what it hears; a new URL has passed the guard."""
    webhook = await _held(context, webhook_id, expected)
    webhook.change(changes, context.now)
    return await _save(context, webhook, "webhook.changed")


@use_case(action="webhook.rotate_secret", resource="Subscription", permission="u", roles=ADMIN_ROLES)
async def rotate_secret(
    context: Context, webhook_id: WebhookId, keys: SigningKeys, scheme: SignatureScheme | None, expected: int | None
) -> Rekeyed:
    """Sign with a fresh key from now on, of another scheme if asked, and with the present one too for 24 hours."""
    webhook = await _held(context, webhook_id, expected)
    fresh = keys.new(scheme or webhook.scheme)
    webhook.rotate(fresh.kept, context.now)
    return Rekeyed(webhook=await _save(context, webhook, "webhook.secret_rotated"), secret=fresh.secret)


@use_case(action="webhook.enable", resource="Subscription", permission="u", roles=ADMIN_ROLES)
async def enable(context: Context, webhook_id: WebhookId, expected: int | None) -> Webhook:
    """Send again, beginning with the next event; what was missed stands in the feed and among the dead letters."""
    webhook = await _held(context, webhook_id, expected)
    webhook.enable(context.now)
    return await _save(context, webhook, "webhook.enabled")


@use_case(action="webhook.disable", resource="Subscription", permission="u", roles=ADMIN_ROLES)
async def disable(context: Context, webhook_id: WebhookId, expected: int | None) -> Webhook:
    """Stop sending; what is in line becomes dead letters."""
    webhook = await _held(context, webhook_id, expected)
    return await _disable(context, webhook, DisabledBecause.BY_HAND)


@use_case(action="webhook.take_leave", resource="Subscription", permission="u", roles=SYSTEM_ONLY)
async def take_leave(context: Context, webhook_id: WebhookId) -> None:
    """Disable a webhook whose receiver answered 410 Gone; nothing happens when it is disabled or deleted already."""
    webhook = await context.tx.webhooks.lock(webhook_id)
    if webhook is not None and webhook.enabled:
        await _disable(context, webhook, DisabledBecause.GONE)


@use_case(action="webhook.remove", resource="Subscription", permission="d", roles=ADMIN_ROLES)
async def remove(context: Context, webhook_id: WebhookId, expected: int | None) -> None:
    """Delete a webhook with everything in line for it."""
    webhook = await _held(context, webhook_id, expected)
    await context.tx.webhooks.remove(webhook.id, context.now)
    context.happened(_happening("webhook.deleted", webhook))


@use_case(action="webhook.list_deliveries", resource="Subscription", permission="r", roles=ADMIN_ROLES)
async def browse_deliveries(
    context: Context, webhook_id: WebhookId, which: DeliveryFilter, limit: int, after: Cursor | None
) -> Page[DeliveryEntry]:
    """List a webhook's deliveries with their attempts, the newest first; the dead ones are the dead-letter list."""
    webhook = await read(context, webhook_id)
    return await context.tx.webhook_lists.deliveries(webhook.id, which, limit=limit, after=after)


@use_case(action="webhook.read_delivery", resource="Subscription", permission="r", roles=ADMIN_ROLES)
async def read_delivery(context: Context, webhook_id: WebhookId, delivery_id: DeliveryId) -> DeliveryEntry:
    """Return one delivery with its attempts."""
    webhook = await read(context, webhook_id)
    return await _delivery(context, webhook, delivery_id)


@use_case(action="webhook.replay", resource="Subscription", permission="u", roles=ADMIN_ROLES)
async def replay(context: Context, webhook_id: WebhookId, delivery_id: DeliveryId) -> DeliveryEntry:
    """Send a delivered or dead message again, under the same id and with a fresh schedule."""
    webhook = await hold_sending(context, webhook_id)
    await _delivery(context, webhook, delivery_id)
    await context.tx.webhooks.replay(webhook.id, delivery_id, context.now)
    return await _delivery(context, webhook, delivery_id)


@use_case(action="webhook.test", resource="Subscription", permission="u", roles=ADMIN_ROLES)
async def test(context: Context, webhook_id: WebhookId) -> DeliveryEntry:
    """Send a `webhook.test` message, which stands in no log of events; its delivery tells how it went."""
    webhook = await hold_sending(context, webhook_id)
    delivery_id = DeliveryId(context.new_id())
    await context.tx.webhooks.line_up_test(webhook.id, delivery_id, context.now)
    return await _delivery(context, webhook, delivery_id)


async def _held(context: Context, webhook_id: WebhookId, expected: int | None) -> Webhook:
    webhook = _visible(context, await context.tx.webhooks.lock(webhook_id))
    check_version("webhook", webhook, expected)
    return webhook


async def hold_sending(context: Context, webhook_id: WebhookId) -> Webhook:
    """Return a webhook to which events are sent, and keep others from changing it."""
    webhook = _visible(context, await context.tx.webhooks.lock(webhook_id))
    webhook.must_be_enabled()
    context.saw(webhook.id)
    return webhook


def _visible(context: Context, webhook: Webhook | None) -> Webhook:
    if webhook is None or not (may_everywhere(context.actor) or webhook.agency == context.actor.agency):
        raise NotFound("webhook")
    return webhook


async def _delivery(context: Context, webhook: Webhook, delivery_id: DeliveryId) -> DeliveryEntry:
    delivery = await context.tx.webhooks.delivery(webhook.id, delivery_id)
    if delivery is None:
        raise NotFound("delivery")
    return delivery


async def _disable(context: Context, webhook: Webhook, why: DisabledBecause) -> Webhook:
    webhook.disable(why, context.now)
    await context.tx.webhooks.silence(webhook.id, context.now)
    return await _save(context, webhook, "webhook.disabled")


async def _save(context: Context, webhook: Webhook, kind: str) -> Webhook:
    await context.tx.webhooks.save(webhook)
    context.happened(_happening(kind, webhook))
    return webhook


def _happening(kind: str, webhook: Webhook) -> Happening:
    return Happening(
        type=kind,
        subject_type="webhook",
        subject=webhook.id,
        version=webhook.version,
        stream=webhook.id,
        related={"agency": webhook.agency},
        audience=frozenset({webhook.agency}),
    )
