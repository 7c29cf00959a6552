"""Scores by each method with each handling of missing answers, and rules of every shape."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.assessments.answers import Answers, Rounds
from app.domain.assessments.computing import WhyNot, compute
from app.domain.assessments.enabling import Condition, Operator
from app.domain.assessments.findings import find
from app.domain.assessments.instrument import Instrument, Measures
from app.domain.assessments.item import Bounds, Item
from app.domain.assessments.rules import (
    AnswerCompares,
    AnswerIs,
    Every,
    Proposal,
    Rule,
    ScoreInBand,
    ScoreIs,
    Some,
    SuggestedNeed,
    When,
)
from app.domain.assessments.scoring import Band, Method, Missing, Points, Score, Scoring, Term
from app.domain.assessments.sheet import Sheet
from app.domain.assessments.soundness import check
from app.domain.assessments.values import ItemType, Value
from app.domain.assessments.words import Words
from app.domain.codes import Sensitivity
from app.domain.faults import Faults
from tests.support.instruments import DECLINED, a_question, an_instrument, answers, coded

OPTIONS = ("none", "one", "two", "three")
ITEMS = tuple(a_question(link_id, ItemType.CHOICE, *OPTIONS) for link_id in "abcd")
LOW_AND_HIGH = (
    Band(key="low", low=Decimal(0), high=Decimal(4), label=Words.plain("Low")),
    Band(key="high", low=Decimal(5), high=Decimal(12), label=Words.plain("High")),
)


def a_scoring(method: Method = Method.SUM, missing: Missing = Missing.REFUSE, **more: object) -> Scoring:
    told: dict[str, object] = {"high": Decimal(12), "most_missing": 0, **more}
    terms = tuple(Term(link_id=link_id) for link_id in "abcd")
    return Scoring(
        key="s",
        label=Words.plain("Score"),
        method=method,
        terms=told.pop("terms", terms),  # type: ignore[arg-type]
        low=Decimal(0),
        source="This test",
        missing=missing,
        **told,  # type: ignore[arg-type]
    )


def scored(scoring: Scoring, *items: Item, **given_values: Value) -> Score:
    return compute(scoring, Sheet(an_instrument(*(items or ITEMS)), answers(**given_values)))


def chosen(**said: int) -> dict[str, Value]:
    return {link_id: coded(OPTIONS[points]) for link_id, points in said.items()}


@pytest.mark.parametrize(
    ("method", "value"),
    [
        (Method.SUM, "6"),
        (Method.COUNT, "3"),
        (Method.MAX, "3"),
        (Method.MEAN, "1.5"),
        (Method.PRODUCT, "0"),
    ],
)
def test_a_method_makes_one_number_of_the_points(method: Method, value: str) -> None:
    assert Decimal(value) == scored(a_scoring(method), **chosen(a=3, b=2, c=1, d=0)).value


@pytest.mark.parametrize(
    ("missing", "most", "value"),
    [
        (Missing.REFUSE, 0, None),
        (Missing.IGNORE, 0, 4),
        (Missing.PRORATE, 1, 5),  # 4 x 4 / 3 = 5.33
        (Missing.PRORATE, 0, None),
    ],
)
def test_a_missing_answer_refuses_counts_nothing_or_is_made_up_for(
    missing: Missing, most: int, value: int | None
) -> None:
    score = scored(a_scoring(missing=missing, most_missing=most), **chosen(a=1, b=2, c=1))

    assert value == score.value
    assert (value is None) == (score.why_not is WhyNot.ANSWERS_MISSING)
    assert score.missing == ("d",)


def test_half_a_point_is_rounded_up() -> None:
    scoring = a_scoring(missing=Missing.PRORATE, most_missing=2)

    assert Decimal(9) == scored(scoring, **chosen(a=3, b=3, c=1)).value  # 7 x 4 / 3 = 9.33
    assert Decimal(11) == scored(scoring, **chosen(a=3, b=2, c=3)).value  # 8 x 4 / 3 = 10.67
    assert (
        Decimal(3) == scored(a_scoring(missing=Missing.PRORATE, most_missing=1), **chosen(a=1, b=0, c=1)).value
    )  # 2.67


def test_a_declined_answer_is_missing_and_so_is_one_that_is_not_asked() -> None:
    never = Condition(question="a", operator=Operator.EQUALS, answer=coded("three"))
    items = (*ITEMS[:3], a_question("d", ItemType.CHOICE, *OPTIONS, conditions=(never,)))
    given_values = answers(**chosen(a=1, b=1, d=2)).changed({"c": DECLINED})

    assert compute(a_scoring(), Sheet(an_instrument(*items), given_values)).missing == ("c", "d")


def test_nothing_answered_is_no_score() -> None:
    score = scored(a_scoring(missing=Missing.IGNORE))

    assert (score.value, score.why_not, score.at_least, score.at_most) == (None, WhyNot.NOTHING_ANSWERED, 0, 12)


def test_an_option_without_points_is_a_missing_answer() -> None:
    ranked = Term(link_id="a", points=(Points(value=coded("one"), points=Decimal(2)),))
    scoring = a_scoring(terms=(ranked,), high=Decimal(2))

    assert Decimal(2) == scored(scoring, **chosen(a=1)).value
    assert WhyNot.NOTHING_ANSWERED is scored(scoring, **chosen(a=2)).why_not


def test_numbers_count_as_what_they_are_exactly() -> None:
    days = a_question("a", ItemType.DECIMAL, bounds=Bounds(least=Decimal(0), most=Decimal(7)))
    scoring = a_scoring(Method.SUM, terms=(Term(link_id="a"), Term(link_id="b")), high=Decimal(14))
    items = (days, a_question("b", ItemType.DECIMAL, bounds=Bounds(least=Decimal(0), most=Decimal(7))))

    assert Decimal("0.3") == scored(scoring, *items, a=Decimal("0.1"), b=Decimal("0.2")).value
    part = scored(scoring, *items, a=Decimal(3))
    assert (Decimal(3), Decimal(10)) == (part.at_least, part.at_most)


def test_what_adds_up_to_more_than_a_score_can_be_is_no_score() -> None:
    item = a_question("a", ItemType.INTEGER)
    score = scored(a_scoring(terms=(Term(link_id="a"),), bands=LOW_AND_HIGH), item, a=99)

    assert (score.value, score.why_not, score.band) == (None, WhyNot.OUT_OF_RANGE, None)


def test_several_answers_to_one_question_count_together() -> None:
    item = a_question("a", ItemType.CHOICE, *OPTIONS, repeats=True)
    scoring = a_scoring(terms=(Term(link_id="a"),))

    assert Decimal(5) == compute(scoring, Sheet(an_instrument(item), answers(a=(coded("two"), coded("three"))))).value


@given(st.dictionaries(st.sampled_from("abcd"), st.integers(0, 3)), st.sampled_from(Method), st.sampled_from(Missing))
def test_no_score_leaves_its_range(said: dict[str, int], method: Method, missing: Missing) -> None:
    high = Decimal(81) if method is Method.PRODUCT else Decimal(12)
    score = scored(a_scoring(method, missing, most_missing=2, high=high), **chosen(**said))

    assert 0 <= score.at_least <= score.at_most <= high
    assert (score.value is None) == (score.why_not is not None)


@given(st.lists(st.integers(0, 3), min_size=4, max_size=4), st.sets(st.sampled_from("abcd")))
def test_the_true_score_lies_between_what_is_said_when_answers_are_missing(full: list[int], gone: set[str]) -> None:
    everything = dict(zip("abcd", full, strict=True))
    part = scored(a_scoring(), **chosen(**{name: worth for name, worth in everything.items() if name not in gone}))

    assert part.at_least <= sum(full) <= part.at_most


def ruled(when: When | None, *items: Item, **more: object) -> Instrument:
    need = Proposal(key="need", content=SuggestedNeed(words=Words.plain("A need")))
    rule = Rule(key="r", when=when, proposals=(need,), **more)  # type: ignore[arg-type]
    measures = Measures(scores=(a_scoring(bands=LOW_AND_HIGH),), rules=(rule,))
    return an_instrument(*(items or ITEMS), measures=measures)


A_TWO = AnswerIs(link_id="a", any_of=(coded("two"), coded("three")))
B_TWO = AnswerIs(link_id="b", any_of=(coded("two"),))


@pytest.mark.parametrize(
    ("when", "said", "holds"),
    [
        (A_TWO, {"a": 2}, True),
        (A_TWO, {"a": 1}, False),
        (A_TWO, {}, False),
        (Every(of=(A_TWO, B_TWO)), {"a": 2, "b": 2}, True),
        (Every(of=(A_TWO, B_TWO)), {"a": 2, "b": 1}, False),
        (Some(of=(A_TWO, B_TWO)), {"b": 2}, True),
        (Some(of=(A_TWO, B_TWO)), {"b": 1}, False),
        (ScoreIs(score="s", at_least=Decimal(6)), {"a": 3, "b": 3, "c": 0, "d": 0}, True),
        (ScoreIs(score="s", at_least=Decimal(6)), {"a": 3, "b": 2, "c": 0, "d": 0}, False),
        (ScoreIs(score="s", at_least=Decimal(6)), {"a": 3, "b": 3}, True),
        (ScoreIs(score="s", at_most=Decimal(6)), {"a": 3, "b": 3}, False),
        (ScoreIs(score="s", at_most=Decimal(9)), {"a": 0, "b": 3, "c": 3}, True),
        (ScoreInBand(score="s", bands=("high",)), {"a": 3, "b": 2, "c": 0, "d": 0}, True),
        (ScoreInBand(score="s", bands=("high",)), {"a": 3, "b": 1, "c": 0, "d": 0}, False),
        (ScoreInBand(score="s", bands=("high",)), {"a": 3, "b": 2}, True),
        (None, {}, True),
    ],
)
def test_a_rule_holds_when_its_condition_does(when: When | None, said: dict[str, int], *, holds: bool) -> None:
    found = find(ruled(when), answers(**chosen(**said)))

    assert (["r.need"] if holds else []) == [suggestion.key for suggestion in found.suggestions]


def test_a_number_may_be_compared() -> None:
    many = AnswerCompares(link_id="n", operator=Operator.AT_LEAST, value=Decimal(3))
    instrument = ruled(many, *ITEMS, a_question("n", ItemType.INTEGER))

    assert len(find(instrument, answers(n=3)).suggestions) == 1
    assert len(find(instrument, answers(n=2)).suggestions) == 0


def test_the_answers_of_every_round_of_a_group_are_looked_at() -> None:
    group = Item(link_id="g", type=ItemType.GROUP, repeats=True, items=(a_question("n", ItemType.INTEGER),))
    instrument = ruled(AnswerIs(link_id="n", any_of=(5,)), *ITEMS, group)
    given_answers = Answers({"g": Rounds((answers(n=1), answers(n=5)))})

    (suggestion,) = find(instrument, given_answers).suggestions
    assert [cause.answered.original for cause in suggestion.causes] == ["5"]


def test_an_answer_to_a_question_that_is_not_asked_suggests_nothing() -> None:
    never = Condition(question="b", operator=Operator.EXISTS, answer=True)
    hidden = a_question("a", ItemType.CHOICE, *OPTIONS, conditions=(never,))
    instrument = ruled(A_TWO, hidden, *ITEMS[1:])

    assert find(instrument, answers(**chosen(a=2))).suggestions == ()


def test_a_cause_is_said_once_and_a_score_tells_its_answers() -> None:
    both = Every(of=(ScoreIs(score="s", at_least=Decimal(5)), A_TWO))
    (suggestion,) = find(ruled(both), answers(**chosen(a=3, b=2, c=0, d=0))).suggestions

    told = [(cause.score, cause.link_id, cause.answered.original) for cause in suggestion.causes]
    assert told == [("s", None, "5 (High)"), (None, "a", "THREE"), (None, "b", "TWO")]


def test_labels_come_with_a_rule_and_some_only_in_a_part_2_program() -> None:
    labelled = {"labels": frozenset({Sensitivity.SDV}), "part2_labels": frozenset({Sensitivity.SUD})}
    instrument = ruled(A_TWO, **labelled)

    assert frozenset() == find(instrument, answers(**chosen(a=0)), part2=True).labels
    assert frozenset({Sensitivity.SDV}) == find(instrument, answers(**chosen(a=2))).labels
    assert (
        set(Sensitivity) & {Sensitivity.SDV, Sensitivity.SUD}
        == find(instrument, answers(**chosen(a=2)), part2=True).labels
    )


def test_a_sound_instrument_has_no_faults() -> None:
    faults = Faults()
    check(ruled(A_TWO), faults, lambda item: item.link_id)

    assert faults.found == []
