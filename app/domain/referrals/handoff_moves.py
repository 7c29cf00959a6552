"""What may happen to a handoff and who may do it, as one table (domain, section 2.3)."""

from collections.abc import Mapping
from enum import StrEnum

from app.domain.lifecycle import Machine, Move, Party
from app.domain.networks.roles import CARE_ROLES, Role
from app.domain.referrals.referral_moves import RESTRICTED_ROLES
from app.domain.referrals.states import LIVE
from app.domain.referrals.states import HandoffState as S


class HandoffAction(StrEnum):
    """Everything that can be done to a handoff."""

    SEND = "send"
    VIEW = "view"
    ASK = "ask"
    ANSWER = "answer"
    OFFER = "offer"
    ACCEPT = "accept"
    DECLINE = "decline"
    WAITLIST = "waitlist"
    SCHEDULE = "schedule"
    NO_SHOW = "no_show"
    CANCEL_APPOINTMENT = "cancel_appointment"
    START = "start"
    PAUSE = "pause"
    RESUME = "resume"
    COMPLETE = "complete"
    FAIL = "fail"
    HAND_BACK = "hand_back"
    RECALL = "recall"
    REQUEST_CANCEL = "request_cancel"
    CONFIRM_CANCEL = "confirm_cancel"
    EXPIRE = "expire"
    ENTER_IN_ERROR = "enter_in_error"


A = HandoffAction
SENDER = frozenset({Party.SENDER})
PROVIDER = frozenset({Party.PROVIDER})
SYSTEM = frozenset({Party.SYSTEM})

BOOKED = frozenset({S.SCHEDULED, S.NO_SHOW, S.APPOINTMENT_CANCELLED})
WORKED = frozenset({S.IN_PROGRESS, S.PAUSED})
ACCEPTED = frozenset({S.ACCEPTED})
WAITING = frozenset({S.WAITLISTED})


def _row(
    action: HandoffAction, sources: frozenset[S], target: S, by: frozenset[Party], why: str
) -> Move[S, HandoffAction]:
    return Move(action=action, sources=sources, target=target, by=by, why=why)


HANDOFFS: Machine[S, HandoffAction] = Machine(
    "handoff",
    S,
    (
        _row(A.SEND, frozenset({S.QUEUED}), S.SENT, SENDER | SYSTEM, "its turn has come"),
        _row(A.VIEW, LIVE, S.VIEWED, PROVIDER, "seen; takes back a question or an offer"),
        _row(A.ASK, LIVE, S.INFO_REQUESTED, PROVIDER, "something is missing"),
        _row(A.ANSWER, frozenset({S.INFO_REQUESTED}), S.VIEWED, SENDER, "what was missing is there"),
        _row(A.OFFER, LIVE, S.WILLING, PROVIDER, "would take it, if the sender confirms"),
        _row(A.ACCEPT, LIVE | WAITING, S.ACCEPTED, PROVIDER, "takes it"),
        _row(A.DECLINE, LIVE, S.DECLINED, PROVIDER, "does not take it, with a reason"),
        _row(A.WAITLIST, ACCEPTED, S.WAITLISTED, PROVIDER, "takes it when there is room"),
        _row(A.SCHEDULE, ACCEPTED | WAITING | BOOKED, S.SCHEDULED, PROVIDER, "an appointment is made"),
        _row(A.NO_SHOW, BOOKED, S.NO_SHOW, PROVIDER, "the client did not come"),
        _row(A.CANCEL_APPOINTMENT, BOOKED, S.APPOINTMENT_CANCELLED, PROVIDER | SENDER, "the appointment falls through"),
        _row(A.START, ACCEPTED | WAITING | BOOKED, S.IN_PROGRESS, PROVIDER, "the service begins"),
        _row(A.PAUSE, ACCEPTED | {S.IN_PROGRESS}, S.PAUSED, PROVIDER, "the service rests"),
        _row(A.RESUME, frozenset({S.PAUSED}), S.IN_PROGRESS, PROVIDER, "the service goes on"),
        _row(
            A.COMPLETE,
            ACCEPTED | BOOKED | WORKED | {S.CANCEL_REQUESTED},
            S.COMPLETED,
            PROVIDER,
            "the service was given, with an outcome",
        ),
        _row(A.FAIL, ACCEPTED | WAITING | BOOKED | WORKED, S.FAILED, PROVIDER, "could not be given, with a reason"),
        _row(A.HAND_BACK, ACCEPTED | WAITING | BOOKED | WORKED, S.HANDED_BACK, PROVIDER, "no longer takes it"),
        _row(A.RECALL, LIVE | ACCEPTED | WAITING, S.WITHDRAWN, SENDER | SYSTEM, "taken back before any work"),
        _row(
            A.REQUEST_CANCEL,
            ACCEPTED | WAITING | BOOKED | WORKED,
            S.CANCEL_REQUESTED,
            SENDER,
            "the sender asks the provider to stop",
        ),
        _row(
            A.CONFIRM_CANCEL,
            frozenset({S.CANCEL_REQUESTED}),
            S.CANCELLED,
            PROVIDER | SYSTEM,
            "the provider stops, or did not answer in time",
        ),
        _row(A.EXPIRE, LIVE, S.EXPIRED, SYSTEM, "no answer in time"),
        _row(
            A.ENTER_IN_ERROR,
            frozenset(S) - {S.ENTERED_IN_ERROR},
            S.ENTERED_IN_ERROR,
            SENDER,
            "it should never have been",
        ),
    ),
)

HAPPENED: Mapping[HandoffAction, str] = {
    A.SEND: "sent",
    A.VIEW: "viewed",
    A.ASK: "info_requested",
    A.ANSWER: "info_answered",
    A.OFFER: "willing",
    A.ACCEPT: "accepted",
    A.DECLINE: "declined",
    A.WAITLIST: "waitlisted",
    A.SCHEDULE: "scheduled",
    A.NO_SHOW: "no_show",
    A.CANCEL_APPOINTMENT: "appointment_cancelled",
    A.START: "started",
    A.PAUSE: "paused",
    A.RESUME: "resumed",
    A.COMPLETE: "completed",
    A.FAIL: "failed",
    A.HAND_BACK: "handed_back",
    A.RECALL: "withdrawn",
    A.REQUEST_CANCEL: "cancel_requested",
    A.CONFIRM_CANCEL: "cancelled",
    A.EXPIRE: "expired",
    A.ENTER_IN_ERROR: "entered_in_error",
}

HANDOFF_ROLES: Mapping[HandoffAction, frozenset[Role]] = {
    action: RESTRICTED_ROLES if action is A.ENTER_IN_ERROR else CARE_ROLES for action in HandoffAction
}
