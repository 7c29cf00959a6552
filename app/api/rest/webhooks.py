"""/v1/webhooks: where an agency's systems hear of events, and how each delivery went."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query
from starlette.requests import Request
from starlette.responses import Response

from app.api.desks import AtDesk, Desk
from app.api.moments import AnyMoment
from app.api.operations import Operations, PageOf
from app.api.pages import Paged
from app.api.preconditions import Expected
from app.api.rendering import answer, created, nothing
from app.api.rest.schemas.webhooks import (
    DeliveryOut,
    WebhookChangesIn,
    WebhookIn,
    WebhookOut,
    WebhookRotationIn,
    WebhookWithSecretOut,
)
from app.domain.identity import DeliveryId, EventId, WebhookId
from app.domain.webhooks.delivery import DeliveryState
from app.domain.webhooks.endpoint import Webhook
from app.ports.gateways import PublicWeb
from app.ports.transactions import Answer
from app.ports.webhooks import DeliveryEntry, DeliveryFilter, SigningKeys
from app.use_cases.webhooks import webhooks
from app.use_cases.webhooks.webhooks import Rekeyed

operations = Operations("Webhooks", "/v1/webhooks")
router = operations.router


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookDoor:
    """What registering needs beside the core: the guard of URLs, asked before any transaction opens, and fresh keys."""

    web: PublicWeb
    keys: SigningKeys


def set_up_webhooks(state: object, door: WebhookDoor) -> None:
    """Give an application's state what the webhook operations need."""
    state.webhook_door = door  # type: ignore[attr-defined]


async def _door(request: Request) -> WebhookDoor:
    door: WebhookDoor = request.app.state.webhook_door
    return door


AtDoor = Annotated[WebhookDoor, Depends(_door)]


@operations.get("", webhooks.browse, answers=PageOf[WebhookOut])
async def list_webhooks(desk: AtDesk, paging: Paged) -> Response:
    """List webhooks.

    Those of one's own agency, or all for a network administrator; the oldest first.
    """
    return await desk.answer(
        lambda page: paging.answer(page, partial(webhook_view, at=desk.core.clock.now())),
        webhooks.browse,
        paging.limit,
        paging.after,
    )


@operations.post("", webhooks.register, answers=WebhookWithSecretOut, status=201)
async def register_webhook(desk: AtDesk, door: AtDoor, webhook: WebhookIn) -> Response:
    """Register a webhook.

    The URL must be https and lead to a public address. Messages are signed as Standard Webhooks describe, and carry
    ids, never personal data. The answer shows the signing secret this once; with `ed25519` there is none, and
    `public_keys` is all that a receiver needs.
    """
    await door.web.check(webhook.url)
    key = door.keys.new(webhook.signature_scheme)
    return await desk.answer(_created(desk, key.secret), webhooks.register, webhook.described(), key.kept)


@operations.get("/{webhook_id}", webhooks.read, answers=WebhookOut)
async def read_webhook(desk: AtDesk, webhook_id: UUID) -> Response:
    """Read a webhook.

    Never shows its secret.
    """
    return await desk.answer(_shown(desk), webhooks.read, WebhookId(webhook_id))


@operations.patch("/{webhook_id}", webhooks.change, answers=WebhookOut)
async def change_webhook(
    desk: AtDesk, door: AtDoor, webhook_id: UUID, expected: Expected, changes: WebhookChangesIn
) -> Response:
    """Change a webhook.

    What is left out stays. What is in line goes to the new URL.
    """
    if changes.url is not None:
        await door.web.check(changes.url)
    return await desk.answer(_shown(desk), webhooks.change, WebhookId(webhook_id), changes.described(), expected)


@operations.delete("/{webhook_id}", webhooks.remove)
async def delete_webhook(desk: AtDesk, webhook_id: UUID, expected: Expected) -> Response:
    """Delete a webhook.

    Nothing is sent to it any more; its deliveries can no longer be read.
    """
    return await desk.answer(nothing, webhooks.remove, WebhookId(webhook_id), expected)


@operations.post("/{webhook_id}/rotate-secret", webhooks.rotate_secret, answers=WebhookWithSecretOut)
async def rotate_webhook_secret(
    desk: AtDesk, door: AtDoor, webhook_id: UUID, expected: Expected, how: WebhookRotationIn | None = None
) -> Response:
    """Rotate a webhook's secret or pair of keys, or change to the other scheme.

    The answer shows a new secret this once. For 24 hours the former key signs as well, so that no message is refused
    meanwhile.
    """
    scheme = None if how is None else how.signature_scheme
    return await desk.answer(_rekeyed(desk), webhooks.rotate_secret, WebhookId(webhook_id), door.keys, scheme, expected)


@operations.post("/{webhook_id}/enable", webhooks.enable, answers=WebhookOut)
async def enable_webhook(desk: AtDesk, webhook_id: UUID, expected: Expected) -> Response:
    """Enable a webhook.

    It hears from the next event on; what it missed stands in the event feed, and its dead deliveries can be replayed.
    """
    return await desk.answer(_shown(desk), webhooks.enable, WebhookId(webhook_id), expected)


@operations.post("/{webhook_id}/disable", webhooks.disable, answers=WebhookOut)
async def disable_webhook(desk: AtDesk, webhook_id: UUID, expected: Expected) -> Response:
    """Disable a webhook.

    Nothing is sent any more; what is in line becomes dead letters.
    """
    return await desk.answer(_shown(desk), webhooks.disable, WebhookId(webhook_id), expected)


@operations.post("/{webhook_id}/test", webhooks.test, answers=DeliveryOut, status=202)
async def test_webhook(desk: AtDesk, webhook_id: UUID) -> Response:
    """Send a test message.

    A `webhook.test` message goes out at once; read its delivery to see how it went.
    """
    return await desk.answer(_lined_up, webhooks.test, WebhookId(webhook_id))


@operations.get("/{webhook_id}/deliveries", webhooks.browse_deliveries, answers=PageOf[DeliveryOut])
async def list_deliveries(
    desk: AtDesk,
    paging: Paged,
    webhook_id: UUID,
    state: Annotated[
        DeliveryState | None, Query(description="Only those in this state; `dead` are dead letters.")
    ] = None,
    event_id: Annotated[UUID | None, Query(description="Only that of this event.")] = None,
    since: Annotated[
        AnyMoment | None, Query(alias="from", description="Only those that were lined up then or later.")
    ] = None,
    until: Annotated[
        AnyMoment | None, Query(alias="to", description="Only those that were lined up before then.")
    ] = None,
) -> Response:
    """List deliveries.

    The newest first, each with its attempts. What was delivered is kept for 7 days, dead letters for 30.
    """
    event = None if event_id is None else EventId(event_id)
    which = DeliveryFilter(state=state, event=event, since=since, until=until)
    return await desk.answer(
        lambda page: paging.answer(page, delivery_view),
        webhooks.browse_deliveries,
        WebhookId(webhook_id),
        which,
        paging.limit,
        paging.after,
    )


@operations.get("/{webhook_id}/deliveries/{delivery_id}", webhooks.read_delivery, answers=DeliveryOut)
async def read_delivery(desk: AtDesk, webhook_id: UUID, delivery_id: UUID) -> Response:
    """Read a delivery.

    With each attempt: when, what was answered, how long it took; never a body.
    """
    return await desk.answer(_delivery_shown, webhooks.read_delivery, WebhookId(webhook_id), DeliveryId(delivery_id))


@operations.post("/{webhook_id}/deliveries/{delivery_id}/replay", webhooks.replay, answers=DeliveryOut, status=202)
async def replay_delivery(desk: AtDesk, webhook_id: UUID, delivery_id: UUID) -> Response:
    """Replay a delivery.

    Sends a delivered or dead message again under the same `webhook-id`, with a fresh schedule.
    """
    return await desk.answer(_lined_up, webhooks.replay, WebhookId(webhook_id), DeliveryId(delivery_id))


def webhook_view(webhook: Webhook, at: datetime) -> dict[str, object]:
    """Show a webhook as this API does, without its secrets, and with the public keys that sign at this moment."""
    return {
        "id": webhook.id,
        "agency_id": webhook.agency,
        "url": webhook.url,
        "types": webhook.types,
        "description": webhook.description,
        "network_wide": webhook.network_wide,
        "status": webhook.status,
        "disabled_because": webhook.disabled_because,
        "signature_scheme": webhook.scheme,
        "public_keys": [
            {"key": each.key.public, "since": each.since, "until": each.until}
            for each in webhook.live_secrets(at)
            if each.key.public is not None
        ],
        "version": webhook.version,
        "created_at": webhook.created_at,
        "updated_at": webhook.updated_at,
    }


def delivery_view(delivery: DeliveryEntry) -> object:
    """Show a delivery: its read model has the members of this API."""
    return delivery


def _shown(desk: Desk) -> Callable[[Webhook], Answer]:
    at = desk.core.clock.now()
    return lambda webhook: answer(webhook_view(webhook, at), version=webhook.version)


def _rekeyed(desk: Desk) -> Callable[[Rekeyed], Answer]:
    at = desk.core.clock.now()
    return lambda done: answer({**webhook_view(done.webhook, at), "secret": done.secret}, version=done.webhook.version)


def _created(desk: Desk, secret: str | None) -> Callable[[Webhook], Answer]:
    at = desk.core.clock.now()
    return lambda webhook: created(
        {**webhook_view(webhook, at), "secret": secret},
        version=webhook.version,
        location=f"/v1/webhooks/{webhook.id}",
    )


def _delivery_shown(delivery: DeliveryEntry) -> Answer:
    return answer(delivery)


def _lined_up(delivery: DeliveryEntry) -> Answer:
    return answer(delivery, status=202, location=f"/v1/webhooks/{delivery.webhook_id}/deliveries/{delivery.id}")
