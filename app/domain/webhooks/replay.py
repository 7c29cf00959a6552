"""Replays of a stretch of the log to one webhook: made in steps, since a stretch may be years."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from app.domain.errors import Conflict
from app.domain.faults import Faults
from app.domain.identity import NetworkId, ReplayId, WebhookId
from app.domain.webhooks.endpoint import MOST_FILTERS
from app.domain.webhooks.event_types import FILTERS

EVENTS_IN_A_STEP = 2_000
DELIVERIES_IN_A_STEP = 200
MOST_LINES = 500  # lines of one webhook that may stand before a replay waits, so that it never buries what is new
WAIT_FOR_LINES = timedelta(seconds=2)


class ReplayStatus(StrEnum):
    """How a replay goes; `stopped` when the webhook was disabled meanwhile."""

    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    STOPPED = "stopped"


class Replayable(StrEnum):
    """What became of an event at this webhook; `missed` when there is no delivery of it on record."""

    DEAD = "dead"
    DELIVERED = "delivered"
    MISSED = "missed"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReplay:
    """Which events to tell again: from `since` until before `until`, after the one numbered `after`, of any of `types`.

    All types when empty.
    """

    since: datetime | None
    until: datetime | None
    after: int | None
    types: tuple[str, ...]
    states: tuple[Replayable, ...]

    def check(self, now: datetime) -> None:
        """Refuse what names no stretch, or events that cannot be."""
        faults = Faults()
        begins = self.since is not None or self.after is not None
        faults.require(begins, "/since", "must be given, or after, so that it is clear where to begin")
        faults.require(self.since is None or self.since <= now, "/since", "must not be in the future")
        ordered = self.since is None or self.until is None or self.since < self.until
        faults.require(ordered, "/until", "must be later than since")
        faults.require(self.states, "/states", "must name at least one state")
        faults.distinct(self.states, "/states")
        faults.at_most(self.types, MOST_FILTERS, "/types")
        faults.distinct(self.types, "/types")
        for place, name in enumerate(self.types[:MOST_FILTERS]):
            faults.require(name in FILTERS, f"/types/{place}", "must be a known event type, or a noun with .*")
        faults.refuse("webhook-replay.invalid", "The replay cannot be as described.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """What one step did: up to which number it read, how many events it looked at, how many deliveries it lined up."""

    reached: int
    looked_at: int
    lined_up: int


@dataclass(slots=True, kw_only=True)
class Replay:
    """One stretch of the log on its way to one webhook; `place` is the number up to which it has read."""

    id: ReplayId
    network: NetworkId
    webhook: WebhookId
    wanted: NewReplay
    first: int
    last: int
    place: int
    status: ReplayStatus
    looked_at: int
    lined_up: int
    due_at: datetime
    requested_by: UUID
    version: int
    created_at: datetime
    updated_at: datetime
    ended_at: datetime | None

    @property
    def percent(self) -> int:
        """How much of the stretch has been read."""
        whole = self.last - self.first
        return 100 if whole <= 0 else 100 * (self.place - self.first) // whole

    def step(self, progress: Progress, at: datetime) -> None:
        """Note what a step did; the last one ends the replay."""
        self.place, self.due_at, self.updated_at = progress.reached, at, at
        self.looked_at += progress.looked_at
        self.lined_up += progress.lined_up
        if self.place >= self.last:
            self._end(ReplayStatus.DONE, at)

    def wait(self, at: datetime) -> None:
        """Let the webhook hear what stands in line before more is added."""
        self.due_at = at + WAIT_FOR_LINES

    def cancel(self, at: datetime) -> None:
        """Add nothing more; what stands in line is still told."""
        if self.status is not ReplayStatus.RUNNING:
            raise Conflict("webhook-replay.ended", "The replay has ended already.")
        self._end(ReplayStatus.CANCELLED, at)

    def stop(self, at: datetime) -> None:
        """End it because nothing is sent to the webhook any more."""
        self._end(ReplayStatus.STOPPED, at)

    def _end(self, status: ReplayStatus, at: datetime) -> None:
        self.status, self.updated_at, self.ended_at = status, at, at


def begin(
    new: NewReplay,
    *,
    id: ReplayId,  # noqa: A002 - the field's name
    network: NetworkId,
    webhook: WebhookId,
    last: int,
    by: UUID,
    at: datetime,
) -> Replay:
    """Begin a replay of what the log holds now; what comes later is told anyway."""
    new.check(at)
    first = min(new.after or 0, last)
    return Replay(
        id=id,
        network=network,
        webhook=webhook,
        wanted=new,
        first=first,
        last=last,
        place=first,
        status=ReplayStatus.RUNNING,
        looked_at=0,
        lined_up=0,
        due_at=at,
        requested_by=by,
        version=1,
        created_at=at,
        updated_at=at,
        ended_at=None,
    )
