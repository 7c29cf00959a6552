"""What can be done to tell a webhook a stretch of the log again: asked for at once, done by the worker step by step."""

from app.domain.errors import Conflict, NotFound
from app.domain.identity import ReplayId, WebhookId
from app.domain.networks.roles import ADMIN_ROLES
from app.domain.webhooks.replay import MOST_LINES, NewReplay, Replay, ReplayStatus, begin
from app.ports.queries import Cursor, Page
from app.use_cases.core import Context, use_case
from app.use_cases.webhooks import webhooks


@use_case(action="webhook.replay_range", resource="Subscription", permission="u", roles=ADMIN_ROLES)
async def start(context: Context, webhook_id: WebhookId, new: NewReplay) -> Replay:
    """Begin to tell a webhook what happened in a stretch of time: what died, was delivered, or was never lined up."""
    webhook = await webhooks.hold_sending(context, webhook_id)
    if (running := await context.tx.webhook_replays.running(webhook.id)) is not None:
        raise Conflict("webhook-replay.running", "Another replay of this webhook has not ended.", replay_id=running)
    replay = begin(
        new,
        id=ReplayId(context.new_id()),
        network=webhook.network,
        webhook=webhook.id,
        last=await context.tx.event_feed.last(),
        by=context.actor.id,
        at=context.now,
    )
    await context.tx.webhook_replays.add(replay)
    return replay


@use_case(action="webhook.list_replays", resource="Subscription", permission="r", roles=ADMIN_ROLES)
async def browse(context: Context, webhook_id: WebhookId, limit: int, after: Cursor | None) -> Page[Replay]:
    """List the replays of a webhook, the newest first."""
    webhook = await webhooks.read(context, webhook_id)
    return await context.tx.webhook_replays.list_for(webhook.id, limit=limit, after=after)


@use_case(action="webhook.read_replay", resource="Subscription", permission="r", roles=ADMIN_ROLES)
async def read(context: Context, webhook_id: WebhookId, replay_id: ReplayId) -> Replay:
    """Show how far a replay has come."""
    webhook = await webhooks.read(context, webhook_id)
    return _of(webhook.id, await context.tx.webhook_replays.get(replay_id))


@use_case(action="webhook.cancel_replay", resource="Subscription", permission="u", roles=ADMIN_ROLES)
async def cancel(context: Context, webhook_id: WebhookId, replay_id: ReplayId) -> Replay:
    """Line up nothing more; what stands in line is still told."""
    webhook = await webhooks.read(context, webhook_id)
    replay = _of(webhook.id, await context.tx.webhook_replays.lock(replay_id))
    replay.cancel(context.now)
    await context.tx.webhook_replays.save(replay)
    return replay


@use_case(action="webhook.go_on_replaying", resource="Subscription", permission="u", roles=webhooks.SYSTEM_ONLY)
async def go_on(context: Context) -> bool:
    """Take a replay one step on; False when none is due, or it waits for its webhook to hear what stands in line."""
    replay = await context.tx.webhook_replays.lock_due(context.now)
    if replay is None:
        return False
    webhook = await context.tx.webhooks.get(replay.webhook)
    if webhook is None or not webhook.enabled:
        replay.stop(context.now)
    elif await context.tx.webhook_replays.crowded(webhook.id, MOST_LINES):
        replay.wait(context.now)
    else:
        replay.step(await context.tx.webhook_replays.line_up(replay, context.now), context.now)
    await context.tx.webhook_replays.save(replay)
    return replay.status is ReplayStatus.RUNNING and replay.due_at <= context.now


def _of(webhook: WebhookId, replay: Replay | None) -> Replay:
    if replay is None or replay.webhook != webhook:
        raise NotFound("webhook-replay")
    return replay
