"""Times and days as callers may write them, because pydantic also takes numbers and dates without a zone."""

import re
from datetime import UTC, date, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BeforeValidator

FIRST_YEAR, LAST_YEAR = 1850, 2200
_MOMENT = re.compile(
    r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)", re.ASCII
)  # RFC 3339, section 5.6
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def _a_moment(value: object) -> object:
    if isinstance(value, str) and _MOMENT.fullmatch(value):
        return value
    raise ValueError("Expected a time with its zone, such as 2026-01-15T09:30:00Z")


def _a_day(value: object) -> object:
    if isinstance(value, str) and _DAY.fullmatch(value):
        return value
    raise ValueError("Expected a day, such as 2026-01-15")


def _in_utc(value: datetime) -> datetime:
    try:
        return value.astimezone(UTC)
    except OverflowError:
        raise ValueError("Expected a year from 1 to 9999") from None


def _moment_in_range(value: datetime) -> datetime:
    _day_in_range(value.date())
    return value


def _day_in_range(value: date) -> date:
    if FIRST_YEAR <= value.year <= LAST_YEAR:
        return value
    raise ValueError(f"Expected a year from {FIRST_YEAR} to {LAST_YEAR}")


AnyMoment = Annotated[AwareDatetime, BeforeValidator(_a_moment), AfterValidator(_in_utc)]  # to compare with, no more
Moment = Annotated[AnyMoment, AfterValidator(_moment_in_range)]
CalendarDay = Annotated[date, BeforeValidator(_a_day), AfterValidator(_day_in_range)]
