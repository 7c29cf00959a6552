"""Holds goals to what is said of them: the lifecycle written out again here, progress, acceptance, targets, labels."""

from datetime import date, timedelta
from itertools import product
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from app.domain.care_plans.acceptance import AcceptanceStatus, GoalPriority
from app.domain.care_plans.goal import Goal, check_starting
from app.domain.care_plans.goal_moves import (
    GOAL_FHIR,
    GOAL_PAST,
    GOALS,
    NEEDS_REASON,
    OWNER,
    Achievement,
    GoalAction,
    GoalState,
)
from app.domain.care_plans.participant import CLIENT, Participant, ParticipantKind
from app.domain.care_plans.targets import Target
from app.domain.codes import Category, Sensitivity
from app.domain.codings import Concept
from app.domain.consents.scope import Section
from app.domain.errors import Conflict, DomainError, Invalid
from app.domain.lifecycle import Party, TransitionNotAllowed
from tests.support.builders_goals import (
    A1C,
    BELOW_SEVEN,
    NOON,
    a_full_goal,
    a_goal,
    a_hand,
    a_measurement,
    a_number,
    a_progress_id,
    a_range,
    an_acceptance,
    some_goal,
    some_progress,
)

# A goal is put forward, perhaps planned, agreed on, or begun at once; whoever does not want it rejects it before it is
# agreed on. What is agreed on or begun may rest and be resumed, is completed, or is given up; what was only put forward
# or planned may be given up too, but not completed. What was completed or given up may be taken up again, and what was
# rejected may be put forward again. Whatever is known to be wrong was entered in error, for good.
PROSE = {
    ("proposed", "plan"): "planned",
    ("proposed", "accept"): "accepted",
    ("planned", "accept"): "accepted",
    **{(state, "activate"): "active" for state in ("proposed", "planned", "accepted")},
    ("accepted", "hold"): "on_hold",
    ("active", "hold"): "on_hold",
    ("on_hold", "resume"): "active",
    **{(state, "complete"): "completed" for state in ("accepted", "active", "on_hold")},
    **{(state, "cancel"): "cancelled" for state in ("proposed", "planned", "accepted", "active", "on_hold")},
    ("proposed", "reject"): "rejected",
    ("planned", "reject"): "rejected",
    ("completed", "reopen"): "active",
    ("cancelled", "reopen"): "active",
    ("rejected", "reopen"): "proposed",
    **{
        (state, "enter_in_error"): "entered_in_error"
        for state in ("proposed", "planned", "accepted", "active", "on_hold", "completed", "cancelled", "rejected")
    },
}
FOLLOWED = {"accepted", "active", "on_hold", "completed"}
ENDED = {"completed", "cancelled", "rejected", "entered_in_error"}


@pytest.mark.parametrize(("state", "action"), list(product(GoalState, GoalAction)))
def test_every_action_in_every_state_ends_where_the_prose_says_or_is_refused(
    state: GoalState, action: GoalAction
) -> None:
    expected, goal = PROSE.get((state.value, action.value)), a_goal(state=state)
    if expected is None:
        with pytest.raises(TransitionNotAllowed) as refusal:
            goal.act(action, a_hand(), reason="so")
        allowed = {name for (source, name) in PROSE if source == state.value}
        assert allowed == set(refusal.value.facts["allowed_actions"])  # type: ignore[call-overload]
    else:
        goal.act(action, a_hand(), reason="so")
        assert (expected, "so") == (goal.state.value, goal.reason)


@pytest.mark.parametrize("state", GoalState)
def test_what_is_offered_of_a_goal_is_what_it_allows(state: GoalState) -> None:
    allowed = {action for (source, action) in PROSE if source == state.value}
    assert allowed == {offer.action for offer in a_goal(state=state).offers() if offer.allowed}
    assert [False] * len(GoalAction) == [offer.allowed for offer in a_goal().offers(frozenset({Party.SENDER}))]
    assert all(offer.allowed or offer.reason for offer in a_goal(state=state).offers())


def test_every_state_has_its_fhir_code_and_every_action_its_event() -> None:
    assert GOAL_FHIR[GoalState.ON_HOLD] == "on-hold"
    assert GOAL_FHIR[GoalState.ENTERED_IN_ERROR] == "entered-in-error"
    assert (set(GoalState), set(GoalAction)) == (set(GOAL_FHIR), set(GOAL_PAST))


@pytest.mark.parametrize("action", sorted(NEEDS_REASON))
def test_who_gives_a_goal_up_says_why(action: GoalAction) -> None:
    goal = a_goal()
    with pytest.raises(Invalid) as refusal:
        goal.act(action, a_hand())
    assert ([fault.pointer for fault in refusal.value.faults], goal.state) == (["/reason"], GoalState.PROPOSED)


@pytest.mark.parametrize("state", GoalState)
def test_a_goal_begins_by_hand_where_it_can_begin(state: GoalState) -> None:
    if state.value in {"proposed", "planned", "accepted", "active"}:
        check_starting(state)
    else:
        with pytest.raises(Invalid):
            check_starting(state)


@pytest.mark.parametrize("state", GoalState)
def test_only_a_goal_that_is_followed_makes_progress(state: GoalState) -> None:
    goal = a_goal(state=state)
    if state.value in FOLLOWED:
        goal.progress(some_progress(achievement=Achievement.IMPROVING), a_hand(), a_progress_id())
        assert (goal.achievement, len(goal.entries)) == (Achievement.IMPROVING, 1)
    else:
        with pytest.raises(Conflict):
            goal.progress(some_progress(), a_hand(), a_progress_id())
        assert goal.entries == []


@pytest.mark.parametrize("state", GoalState)
def test_an_ended_goal_is_neither_described_anew_nor_answered(state: GoalState) -> None:
    goal = a_goal(state=state)
    for attempt in (
        lambda: goal.change(some_goal(notes="More"), frozenset(), a_hand()),
        lambda: goal.answer(an_acceptance(), a_hand()),
    ):
        if state.value in ENDED:
            with pytest.raises(Conflict):
                attempt()
        else:
            assert attempt()


def test_what_was_seen_earlier_and_written_later_does_not_say_how_a_goal_stands() -> None:
    goal = a_goal(state=GoalState.ACTIVE)
    goal.progress(some_progress(achievement=Achievement.ACHIEVED), a_hand(), a_progress_id())
    earlier = some_progress(timedelta(days=-7), achievement=Achievement.WORSENING, measured=(a_measurement("8.1"),))
    goal.progress(earlier, a_hand(), a_progress_id())
    assert (goal.achievement, goal.achievement_at) == (Achievement.ACHIEVED, NOON)
    assert len(goal.entries) == 2


def test_the_newest_value_found_says_whether_a_target_is_met() -> None:
    target = Target(measure=A1C, value=BELOW_SEVEN)
    goal = a_goal(some_goal(targets=(target,)), GoalState.ACTIVE)
    assert goal.found_for(target) is None
    for days, value in ((-30, "8.1"), (-1, "6.9"), (-14, "7.4")):
        progress = some_progress(timedelta(days=days), measured=(a_measurement(value),))
        goal.progress(progress, a_hand(), a_progress_id())
    found = goal.found_for(target)
    assert found is not None
    assert (found.value, found.value.meets(BELOW_SEVEN)) == (a_number("6.9"), True)
    assert len(goal.found) == 1


MEETS = [
    (a_number("6.9"), BELOW_SEVEN, True),
    (a_number("7"), BELOW_SEVEN, False),
    (a_number("7.0"), a_number("7"), True),
    (a_number("7", "mmol/mol"), BELOW_SEVEN, None),
    (a_number("60", "kg"), a_range("60", "80"), True),
    (a_number("80.1", "kg"), a_range("60", "80"), False),
    (a_number("80.1", "kg"), a_range("60", None), True),
    (a_number("59", "kg"), a_range("60", None), False),
]


@pytest.mark.parametrize(("found", "wanted", "expected"), MEETS)
def test_a_number_meets_what_is_wanted_of_it(found: Any, wanted: Any, expected: object) -> None:
    assert expected == found.meets(wanted)


WRONG: dict[str, tuple[dict[str, Any], list[str]]] = {
    "nothing said": ({"words": None}, ["/words"]),
    "an empty concept": ({"concept": Concept()}, ["/concept"]),
    "an empty target": ({"targets": (Target(),)}, ["/targets/0"]),
    "due before the start": (
        {"start": date(2027, 2, 1), "targets": (Target(due=date(2027, 1, 31)),)},
        ["/targets/0/due"],
    ),
    "a range upside down": ({"targets": (Target(value=a_range("80", "60")),)}, ["/targets/0/value/high"]),
    "too many digits": ({"targets": (Target(value=a_number("1e30")),)}, ["/targets/0/value/number"]),
    "no number": ({"targets": (Target(value=a_number("NaN")),)}, ["/targets/0/value/number"]),
    "one need twice": ({"needs": (uuid4(),) * 2}, ["/need_ids"]),
    "somebody unnamed": ({"expressed_by": Participant(kind=ParticipantKind.OTHER)}, ["/expressed_by/name"]),
}


@pytest.mark.parametrize("case", WRONG)
def test_every_wrong_place_of_a_goal_is_named(case: str) -> None:
    fields, expected = WRONG[case]
    with pytest.raises(Invalid) as refusal:
        a_goal(some_goal(**fields))
    assert expected == [fault.pointer for fault in refusal.value.faults][:1]


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"note": None}, "/note"),
        ({"note": " "}, "/note"),
        ({"at": NOON + timedelta(seconds=1)}, "/at"),
        ({"measured": (a_measurement("NaN"),)}, "/measured/0/value/number"),
    ],
)
def test_every_wrong_place_of_progress_is_named(fields: dict[str, Any], pointer: str) -> None:
    goal = a_goal(state=GoalState.ACTIVE)
    with pytest.raises(Invalid) as refusal:
        goal.progress(some_progress(**fields), a_hand(), a_progress_id())
    assert ([pointer], []) == ([fault.pointer for fault in refusal.value.faults], goal.entries)


def test_each_participant_has_one_answer_and_who_disagrees_says_why() -> None:
    goal, worker = a_goal(), Participant(kind=ParticipantKind.WORKER, id=uuid4())
    assert goal.answer(an_acceptance(), a_hand())
    assert goal.answer(an_acceptance(worker, priority=GoalPriority.LOW), a_hand())
    assert not goal.answer(an_acceptance(), a_hand())
    with pytest.raises(Invalid) as refusal:
        goal.answer(an_acceptance(status=AcceptanceStatus.DISAGREE), a_hand())
    assert [fault.pointer for fault in refusal.value.faults] == ["/reason"]
    assert goal.answer(an_acceptance(status=AcceptanceStatus.DISAGREE, reason="Too much at once."), a_hand())
    assert {CLIENT: "disagree", worker: "agree"} == {each.participant: each.status for each in goal.acceptances}


def test_a_goal_inherits_the_labels_of_its_needs_and_of_its_agency() -> None:
    goal = a_goal(some_goal(labels=frozenset({Sensitivity.MH})), inherited=frozenset({Sensitivity.SUD}))
    assert goal.sensitivities == {Sensitivity.MH, Sensitivity.SUD}
    assert goal.relabel(frozenset({Sensitivity.SDV}), NOON)
    assert goal.sensitivities == {Sensitivity.MH, Sensitivity.SDV}
    assert not goal.relabel(frozenset({Sensitivity.SDV}), NOON)
    assert a_goal(some_goal(category=Category.INTIMATE_PARTNER_VIOLENCE)).sensitivities == {Sensitivity.SDV}
    assert goal.kinds == {Section.CARE_PLANS}


def test_a_change_to_the_same_is_none() -> None:
    goal = a_goal(a_full_goal())
    later = a_hand(NOON + timedelta(hours=1))
    assert not goal.change(goal.content, frozenset(), later)
    assert (goal.updated_at, goal.content.due) == (NOON, date(2027, 6, 1))
    assert goal.change(some_goal(), frozenset(), later)


class AnythingAtAll(RuleBasedStateMachine):
    """Whatever is done to a goal, in whatever order and however late it is written down."""

    @initialize(state=st.sampled_from(GoalState))
    def begin(self, state: GoalState) -> None:
        self.goal, self.seen = a_goal(state=state), []

    @rule(action=st.sampled_from(GoalAction), reason=st.sampled_from([None, "so", " "]))
    def act(self, action: GoalAction, reason: str | None) -> None:
        before = self.goal.state
        if not self._done(lambda: self.goal.act(action, a_hand(), reason=reason)):
            assert before == self.goal.state
        else:
            assert GOALS.move(before, action, OWNER) == self.goal.state

    @rule(days=st.integers(-30, 0), achievement=st.sampled_from([None, *Achievement]))
    def see(self, days: int, achievement: Achievement | None) -> None:
        progress = some_progress(timedelta(days=days), achievement=achievement)
        if self._done(lambda: self.goal.progress(progress, a_hand(), a_progress_id())) and achievement:
            self.seen.append((days, len(self.seen), achievement))

    @rule(status=st.sampled_from(AcceptanceStatus), reason=st.sampled_from([None, "so"]))
    def answer(self, status: AcceptanceStatus, reason: str | None) -> None:
        self._done(lambda: self.goal.answer(an_acceptance(status=status, reason=reason), a_hand()))

    @rule(notes=st.sampled_from([None, "More"]))
    def change(self, notes: str | None) -> None:
        self._done(lambda: self.goal.change(some_goal(notes=notes), frozenset(), a_hand()))

    @invariant()
    def the_newest_that_was_seen_says_how_it_stands(self) -> None:
        assert self.goal.achievement == (max(self.seen)[2] if self.seen else None)

    @invariant()
    def who_disagrees_has_said_why(self) -> None:
        assert all(each.reason or each.status != AcceptanceStatus.DISAGREE for each in self.goal.acceptances)
        assert len(self.goal.acceptances) <= 1

    @invariant()
    def what_was_given_up_has_a_reason(self) -> None:
        given_up = {GoalState.CANCELLED, GoalState.REJECTED, GoalState.ENTERED_IN_ERROR}
        assert self.goal.state not in given_up or self.goal.reason or self.goal.stated_at == NOON

    def _done(self, verb: Any) -> bool:
        try:
            verb()
        except DomainError:
            return False
        return True


AnythingAtAll.TestCase.settings = settings(max_examples=60, stateful_step_count=20, deadline=None)
TestAnythingAtAll = AnythingAtAll.TestCase


def test_a_goal_is_known_by_the_words_of_the_client() -> None:
    goal: Goal = a_goal(a_full_goal())
    assert goal.content.title == "Quiero desayunar cada día."
    assert a_goal(some_goal(words=None, concept=Concept(text="Food security"))).content.title == "Food security"
