"""Looking at a plan together again, because a plan that nobody reviews is a form that somebody filled in."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from app.domain.faults import NAME_LENGTH, Faults
from app.domain.identity import AgencyId, ReviewId

NOTES_LENGTH = 10_000
MOST_PARTICIPANTS = 30
MOST_UNITS = 366
_MONTHS = 12


class CadenceUnit(StrEnum):
    """In what the time between reviews is counted."""

    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cadence:
    """How often a plan is reviewed."""

    every: int
    unit: CadenceUnit

    def check(self, faults: Faults, pointer: str) -> None:
        """Note what is wrong with it."""
        faults.require(1 <= self.every <= MOST_UNITS, f"{pointer}/every", f"must be from 1 to {MOST_UNITS}")

    def after(self, day: date) -> date:
        """Return the next day; a month without that day ends earlier."""
        if self.unit is not CadenceUnit.MONTHS:
            return day + timedelta(days=self.every * (7 if self.unit is CadenceUnit.WEEKS else 1))
        years, month = divmod(day.month - 1 + self.every, _MONTHS)
        year, month = day.year + years, month + 1
        return date(year, month, min(day.day, monthrange(year, month)[1]))


class ReviewOutcome(StrEnum):
    """What those who reviewed a plan decided; the deed itself is another step, with its own record."""

    CONTINUE = "continue"
    REVISE = "revise"
    COMPLETE = "complete"
    STOP = "stop"


GOES_ON = frozenset({ReviewOutcome.CONTINUE, ReviewOutcome.REVISE})


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewContent:
    """What a review found; without `next_due` the plan's cadence says when the next one is."""

    outcome: ReviewOutcome
    on: date
    notes: str | None = None
    participants: tuple[str, ...] = ()
    next_due: date | None = None

    def check(self, latest: date) -> None:
        """Refuse a review that breaks a rule, or of a day after `latest`."""
        faults = Faults()
        faults.require(self.on <= latest, "/on", "must not be in the future")
        faults.text(self.notes, "/notes", most=NOTES_LENGTH)
        faults.at_most(self.participants, MOST_PARTICIPANTS, "/participants")
        for place, name in enumerate(self.participants):
            faults.text(name, f"/participants/{place}", most=NAME_LENGTH)
        later = self.next_due is None or self.next_due > self.on
        faults.require(later, "/next_due", "must be after the review")
        faults.refuse("review.invalid", "The review cannot be as described.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """A review on the record: never changed. `plan_version` is the version that it made."""

    id: ReviewId
    content: ReviewContent
    at: datetime
    by: UUID
    agency: AgencyId
    plan_version: int
