"""Replays of a stretch of the log as they are asked for and shown."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from app.api.moments import AnyMoment
from app.api.pages import MAX_CURSOR
from app.api.rest.schemas.shapes import Input, Shape
from app.domain.webhooks.endpoint import MOST_FILTERS
from app.domain.webhooks.replay import NewReplay, Replayable, ReplayStatus

Since = Annotated[datetime | None, Field(description="What happened then or later.", examples=["2026-01-15T09:30:00Z"])]
Until = Annotated[
    datetime | None, Field(description="What happened before then; none: until now.", examples=["2026-01-15T12:00:00Z"])
]
ReplayedTypes = Annotated[
    list[Annotated[str, Field(min_length=1, max_length=100)]],
    Field(
        max_length=MOST_FILTERS,
        description="Only of these event types, or nouns with `.*`; none: of all.",
        examples=[["handoff.*"]],
    ),
]


class WebhookReplayIn(Input):
    """Which events to tell a webhook again; `since` or `after` must be given."""

    since: AnyMoment | None = Field(description="What happened then or later.", examples=["2026-01-15T09:30:00Z"])
    until: AnyMoment | None = Field(
        description="What happened before then; left out: until now.", examples=["2026-01-15T12:00:00Z"]
    )
    after: Annotated[str, Field(max_length=MAX_CURSOR, pattern=r"^[A-Za-z0-9_-]+$")] | None = Field(
        description="A `next_cursor` of the event feed: what comes after that place."
    )
    types: ReplayedTypes
    states: list[Replayable] = Field(
        default=[Replayable.DEAD, Replayable.MISSED],
        min_length=1,
        max_length=len(Replayable),
        description="`dead` letters, what was `delivered`, and what was `missed`: no delivery of it is on record.",
        examples=[["dead", "missed"]],
    )

    def described(self, after: int | None) -> NewReplay:
        """Turn what was sent into the domain's value; `after` is the number behind the cursor."""
        return NewReplay(
            since=self.since, until=self.until, after=after, types=tuple(self.types), states=tuple(self.states)
        )


class WebhookReplayOut(Shape):
    """One stretch of the log on its way to a webhook again."""

    id: UUID = Field(description="Its identifier.")
    webhook_id: UUID = Field(description="Where it goes.")
    status: ReplayStatus = Field(
        description="Running; done: all is lined up; cancelled; or stopped, because the webhook was disabled."
    )
    since: Since
    until: Until
    types: ReplayedTypes
    states: list[Replayable] = Field(description="What of it is told again.")
    percent: int = Field(ge=0, le=100, description="How much of the log has been looked through.", examples=[40])
    looked_at: int = Field(ge=0, description="How many events it has looked at.", examples=[12000])
    lined_up: int = Field(ge=0, description="How many deliveries it has put in line.", examples=[310])
    created_at: datetime = Field(description="When it was asked for.")
    updated_at: datetime = Field(description="When it last went on.")
    ended_at: datetime | None = Field(description="When it ended.")
