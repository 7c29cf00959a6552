"""The time that agencies and services take, as it is sent and shown."""

from pydantic import Field

from app.api.rest.schemas.networks import SpanShape
from app.api.rest.schemas.shapes import Input, Shape


class OwnClocksOut(Shape):
    """How long it may take, where that differs from the level above; null leaves it to the agency or the network."""

    routine: SpanShape | None = Field(description="To answer a routine handoff.")
    urgent: SpanShape | None = Field(description="To answer an urgent one.")
    asap: SpanShape | None = Field(description="To answer one needed as soon as possible.")
    stat: SpanShape | None = Field(description="To answer one needed at once.")
    grace: SpanShape | None = Field(description="How much longer until a routine handoff expires.")
    schedule_within: SpanShape | None = Field(description="From accepting to an appointment.")
    stalled_after: SpanShape | None = Field(description="How long nothing may happen.")
    cancel_confirm_within: SpanShape | None = Field(description="To confirm a cancellation.")


class OwnClocksIn(Input, OwnClocksOut):
    """How long it may take, where that differs from the level above."""
