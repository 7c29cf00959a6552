"""Where, when and by whom a piece of a client's record is written, so that every verb takes it in one piece."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.domain.identity import AgencyId


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """Who writes at a moment: an actor of an agency."""

    by: UUID
    agency: AgencyId
    at: datetime
