"""Answers as frontends write them, plain JSON, read by what each question asks for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal
from typing import TypeAlias

from app.domain.assessments.answer_checks import pointer
from app.domain.assessments.answers import Absence, Answer, Answered, Answers, Rounds, Unanswered
from app.domain.assessments.instrument import Instrument
from app.domain.assessments.item import Item
from app.domain.assessments.values import CHOICES, TEXTS, ItemType, Quantity, Value
from app.domain.codings import Coding
from app.domain.errors import Invalid
from app.domain.faults import Faults
from app.domain.partial_date import PartialDate

MOST_DIGITS = 30
CODING = frozenset({"system", "code", "display"})
AMOUNT = frozenset({"value", "unit", "system", "code"})


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainAnswer:
    """Values, or why there is none, or the rounds of a repeating group."""

    values: tuple[object, ...] = ()
    absent: Absence | None = None
    rounds: tuple["PlainAnswers", ...] = ()


PlainAnswers: TypeAlias = Mapping[str, PlainAnswer | None]


def read_answers(
    instrument: Instrument, plain: PlainAnswers, faults: Faults, prefix: str = "/answers"
) -> dict[str, Answer | None]:
    """Read what was sent, by link id; None takes an answer back. What cannot be read is noted."""
    read: dict[str, Answer | None] = {}
    for link_id, answer in plain.items():
        place, item = prefix + pointer(link_id), instrument.item(link_id)
        if answer is None:
            read[link_id] = None
        elif faults.require(item, place, "is no question of this instrument") and item is not None:
            read[link_id] = _answer(instrument, item, answer, faults, place)
    return read


def _answer(instrument: Instrument, item: Item, plain: PlainAnswer, faults: Faults, place: str) -> Answer | None:
    said = [bool(plain.values), plain.absent is not None, bool(plain.rounds)]
    if not faults.require(sum(said) == 1, place, "must have either values, or absent, or rounds"):
        return None
    if plain.absent is not None:
        return Unanswered(plain.absent)
    if plain.rounds:
        return Rounds(
            tuple(_round(instrument, each, faults, f"{place}/rounds/{n}") for n, each in enumerate(plain.rounds))
        )
    values = (_value(item, value, faults, f"{place}/values/{n}") for n, value in enumerate(plain.values))
    return Answered(tuple(value for value in values if value is not None))


def _round(instrument: Instrument, plain: PlainAnswers, faults: Faults, prefix: str) -> Answers:
    read = read_answers(instrument, plain, faults, prefix)
    return Answers({link_id: answer for link_id, answer in read.items() if answer is not None})


def _value(item: Item, plain: object, faults: Faults, place: str) -> Value | None:
    try:
        value = _choice(item, plain) if item.options else _READERS[item.type](plain)
    except (ValueError, ArithmeticError, Invalid):
        value = None
    faults.require(value is not None, place, _WANTED[item.type])
    return value


def _choice(item: Item, plain: object) -> Value | None:
    option = next((option for option in item.options if _means(item, option.value, plain)), None)
    if option is not None:
        return option.value
    return None if item.type is ItemType.CHOICE else _READERS[item.type](plain)


def _means(item: Item, value: Value, plain: object) -> bool:
    """Whether what was sent is an option: its code, its system and code, or its value."""
    if isinstance(value, Coding):
        coded = isinstance(plain, Mapping) and (plain.get("system"), plain.get("code")) == (value.system, value.code)
        return coded or plain == value.code
    if item.type in CHOICES:
        return not isinstance(plain, bool) and plain in (value, str(value))
    return _READERS[item.type](plain) == value


def _truth(plain: object) -> Value | None:
    return plain if isinstance(plain, bool) else None


def _whole(plain: object) -> Value | None:
    if isinstance(plain, float) and plain.is_integer():
        return int(plain)
    return plain if isinstance(plain, int) and not isinstance(plain, bool) else None


def _amount(plain: object) -> Decimal | None:
    if isinstance(plain, bool) or not isinstance(plain, int | float | str):
        return None
    amount = Decimal(str(plain))
    return amount if amount.is_finite() and len(amount.as_tuple().digits) <= MOST_DIGITS else None


def _text(plain: object) -> str | None:
    return plain if isinstance(plain, str) else None


def _date(plain: object) -> PartialDate | None:
    return PartialDate.parse(plain) if isinstance(plain, str) else None


def _moment(plain: object) -> Value | None:
    if not isinstance(plain, str) or "T" not in plain:
        return _date(plain)
    moment = datetime.fromisoformat(plain)
    return moment if moment.tzinfo is not None else None


def _time(plain: object) -> Value | None:
    return time.fromisoformat(plain) if isinstance(plain, str) else None


def _code_or_text(plain: object) -> Value | None:
    if not isinstance(plain, Mapping):
        return _text(plain)
    system, code, display = (plain.get(name) for name in ("system", "code", "display"))
    if plain.keys() - CODING or not isinstance(system, str) or not isinstance(code, str):
        return None
    return Coding(system=system, code=code, display=display) if isinstance(display, str | None) else None


def _code(plain: object) -> Value | None:
    return _code_or_text(plain) if isinstance(plain, Mapping) else None


def _quantity(plain: object) -> Value | None:
    if not isinstance(plain, Mapping):
        amount = _amount(plain)
        return None if amount is None else Quantity(value=amount)
    amount, words = _amount(plain.get("value")), [plain.get(name) for name in ("unit", "system", "code")]
    if amount is None or plain.keys() - AMOUNT or not all(isinstance(word, str | None) for word in words):
        return None
    unit, system, code = (word if isinstance(word, str) else None for word in words)
    return Quantity(value=amount, unit=unit, system=system, code=code)


_READERS: Mapping[ItemType, Callable[[object], Value | None]] = {
    ItemType.GROUP: lambda _: None,
    ItemType.DISPLAY: lambda _: None,
    ItemType.BOOLEAN: _truth,
    ItemType.INTEGER: _whole,
    ItemType.DECIMAL: _amount,
    ItemType.DATE: _date,
    ItemType.DATE_TIME: _moment,
    ItemType.TIME: _time,
    ItemType.CHOICE: _code,
    ItemType.OPEN_CHOICE: _code_or_text,
    ItemType.QUANTITY: _quantity,
    **dict.fromkeys(TEXTS, _text),
}
_WANTED: Mapping[ItemType, str] = {
    ItemType.GROUP: "is no value: a group asks nothing by itself",
    ItemType.DISPLAY: "is no value: this asks nothing",
    ItemType.BOOLEAN: "must be true or false",
    ItemType.INTEGER: "must be a whole number",
    ItemType.DECIMAL: "must be a number",
    ItemType.DATE: "must be a date such as 1980, 1980-05 or 1980-05-17",
    ItemType.DATE_TIME: "must be a date, or a moment with its time zone",
    ItemType.TIME: "must be a time such as 09:30:00",
    ItemType.CHOICE: "must be the code of one of its options",
    ItemType.OPEN_CHOICE: "must be the code of one of its options, or text",
    ItemType.QUANTITY: "must be a number, or value and unit",
    **dict.fromkeys(TEXTS, "must be text"),
}
