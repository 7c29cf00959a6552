"""Checks answers against what was asked, naming every place, while they are collected and when they are complete."""

from datetime import datetime, time
from decimal import Decimal

from app.domain.assessments.answers import Absence, Answer, Answered, Answers, Rounds, Unanswered
from app.domain.assessments.instrument import Instrument
from app.domain.assessments.item import Item
from app.domain.assessments.sheet import Sheet
from app.domain.assessments.values import ItemType, Quantity, Value, number
from app.domain.codings import Coding
from app.domain.faults import Faults, is_url
from app.domain.partial_date import PartialDate

MOST_VALUES = 200
MOST_ROUNDS = 100
TEXT_LENGTH = 20_000
MOST_DIGITS = 18  # what is larger could not be added up exactly
_TYPES: dict[ItemType, tuple[type | tuple[type, ...], str]] = {
    ItemType.BOOLEAN: (bool, "true or false"),
    ItemType.INTEGER: (int, "a whole number"),
    ItemType.DECIMAL: ((int, Decimal), "a number"),
    ItemType.STRING: (str, "text"),
    ItemType.TEXT: (str, "text"),
    ItemType.URL: (str, "a web address"),
    ItemType.DATE: (PartialDate, "a date"),
    ItemType.DATE_TIME: ((datetime, PartialDate), "a date or a moment"),
    ItemType.TIME: (time, "a time of day"),
    ItemType.QUANTITY: (Quantity, "a quantity"),
    ItemType.OPEN_CHOICE: ((Coding, str), "one of its options or text"),
}


def check(instrument: Instrument, answers: Answers, *, complete: bool) -> Faults:
    """Note every wrong answer under `/answers/<link id>`.

    Only complete answers must leave out what is not asked and answer what is required. Declining and not knowing
    answer a required question; skipping it, or leaving it out, does not.
    """
    faults = Faults()
    _check_sheet(Sheet(instrument, answers), None, faults, "/answers", complete=complete)
    return faults


def pointer(link_id: str) -> str:
    """Write a link id as a part of a JSON pointer (RFC 6901)."""
    return "/" + link_id.replace("~", "~0").replace("/", "~1")


def _check_sheet(sheet: Sheet, group: Item | None, faults: Faults, prefix: str, *, complete: bool) -> None:
    for link_id, answer in sheet.answers.given.items():
        place, item = prefix + pointer(link_id), sheet.instrument.item(link_id)
        if item is None:
            faults.require(item, place, "is no question of this instrument")
        elif faults.require(sheet.instrument.home(item) is group, place, "belongs inside its repeating group"):
            _check_answer(sheet, item, answer, faults, place, complete=complete)
    if complete:
        _check_required(sheet, group, faults, prefix)


def _check_answer(sheet: Sheet, item: Item, answer: Answer, faults: Faults, place: str, *, complete: bool) -> None:
    if isinstance(answer, Rounds):
        if faults.require(item.type is ItemType.GROUP and item.repeats, place, "has no rounds"):
            faults.at_most(answer.rounds, MOST_ROUNDS, f"{place}/rounds")
            for turn, answers in enumerate(answer.rounds[:MOST_ROUNDS]):
                inner = Sheet(sheet.instrument, answers, sheet)
                _check_sheet(inner, item, faults, f"{place}/rounds/{turn}", complete=complete)
        return
    if not faults.require(item.asks, place, "asks nothing by itself") or isinstance(answer, Unanswered):
        return
    if complete:
        faults.require(sheet.is_asked(item), place, "is not asked, given the other answers")
    _check_values(item, answer.values, faults, f"{place}/values")


def _check_values(item: Item, values: tuple[Value, ...], faults: Faults, place: str) -> None:
    if not faults.require(values, place, "must have a value; an answer that was refused is declined"):
        return
    faults.require(item.repeats or len(values) == 1, place, "must have one value")
    faults.at_most(values, MOST_VALUES, place)
    for position, value in enumerate(values):
        if _fits(item, value, faults, f"{place}/{position}"):
            _check_bounds(item, value, faults, f"{place}/{position}")
    chosen = [option for value in values if (option := item.option(value))]
    alone = len(values) == 1 or not any(option.exclusive for option in chosen)
    faults.require(alone, place, "has an answer that excludes every other")
    faults.require(len({id(option) for option in chosen}) == len(chosen), place, "must not repeat a value")


def _fits(item: Item, value: Value, faults: Faults, place: str) -> bool:
    if item.is_closed:
        return faults.require(item.option(value), place, "must be one of its options")
    kind, words = _TYPES.get(item.type, (Coding, "a code"))
    is_kind = isinstance(value, kind) and (kind is bool or not isinstance(value, bool))
    return faults.require(is_kind, place, f"must be {words}")


def _check_bounds(item: Item, value: Value, faults: Faults, place: str) -> None:
    if isinstance(value, str):
        faults.text(value, place, most=item.bounds.length or TEXT_LENGTH)
        faults.require(item.type is not ItemType.URL or is_url(value), place, "must be an absolute http or https URL")
    if isinstance(value, Coding):
        value.check(faults, place)
    amount = number(value)
    if amount is not None and not faults.require(_is_sane(amount), place, "must be a number of ordinary size"):
        return
    one, least, most = _rank(value), _rank(item.bounds.least), _rank(item.bounds.most)
    if one is not None and least is not None and type(one) is type(least):
        faults.require(one >= least, place, f"must not be less than {least}")  # type: ignore[operator]
    if one is not None and most is not None and type(one) is type(most):
        faults.require(one <= most, place, f"must not be more than {most}")  # type: ignore[operator]


def _is_sane(amount: Decimal) -> bool:
    return amount.is_finite() and abs(amount.adjusted()) <= MOST_DIGITS


def _rank(value: Value | None) -> Decimal | PartialDate | datetime | time | None:
    if value is None or isinstance(value, PartialDate | datetime | time):
        return value
    return number(value)


def _check_required(sheet: Sheet, group: Item | None, faults: Faults, prefix: str) -> None:
    for item in sheet.instrument.answered_in(group):
        due = item.required and not item.read_only
        answered = not due or not sheet.is_asked(item) or _is_answered(sheet, item)
        faults.require(answered, prefix + pointer(item.link_id), "must be answered or declined")


def _is_answered(sheet: Sheet, item: Item) -> bool:
    answer = sheet.answers.given.get(item.link_id)
    if item.type is ItemType.GROUP and not item.repeats:
        return any(_is_answered(sheet, inner) for inner in item.walk() if inner is not item and inner.asks)
    if isinstance(answer, Unanswered):
        return answer.why is not Absence.SKIPPED
    return bool(answer.rounds) if isinstance(answer, Rounds) else isinstance(answer, Answered)
