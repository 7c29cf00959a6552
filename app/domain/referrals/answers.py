"""What a provider's answer says of time: when the client is expected, or how long it must wait."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """The appointment that a provider made with the client: when, until when, and where or how."""

    starts: datetime
    ends: datetime | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Waitlist:
    """Where the client stands in a provider's line, and when it may be the client's turn."""

    position: int | None = None
    estimate: date | None = None
