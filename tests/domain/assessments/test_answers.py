"""Answers are checked against what was asked, each wrong place named."""

from datetime import UTC, datetime, time
from decimal import Decimal

import pytest

from app.domain.assessments.answer_checks import check, pointer
from app.domain.assessments.answers import Answer, Answered, Answers, Rounds
from app.domain.assessments.enabling import Behavior, Condition, Operator
from app.domain.assessments.item import Bounds, Item, Option
from app.domain.assessments.values import ItemType, Quantity, Value
from app.domain.assessments.words import Words
from app.domain.codings import Coding
from app.domain.partial_date import PartialDate
from tests.support.instruments import DECLINED, SKIPPED, UNKNOWN, a_question, an_instrument, answers, coded

MOMENT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
DAY = PartialDate.parse("2026-03")
SAMPLES: dict[ItemType, Value] = {
    ItemType.BOOLEAN: True,
    ItemType.INTEGER: 3,
    ItemType.DECIMAL: Decimal("2.5"),
    ItemType.STRING: "words",
    ItemType.TEXT: "more\nwords",
    ItemType.URL: "https://example.org/a",
    ItemType.DATE: DAY,
    ItemType.DATE_TIME: MOMENT,
    ItemType.TIME: time(9, 30),
    ItemType.QUANTITY: Quantity(value=Decimal(70), unit="kg"),
    ItemType.CHOICE: coded("a"),
}
FITS: dict[ItemType, set[ItemType]] = {
    ItemType.DECIMAL: {ItemType.DECIMAL, ItemType.INTEGER},
    ItemType.STRING: {ItemType.STRING, ItemType.TEXT, ItemType.URL},
    ItemType.TEXT: {ItemType.STRING, ItemType.TEXT, ItemType.URL},
    ItemType.DATE_TIME: {ItemType.DATE_TIME, ItemType.DATE},
    ItemType.OPEN_CHOICE: {ItemType.STRING, ItemType.TEXT, ItemType.URL, ItemType.CHOICE},
}


def faults(item: Item, answer: Value | Answer | tuple[Value, ...], *, complete: bool = False) -> list[tuple[str, str]]:
    found = check(an_instrument(item), answers(**{item.link_id: answer}), complete=complete).found
    return [(fault.pointer, fault.message) for fault in found]


def missing(instrument: Item, given: Answers) -> list[str]:
    return [fault.pointer for fault in check(an_instrument(instrument), given, complete=True).found]


@pytest.mark.parametrize("asked", [kind for kind in ItemType if kind not in (ItemType.GROUP, ItemType.DISPLAY)])
@pytest.mark.parametrize("given", SAMPLES)
def test_each_type_of_question_takes_its_own_type_of_value(asked: ItemType, given: ItemType) -> None:
    item = a_question("q", asked, *(("a", "b") if asked is ItemType.CHOICE else ()))
    fits = given in FITS.get(asked, {asked})

    assert fits == (faults(item, SAMPLES[given]) == [])


def test_a_truth_value_is_no_number() -> None:
    assert faults(a_question("q", ItemType.INTEGER), answer=True) == [("/answers/q/values/0", "must be a whole number")]


@pytest.mark.parametrize("value", [Decimal("NaN"), Decimal("Infinity")])
def test_a_number_is_finite(value: Decimal) -> None:
    assert faults(a_question("q", ItemType.DECIMAL), value) == [
        ("/answers/q/values/0", "must be a number of ordinary size")
    ]


def test_a_choice_takes_its_options_only_and_an_open_choice_other_words_too() -> None:
    closed, free = a_question("q", ItemType.CHOICE, "a", "b"), a_question("q", ItemType.OPEN_CHOICE, "a", "b")

    assert faults(closed, coded("b")) == []
    assert faults(closed, coded("c")) == [("/answers/q/values/0", "must be one of its options")]
    assert faults(closed, "b") == [("/answers/q/values/0", "must be one of its options")]
    assert faults(free, "something else") == []
    assert faults(free, coded("c")) == []


def test_an_option_is_its_system_and_code_whatever_it_is_called() -> None:
    given = Coding(system="urn:test", code="a", display="Something else")

    assert faults(a_question("q", ItemType.CHOICE, "a"), given) == []
    assert faults(a_question("q", ItemType.CHOICE, "a"), Coding(system="urn:other", code="a"))


def test_one_answer_unless_the_question_repeats() -> None:
    two = (coded("a"), coded("b"))

    assert faults(a_question("q", ItemType.CHOICE, "a", "b"), two) == [("/answers/q/values", "must have one value")]
    assert faults(a_question("q", ItemType.CHOICE, "a", "b", repeats=True), two) == []


def test_the_same_option_is_chosen_once() -> None:
    twice = (coded("a"), coded("a"))
    item = a_question("q", ItemType.CHOICE, "a", "b", repeats=True)

    assert faults(item, twice) == [("/answers/q/values", "must not repeat a value")]


def test_none_of_the_above_stands_alone() -> None:
    none = Option(value=coded("none"), label=Words.plain("None of the above"), exclusive=True)
    some = Option(value=coded("some"), label=Words.plain("Some"))
    item = Item(link_id="q", type=ItemType.CHOICE, repeats=True, options=(some, none))

    assert faults(item, coded("none")) == []
    refused = [("/answers/q/values", "has an answer that excludes every other")]
    assert refused == faults(item, (coded("some"), coded("none")))


@pytest.mark.parametrize(
    ("kind", "bounds", "value", "fits"),
    [
        (ItemType.INTEGER, Bounds(least=1, most=10), 10, True),
        (ItemType.INTEGER, Bounds(least=1, most=10), 11, False),
        (ItemType.DECIMAL, Bounds(least=Decimal("0.5")), Decimal("0.4"), False),
        (ItemType.STRING, Bounds(length=3), "abc", True),
        (ItemType.STRING, Bounds(length=3), "abcd", False),
        (ItemType.DATE, Bounds(most=PartialDate.parse("2026-12-31")), PartialDate.parse("2027-01-01"), False),
        (ItemType.STRING, Bounds(), "  ", False),
        (ItemType.STRING, Bounds(), "a\x00b", False),
    ],
)
def test_an_answer_keeps_to_its_bounds(kind: ItemType, bounds: Bounds, value: Value, *, fits: bool) -> None:
    assert fits == (faults(a_question("q", kind, bounds=bounds), value) == [])


def test_an_unknown_question_a_heading_and_an_empty_answer_are_named() -> None:
    heading = Item(link_id="h", type=ItemType.GROUP, items=(a_question("q"),))
    given = answers(x="?", h="?", q=())

    found = [(f.pointer, f.message) for f in check(an_instrument(heading), given, complete=False).found]

    assert found == [
        ("/answers/x", "is no question of this instrument"),
        ("/answers/h", "asks nothing by itself"),
        ("/answers/q/values", "must have a value; an answer that was refused is declined"),
    ]


def test_a_link_id_with_a_slash_is_escaped_in_the_pointer() -> None:
    assert pointer("/44250-9") == "/~144250-9"
    assert pointer("a~b") == "/a~0b"


@pytest.mark.parametrize(
    ("answer", "answered"), [(DECLINED, True), (UNKNOWN, True), (SKIPPED, False), (Answered(("yes",)), True)]
)
def test_declining_and_not_knowing_answer_a_required_question_and_skipping_does_not(
    answer: Answer,
    *,
    answered: bool,
) -> None:
    item = a_question("q", required=True)

    assert faults(item, answer) == []
    assert ([] if answered else [("/answers/q", "must be answered or declined")]) == faults(item, answer, complete=True)


def test_what_is_required_is_required_only_when_complete_and_asked() -> None:
    asked = Condition(question="a", operator=Operator.EQUALS, answer=True)
    group = Item(
        link_id="g",
        type=ItemType.GROUP,
        items=(a_question("a", ItemType.BOOLEAN), a_question("b", required=True, conditions=(asked,))),
    )

    assert missing(group, answers(a=False)) == []
    assert missing(group, answers(a=True)) == ["/answers/b"]


def test_a_required_group_wants_an_answer_inside() -> None:
    group = Item(link_id="g", type=ItemType.GROUP, required=True, items=(a_question("a"), a_question("b")))

    assert missing(group, Answers()) == ["/answers/g"]
    assert missing(group, answers(b="yes")) == []


def test_an_answer_to_what_is_not_asked_must_be_gone_only_when_complete() -> None:
    asked = Condition(question="a", operator=Operator.EXISTS, answer=True)
    group = Item(link_id="g", type=ItemType.GROUP, items=(a_question("a"), a_question("b", conditions=(asked,))))
    given = answers(b="?")

    assert check(an_instrument(group), given, complete=False).found == []
    assert missing(group, given) == ["/answers/b"]


def test_a_repeating_group_has_rounds_with_answers_of_their_own() -> None:
    name, age = a_question("name", required=True), a_question("age", ItemType.INTEGER)
    group = Item(link_id="child", type=ItemType.GROUP, repeats=True, items=(name, age))
    rounds = Rounds((answers(name="Ana", age=7), answers(age="old")))
    given = Answers({"child": rounds, "name": Answered(("outside",))})

    found = [(f.pointer, f.message) for f in check(an_instrument(group), given, complete=True).found]

    assert found == [
        ("/answers/child/rounds/1/age/values/0", "must be a whole number"),
        ("/answers/child/rounds/1/name", "must be answered or declined"),
        ("/answers/name", "belongs inside its repeating group"),
    ]


def test_only_a_repeating_group_has_rounds() -> None:
    assert faults(a_question("q"), Rounds((Answers(),))) == [("/answers/q", "has no rounds")]


def test_within_a_round_questions_depend_on_answers_of_that_round_and_of_those_around() -> None:
    own = Condition(question="works", operator=Operator.EQUALS, answer=True)
    around = Condition(question="adults", operator=Operator.EQUALS, answer=True)
    where = a_question("where", conditions=(own, around), behavior=Behavior.ALL, required=True)
    group = Item(
        link_id="person", type=ItemType.GROUP, repeats=True, items=(a_question("works", ItemType.BOOLEAN), where)
    )
    instrument = an_instrument(a_question("adults", ItemType.BOOLEAN), group)
    rounds = Rounds((answers(works=True), answers(works=False)))

    asked = check(instrument, Answers({"adults": Answered((True,)), "person": rounds}), complete=True)
    not_asked = check(instrument, Answers({"person": rounds}), complete=True)

    assert [fault.pointer for fault in asked.found] == ["/answers/person/rounds/0/where"]
    assert not_asked.found == []


def test_changes_replace_and_take_back_answers_by_link_id() -> None:
    before = answers(a="1", b="2")

    after = before.changed({"a": Answered(("3",)), "b": None, "c": DECLINED})

    assert {"a": Answered(("3",)), "c": DECLINED} == after.given
    assert answers(a="1", b="2") == before
