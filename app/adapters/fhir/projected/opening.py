"""Writes when a place or a service is open.

https://hl7.org/fhir/R4/location-definitions.html#Location.hoursOfOperation
"""

from datetime import time

from app.adapters.fhir.projected.values import Json
from app.domain.directory.schedule import Schedule
from app.domain.networks.calendar import MIDNIGHT, Hours

LAST_SECOND = "23:59:59"


def opening(schedule: Schedule, start: str, end: str) -> list[Json]:
    """Write opening hours; `start` and `end` are what the type calls them. Hours past midnight end with the day."""
    return [
        {"daysOfWeek": [hours.weekday.value[:3]], start: _clock(hours.opens), end: _end(hours)}
        if hours.opens != hours.closes
        else {"daysOfWeek": [hours.weekday.value[:3]], "allDay": True}
        for hours in schedule.hours
    ]


def _end(hours: Hours) -> str:
    return LAST_SECOND if hours.closes <= hours.opens or hours.closes == MIDNIGHT else _clock(hours.closes)


def _clock(at: time) -> str:
    return at.replace(microsecond=0, tzinfo=None).isoformat()
