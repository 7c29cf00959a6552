"""What replays of a stretch of the log need: to be kept, and to line up what they find."""

from datetime import datetime
from typing import Protocol

from app.domain.identity import ReplayId, WebhookId
from app.domain.webhooks.replay import Progress, Replay
from app.ports.queries import Cursor, Page


class WebhookReplays(Protocol):
    """The replays of the network."""

    async def get(self, replay: ReplayId) -> Replay | None:
        """Return a replay, if there is one."""
        ...

    async def lock(self, replay: ReplayId) -> Replay | None:
        """Return a replay and keep others from changing it."""
        ...

    async def lock_due(self, now: datetime) -> Replay | None:
        """Return the running replay that has waited longest, unless others are at it, and keep it from them."""
        ...

    async def running(self, webhook: WebhookId) -> ReplayId | None:
        """Name the replay of a webhook that has not ended, if there is one."""
        ...

    async def add(self, replay: Replay) -> None:
        """Keep a replay that has just begun."""
        ...

    async def save(self, replay: Replay) -> None:
        """Keep how far it has come."""
        ...

    async def crowded(self, webhook: WebhookId, most: int) -> bool:
        """Tell whether a webhook has `most` lines or more."""
        ...

    async def line_up(self, replay: Replay, now: datetime) -> Progress:
        """Line up the next of what is wanted and may be heard now, under the ids that it has always had."""
        ...

    async def list_for(self, webhook: WebhookId, *, limit: int, after: Cursor | None) -> Page[Replay]:
        """List the replays of a webhook, the newest first."""
        ...
