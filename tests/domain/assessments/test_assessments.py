"""What holds for an assessment and what it suggests, and what hypothesis finds when it does whatever anybody can."""

from copy import deepcopy
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from app.domain.assessments.answers import Answered, Answers
from app.domain.assessments.assessment import Assessment, AssessmentVersion
from app.domain.assessments.assessment_moves import ASSESSMENTS, DONE, AssessmentAction, AssessmentStatus
from app.domain.assessments.circumstances import AnsweredBy, Circumstances
from app.domain.assessments.findings import Findings
from app.domain.assessments.instrument import Measures
from app.domain.assessments.rules import AnswerIs, Rule
from app.domain.assessments.suggestion import Made, handed_on
from app.domain.assessments.suggestion_moves import SuggestionState
from app.domain.codes import Sensitivity
from app.domain.consents.scope import Section
from app.domain.errors import Conflict, DomainError, Invalid, NotFound
from app.domain.identity import SuggestionId
from app.domain.lifecycle import Party
from tests.support.builders_assessments import (
    A_SCORE,
    CONTENTS,
    EVERY_ANSWER,
    MINE,
    NOW,
    a_deed,
    a_suggestion,
    an_assessment,
)
from tests.support.instruments import an_instrument

NEED = a_suggestion()
TASK = a_suggestion("danger.task", CONTENTS[3], automatic=True)
GOAL = a_suggestion("food.goal", CONTENTS[1], need="food.need")


def found(*suggestions: Any, labels: frozenset[Sensitivity] = frozenset()) -> Findings:
    return Findings(scores=(A_SCORE,), suggestions=suggestions, labels=labels)


def completed(*suggestions: Any) -> Assessment:
    assessment = an_assessment(answers=EVERY_ANSWER)
    assessment.complete(found(*suggestions), a_deed(), uuid4)
    return assessment


def amended(assessment: Assessment, *suggestions: Any) -> Assessment:
    assessment.amend(EVERY_ANSWER, found(*suggestions), a_deed("Misheard."), uuid4)
    return assessment


def states(assessment: Assessment) -> dict[str, str]:
    return {kept.suggestion.key: kept.state.value for kept in assessment.suggestions}


def test_a_consent_to_assessments_releases_it() -> None:
    assert an_assessment().kinds == {Section.ASSESSMENTS}


def test_only_an_assessment_in_progress_takes_answers() -> None:
    with pytest.raises(Conflict) as refused:
        completed().save(EVERY_ANSWER, Circumstances(asked_at=NOW), found(), NOW)
    assert refused.value.facts["allowed_actions"] == ["amend", "enter_in_error"]


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"language": "Spanish!"}, "/language"),
        ({"asked_at": NOW + timedelta(hours=1)}, "/asked_at"),
        ({"answered_by": AnsweredBy.PROXY}, "/respondent"),
        ({"respondent": " "}, "/respondent"),
        ({"note": "a\x00b"}, "/note"),
    ],
)
def test_circumstances_that_cannot_be_are_refused(changes: dict[str, Any], pointer: str) -> None:
    told = replace(Circumstances(asked_at=NOW), **changes)
    with pytest.raises(Invalid) as refused:
        an_assessment().save(Answers(), told, found(), NOW)
    assert [fault.pointer for fault in refused.value.faults] == [pointer]


def test_labels_are_added_and_never_taken_away() -> None:
    assessment = an_assessment()
    assessment.save(EVERY_ANSWER, assessment.circumstances, found(labels=frozenset({Sensitivity.SDV})), NOW)
    assessment.complete(found(labels=frozenset({Sensitivity.MH})), a_deed(), uuid4)
    assert assessment.sensitivities == {Sensitivity.SDV, Sensitivity.MH}


@pytest.mark.parametrize("reason", [None, "", "  ", "x" * 2_001, "a\x00b"])
def test_amending_stopping_and_correcting_need_a_reason(reason: str | None) -> None:
    done, begun = completed(), an_assessment()
    for verb in (
        lambda: done.amend(EVERY_ANSWER, found(), a_deed(reason), uuid4),
        lambda: begun.stop(a_deed(reason)),
        lambda: done.enter_in_error(a_deed(reason)),
    ):
        with pytest.raises(Invalid) as refused:
            verb()
        assert [fault.pointer for fault in refused.value.faults][:1] == ["/reason"]
    assert (done.status, begun.status) == (AssessmentStatus.COMPLETED, AssessmentStatus.IN_PROGRESS)


def test_what_the_answers_no_longer_suggest_is_withdrawn_and_may_come_back() -> None:
    assessment = completed(NEED, GOAL)
    assert states(amended(assessment, GOAL)) == {"food.need": "withdrawn", "food.goal": "open"}
    assert states(amended(assessment, NEED, GOAL)) == {"food.need": "open", "food.goal": "open"}


def test_what_somebody_has_decided_about_stays_decided() -> None:
    assessment = completed(NEED, GOAL)
    assessment.suggestions[0].accept(Made(noun="need", id=uuid4()), uuid4(), NOW, MINE)
    assessment.suggestions[1].dismiss("Not now.", uuid4(), NOW, MINE)
    for suggested in ((), (NEED, GOAL)):
        assert states(amended(assessment, *suggested)) == {"food.need": "accepted", "food.goal": "dismissed"}


def test_what_must_be_done_at_once_is_due_until_it_is_made_and_never_again() -> None:
    assessment = completed(NEED, TASK)
    (due,) = assessment.due_at_once()
    assert due.suggestion == TASK
    due.accept(Made(noun="task", id=uuid4()), uuid4(), NOW, frozenset({Party.SYSTEM}))
    for suggested in ((TASK,), (), (TASK,)):
        assert list(amended(assessment, *suggested).due_at_once()) == []


def test_what_was_entered_in_error_suggests_nothing() -> None:
    assessment = completed(NEED, TASK)
    assessment.enter_in_error(a_deed("Another client."))
    assert (set(states(assessment).values()), list(assessment.due_at_once())) == ({"withdrawn"}, [])
    assert not assessment.stands


def test_a_suggestion_of_another_assessment_is_not_there() -> None:
    with pytest.raises(NotFound):
        completed(NEED).suggestion(SuggestionId(uuid4()))


def test_what_is_made_bears_the_labels_of_the_whole_instrument_and_of_its_own_rule() -> None:
    rules = (
        Rule(key="whole", labels=frozenset({Sensitivity.MH})),
        Rule(key="food", when=None, part2_labels=frozenset({Sensitivity.SUD})),
        Rule(key="violence", when=AnswerIs(link_id="a", any_of=()), labels=frozenset({Sensitivity.SDV})),
    )
    instrument = replace(an_instrument(), measures=Measures(rules=rules))
    violence = replace(NEED, rule="violence")
    assert handed_on(instrument, NEED, part2=False) == {Sensitivity.MH}
    assert handed_on(instrument, violence, part2=True) == {Sensitivity.MH, Sensitivity.SUD, Sensitivity.SDV}


class AnythingAtAll(RuleBasedStateMachine):
    """Whatever is done, it stands where the table says, keeps what it was, and makes what is urgent once."""

    @initialize()
    def begin(self) -> None:
        self.assessment = an_assessment()
        self.versions: list[AssessmentVersion] = []
        self.labels: set[Sensitivity] = set()
        self.made = 0

    def attempt(self, action: AssessmentAction, verb: Any, *arguments: Any) -> None:
        before = deepcopy(self.assessment)
        row = ASSESSMENTS.table.get((before.status, action))
        try:
            version = verb(*arguments)
        except DomainError:
            assert before == self.assessment
            return
        assert row is not None
        assert self.assessment.status is row.target
        self.versions.append(version)
        for kept in self.assessment.due_at_once():
            kept.accept(Made(noun="task", id=uuid4()), uuid4(), NOW, frozenset({Party.SYSTEM}))
            self.made += 1

    @rule(value=st.integers(0, 3), labels=st.frozensets(st.sampled_from(Sensitivity), max_size=1))
    def answer(self, value: int, labels: frozenset[Sensitivity]) -> None:
        before = self.assessment.status
        answers = Answers({"q": Answered((value,))})
        try:
            self.assessment.save(answers, self.assessment.circumstances, found(labels=labels), NOW)
        except Conflict:
            assert before is not AssessmentStatus.IN_PROGRESS
        else:
            assert before is AssessmentStatus.IN_PROGRESS
            self.labels |= labels

    @rule(suggestions=st.sets(st.sampled_from(["need", "goal", "task"])))
    def complete(self, suggestions: set[str]) -> None:
        self.attempt(AssessmentAction.COMPLETE, self.assessment.complete, self._found(suggestions), a_deed(), uuid4)

    @rule(suggestions=st.sets(st.sampled_from(["need", "goal", "task"])), reason=st.sampled_from([None, "", "So."]))
    def amend(self, suggestions: set[str], reason: str | None) -> None:
        arguments = (EVERY_ANSWER, self._found(suggestions), a_deed(reason), uuid4)
        self.attempt(AssessmentAction.AMEND, self.assessment.amend, *arguments)

    @rule(reason=st.sampled_from([None, "So."]), mine=st.booleans())
    def stop(self, reason: str | None, *, mine: bool) -> None:
        deed = a_deed(reason, MINE if mine else frozenset())
        self.attempt(AssessmentAction.STOP, self.assessment.stop, deed)

    @rule(reason=st.sampled_from([None, "So."]))
    def enter_in_error(self, reason: str | None) -> None:
        self.attempt(AssessmentAction.ENTER_IN_ERROR, self.assessment.enter_in_error, a_deed(reason))

    @rule(place=st.integers(0, 2), accept=st.booleans())
    def decide(self, place: int, *, accept: bool) -> None:
        if place >= len(self.assessment.suggestions):
            return
        kept = self.assessment.suggestions[place]
        before = replace(kept)
        try:
            if accept:
                kept.accept(Made(noun="need", id=uuid4()), uuid4(), NOW, MINE)
            else:
                kept.dismiss("Not now.", uuid4(), NOW, MINE)
        except DomainError:
            assert before == kept

    def _found(self, suggestions: set[str]) -> Findings:
        known = {"need": NEED, "goal": GOAL, "task": TASK}
        return found(*(known[name] for name in sorted(suggestions)))

    @invariant()
    def every_version_is_kept_in_order(self) -> None:
        assert [version.number for version in self.versions] == list(range(1, self.assessment.revision + 1))

    @invariant()
    def what_is_urgent_is_made_once(self) -> None:
        assert self.made <= 1

    @invariant()
    def labels_only_grow(self) -> None:
        assert self.labels <= self.assessment.sensitivities

    @invariant()
    def it_is_scored_when_it_stands(self) -> None:
        if self.assessment.status in DONE:
            assert self.assessment.scores == (A_SCORE,)
            assert self.assessment.completed_at is not None

    @invariant()
    def each_thing_is_suggested_once_and_made_if_accepted(self) -> None:
        keys = [kept.suggestion.key for kept in self.assessment.suggestions]
        assert len(keys) == len(set(keys))
        for kept in self.assessment.suggestions:
            assert (kept.made is not None) is (kept.state is SuggestionState.ACCEPTED)


TestAnythingAtAll = AnythingAtAll.TestCase
TestAnythingAtAll.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
