"""The timeline of a client as it is shown."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from pydantic import Field

from app.api.rest.schemas.events import EXAMPLE_ID
from app.api.rest.schemas.shapes import Shape
from app.api.timeline_words import KINDS

TimelineKind = StrEnum("TimelineKind", {kind.upper().replace("-", "_"): kind for kind in KINDS})  # type: ignore[misc]
TimelineKind.__doc__ = "Of which kind of thing an entry tells."


class TimelineSubjectOut(Shape):
    """The thing that an entry tells of."""

    type: str = Field(description="Its noun.", examples=["goal"])
    id: UUID = Field(description="Its identifier.")
    version: int = Field(description="Its version since then.", examples=[3])
    href: str | None = Field(description="Where to read it.", examples=[f"/v1/goals/{EXAMPLE_ID}"])


class TimelineActorOut(Shape):
    """Who did it."""

    agency_id: UUID = Field(description="The agency that acted; the network's own id when the system did.")
    worker_id: UUID | None = Field(description="Its worker, where a person acted.")
    principal_id: UUID | None = Field(description="The agency in whose name it acted, when it was another.")


class TimelineEntryOut(Shape):
    """One thing that happened with a client: ids and codes, and a plain sentence made of them."""

    id: UUID = Field(description="Its identifier; the same as the event's.")
    at: datetime = Field(description="When.")
    kind: TimelineKind = Field(description="Of which kind of thing it tells.", examples=["goal"])
    type: str = Field(description="What happened.", examples=["goal.progressed"])
    words: str = Field(description="What happened, as a sentence.", examples=["Progress towards a goal was noted"])
    subject: TimelineSubjectOut = Field(description="With which thing.")
    actor: TimelineActorOut = Field(description="By whom.")
    related: dict[str, UUID] = Field(description="Further ids, by noun.", examples=[{"assessment": EXAMPLE_ID}])
    facts: dict[str, str] = Field(
        description="Codes and status words, by name.", examples=[{"achievement": "achieved"}]
    )
