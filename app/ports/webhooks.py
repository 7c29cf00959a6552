"""What the worker needs to tell receivers of events: a queue that survives any crash, and a carrier."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID

from app.domain.codes import Sensitivity
from app.domain.identity import AgencyId, DeliveryId, EventId, NetworkId, WebhookId
from app.domain.webhooks.delivery import Attempt, DeliveryState, Outcome, Step
from app.domain.webhooks.endpoint import Webhook
from app.domain.webhooks.keys import Key, SignatureScheme
from app.ports.queries import Cursor, Page


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What a receiver is told of one event: ids and type; `id` stays the same across retries and replays.

    `labels` are those of what it tells of another agency's record.
    """

    id: UUID
    type: str
    at: datetime
    subject_type: str
    subject: UUID
    version: int
    related: Mapping[str, UUID] = field(default_factory=dict)
    labels: frozenset[Sensitivity] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """One claimed delivery: where to, what, signed with which keys (the newest first), and for the how-manieth time."""

    network: NetworkId
    delivery: DeliveryId
    webhook: WebhookId
    stream: UUID
    lease: UUID
    url: str
    keys: tuple[Key, ...]
    message: Message
    tries: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """What one attempt came to, and what follows."""

    attempt: Attempt
    outcome: Outcome
    step: Step


@dataclass(frozen=True, slots=True, kw_only=True)
class FreshKey:
    """A new signing key as it is kept; `secret` is what the receiver is given, once, where it must hold one too."""

    kept: Key
    secret: str | None = field(repr=False)


class SigningKeys(Protocol):
    """Make and open signing keys; what is stored is useless without the service's own key."""

    def new(self, scheme: SignatureScheme) -> FreshKey:
        """Make a random key, or a pair of keys."""
        ...

    def open(self, key: Key) -> bytes:
        """Return the 32 bytes that were sealed: the secret, or the private half."""
        ...


class WebhookSender(Protocol):
    """Carry one parcel."""

    async def send(self, parcel: Parcel, at: datetime) -> Outcome:
        """Sign and post; never raises for what the receiver does."""
        ...


class DeliveryQueue(Protocol):
    """Deliveries that wait, each stream of each webhook in order, leased to one worker at a time."""

    async def due_networks(self, now: datetime) -> Sequence[NetworkId]:
        """Name the networks in which something is due."""
        ...

    async def claim(self, network: NetworkId, *, now: datetime, until: datetime, limit: int) -> Sequence[Parcel]:
        """Lease due heads of streams until `until`; a lease that runs out is claimed anew, by anyone."""
        ...

    async def settle(self, parcel: Parcel, settlement: Settlement) -> bool:
        """Record the attempt, and how the endpoint fares, and let the stream go on.

        False, changing nothing, when the lease was lost.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryEntry:
    """One delivery as its log shows it; `tries` counts those of the present schedule, `attempts` lists all."""

    id: DeliveryId
    webhook_id: WebhookId
    event_id: EventId
    type: str
    state: DeliveryState
    tries: int
    next_attempt_at: datetime | None
    attempts: tuple[Attempt, ...]
    created_at: datetime
    settled_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryFilter:
    """Which deliveries are wanted: in a state, of an event, lined up from `since` until before `until`."""

    state: DeliveryState | None = None
    event: EventId | None = None
    since: datetime | None = None
    until: datetime | None = None


class Webhooks(Protocol):
    """The webhooks of the network, and what its use cases do to their deliveries."""

    async def get(self, webhook: WebhookId) -> Webhook | None:
        """Return a webhook, if there is one."""
        ...

    async def lock(self, webhook: WebhookId) -> Webhook | None:
        """Return a webhook and keep others from changing it."""
        ...

    async def add(self, webhook: Webhook) -> None:
        """Keep a webhook that was just registered."""
        ...

    async def save(self, webhook: Webhook) -> None:
        """Keep its changes and count its version up."""
        ...

    async def remove(self, webhook: WebhookId, at: datetime) -> None:
        """Forget a webhook; everything in line for it is dead."""
        ...

    async def silence(self, webhook: WebhookId, at: datetime) -> None:
        """Make dead letters of everything in line."""
        ...

    async def line_up_test(self, webhook: WebhookId, delivery: DeliveryId, at: datetime) -> None:
        """Put a test message in a line of its own."""
        ...

    async def replay(self, webhook: WebhookId, delivery: DeliveryId, at: datetime) -> None:
        """Put a settled delivery back at its place in line, with a fresh schedule."""
        ...

    async def delivery(self, webhook: WebhookId, delivery: DeliveryId) -> DeliveryEntry | None:
        """Return one delivery, if there is one."""
        ...


class WebhookLists(Protocol):
    """Pages of webhooks and of their deliveries."""

    async def webhooks(self, agency: AgencyId | None, *, limit: int, after: Cursor | None) -> Page[Webhook]:
        """List the webhooks of one agency, or of all when None, the oldest first."""
        ...

    async def deliveries(
        self, webhook: WebhookId, which: DeliveryFilter, *, limit: int, after: Cursor | None
    ) -> Page[DeliveryEntry]:
        """List deliveries, the newest first."""
        ...
