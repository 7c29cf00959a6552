"""/v1/webhooks/{id}/replay: tell a webhook a stretch of the log again, and watch how far that has come."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends
from starlette.requests import Request
from starlette.responses import Response

from app.api.desks import AtDesk
from app.api.event_words import place_of
from app.api.operations import Operations, PageOf
from app.api.pages import Cursors, Paged
from app.api.rendering import answer
from app.api.rest.schemas.webhook_replays import WebhookReplayIn, WebhookReplayOut
from app.domain.identity import ReplayId, WebhookId
from app.domain.webhooks.replay import Replay
from app.ports.transactions import Answer
from app.use_cases.webhooks import webhook_replays

operations = Operations("Webhooks", "/v1/webhooks")
router = operations.router


async def _cursors(request: Request) -> Cursors:
    cursors: Cursors = request.app.state.cursors
    return cursors


@operations.post("/{webhook_id}/replay", webhook_replays.start, answers=WebhookReplayOut, status=202)
async def replay_webhook(
    desk: AtDesk, cursors: Annotated[Cursors, Depends(_cursors)], webhook_id: UUID, replay: WebhookReplayIn
) -> Response:
    """Replay a stretch of the log.

    Sends again, each under the `webhook-id` that it has always had and in the order of the log, what died, was
    delivered, or was never lined up because the webhook was disabled or did not exist. Of all that your agency is told
    only what it may hear now. It is done in steps: read the replay to see how far it has come. One at a time for each
    webhook.
    """
    number = None if replay.after is None else place_of(cursors, replay.after, "/after")
    return await desk.answer(_begun, webhook_replays.start, WebhookId(webhook_id), replay.described(number))


@operations.get("/{webhook_id}/replays", webhook_replays.browse, answers=PageOf[WebhookReplayOut])
async def list_webhook_replays(desk: AtDesk, paging: Paged, webhook_id: UUID) -> Response:
    """List replays.

    The newest first; they are kept for 30 days.
    """
    return await desk.answer(
        lambda page: paging.answer(page, replay_view),
        webhook_replays.browse,
        WebhookId(webhook_id),
        paging.limit,
        paging.after,
    )


@operations.get("/{webhook_id}/replays/{replay_id}", webhook_replays.read, answers=WebhookReplayOut)
async def read_webhook_replay(desk: AtDesk, webhook_id: UUID, replay_id: UUID) -> Response:
    """Read a replay.

    How far it has come; how each delivery fares is in the list of deliveries.
    """
    return await desk.answer(_shown, webhook_replays.read, WebhookId(webhook_id), ReplayId(replay_id))


@operations.post("/{webhook_id}/replays/{replay_id}/cancel", webhook_replays.cancel, answers=WebhookReplayOut)
async def cancel_webhook_replay(desk: AtDesk, webhook_id: UUID, replay_id: UUID) -> Response:
    """Cancel a replay.

    Nothing more is put in line; what stands there is still sent.
    """
    return await desk.answer(_shown, webhook_replays.cancel, WebhookId(webhook_id), ReplayId(replay_id))


def replay_view(replay: Replay) -> dict[str, object]:
    """Show a replay as this API does; numbers of events stay inside, since they count the whole network's."""
    return {
        "id": replay.id,
        "webhook_id": replay.webhook,
        "status": replay.status,
        "since": replay.wanted.since,
        "until": replay.wanted.until,
        "types": replay.wanted.types,
        "states": replay.wanted.states,
        "percent": replay.percent,
        "looked_at": replay.looked_at,
        "lined_up": replay.lined_up,
        "created_at": replay.created_at,
        "updated_at": replay.updated_at,
        "ended_at": replay.ended_at,
    }


def _shown(replay: Replay) -> Answer:
    return answer(replay_view(replay))


def _begun(replay: Replay) -> Answer:
    return answer(replay_view(replay), status=202, location=f"/v1/webhooks/{replay.webhook}/replays/{replay.id}")
