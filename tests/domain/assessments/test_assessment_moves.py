"""Holds the tables of moves against the prose of the domain, written out again here, over every state and action."""

from itertools import product

import pytest

from app.domain.assessments.assessment_moves import ASSESSMENTS, FHIR_STATUS, AssessmentAction, AssessmentStatus
from app.domain.assessments.suggestion_moves import SUGGESTIONS, SuggestionAction, SuggestionState
from app.domain.lifecycle import NotYours, Party, TransitionNotAllowed

AGENCY, SYSTEM, NOBODY = frozenset({Party.AGENCY}), frozenset({Party.SYSTEM}), frozenset[Party]()
ASSESSMENT_PROSE = {
    ("in_progress", "complete"): "completed",
    ("completed", "amend"): "amended",
    ("amended", "amend"): "amended",
    ("in_progress", "stop"): "stopped",
    ("in_progress", "enter_in_error"): "entered_in_error",
    ("completed", "enter_in_error"): "entered_in_error",
    ("amended", "enter_in_error"): "entered_in_error",
    ("stopped", "enter_in_error"): "entered_in_error",
}
SUGGESTION_PROSE = {
    ("open", "accept"): ("accepted", {Party.AGENCY, Party.SYSTEM}),
    ("dismissed", "accept"): ("accepted", {Party.AGENCY, Party.SYSTEM}),
    ("open", "dismiss"): ("dismissed", {Party.AGENCY, Party.SYSTEM}),
    ("open", "withdraw"): ("withdrawn", {Party.SYSTEM}),
    ("withdrawn", "renew"): ("open", {Party.SYSTEM}),
}
QUESTIONNAIRE_RESPONSE_STATUS = {
    "in_progress": "in-progress",
    "completed": "completed",
    "amended": "amended",
    "stopped": "stopped",
    "entered_in_error": "entered-in-error",
}


@pytest.mark.parametrize(("status", "action"), tuple(product(AssessmentStatus, AssessmentAction)))
def test_an_assessment_moves_as_the_prose_says_and_not_otherwise(
    status: AssessmentStatus, action: AssessmentAction
) -> None:
    target = ASSESSMENT_PROSE.get((status.value, action.value))
    if target is None:
        with pytest.raises(TransitionNotAllowed) as refused:
            ASSESSMENTS.move(status, action, AGENCY)
        allowed = [each.value for each in AssessmentAction if (status.value, each.value) in ASSESSMENT_PROSE]
        assert refused.value.facts["allowed_actions"] == allowed
        return
    assert ASSESSMENTS.move(status, action, AGENCY) == target
    for others in (NOBODY, SYSTEM):
        with pytest.raises(NotYours):
            ASSESSMENTS.move(status, action, others)


@pytest.mark.parametrize(
    ("state", "action", "parties"), tuple(product(SuggestionState, SuggestionAction, (AGENCY, SYSTEM, NOBODY)))
)
def test_a_suggestion_moves_as_the_prose_says_and_not_otherwise(
    state: SuggestionState, action: SuggestionAction, parties: frozenset[Party]
) -> None:
    target, by = SUGGESTION_PROSE.get((state.value, action.value), (None, set()))
    if target is None:
        with pytest.raises(TransitionNotAllowed):
            SUGGESTIONS.move(state, action, parties)
    elif not by & parties:
        with pytest.raises(NotYours):
            SUGGESTIONS.move(state, action, parties)
    else:
        assert SUGGESTIONS.move(state, action, parties) == target


def test_the_statuses_are_those_of_fhir() -> None:
    assert {status.value: code for status, code in FHIR_STATUS.items()} == QUESTIONNAIRE_RESPONSE_STATUS
