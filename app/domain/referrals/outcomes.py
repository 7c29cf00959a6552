"""What came of a handoff or a referral, so that a closed loop says whether the need was met."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.errors import Fault, Invalid


class Result(StrEnum):
    """Whether the need was met."""

    NEED_MET = "need_met"
    PARTIALLY_MET = "partially_met"
    NOT_MET = "not_met"


class Enrollment(StrEnum):
    """Whether the client entered the program."""

    ENROLLED = "enrolled"
    NOT_ENROLLED = "not_enrolled"
    WAITLISTED = "waitlisted"


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceReceived:
    """One thing that the client received: a code, from when to when, and how many units."""

    code: str
    start: date | None = None
    end: date | None = None
    units: int | None = None

    def __post_init__(self) -> None:
        if self.start and self.end and self.end < self.start:
            raise Invalid(
                "outcome.dates-reversed",
                "A service ends after it starts.",
                faults=(Fault(pointer="/outcome/services", message="`end` is before `start`."),),
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The result, what was received, and whether the client is enrolled."""

    result: Result
    services: tuple[ServiceReceived, ...] = ()
    enrollment: Enrollment | None = None
    note: str | None = None
