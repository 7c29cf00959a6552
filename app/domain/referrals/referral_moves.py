"""What may happen to a referral and who may do it, as one table (domain, section 2.2)."""

from collections.abc import Mapping
from enum import StrEnum

from app.domain.lifecycle import Machine, Move, Party
from app.domain.networks.roles import CARE_ROLES, Role
from app.domain.referrals.states import ReferralState as S


class ReferralAction(StrEnum):
    """Everything that can be done to a referral; the last five only by the system, following the handoffs."""

    SEND = "send"
    AWAIT_AUTHORIZATION = "await_authorization"
    HOLD = "hold"
    RESUME = "resume"
    REROUTE = "reroute"
    COMPLETE = "complete"
    CLOSE_UNMET = "close_unmet"
    CANCEL = "cancel"
    ENTER_IN_ERROR = "enter_in_error"
    PLACE = "place"
    BEGIN = "begin"
    FALL_BACK = "fall_back"
    REOPEN = "reopen"
    CONFIRM_CANCEL = "confirm_cancel"


A = ReferralAction
SENDER = frozenset({Party.SENDER})
SYSTEM = frozenset({Party.SYSTEM})
RESTRICTED_ROLES = frozenset({Role.COORDINATOR, Role.SUPERVISOR})


def _row(
    action: ReferralAction, sources: set[S], target: S | None, by: frozenset[Party], why: str
) -> Move[S, ReferralAction]:
    return Move(action=action, sources=frozenset(sources), target=target, by=by, why=why)


REFERRALS: Machine[S, ReferralAction] = Machine(
    "referral",
    S,
    (
        _row(A.SEND, {S.DRAFT, S.AWAITING_AUTHORIZATION}, S.OPEN, SENDER, "the first handoffs go out"),
        _row(A.AWAIT_AUTHORIZATION, {S.DRAFT}, S.AWAITING_AUTHORIZATION, SYSTEM, "the payer must allow it first"),
        _row(A.HOLD, {S.OPEN, S.PLACED, S.IN_SERVICE}, S.ON_HOLD, SENDER, "the sender or the client pauses"),
        _row(A.RESUME, {S.ON_HOLD}, None, SENDER, "back to the state before"),
        _row(A.REROUTE, {S.NEEDS_ACTION}, S.OPEN, SENDER, "new handoffs go out after the others ended"),
        _row(
            A.COMPLETE,
            {S.IN_SERVICE},
            S.COMPLETED,
            SENDER | SYSTEM,
            "closed with an outcome by the sender, or after a time that the network has agreed on",
        ),
        _row(A.COMPLETE, {S.CANCEL_PENDING}, S.COMPLETED, SYSTEM, "the work finished before the cancellation"),
        _row(A.CLOSE_UNMET, {S.AWAITING_AUTHORIZATION, S.NEEDS_ACTION}, S.CLOSED_UNMET, SENDER, "given up"),
        _row(
            A.CANCEL,
            {S.DRAFT, S.AWAITING_AUTHORIZATION, S.OPEN, S.NEEDS_ACTION},
            S.CANCELLED,
            SENDER,
            "nobody has accepted yet",
        ),
        _row(A.CANCEL, {S.PLACED, S.IN_SERVICE}, S.CANCEL_PENDING, SENDER, "the provider must confirm"),
        _row(A.ENTER_IN_ERROR, set(S) - {S.ENTERED_IN_ERROR}, S.ENTERED_IN_ERROR, SENDER, "it should never have been"),
        _row(A.PLACE, {S.OPEN}, S.PLACED, SYSTEM, "a handoff was accepted"),
        _row(A.BEGIN, {S.PLACED}, S.IN_SERVICE, SYSTEM, "a handoff is in progress, or done"),
        _row(A.FALL_BACK, {S.OPEN, S.PLACED, S.IN_SERVICE}, S.NEEDS_ACTION, SYSTEM, "no handoff is left"),
        _row(A.REOPEN, {S.PLACED, S.NEEDS_ACTION}, S.OPEN, SYSTEM, "the next in line was sent"),
        _row(A.CONFIRM_CANCEL, {S.CANCEL_PENDING}, S.CANCELLED, SYSTEM, "every provider has confirmed"),
    ),
)

HAPPENED: Mapping[ReferralAction, str] = {
    A.SEND: "sent",
    A.AWAIT_AUTHORIZATION: "authorization_awaited",
    A.HOLD: "held",
    A.RESUME: "resumed",
    A.REROUTE: "rerouted",
    A.COMPLETE: "completed",
    A.CLOSE_UNMET: "closed_unmet",
    A.CANCEL: "cancelled",
    A.ENTER_IN_ERROR: "entered_in_error",
    A.PLACE: "placed",
    A.BEGIN: "in_service",
    A.FALL_BACK: "needs_action",
    A.REOPEN: "reopened",
    A.CONFIRM_CANCEL: "cancelled",
}

REFERRAL_ROLES: Mapping[ReferralAction, frozenset[Role]] = {
    action: RESTRICTED_ROLES if action is A.ENTER_IN_ERROR else CARE_ROLES for action in ReferralAction
}
