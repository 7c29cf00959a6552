"""Holds the tables of moves against domain.md's prose, written out again here so that the two can disagree."""

from itertools import product

import pytest

from app.domain.lifecycle import NotYours, Party, TransitionNotAllowed
from app.domain.referrals.handoff_moves import HANDOFFS, HAPPENED, HandoffAction
from app.domain.referrals.referral_moves import HAPPENED as REFERRAL_HAPPENED
from app.domain.referrals.referral_moves import REFERRALS, ReferralAction
from app.domain.referrals.states import HANDOFF_FACES, REFERRAL_FACES, HandoffState, ReferralState


def words(text: str) -> set[str]:
    return set(text.split())


def pairs(lines: dict[str, str]) -> set[tuple[str, str]]:
    return {
        (source, target)
        for sources, targets in lines.items()
        for source, target in product(words(sources), words(targets))
    }


HANDOFF_PROSE = pairs(
    {
        "queued": "sent",
        "sent viewed info_requested willing": "viewed info_requested willing accepted declined withdrawn expired",
        "accepted": "scheduled in_progress waitlisted paused completed failed handed_back cancel_requested withdrawn",
        "scheduled no_show appointment_cancelled": (
            "scheduled no_show appointment_cancelled in_progress completed failed handed_back cancel_requested"
        ),
        "in_progress": "paused",
        "paused": "in_progress",
        "in_progress paused": "completed failed handed_back cancel_requested",
        "waitlisted": "accepted scheduled in_progress failed handed_back cancel_requested withdrawn",
        "cancel_requested": "cancelled completed",
    }
)
HANDOFF_TARGETS_BY = {
    "sent": {"sender", "system"},
    "viewed": {"provider", "sender"},
    "info_requested": {"provider"},
    "willing": {"provider"},
    "accepted": {"provider"},
    "waitlisted": {"provider"},
    "scheduled": {"provider"},
    "no_show": {"provider"},
    "appointment_cancelled": {"provider", "sender"},
    "in_progress": {"provider"},
    "paused": {"provider"},
    "completed": {"provider"},
    "failed": {"provider"},
    "declined": {"provider"},
    "handed_back": {"provider"},
    "withdrawn": {"sender", "system"},
    "expired": {"system"},
    "cancel_requested": {"sender"},
    "cancelled": {"provider", "system"},
    "entered_in_error": {"sender"},
}
REFERRAL_PROSE = pairs(
    {
        "draft": "open awaiting_authorization cancelled",
        "awaiting_authorization": "open cancelled closed_unmet",
        "open": "placed needs_action on_hold cancelled",
        "needs_action": "open closed_unmet cancelled",
        "placed": "in_service needs_action open on_hold cancel_pending",
        "in_service": "completed needs_action on_hold cancel_pending",
        "on_hold": "open placed in_service",
        "cancel_pending": "cancelled completed",
    }
)
SENDER_ALONE = {"on_hold", "closed_unmet", "cancel_pending", "entered_in_error"}
SYSTEM_ALONE = {"awaiting_authorization", "placed", "in_service", "needs_action"}
ACTIONS_OF_PROVIDER = words(
    "view ask offer accept decline waitlist schedule no_show cancel_appointment start pause resume complete fail "
    "hand_back confirm_cancel"
)
ACTIONS_OF_SENDER = words("send answer recall request_cancel cancel_appointment enter_in_error")
ACTIONS_OF_SYSTEM = words("send recall expire confirm_cancel")
TASK_STATUS = {
    "queued": "draft",
    "sent": "requested",
    "viewed": "requested",
    "info_requested": "requested",
    "willing": "requested",
    "accepted": "accepted",
    "waitlisted": "on-hold",
    "scheduled": "in-progress",
    "no_show": "in-progress",
    "appointment_cancelled": "in-progress",
    "in_progress": "in-progress",
    "paused": "on-hold",
    "completed": "completed",
    "failed": "failed",
    "declined": "rejected",
    "handed_back": "cancelled",
    "withdrawn": "cancelled",
    "expired": "cancelled",
    "cancel_requested": None,
    "cancelled": "cancelled",
    "entered_in_error": "entered-in-error",
}
SERVICE_REQUEST_STATUS = {
    "draft": "draft",
    "awaiting_authorization": "draft",
    "open": "active",
    "needs_action": "active",
    "placed": "active",
    "in_service": "active",
    "on_hold": "on-hold",
    "cancel_pending": "active",
    "completed": "completed",
    "closed_unmet": "revoked",
    "cancelled": "revoked",
    "entered_in_error": "entered-in-error",
}


def corrections(states: type[HandoffState] | type[ReferralState]) -> set[tuple[str, str]]:
    return {(state.value, "entered_in_error") for state in states if state.value != "entered_in_error"}


def test_a_handoff_moves_between_exactly_the_states_that_the_prose_allows() -> None:
    actual = {(source.value, row.target.value) for row in HANDOFFS.moves for source in row.sources if row.target}
    assert HANDOFF_PROSE | corrections(HandoffState) == actual


def test_a_referral_moves_between_exactly_the_states_that_the_prose_allows() -> None:
    actual = {
        (source.value, target.value)
        for row in REFERRALS.moves
        for source in row.sources
        for target in REFERRALS.targets(row)
    }
    assert REFERRAL_PROSE | corrections(ReferralState) == actual


@pytest.mark.parametrize("target", HANDOFF_TARGETS_BY)
def test_each_state_of_a_handoff_is_set_by_those_that_the_prose_names(target: str) -> None:
    setters = {party.value for row in HANDOFFS.moves if row.target == target for party in row.by}
    assert HANDOFF_TARGETS_BY[target] == setters


def test_what_is_the_senders_is_set_by_the_sender_alone_and_what_follows_the_handoffs_by_the_system() -> None:
    by = {
        target: {p.value for row in REFERRALS.moves if row.target == target for p in row.by} for target in ReferralState
    }
    assert {"sender"} == set().union(*(by[ReferralState(state)] for state in SENDER_ALONE))
    assert {"system"} == set().union(*(by[ReferralState(state)] for state in SYSTEM_ALONE))
    assert not any("provider" in parties for parties in by.values())


@pytest.mark.parametrize(("state", "action"), list(product(HandoffState, HandoffAction)))
def test_every_handoff_move_by_every_party_ends_where_the_prose_says_or_is_refused(
    state: HandoffState, action: HandoffAction
) -> None:
    for party, actions in (
        (Party.PROVIDER, ACTIONS_OF_PROVIDER),
        (Party.SENDER, ACTIONS_OF_SENDER),
        (Party.SYSTEM, ACTIONS_OF_SYSTEM),
    ):
        try:
            target = HANDOFFS.move(state, action, frozenset({party}))
        except (TransitionNotAllowed, NotYours):
            continue
        assert action.value in actions
        assert (state.value, target.value) in HANDOFF_PROSE | corrections(HandoffState)


@pytest.mark.parametrize(("state", "action"), list(product(ReferralState, ReferralAction)))
def test_every_referral_move_by_every_party_ends_where_the_prose_says_or_is_refused(
    state: ReferralState, action: ReferralAction
) -> None:
    for party in Party:
        try:
            target = REFERRALS.move(state, action, frozenset({party}), before=ReferralState.PLACED)
        except (TransitionNotAllowed, NotYours):
            continue
        assert party is not Party.PROVIDER
        assert (state.value, target.value) in REFERRAL_PROSE | corrections(ReferralState)


@pytest.mark.parametrize(("state", "party"), list(product(HandoffState, Party)))
def test_what_is_offered_on_a_handoff_is_what_is_allowed(state: HandoffState, party: Party) -> None:
    parties = frozenset({party})
    for offer in HANDOFFS.offers(state, parties):
        if offer.allowed:
            assert HANDOFFS.move(state, HandoffAction(offer.action), parties)
        else:
            assert offer.reason
            with pytest.raises((TransitionNotAllowed, NotYours)):
                HANDOFFS.move(state, HandoffAction(offer.action), parties)


def test_terminal_means_terminal() -> None:
    handoffs = words("completed failed declined handed_back withdrawn expired cancelled entered_in_error")
    referrals = words("completed closed_unmet cancelled entered_in_error")
    assert handoffs == {state.value for state in HandoffState if HANDOFFS.is_terminal(state)}
    assert referrals == {state.value for state in ReferralState if REFERRALS.is_terminal(state)}


def test_a_hold_ends_in_the_state_before_and_nowhere_else() -> None:
    sender = frozenset({Party.SENDER})
    for before in (ReferralState.OPEN, ReferralState.PLACED, ReferralState.IN_SERVICE):
        assert before == REFERRALS.move(ReferralState.ON_HOLD, ReferralAction.RESUME, sender, before=before)
    for never in (None, ReferralState.COMPLETED, ReferralState.DRAFT):
        with pytest.raises(TransitionNotAllowed):
            REFERRALS.move(ReferralState.ON_HOLD, ReferralAction.RESUME, sender, before=never)


def test_states_have_the_fhir_faces_of_the_prose() -> None:
    assert {state.value: face.task_status for state, face in HANDOFF_FACES.items()} == TASK_STATUS
    assert {
        state.value: face.service_request_status for state, face in REFERRAL_FACES.items()
    } == SERVICE_REQUEST_STATUS
    assert not {"received", "ready"} & set(TASK_STATUS.values())
    assert {"declined", "failed", "handed_back", "withdrawn", "expired"} == {
        state.value for state, face in HANDOFF_FACES.items() if face.needs_reason
    }


def test_every_action_has_a_past_tense_for_its_event() -> None:
    assert set(HandoffAction) == set(HAPPENED)
    assert set(ReferralAction) == set(REFERRAL_HAPPENED)
