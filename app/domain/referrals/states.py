"""The states of referrals and handoffs with their FHIR faces, as two tables that every door reads."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class ReferralState(StrEnum):
    """Where a referral stands."""

    DRAFT = "draft"
    AWAITING_AUTHORIZATION = "awaiting_authorization"
    OPEN = "open"
    NEEDS_ACTION = "needs_action"
    PLACED = "placed"
    IN_SERVICE = "in_service"
    ON_HOLD = "on_hold"
    CANCEL_PENDING = "cancel_pending"
    COMPLETED = "completed"
    CLOSED_UNMET = "closed_unmet"
    CANCELLED = "cancelled"
    ENTERED_IN_ERROR = "entered_in_error"


class HandoffState(StrEnum):
    """Where one provider's share of a referral stands."""

    QUEUED = "queued"
    SENT = "sent"
    VIEWED = "viewed"
    INFO_REQUESTED = "info_requested"
    WILLING = "willing"
    ACCEPTED = "accepted"
    WAITLISTED = "waitlisted"
    SCHEDULED = "scheduled"
    NO_SHOW = "no_show"
    APPOINTMENT_CANCELLED = "appointment_cancelled"
    IN_PROGRESS = "in_progress"
    PAUSED = "paused"
    COMPLETED = "completed"
    FAILED = "failed"
    DECLINED = "declined"
    HANDED_BACK = "handed_back"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    CANCEL_REQUESTED = "cancel_requested"
    CANCELLED = "cancelled"
    ENTERED_IN_ERROR = "entered_in_error"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferralFace:
    """How FHIR names a referral's state (ServiceRequest.status), and when it is entered."""

    service_request_status: str
    entered_when: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandoffFace:
    """How FHIR names a handoff's state (Gravity SDOHCC STU 3).

    `task_status` None means: whatever it was before. `needs_reason`: statusReason is present.
    """

    task_status: str | None
    business_status: str | None
    needs_reason: bool = False


R, H = ReferralState, HandoffState


def _referral(status: str, entered_when: str) -> ReferralFace:
    return ReferralFace(service_request_status=status, entered_when=entered_when)


def _handoff(task_status: str | None, business_status: str | None) -> HandoffFace:
    return HandoffFace(task_status=task_status, business_status=business_status)


def _ended(task_status: str, business_status: str) -> HandoffFace:
    return HandoffFace(task_status=task_status, business_status=business_status, needs_reason=True)


REFERRAL_FACES: Mapping[ReferralState, ReferralFace] = {
    R.DRAFT: _referral("draft", "created; its blockers are listed"),
    R.AWAITING_AUTHORIZATION: _referral("draft", "the payer must allow the service first"),
    R.OPEN: _referral("active", "sent; at least one live handoff, none accepted"),
    R.NEEDS_ACTION: _referral("active", "no live handoff and none accepted; the case manager has a task"),
    R.PLACED: _referral("active", "at least one handoff accepted, scheduled or waitlisted"),
    R.IN_SERVICE: _referral("active", "at least one handoff in progress, or done and waiting for the sender"),
    R.ON_HOLD: _referral("on-hold", "the sender or the client pauses; every clock stops"),
    R.CANCEL_PENDING: _referral("active", "the sender cancels while a handoff is accepted or later"),
    R.COMPLETED: _referral("completed", "the sender closes it with an outcome"),
    R.CLOSED_UNMET: _referral("revoked", "given up, with a reason; recorded as unmet need"),
    R.CANCELLED: _referral("revoked", "taken back"),
    R.ENTERED_IN_ERROR: _referral("entered-in-error", "should never have been; restricted, with a comment"),
}

HANDOFF_FACES: Mapping[HandoffState, HandoffFace] = {
    H.QUEUED: _handoff("draft", "queued"),
    H.SENT: _handoff("requested", "sent"),
    H.VIEWED: _handoff("requested", "viewed"),
    H.INFO_REQUESTED: _handoff("requested", "info-requested"),
    H.WILLING: _handoff("requested", "willing"),
    H.ACCEPTED: _handoff("accepted", "accepted"),
    H.WAITLISTED: _handoff("on-hold", "waitlisted"),
    H.SCHEDULED: _handoff("in-progress", "scheduled"),
    H.NO_SHOW: _handoff("in-progress", "no-show"),
    H.APPOINTMENT_CANCELLED: _handoff("in-progress", "appointment-cancelled"),
    H.IN_PROGRESS: _handoff("in-progress", "in-progress"),
    H.PAUSED: _handoff("on-hold", "paused"),
    H.COMPLETED: _handoff("completed", "completed"),
    H.FAILED: _ended("failed", "failed"),
    H.DECLINED: _ended("rejected", "declined"),
    H.HANDED_BACK: _ended("cancelled", "handed-back"),
    H.WITHDRAWN: _ended("cancelled", "withdrawn"),
    H.EXPIRED: _ended("cancelled", "expired"),
    H.CANCEL_REQUESTED: _handoff(None, "cancel-requested"),
    H.CANCELLED: _handoff("cancelled", "cancelled"),
    H.ENTERED_IN_ERROR: _handoff("entered-in-error", None),
}

LIVE = frozenset({H.SENT, H.VIEWED, H.INFO_REQUESTED, H.WILLING})
AGREED = frozenset(
    {
        H.ACCEPTED,
        H.WAITLISTED,
        H.SCHEDULED,
        H.NO_SHOW,
        H.APPOINTMENT_CANCELLED,
        H.IN_PROGRESS,
        H.PAUSED,
        H.CANCEL_REQUESTED,
    }
)
ENDED = frozenset(HandoffState) - LIVE - AGREED - {H.QUEUED}
CLOSED = frozenset({R.COMPLETED, R.CLOSED_UNMET, R.CANCELLED, R.ENTERED_IN_ERROR})
