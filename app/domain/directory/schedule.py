"""When a service or place is open, as stated: hours by weekday, and the words they were read from."""

from dataclasses import dataclass
from datetime import datetime

from app.domain.faults import Faults
from app.domain.networks.calendar import Calendar, Holiday, Hours

HOURS_MOST = 70


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """Opening hours as stated; `original_text` keeps what the source said in its own words."""

    hours: tuple[Hours, ...] = ()
    original_text: str | None = None

    @property
    def stated(self) -> bool:
        """Whether there are hours to judge by."""
        return bool(self.hours)

    def is_open(self, at: datetime, time_zone: str, holidays: tuple[Holiday, ...] = ()) -> bool | None:
        """Whether it is open at a moment; `None` when no hours are stated."""
        if not self.hours:
            return None
        return Calendar(time_zone=time_zone, hours=self.hours, holidays=holidays).is_open(at)


def check_schedule(schedule: Schedule, faults: Faults, pointer: str) -> None:
    """Note what is wrong with a schedule."""
    faults.at_most(schedule.hours, HOURS_MOST, f"{pointer}/hours")
    faults.distinct(schedule.hours, f"{pointer}/hours")
    faults.text(schedule.original_text, f"{pointer}/original_text")
