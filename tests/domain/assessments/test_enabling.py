"""Which questions are asked: the operators of FHIR's enableWhen, written out."""

from datetime import time
from decimal import Decimal

import pytest

from app.domain.assessments.enabling import Behavior, Condition, Operator
from app.domain.assessments.item import Item
from app.domain.assessments.sheet import Sheet
from app.domain.assessments.values import ItemType, Quantity, Value
from app.domain.partial_date import PartialDate
from tests.support.instruments import DECLINED, a_question, an_instrument, answers, coded

A, B = coded("a"), coded("b")
DAY = PartialDate.parse


@pytest.mark.parametrize(
    ("values", "operator", "answer", "holds"),
    [
        ((A,), "exists", True, True),
        ((), "exists", True, False),
        ((), "exists", False, True),
        ((A,), "exists", False, False),
        ((A,), "=", A, True),
        ((B,), "=", A, False),
        ((B, A), "=", A, True),
        ((), "=", A, False),
        ((A,), "!=", A, False),
        ((B,), "!=", A, True),
        ((B, A), "!=", A, False),
        ((), "!=", A, True),
        ((3,), "=", Decimal("3.0"), True),
        ((True,), "=", 1, False),
        ((3,), ">", 2, True),
        ((2,), ">", 2, False),
        ((2,), ">=", 2, True),
        ((1,), "<", 2, True),
        ((2,), "<=", 2, True),
        ((Decimal("2.1"),), "<=", 2, False),
        ((1, 5), ">", 4, True),
        (("b",), ">", "a", True),
        ((DAY("2026-03-02"),), "<", DAY("2026-03-03"), True),
        ((time(9),), ">=", time(10), False),
        ((Quantity(value=Decimal(70)),), ">", Quantity(value=Decimal(60)), True),
        ((A,), ">", B, False),
        (("7",), ">", 5, False),
        ((), ">", 5, False),
    ],
)
def test_an_operator_compares_as_fhir_says(
    values: tuple[Value, ...], operator: str, answer: Value, *, holds: bool
) -> None:
    assert holds == Condition(question="q", operator=Operator(operator), answer=answer).holds(values)


def asked(behavior: Behavior, **given: Value) -> bool:
    yes = tuple(Condition(question=name, operator=Operator.EQUALS, answer=True) for name in "ab")
    item = a_question("c", conditions=yes, behavior=behavior)
    instrument = an_instrument(a_question("a", ItemType.BOOLEAN), a_question("b", ItemType.BOOLEAN), item)
    return Sheet(instrument, answers(**given)).is_asked(item)


def test_all_conditions_must_hold_or_any() -> None:
    assert asked(Behavior.ALL, a=True, b=True)
    assert not asked(Behavior.ALL, a=True)
    assert asked(Behavior.ANY, a=True)
    assert not asked(Behavior.ANY, a=False)


def test_a_question_hangs_on_a_question_only_as_long_as_that_one_is_asked() -> None:
    on_a = Condition(question="a", operator=Operator.EQUALS, answer=True)
    on_b = Condition(question="b", operator=Operator.EXISTS, answer=True)
    third = a_question("c", conditions=(on_b,))
    second = a_question("b", conditions=(on_a,))
    instrument = an_instrument(a_question("a", ItemType.BOOLEAN), second, third)

    assert Sheet(instrument, answers(a=True, b="yes")).is_asked(third)
    assert not Sheet(instrument, answers(a=False, b="yes")).is_asked(third)


def test_what_stands_in_a_group_that_is_not_asked_is_not_asked() -> None:
    on_a = Condition(question="a", operator=Operator.EQUALS, answer=True)
    inner = a_question("b")
    group = Item(link_id="g", type=ItemType.GROUP, conditions=(on_a,), items=(inner,))
    instrument = an_instrument(a_question("a", ItemType.BOOLEAN), group)

    assert not Sheet(instrument, answers(b="yes")).is_asked(inner)
    assert Sheet(instrument, answers(b="yes")).values("b") == ()


def test_a_declined_answer_does_not_exist() -> None:
    on_a = Condition(question="a", operator=Operator.EXISTS, answer=True)
    item = a_question("b", conditions=(on_a,))
    instrument = an_instrument(a_question("a"), item)

    assert not Sheet(instrument, answers(a=DECLINED)).is_asked(item)


def test_questions_that_hang_on_each_other_are_not_asked_for_ever() -> None:
    on_b = Condition(question="b", operator=Operator.EXISTS, answer=True)
    on_a = Condition(question="a", operator=Operator.EXISTS, answer=True)
    first, second = a_question("a", conditions=(on_b,)), a_question("b", conditions=(on_a,))

    assert not Sheet(an_instrument(first, second), answers(a="1", b="2")).is_asked(first)
