"""Answers to JSON and back: each value says its type, so that 7.20 comes back as 7.20 and a date as a date."""

from collections.abc import Callable, Mapping
from datetime import datetime, time
from decimal import Decimal
from typing import Any

import msgspec

from app.domain.assessments.answers import Absence, Answer, Answered, Answers, Rounds, Unanswered
from app.domain.assessments.values import Quantity, Value
from app.domain.codings import Coding
from app.domain.partial_date import PartialDate

_WRITERS: tuple[tuple[type, str, Callable[[Any], Any]], ...] = (
    (bool, "boolean", bool),
    (int, "integer", int),
    (Decimal, "decimal", str),
    (str, "text", str),
    (datetime, "moment", datetime.isoformat),
    (PartialDate, "date", str),
    (time, "time", time.isoformat),
    (Coding, "coding", msgspec.to_builtins),
    (Quantity, "quantity", msgspec.to_builtins),
)  # the first that fits: to Python a truth is a number too
_READERS: Mapping[str, Callable[[Any], Value]] = {
    "boolean": bool,
    "integer": int,
    "decimal": Decimal,
    "text": str,
    "moment": datetime.fromisoformat,
    "date": PartialDate.parse,
    "time": time.fromisoformat,
    "coding": lambda stored: msgspec.convert(stored, Coding),
    "quantity": lambda stored: msgspec.convert(stored, Quantity),
}


def answers_json(answers: Answers) -> list[Any]:
    """Write answers, in the order in which they were given."""
    return [[link_id, _answer_json(answer)] for link_id, answer in answers.given.items()]


def answers_of(stored: list[Any]) -> Answers:
    """Read answers back."""
    return Answers({link_id: _answer_of(answer) for link_id, answer in stored})


def value_json(value: Value) -> dict[str, Any]:
    """Write one value."""
    name, write = next((name, write) for kind, name, write in _WRITERS if isinstance(value, kind))
    return {name: write(value)}


def value_of(stored: dict[str, Any]) -> Value:
    """Read one value back."""
    ((name, told),) = stored.items()
    return _READERS[name](told)


def _answer_json(answer: Answer) -> dict[str, Any]:
    if isinstance(answer, Answered):
        return {"values": [value_json(value) for value in answer.values]}
    if isinstance(answer, Unanswered):
        return {"why": answer.why}
    return {"rounds": [answers_json(each) for each in answer.rounds]}


def _answer_of(stored: dict[str, Any]) -> Answer:
    if "values" in stored:
        return Answered(tuple(value_of(value) for value in stored["values"]))
    if "why" in stored:
        return Unanswered(Absence(stored["why"]))
    return Rounds(tuple(answers_of(each) for each in stored["rounds"]))
