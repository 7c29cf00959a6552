from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from app.domain.codes import Priority
from app.domain.networks.calendar import Calendar, Holiday, Hours, Span, SpanUnit, Weekday
from app.domain.networks.clocks import OwnClocks
from app.domain.networks.network import Policies
from app.domain.referrals.clocks import DEFAULT_CLOCKS, Clock, ClockLevels, Setting, times_for
from app.domain.referrals.states import HandoffState as H

NEW_YORK = ZoneInfo("America/New_York")
CALENDAR = Calendar(time_zone="America/New_York")


def local(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=NEW_YORK)


@pytest.mark.parametrize(
    ("priority", "now", "due", "expiry"),
    [
        (Priority.ROUTINE, local(2, 10), local(4, 10), local(6, 10)),
        (Priority.ROUTINE, local(5, 16), local(9, 16), local(11, 16)),
        (Priority.URGENT, local(2, 15), local(3, 11), local(3, 11)),
        (Priority.ASAP, local(6, 15), local(9, 15), local(9, 15)),
        (Priority.STAT, local(6, 16, 30), local(9, 9, 30), local(9, 9, 30)),
        (Priority.STAT, local(7, 12), local(9, 10), local(9, 10)),
    ],
)
def test_the_time_to_answer_runs_while_the_provider_is_open(
    priority: Priority, now: datetime, due: datetime, expiry: datetime
) -> None:
    clocks = times_for(priority, CALENDAR).after_move(H.SENT, now.astimezone(UTC), {})
    assert (due, expiry) == (clocks[Clock.DUE], clocks[Clock.EXPIRY])
    assert now <= clocks[Clock.HALF_TIME] <= due


def test_the_clock_change_does_not_move_the_time_of_day() -> None:
    clocks = times_for(Priority.ROUTINE, CALENDAR).after_move(H.SENT, local(6, 10).astimezone(UTC), {})
    assert local(10, 10) == clocks[Clock.DUE]


def test_holidays_do_not_count() -> None:
    closed = Calendar(time_zone="America/New_York", holidays=(Holiday(first=date(2026, 3, 3), last=date(2026, 3, 4)),))
    clocks = times_for(Priority.ROUTINE, closed).after_move(H.SENT, local(2, 10).astimezone(UTC), {})
    assert local(6, 10) == clocks[Clock.DUE]


def test_half_time_is_half_of_the_open_time() -> None:
    always = Calendar(hours=tuple(Hours(weekday=day, opens=time(8), closes=time(18)) for day in Weekday))
    now = datetime(2026, 3, 2, 8, tzinfo=UTC)
    clocks = times_for(Priority.URGENT, always).after_move(H.SENT, now, {})
    assert now + timedelta(hours=2) == clocks[Clock.HALF_TIME]


def test_zero_means_never() -> None:
    level = {(Setting.RESPOND, None): Span(amount=0), (Setting.RESPOND, Priority.STAT): Span(amount=0)}
    assert times_for(Priority.STAT, CALENDAR, level).after_move(H.SENT, local(2, 10), {}) == {}


def test_the_nearest_level_wins_and_the_priority_wins_within_it() -> None:
    network = {(Setting.RESPOND, None): Span(amount=3), (Setting.RESPOND, Priority.STAT): Span(amount=9)}
    agency = {(Setting.RESPOND, None): Span(amount=5)}
    service = {(Setting.RESPOND, Priority.URGENT): Span(amount=1, unit=SpanUnit.BUSINESS_HOURS)}
    assert Span(amount=5) == times_for(Priority.STAT, CALENDAR, network, agency, service).respond
    assert (
        Span(amount=1, unit=SpanUnit.BUSINESS_HOURS)
        == times_for(Priority.URGENT, CALENDAR, network, agency, service).respond
    )
    assert Span(amount=9) == times_for(Priority.STAT, CALENDAR, network).respond
    assert DEFAULT_CLOCKS[Setting.RESPOND, Priority.ASAP] == times_for(Priority.ASAP, CALENDAR).respond


def test_looking_and_asking_leave_the_time_to_answer_as_it_runs_and_an_end_stops_every_clock() -> None:
    times = times_for(Priority.ROUTINE, CALENDAR)
    running = times.after_move(H.SENT, local(2, 10), {})
    assert running == times.after_move(H.INFO_REQUESTED, local(3, 10), running)
    assert times.after_move(H.DECLINED, local(3, 10), running) == {}
    assert {Clock.SCHEDULE, Clock.STALL} == set(times.after_move(H.ACCEPTED, local(3, 10), running))


def test_a_service_may_take_longer_than_its_agency_and_the_agency_less_than_the_network() -> None:
    levels = ClockLevels(
        policies=Policies(),
        calendar=CALENDAR,
        agency=OwnClocks(routine=Span(amount=1), grace=Span(amount=1)),
        service=OwnClocks(routine=Span(amount=9), stalled_after=Span(amount=0)),
    )
    times = levels.times(Priority.ROUTINE)
    assert (times.respond, times.grace, times.stall, times.schedule) == (
        Span(amount=9),
        Span(amount=1),
        Span(amount=0),
        Policies().schedule_within,
    )
