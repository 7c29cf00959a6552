"""When a handoff must be reminded of, expires or stalls: spans per priority, counted in the provider's open time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from app.domain.codes import Priority
from app.domain.networks.calendar import Calendar, Span
from app.domain.networks.clocks import OwnClocks
from app.domain.networks.network import Policies
from app.domain.referrals.states import LIVE, HandoffState

SOON = timedelta(minutes=1)


class Clock(StrEnum):
    """What a handoff may be waiting for; each strikes once."""

    HALF_TIME = "half_time"
    DUE = "due"
    EXPIRY = "expiry"
    SCHEDULE = "schedule"
    STALL = "stall"
    ESCALATION = "escalation"
    CANCELLATION = "cancellation"
    CLOSING = "closing"


STRUCK: Mapping[Clock, str] = {
    Clock.HALF_TIME: "reminded",
    Clock.DUE: "due",
    Clock.SCHEDULE: "unscheduled",
    Clock.STALL: "stalled",
    Clock.ESCALATION: "escalated",
}
"""What both sides hear when a clock strikes that ends nothing."""


class Setting(StrEnum):
    """What can be set, at any of four levels."""

    RESPOND = "respond"
    GRACE = "grace"
    SCHEDULE = "schedule"
    STALL = "stall"
    CANCEL = "cancel"
    CLOSE = "close"


ClockSettings = Mapping[tuple[Setting, Priority | None], Span]
"""The spans that one level sets; None as priority stands for all priorities."""


def network_clocks(policies: Policies) -> ClockSettings:
    """Return a network's policies as the outermost level.

    The grace is for routine handoffs: who waits for an urgent answer cannot wait days longer.
    """
    responses: ClockSettings = {
        (Setting.RESPOND, priority): policies.clocks.respond_within(priority) for priority in Priority
    }
    return {
        **responses,
        (Setting.GRACE, None): Span(amount=0),
        (Setting.GRACE, Priority.ROUTINE): policies.clocks.grace,
        (Setting.SCHEDULE, None): policies.schedule_within,
        (Setting.STALL, None): policies.stalled_after,
        (Setting.CANCEL, None): policies.cancel_confirm_within,
        (Setting.CLOSE, None): policies.auto_close_after,
    }


def own_clocks(own: OwnClocks) -> ClockSettings:
    """Return what an agency or a service sets, as a level of its own."""
    given: dict[tuple[Setting, Priority | None], Span | None] = {
        (Setting.RESPOND, Priority.ROUTINE): own.routine,
        (Setting.RESPOND, Priority.URGENT): own.urgent,
        (Setting.RESPOND, Priority.ASAP): own.asap,
        (Setting.RESPOND, Priority.STAT): own.stat,
        (Setting.GRACE, Priority.ROUTINE): own.grace,
        (Setting.SCHEDULE, None): own.schedule_within,
        (Setting.STALL, None): own.stalled_after,
        (Setting.CANCEL, None): own.cancel_confirm_within,
    }
    return {key: span for key, span in given.items() if span is not None}


DEFAULT_CLOCKS = network_clocks(Policies())


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """The spans that hold for one handoff, and the calendar that they are counted in."""

    calendar: Calendar = field(default_factory=Calendar)
    respond: Span = DEFAULT_CLOCKS[Setting.RESPOND, Priority.ROUTINE]
    grace: Span = DEFAULT_CLOCKS[Setting.GRACE, Priority.ROUTINE]
    schedule: Span = DEFAULT_CLOCKS[Setting.SCHEDULE, None]
    stall: Span = DEFAULT_CLOCKS[Setting.STALL, None]
    cancel: Span = DEFAULT_CLOCKS[Setting.CANCEL, None]
    close: Span = DEFAULT_CLOCKS[Setting.CLOSE, None]

    def after_move(
        self, state: HandoffState, now: datetime, running: Mapping[Clock, datetime]
    ) -> dict[Clock, datetime]:
        """Return the clocks of a handoff that has just come to `state`.

        Looking, asking and offering leave the time to answer as it runs.
        """
        if state is HandoffState.SENT:
            return self._when_sent(now)
        if state in LIVE:
            return dict(running)
        return self._ending(_AWAITED.get(state, {}), now)

    def after_stall(self, now: datetime) -> dict[Clock, datetime]:
        """Return the clocks after the provider was nudged: the sender's supervisor is next."""
        return self._ending({Clock.ESCALATION: Setting.STALL}, now)

    def after_hold(self, clocks: Mapping[Clock, datetime], stopped: datetime, now: datetime) -> dict[Clock, datetime]:
        """Return the clocks as they stand after a hold: each keeps the open time that it had left."""
        return {
            clock: self.calendar.after(now, self.calendar.open_time(stopped, at)) if at > stopped else now + SOON
            for clock, at in clocks.items()
        }

    def _when_sent(self, now: datetime) -> dict[Clock, datetime]:
        due = self.calendar.due(now, self.respond)
        if due is None:
            return {}
        half = self.calendar.after(now, self.calendar.open_time(now, due) / 2)
        return {Clock.HALF_TIME: half, Clock.DUE: due, Clock.EXPIRY: self.calendar.due(due, self.grace) or due}

    def _ending(self, awaited: Mapping[Clock, Setting], now: datetime) -> dict[Clock, datetime]:
        ends = {clock: self.calendar.due(now, getattr(self, setting)) for clock, setting in awaited.items()}
        return {clock: at for clock, at in ends.items() if at is not None}


_STALLS = {Clock.STALL: Setting.STALL}
_AWAITED: Mapping[HandoffState, Mapping[Clock, Setting]] = {
    HandoffState.ACCEPTED: {Clock.SCHEDULE: Setting.SCHEDULE, **_STALLS},
    HandoffState.SCHEDULED: _STALLS,
    HandoffState.NO_SHOW: _STALLS,
    HandoffState.APPOINTMENT_CANCELLED: _STALLS,
    HandoffState.IN_PROGRESS: _STALLS,
    HandoffState.CANCEL_REQUESTED: {Clock.CANCELLATION: Setting.CANCEL},
    HandoffState.COMPLETED: {Clock.CLOSING: Setting.CLOSE},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockLevels:
    """Everything that says how long a provider may take: the network, the agency with its calendar, the service."""

    policies: Policies
    calendar: Calendar
    agency: OwnClocks
    service: OwnClocks

    def times(self, priority: Priority) -> Times:
        """Return the spans that hold for a priority."""
        levels = (network_clocks(self.policies), own_clocks(self.agency), own_clocks(self.service))
        return times_for(priority, self.calendar, *levels)


def times_for(priority: Priority, calendar: Calendar, *levels: ClockSettings) -> Times:
    """Return the spans for a priority; `levels` go from the network's to the agency's to the service's.

    The nearest level wins, and within a level the span for the priority wins over the one for all.
    """
    spans = {setting.value: _span(setting, priority, (DEFAULT_CLOCKS, *levels)) for setting in Setting}
    return Times(calendar=calendar, **spans)


def _span(setting: Setting, priority: Priority, levels: tuple[ClockSettings, ...]) -> Span:
    keys = [(setting, priority), (setting, None)]
    return next(level[key] for level in reversed(levels) for key in keys if key in level)
