"""What may happen to a care plan, as one table: a draft binds nobody, an active plan was agreed, an ended one stays."""

from collections.abc import Mapping
from enum import StrEnum

from app.domain.lifecycle import Machine, Move, Party
from app.domain.networks.roles import CARE_ROLES, Role


class PlanStatus(StrEnum):
    """Where a care plan stands (FHIR CarePlan.status)."""

    DRAFT = "draft"
    ACTIVE = "active"
    ON_HOLD = "on_hold"
    REVOKED = "revoked"
    COMPLETED = "completed"
    ENTERED_IN_ERROR = "entered_in_error"


class PlanAction(StrEnum):
    """What can be done to a care plan."""

    ACTIVATE = "activate"
    HOLD = "hold"
    RESUME = "resume"
    REVOKE = "revoke"
    COMPLETE = "complete"
    ENTER_IN_ERROR = "enter_in_error"


S, A = PlanStatus, PlanAction
AGENCY = frozenset({Party.AGENCY})
UNDER_WAY = frozenset({S.DRAFT, S.ACTIVE, S.ON_HOLD})
RESTRICTED_ROLES = frozenset({Role.COORDINATOR, Role.SUPERVISOR})


def _row(
    action: PlanAction, sources: frozenset[PlanStatus], target: PlanStatus, why: str
) -> Move[PlanStatus, PlanAction]:
    return Move(action=action, sources=sources, target=target, by=AGENCY, why=why)


PLANS: Machine[PlanStatus, PlanAction] = Machine(
    "care-plan",
    PlanStatus,
    (
        _row(A.ACTIVATE, frozenset({S.DRAFT}), S.ACTIVE, "there is a goal, and the client agreed or why not is known"),
        _row(A.HOLD, frozenset({S.ACTIVE}), S.ON_HOLD, "the client or the team pauses; reviews wait"),
        _row(A.RESUME, frozenset({S.ON_HOLD}), S.ACTIVE, "it goes on"),
        _row(A.REVOKE, UNDER_WAY, S.REVOKED, "it is given up, and the reason is kept"),
        _row(A.COMPLETE, frozenset({S.ACTIVE, S.ON_HOLD}), S.COMPLETED, "it has served its purpose"),
        _row(A.ENTER_IN_ERROR, frozenset(S) - {S.ENTERED_IN_ERROR}, S.ENTERED_IN_ERROR, "it should never have been"),
    ),
)

PLAN_FHIR: Mapping[PlanStatus, str] = {status: status.value.replace("_", "-") for status in PlanStatus}

HAPPENED: Mapping[PlanAction, str] = {
    A.ACTIVATE: "activated",
    A.HOLD: "held",
    A.RESUME: "resumed",
    A.REVOKE: "revoked",
    A.COMPLETE: "completed",
    A.ENTER_IN_ERROR: "entered_in_error",
}

ALSO_HAPPENED = (
    *("created", "changed", "agreed", "reviewed"),
    *("goal_added", "goal_removed", "goal_changed", "need_changed"),
    *("activity_added", "activity_changed", "activity_moved", "activity_removed"),
)

PLAN_ROLES: Mapping[PlanAction, frozenset[Role]] = {
    action: RESTRICTED_ROLES if action is A.ENTER_IN_ERROR else CARE_ROLES for action in PlanAction
}
NEEDS_REASON = frozenset({A.REVOKE, A.ENTER_IN_ERROR})
