"""What somebody means who says where a handoff or a referral shall stand, in the words of its FHIR face.

One table for each side; the machines still decide whether the action is allowed (domain, sections 2.2 and 2.3).
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from uuid import UUID, uuid5

from app.domain.errors import Fault, Invalid
from app.domain.lifecycle import Party, TransitionNotAllowed
from app.domain.referrals.handoff_moves import ACCEPTED, BOOKED, HANDOFFS, WAITING, WORKED, HandoffAction
from app.domain.referrals.referral_moves import REFERRALS, ReferralAction
from app.domain.referrals.states import HANDOFF_FACES, LIVE, REFERRAL_FACES, HandoffState, ReferralState

A, H = HandoffAction, HandoffState
RA, R = ReferralAction, ReferralState
Meant = Mapping[HandoffState, HandoffAction | None]


def _each(states: Iterable[HandoffState], action: HandoffAction | None) -> dict[HandoffState, HandoffAction | None]:
    return dict.fromkeys(states, action)


SEEN: Meant = MappingProxyType(_each(LIVE, None) | {H.SENT: A.VIEW})
"""Whoever says `received` or `ready` has looked at it, which is all that these words may mean here."""
BY_PROVIDER: Mapping[str, Meant] = {
    "received": SEEN,
    "ready": SEEN,
    "accepted": _each(LIVE | WAITING, A.ACCEPT),
    "rejected": _each(LIVE, A.DECLINE),
    "in-progress": _each(ACCEPTED | WAITING | BOOKED, A.START) | {H.PAUSED: A.RESUME},
    "on-hold": _each(LIVE | ACCEPTED, A.WAITLIST) | {H.IN_PROGRESS: A.PAUSE},
    "completed": _each(ACCEPTED | BOOKED | WORKED | {H.CANCEL_REQUESTED}, A.COMPLETE),
    "failed": _each(ACCEPTED | WAITING | BOOKED | WORKED, A.FAIL),
    "cancelled": _each(ACCEPTED | WAITING | BOOKED | WORKED, A.HAND_BACK) | {H.CANCEL_REQUESTED: A.CONFIRM_CANCEL},
}
BY_SENDER: Mapping[str, Meant] = {
    "requested": {H.QUEUED: A.SEND},
    "cancelled": _each(LIVE | ACCEPTED | WAITING, A.RECALL)
    | _each(BOOKED | WORKED, A.REQUEST_CANCEL)
    | {H.CANCEL_REQUESTED: None},
    "entered-in-error": _each(frozenset(H) - {H.ENTERED_IN_ERROR}, A.ENTER_IN_ERROR),
}
SIDES = ((Party.PROVIDER, BY_PROVIDER), (Party.SENDER, BY_SENDER))
STATUSES = tuple(dict.fromkeys((*BY_PROVIDER, *BY_SENDER)))
OF_BUSINESS: Mapping[str, HandoffState] = {
    face.business_status: state for state, face in HANDOFF_FACES.items() if face.business_status
}
"""The state that each of our business statuses names."""
OF_REFERRAL: Mapping[str, Mapping[ReferralState, ReferralAction | None]] = {
    "active": {R.DRAFT: RA.SEND, R.AWAITING_AUTHORIZATION: RA.SEND, R.ON_HOLD: RA.RESUME},
    "on-hold": dict.fromkeys((R.OPEN, R.PLACED, R.IN_SERVICE), RA.HOLD),
    "revoked": {
        **dict.fromkeys((R.DRAFT, R.AWAITING_AUTHORIZATION, R.OPEN, R.NEEDS_ACTION, R.PLACED, R.IN_SERVICE), RA.CANCEL),
        R.CANCEL_PENDING: None,
    },
    "completed": {R.IN_SERVICE: RA.COMPLETE},
    "entered-in-error": dict.fromkeys(frozenset(R) - {R.ENTERED_IN_ERROR}, RA.ENTER_IN_ERROR),
}


def meant_of_handoff(
    state: HandoffState, before: HandoffState | None, sides: frozenset[Party], status: str, business: str | None
) -> HandoffAction | None:
    """Return the action that leads to a status, None when it stands so already; refuse what no action leads to.

    `business` is what is said beside the status; what is no word of ours, or is said of it already, says nothing new.
    """
    said = OF_BUSINESS.get(business) if business else None
    if said is not None and said is not state:
        return _in_detail(state, said, sides, status)
    begins = business is None and status == "in-progress" and state in BOOKED and Party.PROVIDER in sides
    if status == status_of(state, before) and not begins:
        return None
    for party, meant in SIDES:
        if party in sides and state in meant.get(status, {}):
            return meant[status][state]
    raise not_allowed(state, sides, status)


def meant_of_referral(state: ReferralState, sides: frozenset[Party], status: str) -> ReferralAction | None:
    """Return the action that leads to a status, None when it stands so already; refuse what no action leads to."""
    meant = OF_REFERRAL.get(status, {})
    if status == REFERRAL_FACES[state].service_request_status and state not in meant:
        return None
    if state in meant and sides & {Party.SENDER}:
        return meant[state]
    allowed = REFERRALS.allowed(state, sides)
    ways = [each for each, rows in OF_REFERRAL.items() if rows.get(state)]
    raise TransitionNotAllowed(
        "referral.not-allowed",
        f"A referral that is {_words(state)} cannot become {status}. {_instead(allowed, ways)}",
        state=state.value,
        allowed_actions=allowed,
        allowed_statuses=ways,
    )


def status_of(state: HandoffState, before: HandoffState | None) -> str:
    """Return the status that is shown: while a cancellation is asked for, that of the state before."""
    stands = before or H.ACCEPTED if state is H.CANCEL_REQUESTED else state
    return HANDOFF_FACES[stands].task_status or ""


def question_id(handoff: UUID) -> UUID:
    """Return the id by which the question that a provider asks of a handoff is told."""
    return uuid5(handoff, "question")


def not_allowed(state: HandoffState, sides: frozenset[Party], status: str) -> TransitionNotAllowed:
    """Refuse a status, and say which there are instead."""
    allowed = HANDOFFS.allowed(state, sides)
    ways = [each for each in STATUSES if any(party in sides and rows.get(each, {}).get(state) for party, rows in SIDES)]
    return TransitionNotAllowed(
        "handoff.not-allowed",
        f"A handoff that is {_words(state)} cannot become {status}. {_instead(allowed, ways)}",
        state=state.value,
        allowed_actions=allowed,
        allowed_statuses=ways,
    )


def _in_detail(state: HandoffState, said: HandoffState, sides: frozenset[Party], status: str) -> HandoffAction:
    """Return the action that leads to the very state that a business status names."""
    if HANDOFF_FACES[said].task_status not in (status, None):
        fault = Fault(pointer="/business_status", message=f"does not go with the status {status}")
        raise Invalid("handoff.business-status", "The two statuses contradict each other.", faults=(fault,))
    if said is H.WAITLISTED and state in LIVE and Party.PROVIDER in sides:
        return A.WAITLIST
    for move in HANDOFFS.moves:
        if move.target is said and state in move.sources and move.by & sides:
            return move.action
    raise not_allowed(state, sides, status)


def _instead(actions: Iterable[str], statuses: Iterable[str]) -> str:
    may, ways = ", ".join(actions), ", ".join(statuses) or "(none)"
    return f"Allowed now: {may}; by the statuses {ways}." if may else "Nothing is allowed now."


def _words(state: HandoffState | ReferralState) -> str:
    return state.value.replace("_", " ")
