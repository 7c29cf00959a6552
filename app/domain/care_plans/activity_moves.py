"""What may happen to an activity that stands alone; one that is a referral, task or meeting follows that instead."""

from collections.abc import Mapping
from enum import StrEnum

from app.domain.lifecycle import Machine, Move, Party


class ActivityStatus(StrEnum):
    """Where an activity stands (FHIR CarePlan.activity.detail.status)."""

    NOT_STARTED = "not_started"
    SCHEDULED = "scheduled"
    IN_PROGRESS = "in_progress"
    ON_HOLD = "on_hold"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    STOPPED = "stopped"
    UNKNOWN = "unknown"
    ENTERED_IN_ERROR = "entered_in_error"


class ActivityAction(StrEnum):
    """What can be done to an activity by hand."""

    SCHEDULE = "schedule"
    START = "start"
    HOLD = "hold"
    COMPLETE = "complete"
    CANCEL = "cancel"
    STOP = "stop"
    REOPEN = "reopen"
    ENTER_IN_ERROR = "enter_in_error"


S, A = ActivityStatus, ActivityAction
AGENCY = frozenset({Party.AGENCY})
WAITING = frozenset({S.NOT_STARTED, S.SCHEDULED})
GIVEN_UP = frozenset({S.CANCELLED, S.STOPPED, S.ENTERED_IN_ERROR})
ENDED = GIVEN_UP | {S.COMPLETED}


def _row(
    action: ActivityAction, sources: frozenset[ActivityStatus], target: ActivityStatus, why: str
) -> Move[ActivityStatus, ActivityAction]:
    return Move(action=action, sources=sources, target=target, by=AGENCY, why=why)


ACTIVITIES: Machine[ActivityStatus, ActivityAction] = Machine(
    "activity",
    ActivityStatus,
    (
        _row(A.SCHEDULE, frozenset({S.NOT_STARTED, S.ON_HOLD, S.UNKNOWN}), S.SCHEDULED, "a day is fixed"),
        _row(A.START, WAITING | {S.ON_HOLD, S.UNKNOWN}, S.IN_PROGRESS, "somebody is at it"),
        _row(A.HOLD, WAITING | {S.IN_PROGRESS}, S.ON_HOLD, "it waits"),
        _row(A.COMPLETE, WAITING | {S.IN_PROGRESS, S.ON_HOLD, S.UNKNOWN}, S.COMPLETED, "it is done"),
        _row(A.CANCEL, WAITING | {S.ON_HOLD, S.UNKNOWN}, S.CANCELLED, "it will not be begun"),
        _row(A.STOP, frozenset({S.IN_PROGRESS, S.ON_HOLD, S.UNKNOWN}), S.STOPPED, "it ends before it is done"),
        _row(A.REOPEN, frozenset({S.COMPLETED, S.CANCELLED, S.STOPPED}), S.NOT_STARTED, "it is not over after all"),
        _row(A.ENTER_IN_ERROR, frozenset(S) - {S.ENTERED_IN_ERROR}, S.ENTERED_IN_ERROR, "it should never have been"),
    ),
)

ACTIVITY_FHIR: Mapping[ActivityStatus, str] = {status: status.value.replace("_", "-") for status in ActivityStatus}
