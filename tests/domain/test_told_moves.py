"""Where a handoff or a referral is told to stand: each state, side and status leads to one move, or to a refusal."""

from itertools import product

import pytest

from app.domain.errors import Invalid
from app.domain.lifecycle import Party, TransitionNotAllowed
from app.domain.referrals.handoff_moves import HANDOFFS, HandoffAction
from app.domain.referrals.referral_moves import REFERRALS, ReferralAction
from app.domain.referrals.states import HANDOFF_FACES, LIVE, REFERRAL_FACES, HandoffState, ReferralState
from app.domain.referrals.told_moves import OF_BUSINESS, meant_of_handoff, meant_of_referral, status_of

A, H, R = HandoffAction, HandoffState, ReferralState
TASK = (
    *("draft", "requested", "received", "accepted", "rejected", "ready", "cancelled", "in-progress", "on-hold"),
    *("failed", "completed", "entered-in-error"),
)
ORDER = ("draft", "active", "on-hold", "revoked", "completed", "entered-in-error", "unknown")
SIDES = (frozenset({Party.SENDER}), frozenset({Party.PROVIDER}), frozenset({Party.SENDER, Party.PROVIDER}))
PROVIDER, SENDER = SIDES[1], SIDES[0]

WAYS = {
    "sender": {
        H.QUEUED: {"requested": A.SEND},
        H.SENT: {"cancelled": A.RECALL},
        H.VIEWED: {"cancelled": A.RECALL},
        H.INFO_REQUESTED: {"cancelled": A.RECALL},
        H.WILLING: {"cancelled": A.RECALL},
        H.ACCEPTED: {"cancelled": A.RECALL},
        H.WAITLISTED: {"cancelled": A.RECALL},
        H.SCHEDULED: {"cancelled": A.REQUEST_CANCEL},
        H.NO_SHOW: {"cancelled": A.REQUEST_CANCEL},
        H.APPOINTMENT_CANCELLED: {"cancelled": A.REQUEST_CANCEL},
        H.IN_PROGRESS: {"cancelled": A.REQUEST_CANCEL},
        H.PAUSED: {"cancelled": A.REQUEST_CANCEL},
        H.CANCEL_REQUESTED: {"cancelled": None},
    },
    "provider": {
        H.SENT: {
            "received": A.VIEW,
            "ready": A.VIEW,
            "accepted": A.ACCEPT,
            "rejected": A.DECLINE,
            "on-hold": A.WAITLIST,
        },
        H.ACCEPTED: {
            "in-progress": A.START,
            "on-hold": A.WAITLIST,
            "completed": A.COMPLETE,
            "failed": A.FAIL,
            "cancelled": A.HAND_BACK,
        },
        H.WAITLISTED: {"accepted": A.ACCEPT, "in-progress": A.START, "failed": A.FAIL, "cancelled": A.HAND_BACK},
        H.SCHEDULED: {"in-progress": A.START, "completed": A.COMPLETE, "failed": A.FAIL, "cancelled": A.HAND_BACK},
        H.IN_PROGRESS: {"on-hold": A.PAUSE, "completed": A.COMPLETE, "failed": A.FAIL, "cancelled": A.HAND_BACK},
        H.PAUSED: {"in-progress": A.RESUME, "completed": A.COMPLETE, "failed": A.FAIL, "cancelled": A.HAND_BACK},
        H.CANCEL_REQUESTED: {"completed": A.COMPLETE, "cancelled": A.CONFIRM_CANCEL},
    },
}
for state in LIVE - {H.SENT}:
    WAYS["provider"][state] = WAYS["provider"][H.SENT] | {"received": None, "ready": None}
for state in (H.NO_SHOW, H.APPOINTMENT_CANCELLED):
    WAYS["provider"][state] = WAYS["provider"][H.SCHEDULED]
for state in frozenset(H) - {H.ENTERED_IN_ERROR}:
    WAYS["sender"].setdefault(state, {})["entered-in-error"] = A.ENTER_IN_ERROR


@pytest.mark.parametrize(("state", "side", "status"), list(product(H, ("sender", "provider"), TASK)))
def test_every_state_side_and_status_gives_its_move_or_says_which_there_are(state: H, side: str, status: str) -> None:
    sides = SENDER if side == "sender" else PROVIDER
    ways = WAYS[side].get(state, {})
    before = H.IN_PROGRESS if state is H.CANCEL_REQUESTED else None
    if status in ways:
        assert meant_of_handoff(state, before, sides, status, None) == ways[status]
    elif status == status_of(state, before):
        assert meant_of_handoff(state, before, sides, status, None) is None
    else:
        with pytest.raises(TransitionNotAllowed) as refusal:
            meant_of_handoff(state, before, sides, status, None)
        assert refusal.value.facts["allowed_actions"] == HANDOFFS.allowed(state, sides)
        assert set(refusal.value.facts["allowed_statuses"]) == {each for each, action in ways.items() if action}


@pytest.mark.parametrize(("state", "sides", "status"), list(product(H, SIDES, TASK)))
def test_every_move_that_is_meant_is_one_that_the_machine_allows(
    state: H, sides: frozenset[Party], status: str
) -> None:
    try:
        action = meant_of_handoff(state, None, sides, status, None)
    except TransitionNotAllowed:
        return
    if action is None or (action is A.WAITLIST and state in LIVE):
        return
    target = HANDOFFS.move(state, action, sides)
    shown = {"received": "requested", "ready": "requested"}.get(status, status)
    assert status_of(target, state) == (status_of(state, None) if action is A.REQUEST_CANCEL else shown)


@pytest.mark.parametrize(("state", "business"), list(product(H, OF_BUSINESS)))
def test_a_business_status_leads_to_its_very_state_or_nowhere(state: H, business: str) -> None:
    said = OF_BUSINESS[business]
    status = HANDOFF_FACES[said].task_status or "cancelled"
    try:
        action = meant_of_handoff(state, H.IN_PROGRESS, PROVIDER, status, business)
    except TransitionNotAllowed:
        return
    if action is not None and not (action is A.WAITLIST and state in LIVE) and said is not state:
        assert HANDOFFS.move(state, action, PROVIDER) is said


def test_what_stands_beside_a_status_and_is_said_already_says_nothing_new() -> None:
    assert meant_of_handoff(H.SENT, None, PROVIDER, "accepted", "sent") is A.ACCEPT
    assert meant_of_handoff(H.SCHEDULED, None, PROVIDER, "in-progress", "scheduled") is None
    assert meant_of_handoff(H.SCHEDULED, None, PROVIDER, "in-progress", "in-progress") is A.START
    assert meant_of_handoff(H.ACCEPTED, None, PROVIDER, "in-progress", "client called") is A.START


def test_two_statuses_that_contradict_each_other_are_refused() -> None:
    with pytest.raises(Invalid) as refusal:
        meant_of_handoff(H.ACCEPTED, None, PROVIDER, "completed", "scheduled")
    assert [fault.pointer for fault in refusal.value.faults] == ["/business_status"]


@pytest.mark.parametrize(("state", "status"), list(product(R, ORDER)))
def test_a_referral_goes_where_its_order_is_told_to_stand_or_says_where_it_may(state: R, status: str) -> None:
    try:
        action = meant_of_referral(state, SENDER, status)
    except TransitionNotAllowed as error:
        refusal = error
    else:
        _check_move(state, action, status)
        return
    shown = REFERRAL_FACES[state].service_request_status
    assert (refusal.facts["allowed_actions"], status != shown) == (REFERRALS.allowed(state, SENDER), True)


def _check_move(state: R, action: ReferralAction | None, status: str) -> None:
    if action is None:
        assert status == REFERRAL_FACES[state].service_request_status or state is R.CANCEL_PENDING
        return
    target = REFERRALS.move(state, action, SENDER, before=R.OPEN)
    pending = target is R.CANCEL_PENDING
    assert status == ("revoked" if pending else REFERRAL_FACES[target].service_request_status)
