"""What may happen to a goal, and how far it has come: the lifecycle and the achievement of FHIR Goal."""

from collections.abc import Mapping
from enum import StrEnum
from functools import cache

from app.domain.lifecycle import Machine, Move, Offer, Party


class GoalState(StrEnum):
    """Where a goal stands (Goal.lifecycleStatus)."""

    PROPOSED = "proposed"
    PLANNED = "planned"
    ACCEPTED = "accepted"
    ACTIVE = "active"
    ON_HOLD = "on_hold"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    REJECTED = "rejected"
    ENTERED_IN_ERROR = "entered_in_error"


class Achievement(StrEnum):
    """How far a goal has come (Goal.achievementStatus)."""

    IN_PROGRESS = "in_progress"
    IMPROVING = "improving"
    WORSENING = "worsening"
    NO_CHANGE = "no_change"
    ACHIEVED = "achieved"
    SUSTAINING = "sustaining"
    NOT_ACHIEVED = "not_achieved"
    NO_PROGRESS = "no_progress"
    NOT_ATTAINABLE = "not_attainable"


class GoalAction(StrEnum):
    """What can be done to a goal."""

    PLAN = "plan"
    ACCEPT = "accept"
    ACTIVATE = "activate"
    HOLD = "hold"
    RESUME = "resume"
    COMPLETE = "complete"
    CANCEL = "cancel"
    REJECT = "reject"
    REOPEN = "reopen"
    ENTER_IN_ERROR = "enter_in_error"


S = GoalState
BEFORE = frozenset({S.PROPOSED, S.PLANNED, S.ACCEPTED})
PURSUED = frozenset({S.ACCEPTED, S.ACTIVE, S.ON_HOLD})
FOLLOWED = PURSUED | {S.COMPLETED}
ENDED = frozenset({S.COMPLETED, S.CANCELLED, S.REJECTED, S.ENTERED_IN_ERROR})
STARTING = frozenset({S.PROPOSED, S.PLANNED, S.ACCEPTED, S.ACTIVE})
REACHED = frozenset({Achievement.ACHIEVED, Achievement.SUSTAINING})
OWNER = frozenset({Party.AGENCY, Party.SYSTEM})


def _row(action: GoalAction, sources: frozenset[GoalState], target: GoalState, why: str) -> Move[GoalState, GoalAction]:
    return Move(action=action, sources=sources, target=target, by=OWNER, why=why)


GOALS: Machine[GoalState, GoalAction] = Machine(
    "goal",
    S,
    (
        _row(GoalAction.PLAN, frozenset({S.PROPOSED}), S.PLANNED, "it is to be pursued, when is open"),
        _row(GoalAction.ACCEPT, frozenset({S.PROPOSED, S.PLANNED}), S.ACCEPTED, "client and team agree on it"),
        _row(GoalAction.ACTIVATE, BEFORE, S.ACTIVE, "work on it begins"),
        _row(GoalAction.HOLD, frozenset({S.ACCEPTED, S.ACTIVE}), S.ON_HOLD, "it rests for a while"),
        _row(GoalAction.RESUME, frozenset({S.ON_HOLD}), S.ACTIVE, "it is pursued again"),
        _row(GoalAction.COMPLETE, PURSUED, S.COMPLETED, "it is not pursued any more; how far it came is told apart"),
        _row(GoalAction.CANCEL, BEFORE | PURSUED, S.CANCELLED, "it was given up"),
        _row(GoalAction.REJECT, frozenset({S.PROPOSED, S.PLANNED}), S.REJECTED, "it was not wanted"),
        _row(GoalAction.REOPEN, frozenset({S.COMPLETED, S.CANCELLED}), S.ACTIVE, "it is pursued once more"),
        _row(GoalAction.REOPEN, frozenset({S.REJECTED}), S.PROPOSED, "it is put forward once more"),
        _row(
            GoalAction.ENTER_IN_ERROR,
            frozenset(S) - {S.ENTERED_IN_ERROR},
            S.ENTERED_IN_ERROR,
            "it should never have been recorded",
        ),
    ),
)

GOAL_PAST: Mapping[GoalAction, str] = {
    GoalAction.PLAN: "planned",
    GoalAction.ACCEPT: "accepted",
    GoalAction.ACTIVATE: "activated",
    GoalAction.HOLD: "held",
    GoalAction.RESUME: "resumed",
    GoalAction.COMPLETE: "completed",
    GoalAction.CANCEL: "cancelled",
    GoalAction.REJECT: "rejected",
    GoalAction.REOPEN: "reopened",
    GoalAction.ENTER_IN_ERROR: "entered_in_error",
}
GOAL_FHIR = {state: state.value.replace("_", "-") for state in S}
NEEDS_REASON = frozenset({GoalAction.CANCEL, GoalAction.REJECT, GoalAction.ENTER_IN_ERROR})
NOT_SERVED = "for agencies that serve the client"


@cache
def goal_offers(state: GoalState, parties: frozenset[Party]) -> tuple[Offer, ...]:
    """Every action on a goal as it stands, with the reason where it is refused now, or to these parties."""
    if not parties & OWNER:
        return tuple(Offer(action=action.value, allowed=False, reason=NOT_SERVED) for action in GoalAction)
    return GOALS.offers(state, parties)
