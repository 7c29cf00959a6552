"""Subscriptions as they are kept, what each was told of, and what the worker needs to tell it more."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from app.domain.codes import Sensitivity
from app.domain.identity import AgencyId, NetworkId, SubscriptionId
from app.domain.subscriptions.line import Line
from app.domain.subscriptions.subscription import PayloadContent, Subscription, SubscriptionStatus
from app.domain.webhooks.delivery import Outcome
from app.ports.resource_search import Criterion
from app.ports.resources import StoredResource, Target


class NoticeKind(StrEnum):
    """Why a notification is written (http://hl7.org/fhir/subscription-notification-type)."""

    HANDSHAKE = "handshake"
    HEARTBEAT = "heartbeat"
    EVENTS = "event-notification"
    STATUS = "query-status"
    QUERY = "query-event"


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """An event of the log that may be about resources that a subscription wants."""

    seq: int
    id: UUID
    type: str
    at: datetime
    subject: UUID
    related: Mapping[str, UUID]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldEvent:
    """An event as a subscription is told of it, under its number."""

    number: int
    id: UUID
    type: str
    at: datetime
    focus: Target


@dataclass(frozen=True, slots=True, kw_only=True)
class NotedEvent:
    """What a notification says of one event; without a focus where it may not be told any more, or is not wanted."""

    number: int
    at: datetime
    type: str
    focus: Target | None = None
    resource: StoredResource | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One notification before it is written: what goes out, or what an operation answers."""

    kind: NoticeKind
    subscription: SubscriptionId
    topic: str
    status: SubscriptionStatus
    since_start: int
    content: PayloadContent
    events: tuple[NotedEvent, ...] = ()
    labels: frozenset[Sensitivity] = frozenset()
    error: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a subscription has been told: `read` is where it stands in the log, `told` what was received.

    `network_wide` says whether it hears of what is for any agency.
    """

    network_wide: bool
    read: int
    last_number: int
    told: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """One claimed subscription: what to do is found out on the way."""

    network: NetworkId
    subscription: SubscriptionId
    agency: AgencyId
    lease: UUID
    line: Line
    ended: bool
    candidates: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where a notification goes, with which headers and how long it may take."""

    url: str
    headers: tuple[tuple[str, str], ...] = field(repr=False)
    timeout: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """A notification that is ready to go, and up to which event it tells."""

    address: Address
    notice: Notice
    upto: int | None = None


class Subscriptions(Protocol):
    """The subscriptions of the network, with how far each was told."""

    async def get(self, subscription: SubscriptionId) -> Subscription | None:
        """Return one, if there is one."""
        ...

    async def lock(self, subscription: SubscriptionId) -> Subscription | None:
        """Return one and keep others from changing it."""
        ...

    async def of_agency(self, agency: AgencyId) -> Sequence[Subscription]:
        """Return those of an agency, the oldest first."""
        ...

    async def add(self, subscription: Subscription, *, network_wide: bool) -> None:
        """Keep a new one, which hears of what happens from now on; shake hands first, if it is told at all."""
        ...

    async def save(self, subscription: Subscription, at: datetime, *, network_wide: bool, shakes: bool) -> None:
        """Keep its changes; shake hands anew, or stop, as its status says."""
        ...

    async def fared(self, subscription: Subscription) -> None:
        """Keep how it fares; one that is off is told nothing more."""
        ...

    async def remove(self, subscription: SubscriptionId) -> None:
        """Forget one, with everything that it was told of."""
        ...


class SubscriptionLog(Protocol):
    """What subscriptions have heard of the log, and were told of."""

    async def progress(self, subscription: SubscriptionId, lease: UUID | None = None) -> Progress | None:
        """Return how far it was told; under a lease it is locked, and None when the lease was lost."""
        ...

    async def heard(self, subscription: Subscription, progress: Progress, *, limit: int) -> Sequence[Heard]:
        """Return the next events of the log that may be about what it wants, in order."""
        ...

    async def events(self, subscription: SubscriptionId, *, after: int, upto: int, limit: int) -> Sequence[ToldEvent]:
        """Return what it was told of, by number."""
        ...

    async def known(self, subscription: SubscriptionId, targets: Collection[Target]) -> frozenset[Target]:
        """Return the resources of which it was told before."""
        ...

    async def number(self, subscription: SubscriptionId, read: int, events: Sequence[ToldEvent]) -> None:
        """Keep what it will be told of, and up to where in the log everything was judged."""
        ...


class NotificationQueue(Protocol):
    """Subscriptions of which something is due, each leased to one worker at a time."""

    async def networks(self) -> Sequence[NetworkId]:
        """Name the networks that have subscriptions that are told."""
        ...

    async def claim(self, network: NetworkId, *, now: datetime, until: datetime, limit: int) -> Sequence[Errand]:
        """Lease what is due, or has something new to hear, until `until`; a lease that runs out is claimed anew."""
        ...

    async def settle(self, errand: Errand, line: Line, upto: int | None) -> bool:
        """Let it go on; everything up to the event `upto` was received. False when the lease was lost."""
        ...


class Speech(Protocol):
    """The language in which filters and notifications are written."""

    def understand(self, type_: str, criteria: str, at: datetime) -> tuple[Criterion, ...]:
        """Read the criteria of a filter for resources of a type as a search would."""
        ...

    def written(self, notice: Notice, at: datetime) -> bytes:
        """Write a notification."""
        ...


class Notifier(Protocol):
    """Carries notifications, and understands filters."""

    @property
    def speech(self) -> Speech:
        """The language in which both are written."""
        ...

    async def send(self, parcel: Parcel, at: datetime) -> Outcome:
        """Write and post a notification; never raises for what the receiver does."""
        ...
