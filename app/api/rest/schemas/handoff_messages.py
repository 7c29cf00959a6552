"""Messages between the sides of a handoff, as they are sent and shown."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import ConfigDict, Field

from app.api.rest.schemas.notices import Notices
from app.api.rest.schemas.shapes import Input, Shape
from app.domain.referrals.message import TEXT_LENGTH

EXAMPLE = "She can come on Tuesdays only. Is there a place in the afternoon?"
MessageText = Annotated[str, Field(min_length=1, max_length=TEXT_LENGTH, examples=[EXAMPLE])]


class MessageIn(Input):
    """What you say to the other side."""

    model_config = ConfigDict(json_schema_extra={"additionalProperties": False, "examples": [{"text": EXAMPLE}]})
    text: MessageText = Field(description="The message; it never changes once it is sent.")


class MessageItemOut(Shape):
    """A message between the sides of a handoff, in a list."""

    id: UUID = Field(description="Its identifier.")
    handoff_id: UUID = Field(description="The handoff.")
    agency_id: UUID = Field(description="The side that says it.")
    by: UUID = Field(description="Who wrote it: a worker, or a program.")
    sent_at: datetime = Field(description="When it was sent.")
    text: str | None = Field(description="The message; null where you may not be told it.", examples=[EXAMPLE])
    withheld: list[str] = Field(description="What there is and is not told to you.", examples=[[]])


class MessageOut(MessageItemOut):
    """A message between the sides of a handoff."""

    notices: Notices
