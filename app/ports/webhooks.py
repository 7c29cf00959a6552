"""What the worker needs to tell receivers of events: a queue that survives any crash, and a carrier."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID

from app.domain.identity import DeliveryId, NetworkId, WebhookId
from app.domain.webhooks.delivery import Attempt, Health, Outcome, Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """What a receiver is told of one event: ids and type; `id` stays the same across retries and replays."""

    id: UUID
    type: str
    at: datetime
    subject_type: str
    subject: UUID
    version: int
    related: Mapping[str, UUID] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """One claimed delivery: where to, what, signed with which keys (the newest first), and for the how-manieth time."""

    network: NetworkId
    delivery: DeliveryId
    webhook: WebhookId
    stream: UUID
    lease: UUID
    url: str
    sealed_keys: tuple[bytes, ...] = field(repr=False)
    message: Message
    tries: int
    health: Health


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """What one attempt came to, and what follows."""

    attempt: Attempt
    step: Step
    health: Health


@dataclass(frozen=True, slots=True, kw_only=True)
class FreshKey:
    """A new signing key: as the receiver is given it, once, and as it is kept."""

    secret: str = field(repr=False)
    sealed: bytes = field(repr=False)


class SigningKeys(Protocol):
    """Make and open signing keys; what is stored is useless without the service's own key."""

    def new(self) -> FreshKey:
        """Make a random key."""
        ...

    def open(self, sealed: bytes) -> bytes:
        """Return the key that was sealed."""
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
        """Record the attempt and let the stream go on; False, changing nothing, when the lease was lost."""
        ...
