"""When a question is asked at all: FHIR's `enableWhen`, as data."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal
from enum import StrEnum
from operator import ge, gt, le, lt
from typing import Any

from app.domain.assessments.values import Value, number, same
from app.domain.partial_date import PartialDate


class Operator(StrEnum):
    """How an answer is compared."""

    EXISTS = "exists"
    EQUALS = "="
    DIFFERS = "!="
    MORE = ">"
    LESS = "<"
    AT_LEAST = ">="
    AT_MOST = "<="


class Behavior(StrEnum):
    """Whether every condition must hold, or one."""

    ALL = "all"
    ANY = "any"


_ORDERS: Mapping[Operator, Callable[[Any, Any], bool]] = {
    Operator.MORE: gt,
    Operator.LESS: lt,
    Operator.AT_LEAST: ge,
    Operator.AT_MOST: le,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """A question is asked when the answer to another compares so."""

    question: str
    operator: Operator
    answer: Value

    def holds(self, values: tuple[Value, ...]) -> bool:
        """Whether it holds for the answers to the other question; `!=` means that none of them is equal."""
        if self.operator is Operator.EXISTS:
            return bool(values) is self.answer
        if self.operator is Operator.EQUALS:
            return any(same(value, self.answer) for value in values)
        if self.operator is Operator.DIFFERS:
            return not any(same(value, self.answer) for value in values)
        return any(ordered(value, self.operator, self.answer) for value in values)


def ordered(value: Value, operator: Operator, other: Value) -> bool:
    """Whether a value stands in this order to another of its kind; what has no order does not."""
    one, two = _rank(value), _rank(other)
    if one is None or two is None or type(one) is not type(two):
        return False
    return _ORDERS[operator](one, two)


def _rank(value: Value) -> Decimal | str | PartialDate | datetime | time | None:
    if isinstance(value, str | PartialDate | datetime | time):
        return value
    return number(value)
