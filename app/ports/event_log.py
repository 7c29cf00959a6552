"""What the worker needs of the event log: numbers for what was committed, so that a reader misses nothing."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from app.domain.codes import Sensitivity
from app.domain.identity import AgencyId, EventId, NetworkId
from app.domain.webhooks.discretion import told_ids


class EventLog(Protocol):
    """The events of every network, written without a number by their use cases."""

    async def networks_behind(self) -> Sequence[NetworkId]:
        """Name the networks that have events without a number."""
        ...

    async def number(self, network: NetworkId, *, limit: int, now: datetime) -> int:
        """Give numbers to up to `limit` committed events, tell their recipients and line up their webhook deliveries.

        Returns how many; 0 also while another relay is at work in the network.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """Who reads the log, and when: an agency hears what is for it, the network's own roles what is for anybody.

    Of what happened with a client each hears what it may read at that moment, whatever it might when it happened.
    """

    agency: AgencyId
    network_wide: bool
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EventFilter:
    """Which events are wanted: of any of `types` (all when empty), about `subject` when given."""

    types: frozenset[str] = frozenset()
    subject: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberedEvent:
    """One event as the feed tells it; `labels` are those of what it tells the reader of another agency's record."""

    seq: int
    id: EventId
    type: str
    at: datetime
    actor_agency: AgencyId
    principal: AgencyId | None
    subject_type: str
    subject: UUID
    version: int
    related: Mapping[str, UUID]
    labels: frozenset[Sensitivity] = frozenset()

    def told_ids(self) -> dict[str, UUID]:
        """Return the related ids that a reader may be told of."""
        return told_ids(self.subject_type, self.related)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A stretch of the log: what was wanted in it, where it ends, and whether there is more to read at once."""

    events: tuple[NumberedEvent, ...]
    last: int
    more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Fresh:
    """That something has happened, and which agencies may hear of it: nothing of this is told to anybody."""

    seq: int
    type: str
    audience: frozenset[AgencyId]


class EventFeed(Protocol):
    """The numbered log, read after a cursor."""

    async def fresh(self, *, after: int, limit: int) -> Sequence[Fresh]:
        """Return whom the next events concern."""
        ...

    async def read(self, audience: Audience, wanted: EventFilter, *, after: int, limit: int) -> Stretch:
        """Return the next stretch after the event numbered `after`; it may hold fewer than there are."""
        ...

    async def last(self) -> int:
        """Return the highest number given, 0 before the first."""
        ...


class Hearing(Protocol):
    """One reader's place among those who wait for news."""

    async def wait(self, seconds: float) -> None:
        """Return at once when there may be something to read, or after so many seconds: the reader looks either way."""
        ...


class News(Protocol):
    """The hint that a network's log has grown; it may fail to come, so that readers must also look by themselves."""

    def hear(self, network: NetworkId) -> AbstractAsyncContextManager[Hearing]:
        """Listen until the block ends."""
        ...
