"""Business time."""

from datetime import UTC, date, datetime, time

import pytest

from app.domain.networks.calendar import Calendar, Holiday, Hours, Span, SpanUnit, Weekday

NEW_YORK = Calendar(time_zone="America/New_York")
FRIDAY_NOON = datetime(2026, 3, 6, 17, 0, tzinfo=UTC)  # 12:00 in New York
HOURS = SpanUnit.BUSINESS_HOURS


def test_without_stated_hours_an_agency_works_monday_to_friday_from_nine_to_five() -> None:
    assert NEW_YORK.is_open(FRIDAY_NOON)
    assert not NEW_YORK.is_open(datetime(2026, 3, 7, 17, 0, tzinfo=UTC))
    assert not NEW_YORK.is_open(datetime(2026, 3, 6, 22, 0, tzinfo=UTC))


def test_business_days_skip_the_weekend_and_the_change_to_summer_time_keeps_the_local_hour() -> None:
    assert datetime(2026, 3, 10, 16, 0, tzinfo=UTC) == NEW_YORK.due(FRIDAY_NOON, Span(amount=2))


def test_holidays_do_not_count() -> None:
    calendar = Calendar(
        time_zone="America/New_York", holidays=(Holiday(first=date(2026, 3, 9), last=date(2026, 3, 10)),)
    )
    assert datetime(2026, 3, 12, 16, 0, tzinfo=UTC) == calendar.due(FRIDAY_NOON, Span(amount=2))


def test_business_hours_continue_on_the_next_working_morning() -> None:
    late_friday = datetime(2026, 3, 6, 20, 0, tzinfo=UTC)  # 15:00 in New York
    assert datetime(2026, 3, 9, 15, 0, tzinfo=UTC) == NEW_YORK.due(late_friday, Span(amount=4, unit=HOURS))


def test_a_start_outside_business_time_counts_from_the_next_opening() -> None:
    saturday = datetime(2026, 3, 7, 3, 0, tzinfo=UTC)  # Friday 22:00 in New York
    assert datetime(2026, 3, 9, 14, 0, tzinfo=UTC) == NEW_YORK.due(saturday, Span(amount=1, unit=HOURS))
    assert datetime(2026, 3, 10, 13, 0, tzinfo=UTC) == NEW_YORK.due(saturday, Span(amount=1))


def test_a_night_shelter_stays_open_past_midnight() -> None:
    shelter = Calendar(hours=(Hours(weekday=Weekday.FRIDAY, opens=time(20), closes=time(6)),))
    assert shelter.is_open(datetime(2026, 3, 7, 5, 59, tzinfo=UTC))
    assert not shelter.is_open(datetime(2026, 3, 7, 6, 0, tzinfo=UTC))


def test_the_same_time_twice_means_around_the_clock() -> None:
    hotline = Calendar(hours=tuple(Hours(weekday=day, opens=time(0), closes=time(0)) for day in Weekday))
    assert hotline.is_open(datetime(2026, 3, 8, 7, 30, tzinfo=UTC))


@pytest.mark.parametrize("unit", list(SpanUnit))
def test_zero_means_never(unit: SpanUnit) -> None:
    assert NEW_YORK.due(FRIDAY_NOON, Span(amount=0, unit=unit)) is None


def test_calendar_days_ignore_the_calendar() -> None:
    assert datetime(2026, 3, 13, 17, 0, tzinfo=UTC) == NEW_YORK.due(FRIDAY_NOON, Span(amount=7, unit=SpanUnit.DAYS))
