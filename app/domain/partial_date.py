"""A date known only in part, because many people know the year of a birth or a death and not the day."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import total_ordering

from app.domain.errors import Invalid

_SHAPE = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?")


class Precision(StrEnum):
    """Down to what a date is known."""

    YEAR = "year"
    MONTH = "month"
    DAY = "day"


@total_ordering
@dataclass(frozen=True, slots=True, kw_only=True)
class PartialDate:
    """A year, a month of a year, or a day; `first` is the first day that it can mean."""

    first: date
    precision: Precision

    @classmethod
    def parse(cls, text: str) -> "PartialDate":
        """Read `1980`, `1980-05` or `1980-05-17` (FHIR date); `Invalid` for anything else."""
        match = _SHAPE.fullmatch(text)
        if match is None:
            raise Invalid("date.malformed", "A date reads like 1980, 1980-05 or 1980-05-17.")
        year, month, day = match["year"], match["month"], match["day"]
        try:
            first = date(int(year), int(month or 1), int(day or 1))
        except ValueError:
            raise Invalid("date.malformed", "There is no such day in the calendar.") from None
        precision = Precision.DAY if day else Precision.MONTH if month else Precision.YEAR
        return cls(first=first, precision=precision)

    def __str__(self) -> str:
        return self.first.isoformat()[: _LENGTHS[self.precision]]

    def __lt__(self, other: "PartialDate") -> bool:
        return (self.first, _LENGTHS[self.precision]) < (other.first, _LENGTHS[other.precision])

    def agrees(self, other: "PartialDate") -> bool:
        """Whether both can mean the same day: equal down to the coarser precision."""
        length = min(_LENGTHS[self.precision], _LENGTHS[other.precision])
        return str(self)[:length] == str(other)[:length]

    def years_until(self, day: date) -> int:
        """Return the full years from the first day that this can mean; never below zero."""
        before = (day.month, day.day) < (self.first.month, self.first.day)
        return max(0, day.year - self.first.year - before)


_LENGTHS = {Precision.YEAR: 4, Precision.MONTH: 7, Precision.DAY: 10}
