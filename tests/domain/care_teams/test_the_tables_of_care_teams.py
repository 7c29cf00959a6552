"""Holds the tables of care teams against the prose, written out again here so that the two can disagree."""

from itertools import product

import pytest

from app.domain.care_teams.member_moves import MEMBERS, MemberAction, MemberStatus
from app.domain.care_teams.team_moves import FHIR_STATUS, HAPPENED, TEAMS, TeamAction, TeamStatus
from app.domain.lifecycle import NotYours, Party, TransitionNotAllowed

TEAM_PROSE = {
    ("proposed", "activate"): "active",
    ("proposed", "close"): "inactive",
    ("proposed", "enter_in_error"): "entered_in_error",
    ("active", "suspend"): "suspended",
    ("active", "close"): "inactive",
    ("active", "enter_in_error"): "entered_in_error",
    ("suspended", "resume"): "active",
    ("suspended", "close"): "inactive",
    ("suspended", "enter_in_error"): "entered_in_error",
    ("inactive", "enter_in_error"): "entered_in_error",
}
MEMBER_PROSE = {
    ("active", "end"): "former",
    ("active", "enter_in_error"): "entered_in_error",
    ("former", "enter_in_error"): "entered_in_error",
}
WHO_ENDS = {Party.AGENCY: True, Party.PROVIDER: True, Party.SYSTEM: True, Party.SENDER: False, Party.SECOND: False}
WHO_CORRECTS = {Party.AGENCY: True, Party.PROVIDER: False, Party.SYSTEM: True, Party.SENDER: False, Party.SECOND: False}


@pytest.mark.parametrize(("status", "action"), list(product(TeamStatus, TeamAction)))
def test_a_team_moves_where_the_prose_says_and_nowhere_else(status: TeamStatus, action: TeamAction) -> None:
    expected = TEAM_PROSE.get((status.value, action.value))
    if expected is None:
        with pytest.raises(TransitionNotAllowed):
            TEAMS.move(status, action, frozenset({Party.AGENCY}))
        return
    assert expected == TEAMS.move(status, action, frozenset({Party.AGENCY}))
    with pytest.raises(NotYours):
        TEAMS.move(status, action, frozenset({Party.PROVIDER}))


@pytest.mark.parametrize(("status", "action", "party"), list(product(MemberStatus, MemberAction, Party)))
def test_a_member_moves_where_the_prose_says_by_whom_it_says(
    status: MemberStatus, action: MemberAction, party: Party
) -> None:
    expected = MEMBER_PROSE.get((status.value, action.value))
    may = (WHO_ENDS if action is MemberAction.END else WHO_CORRECTS)[party]
    if expected is None or not may:
        with pytest.raises(TransitionNotAllowed if expected is None else NotYours):
            MEMBERS.move(status, action, frozenset({party}))
    else:
        assert expected == MEMBERS.move(status, action, frozenset({party}))


def test_states_have_the_words_of_fhir() -> None:
    assert {"proposed", "active", "suspended", "inactive", "entered-in-error"} == set(FHIR_STATUS.values())
    assert set(TeamAction) == set(HAPPENED)
