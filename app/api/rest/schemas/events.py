"""Events as the feed shows them."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from app.api.rest.schemas.notices import Notices
from app.api.rest.schemas.shapes import Shape

EXAMPLE_ID = "0198c0de-7a11-7000-8000-000000000001"


class EventSubjectOut(Shape):
    """What changed."""

    type: str = Field(description="Its noun.", examples=["handoff"])
    id: UUID = Field(description="Its identifier.")
    version: int = Field(description="Its version since then.", examples=[3])


class EventActorOut(Shape):
    """Who did it, as far as agencies tell one another."""

    agency_id: UUID = Field(description="The agency that acted; the network's own id when the system did.")
    principal_id: UUID | None = Field(description="The agency in whose name it acted, when it was another.")


class EventOut(Shape):
    """One thing that happened: ids and type, never personal data. Read the object itself under your own rights."""

    id: UUID = Field(description="Its identifier; the same as `webhook-id`.")
    type: str = Field(description="What happened.", examples=["handoff.accepted"])
    occurred_at: datetime = Field(description="When.")
    subject: EventSubjectOut = Field(description="To which thing.")
    related: dict[str, UUID] = Field(description="Further ids, by noun.", examples=[{"referral": EXAMPLE_ID}])
    actor: EventActorOut = Field(description="By whom.")
    notices: Notices


class EventPage(Shape):
    """A stretch of the log, and where to read on: also when there is nothing more yet."""

    items: list[EventOut] = Field(description="Events in the order in which they were committed.")
    next_cursor: str = Field(description="Give it as `after` to read on, now or later.")
    has_more: bool = Field(description="Whether there is more to read at once.")
