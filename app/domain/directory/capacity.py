"""How much room a service has, because sending someone to a full service is the crack people fall through."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from app.domain.errors import Conflict, Fault, Invalid

PLACES_MOST = 1_000_000


class Accepting(StrEnum):
    """Whether new clients are taken, put on a waitlist, or turned away."""

    OPEN = "open"
    WAITLIST = "waitlist"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Capacity:
    """The room of a service: counted when `total` and `available` are given, else only open, waitlist or closed."""

    accepting: Accepting = Accepting.OPEN
    total: int | None = None
    available: int | None = None
    updated_at: datetime | None = None

    @property
    def tracked(self) -> bool:
        """Whether places are counted."""
        return self.total is not None

    @property
    def has_room(self) -> bool:
        """Whether one more client can be taken now."""
        return self.accepting is Accepting.OPEN and (self.available is None or self.available > 0)

    def take(self, at: datetime) -> "Capacity":
        """Use one place; `Conflict` when there is none."""
        if not self.has_room:
            words = "The service has no room now: take the client onto its waitlist, or decline."
            raise Conflict("service.full", words, accepting=self.accepting.value)
        if self.available is None:
            return self
        return replace(self, available=self.available - 1, updated_at=at)

    def release(self, at: datetime) -> "Capacity":
        """Give one place back, never above the total."""
        if self.available is None or self.total is None or self.available >= self.total:
            return self
        return replace(self, available=self.available + 1, updated_at=at)


def reported(accepting: Accepting, total: int | None, available: int | None, at: datetime) -> Capacity:
    """Accept an agency's report of its room; both numbers or neither."""
    faults = []
    if (total is None) != (available is None):
        faults.append(Fault(pointer="/available", message="give total and available, or neither"))
    if total is not None and not 0 <= total <= PLACES_MOST:
        faults.append(Fault(pointer="/total", message=f"must be 0 to {PLACES_MOST}"))
    if available is not None and not 0 <= available <= (total or 0):
        faults.append(Fault(pointer="/available", message="must be 0 to total"))
    if faults:
        raise Invalid("service.capacity-invalid", "The capacity cannot be as reported.", faults=tuple(faults))
    return Capacity(accepting=accepting, total=total, available=available, updated_at=at)
