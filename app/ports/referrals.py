"""Where referrals are kept with their handoffs, and how both sides read them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from app.domain.codes import Category
from app.domain.identity import AgencyId, ClientId, HandoffId, ReferralId
from app.domain.lifecycle import Offer
from app.domain.referrals.asker import Asker
from app.domain.referrals.clocks import ClockLevels
from app.domain.referrals.history import HistoryEntry
from app.domain.referrals.referral import Referral
from app.domain.referrals.states import HandoffState, ReferralState
from app.ports.access import Access
from app.ports.queries import Cursor, Page


class Referrals(Protocol):
    """The referrals of the network, each with its handoffs: one aggregate, locked and saved as a whole."""

    async def get(self, referral: ReferralId) -> Referral | None:
        """Return a referral, whoever asks."""
        ...

    async def of_handoff(self, handoff: HandoffId) -> Referral | None:
        """Return the referral that a handoff belongs to."""
        ...

    async def lock(self, referral: ReferralId) -> Referral | None:
        """Return a referral and lock it, then its handoffs in the order of their ids."""
        ...

    async def lock_of_handoff(self, handoff: HandoffId) -> Referral | None:
        """Do the same for the referral that a handoff belongs to."""
        ...

    async def add(self, referral: Referral) -> None:
        """Keep a referral that was just begun, its handoffs and its history."""
        ...

    async def save(self, referral: Referral) -> None:
        """Keep what changed in it and in its handoffs, and the new lines of history; versions count up."""
        ...

    async def put_in_plan(self, referral: ReferralId) -> None:
        """Note that an activity of a care plan follows it; that is no change of the referral itself."""
        ...

    async def active_for(self, client: ClientId, category: Category, besides: ReferralId) -> int:
        """Count the client's other active referrals of a category, whoever sent them."""
        ...

    async def with_client(self, client: ClientId) -> tuple[ReferralId, ...]:
        """Name the client's referrals that are not closed, in the order of their ids."""
        ...

    async def clock_levels(self, handoffs: Collection[HandoffId]) -> dict[HandoffId, ClockLevels]:
        """Return what says how long the providers of handoffs may take."""
        ...

    async def due(self, now: datetime, limit: int) -> tuple[HandoffId, ...]:
        """Name handoffs of which a clock has struck, the longest waiting first."""
        ...


class Order(StrEnum):
    """How lists of referrals, handoffs and tasks are sorted."""

    NEWEST = "-updated_at"
    OLDEST = "updated_at"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralFilter:
    """Which referrals are asked for; everything given must hold. Without `sender` a coordinator sees all senders."""

    sender: AgencyId | None = None
    client: ClientId | None = None
    state: ReferralState | None = None
    category: Category | None = None
    updated_since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralLine:
    """A referral in a list: `told` is the JSON object of everything but its FHIR status and its actions."""

    id: ReferralId
    client_id: ClientId
    state: ReferralState
    available_actions: tuple[Offer, ...]
    told: str


class ReferralList(Protocol):
    """Lists of referrals, as their senders see them."""

    async def page(
        self, access: Access, asker: Asker, which: ReferralFilter, order: Order, *, after: Cursor | None, limit: int
    ) -> Page[ReferralLine]:
        """Return one page, without handoffs and blockers; only the asker's own referrals, unless network-wide."""
        ...

    async def history(
        self, referral: ReferralId, handoff: HandoffId | None, *, after: Cursor | None, limit: int
    ) -> Page[HistoryEntry]:
        """Return what was done to a referral, or to one of its handoffs only, in order."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoffFilter:
    """Which handoffs are asked for: `provider` for an inbox, `sender` for an outbox, `offered` for the pool."""

    provider: AgencyId | None = None
    sender: AgencyId | None = None
    states: Collection[HandoffState] = ()
    updated_since: datetime | None = None
    offered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoffLine:
    """A handoff in a list: `told` is the JSON object of what the asker may see, but for its FHIR status and actions."""

    id: HandoffId
    client_id: ClientId | None
    state: HandoffState
    available_actions: tuple[Offer, ...]
    told: str


class HandoffList(Protocol):
    """Inboxes, outboxes and pools."""

    async def page(
        self, access: Access, asker: Asker, which: HandoffFilter, order: Order, *, after: Cursor | None, limit: int
    ) -> Page[HandoffLine]:
        """Return one page, each handoff as its tier lets the asker see it; what was never sent only to its sender."""
        ...
