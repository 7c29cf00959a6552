"""Who follows the log live, and how far each has come: what nobody takes is forgotten, and read again when it is."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from app.domain.errors import DomainError, Unavailable
from app.domain.identity import AgencyId
from app.ports.event_log import EventFilter, NumberedEvent
from app.use_cases.core import Call
from app.use_cases.standing import may_everywhere

MOST_WAITING = 200
FRESH_SECONDS = 1.0  # so old may a judgement be when it is told; what waited longer is judged again

Circle = tuple[AgencyId, bool]
"""Those who hear the same: an agency, or its people with a role of the whole network."""
Events = tuple[NumberedEvent, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which events are wanted; `about` is a thing that they are about or name."""

    types: frozenset[str] = frozenset()
    subject: UUID | None = None
    about: UUID | None = None

    @property
    def filter(self) -> EventFilter:
        """What of this the log itself can look for."""
        return EventFilter(types=self.types, subject=self.subject)

    def among(self, events: Sequence[NumberedEvent], after: int) -> Events:
        """Return those of some events that are wanted and come after a place."""
        return tuple(event for event in events if event.seq > after and self._wants(event))

    def _wants(self, event: NumberedEvent) -> bool:
        if self.types and event.type not in self.types:
            return False
        if self.subject is not None and event.subject != self.subject:
            return False
        return self.about is None or self.about == event.subject or self.about in event.told_ids().values()


class Bearer:
    """One connection, and the token with which it was opened: what follows on it follows as long as that is good."""

    __slots__ = ("call", "checked", "digest", "ended", "followers", "on_end", "until")

    def __init__(self, digest: bytes, call: Call, until: datetime) -> None:
        self.digest, self.call, self.until = digest, call, until
        self.checked = 0.0
        self.ended: DomainError | None = None
        self.followers: set[Follower] = set()
        self.on_end: Callable[[], None] | None = None

    @property
    def circle(self) -> Circle:
        """With whom its followers hear."""
        return self.call.actor.agency, may_everywhere(self.call.actor)

    def end(self, why: DomainError) -> None:
        """Let its followers hear nothing more, and know why."""
        if self.ended is None:
            self.ended = why
            if self.on_end is not None:
                self.on_end()
            for follower in self.followers:
                follower.wake()


@dataclass(slots=True, eq=False, kw_only=True)
class Follower:
    """One who follows: `place` is up to where it was told, `reach` up to where it was judged what to tell."""

    bearer: Bearer
    wanted: Wanted
    place: int
    reach: int
    circle: Circle | None = None  # None while it reads on by itself
    _waiting: list[tuple[NumberedEvent, float]] = field(default_factory=list)
    _sleep: "asyncio.Future[None] | None" = None

    @property
    def idle(self) -> bool:
        """Whether all that was judged has been told."""
        return not self._waiting

    def offer(self, events: Events, reach: int, at: float) -> bool:
        """Take what was judged; False when so much waits already that it must read on by itself."""
        if len(self._waiting) + len(events) > MOST_WAITING:
            return False
        self.reach = max(self.reach, reach)
        if events:
            self._waiting += ((event, at) for event in events)
            self.wake()
        return True

    def take(self, now: float) -> NumberedEvent | None:
        """Return what is to be told next; None when that was judged too long ago to be told."""
        event, at = self._waiting[0]
        if now - at > FRESH_SECONDS:
            return None
        del self._waiting[0]
        self.place = event.seq
        return event

    def fall_behind(self, place: int) -> None:
        """Forget what waits: the log still has it."""
        self.circle = None
        self._waiting.clear()
        self.place = self.reach = place
        self.wake()

    def wake(self) -> None:
        """Let it look."""
        if self._sleep is not None and not self._sleep.done():
            self._sleep.set_result(None)

    async def sleep(self, seconds: float | None) -> bool:
        """Wait until there is something to look at; False when nothing came for so long."""
        self._sleep = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(seconds):
                await self._sleep
        except TimeoutError:
            return False
        finally:
            self._sleep = None
        return True


def stopping() -> Unavailable:
    """Say that whoever follows must come back."""
    return Unavailable("service.stopping", "The service stops; connect again and go on.")
