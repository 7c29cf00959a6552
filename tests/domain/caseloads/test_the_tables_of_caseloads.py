"""Holds the tables of transfers and handovers against what they are for, written out again here."""

from itertools import product

import pytest

from app.domain.caseloads.handover import HANDOVERS, HandoverAction, HandoverStatus
from app.domain.caseloads.transfer_moves import TRANSFERS, TransferAction, TransferStatus
from app.domain.lifecycle import NotYours, Party, TransitionNotAllowed

# What is planned begins when its time has come, what runs ends by itself, and people call off only what is not over.
TRANSFER_PROSE = {
    ("planned", "begin"): ("running", {"system"}),
    ("running", "finish"): ("done", {"system"}),
    ("planned", "cancel"): ("cancelled", {"agency", "system"}),
    ("running", "cancel"): ("cancelled", {"agency", "system"}),
}
# A handover is read once, by the agency within which it was given.
HANDOVER_PROSE = {("given", "acknowledge"): ("acknowledged", {"agency"})}


@pytest.mark.parametrize(("state", "action", "party"), list(product(TransferStatus, TransferAction, Party)))
def test_a_transfer_goes_where_it_is_meant_to(state: TransferStatus, action: TransferAction, party: Party) -> None:
    expected = TRANSFER_PROSE.get((state.value, action.value))
    if expected is None:
        with pytest.raises(TransitionNotAllowed):
            TRANSFERS.move(state, action, frozenset({party}))
    elif party.value not in expected[1]:
        with pytest.raises(NotYours):
            TRANSFERS.move(state, action, frozenset({party}))
    else:
        assert expected[0] == TRANSFERS.move(state, action, frozenset({party})).value


@pytest.mark.parametrize(("state", "action", "party"), list(product(HandoverStatus, HandoverAction, Party)))
def test_a_handover_is_acknowledged_once(state: HandoverStatus, action: HandoverAction, party: Party) -> None:
    expected = HANDOVER_PROSE.get((state.value, action.value))
    if expected is None:
        with pytest.raises(TransitionNotAllowed):
            HANDOVERS.move(state, action, frozenset({party}))
    elif party.value not in expected[1]:
        with pytest.raises(NotYours):
            HANDOVERS.move(state, action, frozenset({party}))
    else:
        assert expected[0] == HANDOVERS.move(state, action, frozenset({party})).value
