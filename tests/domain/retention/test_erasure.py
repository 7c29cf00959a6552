"""Erasures: every state and every action, and that nobody decides alone."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from app.domain.errors import Conflict, DomainError, Forbidden, Invalid
from app.domain.identity import AgencyId, ClientId, ErasureId, NetworkId
from app.domain.retention.erasure import SYSTEM, Erasure, ErasureReason, proposed
from app.domain.retention.erasure_moves import ErasureState

NOW = datetime(2026, 1, 1, tzinfo=UTC)
ONE, TWO, NETWORK = UUID(int=1), UUID(int=2), UUID(int=9)
S = ErasureState
ALLOWED = {  # as the guide tells it
    ("proposed", "approve"): "approved",
    ("proposed", "refuse"): "refused",
    ("approved", "refuse"): "refused",
    ("approved", "begin"): "erasing",
    ("erasing", "finish"): "erased",
}


def an_erasure(
    state: ErasureState = S.PROPOSED, reason: ErasureReason = ErasureReason.CLIENT_REQUEST, note: str | None = "Asked."
) -> Erasure:
    erasure = proposed(
        id=ErasureId(UUID(int=3)),
        network=NetworkId(NETWORK),
        client=ClientId(UUID(int=4)),
        reason=reason,
        note=note,
        by=ONE,
        agency=AgencyId(UUID(int=5)),
        at=NOW,
    )
    erasure.state = state
    return erasure


@pytest.mark.parametrize("state", list(ErasureState))
@pytest.mark.parametrize("action", ["approve", "refuse", "begin", "finish"])
def test_the_whole_table(state: ErasureState, action: str) -> None:
    erasure = an_erasure(state)
    moves = {
        "approve": lambda: erasure.approve(TWO, None, NOW),
        "refuse": lambda: erasure.refuse(TWO, None, NOW),
        "begin": lambda: erasure.begin((), 7, NOW),
        "finish": lambda: erasure.finish(1, NOW),
    }
    target = ALLOWED.get((state.value, action))
    if target is None:
        with pytest.raises(Conflict):
            moves[action]()
        assert erasure.state is state
    else:
        moves[action]()
        assert erasure.state.value == target


def test_nobody_approves_what_they_proposed_but_may_think_better_of_it() -> None:
    with pytest.raises(Forbidden) as refusal:
        an_erasure().approve(ONE, None, NOW)
    assert refusal.value.code == "erasure.second-person"
    erasure = an_erasure()
    erasure.refuse(ONE, "A mistake.", NOW)
    assert erasure.state is S.REFUSED


def test_what_people_wrote_about_it_goes_with_the_record() -> None:
    erasure = an_erasure()
    erasure.approve(TWO, "Checked with the family.", NOW)
    erasure.begin((AgencyId(UUID(int=5)),), 12, NOW)
    assert (erasure.note, erasure.decision_note, erasure.rows, erasure.erased_at) == (None, None, 12, NOW)
    erasure.finish(3, NOW)
    assert erasure.rows == 15


def test_the_service_refuses_what_something_stands_against() -> None:
    erasure = an_erasure(S.APPROVED)
    erasure.refuse(NETWORK, "A legal hold was placed.", NOW, SYSTEM)
    assert (erasure.state, erasure.decision_note) == (S.REFUSED, "A legal hold was placed.")


@pytest.mark.parametrize("note", [None, " ", "x" * 2_001])
def test_another_reason_needs_words_of_some_length(note: str | None) -> None:
    with pytest.raises(Invalid) as refusal:
        an_erasure(reason=ErasureReason.OTHER, note=note)
    assert {"/note"} == {fault.pointer for fault in refusal.value.faults}


def test_a_decision_in_too_many_words_is_refused() -> None:
    with pytest.raises(DomainError):
        an_erasure().approve(TWO, "x" * 2_001, NOW)
