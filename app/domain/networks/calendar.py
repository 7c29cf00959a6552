"""Business time, because an agency that is closed cannot be late."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.domain.faults import Faults

HORIZON_DAYS = 3 * 366
MIDNIGHT = time(0, 0)


class Weekday(StrEnum):
    """A day of the week, in the order of `date.weekday`."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"

    @property
    def number(self) -> int:
        """Return 0 for Monday to 6 for Sunday."""
        return _WEEK.index(self)


_WEEK = tuple(Weekday)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """One opening on one weekday; closing at or before the opening time means the next day."""

    weekday: Weekday
    opens: time
    closes: time

    def interval(self, day: date, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """Return when this opening starts and ends if it starts on `day`."""
        last = day if self.closes > self.opens else day + timedelta(days=1)
        return datetime.combine(day, self.opens, zone), datetime.combine(last, self.closes, zone)


@dataclass(frozen=True, slots=True, kw_only=True)
class Holiday:
    """Days on which an agency is closed, first and last included."""

    first: date
    last: date
    name: str | None = None


class SpanUnit(StrEnum):
    """In what a span is counted."""

    BUSINESS_HOURS = "business_hours"
    BUSINESS_DAYS = "business_days"
    DAYS = "days"


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A length of time on somebody's calendar; 0 means never."""

    amount: int
    unit: SpanUnit = SpanUnit.BUSINESS_DAYS

    @property
    def never(self) -> bool:
        """Whether this clock is switched off."""
        return self.amount == 0


DEFAULT_HOURS = tuple(Hours(weekday=day, opens=time(9), closes=time(17)) for day in _WEEK[:5])


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """When an agency works; without stated hours it works Monday to Friday from nine to five."""

    time_zone: str = "UTC"
    hours: tuple[Hours, ...] = ()
    holidays: tuple[Holiday, ...] = field(default_factory=tuple)

    def is_open(self, at: datetime) -> bool:
        """Whether the agency is open at a moment."""
        today = at.astimezone(self._zone).date()
        days = (today - timedelta(days=1), today)
        return any(opens <= at < closes for day in days for opens, closes in self._openings(day))

    def due(self, start: datetime, span: Span) -> datetime | None:
        """Return when `span` after `start` has passed on this calendar; `None` for never."""
        if span.never:
            return None
        if span.unit is SpanUnit.DAYS:
            return start + timedelta(days=span.amount)
        if span.unit is SpanUnit.BUSINESS_DAYS:
            return self._after_days(start, span.amount)
        return self._after_hours(start, timedelta(hours=span.amount))

    def after(self, start: datetime, open_time: timedelta) -> datetime:
        """Return when the agency has been open for `open_time` since `start`."""
        return self._after_hours(start, open_time)

    def open_time(self, start: datetime, end: datetime) -> timedelta:
        """Return for how long the agency is open between two moments."""
        total = timedelta()
        for opens, closes in self._openings_from(start):
            if opens >= end:
                break
            total += max(min(closes, end) - max(opens, start), timedelta())
        return total

    def _after_hours(self, start: datetime, remaining: timedelta) -> datetime:
        for opens, closes in self._openings_from(start):
            begin = max(opens, start)
            if closes <= begin:
                continue
            if closes - begin >= remaining:
                return (begin + remaining).astimezone(start.tzinfo)
            remaining -= closes - begin
        return start + timedelta(days=HORIZON_DAYS)

    def _after_days(self, start: datetime, days: int) -> datetime:
        """Count whole working days; a start outside business time counts from the next opening."""
        begin = next((max(opens, start) for opens, closes in self._openings_from(start) if closes > start), start)
        local = begin.astimezone(self._zone)
        day, left = local.date(), days
        for _ in range(HORIZON_DAYS):
            day += timedelta(days=1)
            left -= any(True for _ in self._openings(day))
            if left == 0:
                return datetime.combine(day, local.time(), self._zone).astimezone(start.tzinfo)
        return start + timedelta(days=HORIZON_DAYS)

    def _openings_from(self, start: datetime) -> Iterator[tuple[datetime, datetime]]:
        first = start.astimezone(self._zone).date() - timedelta(days=1)
        for offset in range(HORIZON_DAYS):
            yield from self._openings(first + timedelta(days=offset))

    def _openings(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        if any(holiday.first <= day <= holiday.last for holiday in self.holidays):
            return
        weekday = _WEEK[day.weekday()]
        stated = (hours for hours in self.hours or DEFAULT_HOURS if hours.weekday is weekday)
        for hours in sorted(stated, key=lambda hours: hours.opens):
            opens, closes = hours.interval(day, self._zone)
            yield opens.astimezone(UTC_ZONE), closes.astimezone(UTC_ZONE)

    @property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)


UTC_ZONE = ZoneInfo("UTC")


def check_calendar(calendar: Calendar, faults: Faults, pointer: str = "") -> None:
    """Note what is wrong with a calendar: an unknown zone, holidays that end before they begin, too much of all."""
    faults.require(
        is_time_zone(calendar.time_zone), f"{pointer}/time_zone", "must be an IANA time zone such as America/New_York"
    )
    faults.at_most(calendar.hours, 70, f"{pointer}/hours")
    faults.distinct(calendar.hours, f"{pointer}/hours")
    faults.at_most(calendar.holidays, 400, f"{pointer}/holidays")
    for place, holiday in enumerate(calendar.holidays):
        faults.require(
            holiday.first <= holiday.last, f"{pointer}/holidays/{place}/last", "must not be before the first day"
        )


def is_time_zone(time_zone: str) -> bool:
    """Whether this names a time zone of the IANA database."""
    try:
        ZoneInfo(time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
