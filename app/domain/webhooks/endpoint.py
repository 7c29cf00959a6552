"""Webhooks: the URLs at which an agency's systems hear of events, and the secrets that prove who speaks."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from app.domain.errors import Conflict
from app.domain.faults import Faults
from app.domain.identity import AgencyId, NetworkId, WebhookId
from app.domain.webhooks.event_types import FILTERS, lets_through
from app.domain.webhooks.keys import ROTATION_OVERLAP, Key, Secret, SignatureScheme

MOST_FILTERS = 100
DESCRIPTION_LENGTH = 500


class WebhookStatus(StrEnum):
    """Whether events are sent to a webhook."""

    ENABLED = "enabled"
    DISABLED = "disabled"


class DisabledBecause(StrEnum):
    """Why nothing is sent: somebody switched it off, or the receiver answered 410 Gone."""

    BY_HAND = "by_hand"
    GONE = "gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewWebhook:
    """What an agency states to hear of events; `network_wide` asks for those of every agency."""

    url: str
    types: tuple[str, ...]
    description: str | None = None
    network_wide: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookChanges:
    """What a PATCH of a webhook changes; None leaves a thing as it is."""

    url: str | None = None
    types: tuple[str, ...] | None = None
    description: str | None = None


@dataclass(slots=True, kw_only=True)
class Webhook:
    """One endpoint of one agency, told of the events that the agency may hear of and that its filters name."""

    id: WebhookId
    network: NetworkId
    agency: AgencyId
    url: str
    description: str | None
    types: tuple[str, ...]
    network_wide: bool
    status: WebhookStatus
    disabled_because: DisabledBecause | None
    secrets: tuple[Secret, ...]
    version: int
    created_at: datetime
    updated_at: datetime

    @property
    def enabled(self) -> bool:
        """Whether events are sent."""
        return self.status is WebhookStatus.ENABLED

    def hears(self, event_type: str) -> bool:
        """Whether the filters name this type."""
        return lets_through(self.types, event_type)

    def live_secrets(self, at: datetime) -> tuple[Secret, ...]:
        """Return the keys that sign now, the newest first."""
        return tuple(secret for secret in reversed(self.secrets) if secret.live(at))

    @property
    def scheme(self) -> SignatureScheme:
        """How its newest key signs."""
        return self.secrets[-1].key.scheme

    def change(self, changes: WebhookChanges, at: datetime) -> None:
        """Move the endpoint or change what it hears."""
        url = self.url if changes.url is None else changes.url
        types = self.types if changes.types is None else changes.types
        description = self.description if changes.description is None else changes.description
        _check(url, types, description)
        self.url, self.types, self.description, self.updated_at = url, types, description, at

    def rotate(self, key: Key, at: datetime) -> None:
        """Sign with a new key from now on, and with the present one too for a day, so that no delivery is refused."""
        outgoing = replace(self.secrets[-1], until=at + ROTATION_OVERLAP)
        self.secrets = (outgoing, Secret(key=key, since=at))
        self.updated_at = at

    def disable(self, why: DisabledBecause, at: datetime) -> None:
        """Stop sending; what still waits becomes a dead letter."""
        if not self.enabled:
            raise Conflict("webhook.already-disabled", "The webhook is disabled already.")
        self.status, self.disabled_because, self.updated_at = WebhookStatus.DISABLED, why, at

    def must_be_enabled(self) -> None:
        """Refuse what only makes sense while events are sent."""
        if not self.enabled:
            raise Conflict("webhook.disabled", "The webhook is disabled; enable it first.")

    def enable(self, at: datetime) -> None:
        """Send again, beginning with the next event."""
        if self.enabled:
            raise Conflict("webhook.already-enabled", "The webhook is enabled already.")
        self.status, self.disabled_because, self.updated_at = WebhookStatus.ENABLED, None, at


def register(
    new: NewWebhook,
    *,
    id: WebhookId,  # noqa: A002 - the field's name
    network: NetworkId,
    agency: AgencyId,
    key: Key,
    at: datetime,
) -> Webhook:
    """Register an endpoint that is enabled at once; its URL must have passed the guard."""
    _check(new.url, new.types, new.description)
    return Webhook(
        id=id,
        network=network,
        agency=agency,
        url=new.url,
        description=new.description,
        types=new.types,
        network_wide=new.network_wide,
        status=WebhookStatus.ENABLED,
        disabled_because=None,
        secrets=(Secret(key=key, since=at),),
        version=1,
        created_at=at,
        updated_at=at,
    )


def _check(url: str, types: tuple[str, ...], description: str | None) -> None:
    faults = Faults()
    faults.url(url, "/url")
    faults.text(description, "/description", most=DESCRIPTION_LENGTH)
    faults.require(types, "/types", "must name at least one event type; * names all")
    faults.at_most(types, MOST_FILTERS, "/types")
    faults.distinct(types, "/types")
    for place, name in enumerate(types[:MOST_FILTERS]):
        faults.require(name in FILTERS, f"/types/{place}", "must be a known event type, or a noun with .*")
    faults.refuse("webhook.invalid", "The webhook cannot be registered as described.")
