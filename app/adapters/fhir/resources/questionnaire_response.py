"""From the items of a FHIR R4 QuestionnaireResponse to answers and back.

https://hl7.org/fhir/R4/questionnaireresponse.html
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from app.adapters.fhir.resources.choices import read_value, write_value
from app.adapters.fhir.resources.elements import Element
from app.adapters.fhir.resources.translations import write_words
from app.domain.assessments.answers import Absence, Answer, Answered, Answers, Rounds, Unanswered
from app.domain.assessments.instrument import Instrument
from app.domain.assessments.item import Item
from app.domain.assessments.values import CHOICES, ItemType, Value, number
from app.domain.assessments.words import Words
from app.domain.codings import Coding

ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
_REASONS = {Absence.SKIPPED: "not-asked", Absence.DECLINED: "asked-declined", Absence.UNKNOWN: "asked-unknown"}
_ABSENCES = {code: absence for absence, code in _REASONS.items()} | {"unknown": Absence.UNKNOWN}
_NO_ANSWERS = {  # codes that say why there is no answer, sent as if they were answers
    "LA30122-8": Absence.DECLINED,
    "LA4389-8": Absence.DECLINED,
    "LA12688-0": Absence.UNKNOWN,
    "LA15775-2": Absence.UNKNOWN,
    "LA30257-2": Absence.UNKNOWN,
    "asked-declined": Absence.DECLINED,
    "asked-unknown": Absence.UNKNOWN,
    "not-asked": Absence.SKIPPED,
}
Json = dict[str, Any]


def read_answers(response: Element, instrument: Instrument) -> Answers:
    """Read the answers of a response; those to questions that the instrument does not have are left out."""
    given: dict[str, Answer] = {}
    _read_items(response, instrument, given)
    return Answers(given)


def write_answers(instrument: Instrument, answers: Answers, language: str | None = None) -> list[Json]:
    """Write answers as the items of a response, with the questions in a language."""
    return _written(instrument.items, answers, language)


def _read_items(holder: Element, instrument: Instrument, given: dict[str, Answer]) -> None:
    for element in holder.elements("item"):
        link_id = element.text("linkId")
        item = instrument.item(link_id) if link_id else None
        if item is None:
            element.left_out("link-id", "linkId", "The instrument has no such question.")
        elif item.type is ItemType.GROUP and item.repeats:
            _read_round(element, item, instrument, given)
        else:
            _read_answer(element, item, given)
            for inner in (element, *element.elements("answer")):
                _read_items(inner, instrument, given)


def _read_round(element: Element, group: Item, instrument: Instrument, given: dict[str, Answer]) -> None:
    before, inner = given.get(group.link_id), dict[str, Answer]()
    _read_items(element, instrument, inner)
    rounds = before.rounds if isinstance(before, Rounds) else ()
    given[group.link_id] = Rounds((*rounds, Answers(inner)))


def _read_answer(element: Element, item: Item, given: dict[str, Answer]) -> None:
    if not item.asks:
        return
    values, reasons = [], [_absence(element)]
    for answer in element.elements("answer"):
        value = read_value(answer)
        if value is not None and (reason := _said_as_code(item, value)):
            reasons.append(reason)
        elif value is not None:
            values.append(_fitted(item, value))
        else:
            reasons += [
                _absence(answer),
                *(_absence(answer.element(name)) for name in answer.members if name[0] == "_"),
            ]
    absence = next((reason for reason in reasons if reason), None)
    if values:
        given[item.link_id] = Answered(tuple(values))
    elif absence is not None:
        given[item.link_id] = Unanswered(absence)


def _absence(element: Element) -> Absence | None:
    codes = (extension.text("valueCode") for extension in element.extensions(ABSENT))
    return next((_ABSENCES.get(code, Absence.SKIPPED) for code in codes if code), None)


def _said_as_code(item: Item, value: Value) -> Absence | None:
    if not isinstance(value, Coding) or item.option(value):
        return None
    return _NO_ANSWERS.get(value.code)


def _fitted(item: Item, value: Value) -> Value:
    """Return the value in the type that its question asks for, where nothing is lost by that."""
    amount = number(value)
    if item.type is ItemType.INTEGER and amount is not None and amount == amount.to_integral_value():
        return int(amount)
    if item.type is ItemType.DECIMAL and isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    if item.type in CHOICES and isinstance(value, str):
        labels = {text.casefold(): option for option in item.options for _, text in option.label.texts}
        option = labels.get(value.strip().casefold())
        return option.value if option else value
    if isinstance(value, Coding) and not value.system:
        alike = [o.value for o in item.options if isinstance(o.value, Coding) and o.value.code == value.code]
        return alike[0] if len(alike) == 1 else value
    return value


def _written(items: Iterable[Item], answers: Answers, language: str | None) -> list[Json]:
    found: list[Json] = []
    for item in items:
        answer = answers.given.get(item.link_id)
        head = {"linkId": item.link_id, **_asked(item, language)}
        if isinstance(answer, Rounds):
            found += [head | {"item": _written(item.items, each, language)} for each in answer.rounds]
            continue
        inner = _written(item.items, answers, language)
        if answer is not None or inner:
            found.append(head | _members(item, answer, inner))
    return found


def _asked(item: Item, language: str | None) -> Json:
    return write_words("text", Words.plain(item.text.said(language))) if item.text else {}


def _members(item: Item, answer: Answer | None, inner: list[Json]) -> Json:
    if isinstance(answer, Unanswered):
        reason = {"extension": [{"url": ABSENT, "valueCode": _REASONS[answer.why]}]}
        return reason | ({"item": inner} if inner else {})
    if not isinstance(answer, Answered):
        return {"item": inner}
    values = [_typed(item, value) for value in answer.values]
    if inner:
        values[0]["item"] = inner
    return {"answer": values}


def _typed(item: Item, value: Value) -> Json:
    if isinstance(value, str) and item.type is ItemType.URL:
        return {"valueUri": value}
    return write_value(value)
