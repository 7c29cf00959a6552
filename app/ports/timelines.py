"""How the timeline of a client is read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID

from app.domain.identity import AgencyId, ClientId, EventId, WorkerId
from app.ports.access import Access
from app.ports.queries import Cursor, Page


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineEntry:
    """That something happened with a client: `kind` is the noun of it, `facts` status words, never personal data.

    `related` are ids by their nouns, as they are written.
    """

    id: EventId
    at: datetime
    kind: str
    type: str
    subject_type: str
    subject: UUID
    version: int
    agency: AgencyId
    worker: WorkerId | None
    principal: AgencyId | None
    related: Mapping[str, str]
    facts: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineFilter:
    """Which entries are asked for: of any of `kinds` (all when empty), from `since` on, and before `until`."""

    kinds: frozenset[str] = field(default_factory=frozenset)
    since: datetime | None = None
    until: datetime | None = None


class Timeline(Protocol):
    """What happened with clients."""

    async def page(
        self, access: Access, client: ClientId, which: TimelineFilter, *, after: Cursor | None, limit: int
    ) -> Page[TimelineEntry]:
        """Return one page of what the asker may read now, the newest first."""
        ...
