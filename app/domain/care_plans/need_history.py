"""How a need stood from when on, because why it was closed matters when it comes again."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.domain.care_plans.need_moves import NeedStatus, Verification
from app.domain.identity import AgencyId, NeedId


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedStep:
    """One line of a need's history: how it stood from then on, and why. `number` is the need's version."""

    need: NeedId
    number: int
    at: datetime
    by: UUID
    agency: AgencyId
    action: str
    status: NeedStatus
    verification: Verification
    note: str | None = None
