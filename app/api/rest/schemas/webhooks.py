"""Webhooks and their deliveries as they are sent and shown."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.api.rest.schemas.shapes import Input, Shape
from app.domain.webhooks.delivery import DeliveryState
from app.domain.webhooks.endpoint import (
    DESCRIPTION_LENGTH,
    MOST_FILTERS,
    DisabledBecause,
    NewWebhook,
    WebhookChanges,
    WebhookStatus,
)
from app.domain.webhooks.keys import SignatureScheme

Url = Annotated[
    str, Field(min_length=1, max_length=2000, description="Where to send.", examples=["https://partner.example/hook"])
]
Types = Annotated[
    list[Annotated[str, Field(min_length=1, max_length=100)]],
    Field(
        min_length=1,
        max_length=MOST_FILTERS,
        description="What it hears: event types, a noun with `.*`, or `*` for everything.",
        examples=[["handoff.*", "referral.completed"]],
    ),
]
Description = Annotated[
    str | None, Field(max_length=DESCRIPTION_LENGTH, description="What it is for.", examples=["Intake board"])
]


Scheme = Annotated[
    SignatureScheme,
    Field(
        description="How messages are signed: HMAC-SHA256 with a secret that you hold too, or Ed25519, for which our "
        "public key is all that you need.",
        examples=["ed25519"],
    ),
]


class WebhookIn(Input):
    """A webhook to be registered for one's own agency."""

    url: Url
    types: Types
    description: Description
    network_wide: bool = Field(
        default=False, description="Hear the events of every agency; for the network's own roles only."
    )
    signature_scheme: Scheme = SignatureScheme.HMAC_SHA256

    def described(self) -> NewWebhook:
        """Turn what was sent into the domain's value."""
        return NewWebhook(
            url=self.url, types=tuple(self.types), description=self.description, network_wide=self.network_wide
        )


class WebhookChangesIn(Input):
    """What to change of a webhook; what is left out stays."""

    url: Url | None = Field(default=None, description="Where to send from now on.")
    types: Types | None = Field(default=None, description="What to hear from now on.")
    description: Description

    def described(self) -> WebhookChanges:
        """Turn what was sent into the domain's value."""
        types = None if self.types is None else tuple(self.types)
        return WebhookChanges(url=self.url, types=types, description=self.description)


class WebhookRotationIn(Input):
    """How to sign from now on."""

    signature_scheme: Scheme | None = Field(description="Another way to sign; left out: the same as before.")


class PublicKeyOut(Shape):
    """A public key with which signatures verify."""

    key: str = Field(
        description="32 bytes in base64 after `whpk_`, as Standard Webhooks write it.",
        examples=["whpk_11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="],
    )
    since: datetime = Field(description="Since when it signs.")
    until: datetime | None = Field(description="Until when it still signs, once another has taken over.")


class WebhookOut(Shape):
    """One endpoint that is told of events."""

    id: UUID = Field(description="Its identifier.")
    agency_id: UUID = Field(description="The agency whose events it hears.")
    url: Url
    types: Types
    description: Description
    network_wide: bool = Field(description="Whether it hears the events of every agency.")
    status: WebhookStatus = Field(description="Whether events are sent.")
    disabled_because: DisabledBecause | None = Field(description="Why not, when they are not.")
    signature_scheme: Scheme
    public_keys: list[PublicKeyOut] = Field(
        description="Each Ed25519 key that signs now, the newest first; none where a secret signs."
    )
    version: int = Field(description="Counts its changes.", examples=[1])
    created_at: datetime = Field(description="When it was registered.")
    updated_at: datetime = Field(description="When it last changed.")


class WebhookWithSecretOut(WebhookOut):
    """A webhook with its signing secret, which is shown this once."""

    secret: str | None = Field(
        description="The signing secret, as Standard Webhooks libraries take it; none where a pair of keys signs.",
        examples=["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
    )


class AttemptOut(Shape):
    """One attempt; bodies are never kept."""

    at: datetime = Field(description="When it began.")
    status: int | None = Field(description="What the receiver answered.", examples=[204])
    error: str | None = Field(
        description="Why no answer came: refused, connect, tls, timeout or protocol.", examples=["timeout"]
    )
    milliseconds: int = Field(description="How long it took.", examples=[84])


class DeliveryOut(Shape):
    """One event on its way to one webhook."""

    id: UUID = Field(description="Its identifier.")
    webhook_id: UUID = Field(description="Where it goes.")
    event_id: UUID = Field(description="What it tells of; the `webhook-id` of the message.")
    type: str = Field(description="What happened.", examples=["handoff.accepted"])
    state: DeliveryState = Field(description="Waiting, delivered, or dead: in the dead-letter list.")
    tries: int = Field(description="How often the present schedule has tried.", examples=[1])
    next_attempt_at: datetime | None = Field(description="When it is tried next, while it waits.")
    attempts: list[AttemptOut] = Field(description="Every attempt, the latest last.")
    created_at: datetime = Field(description="When the event was lined up.")
    settled_at: datetime | None = Field(description="When it was delivered or given up.")
