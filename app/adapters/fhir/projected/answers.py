"""Writes answers as the items of a QuestionnaireResponse, every digit as it was given.

https://hl7.org/fhir/R4/questionnaireresponse-definitions.html#QuestionnaireResponse.item
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, time
from decimal import Decimal

from app.adapters.fhir.projected.measures import unit
from app.adapters.fhir.projected.values import ABSENT, Json, code, coding, moment, said, told
from app.domain.assessments.answers import Absence, Answer, Answered, Answers, Rounds, Unanswered
from app.domain.assessments.instrument import Instrument
from app.domain.assessments.item import Item
from app.domain.assessments.values import ItemType, Quantity, Value
from app.domain.codings import Coding
from app.domain.partial_date import PartialDate

_REASONS = {Absence.SKIPPED: "not-asked", Absence.DECLINED: "asked-declined", Absence.UNKNOWN: "asked-unknown"}


def items(instrument: Instrument | None, answers: Answers, language: str) -> list[Json]:
    """Write answers in the order of the instrument; of one that is not known, as they were given."""
    if instrument is None:
        return [_unasked(link_id, answer) for link_id, answer in answers.given.items()]
    found = _items(instrument.items, answers, language)
    strangers = (link for link in answers.given if instrument.item(link) is None)
    return found + [_unasked(link_id, answers.given[link_id]) for link_id in strangers]


def typed(value: Value, prefix: str = "value") -> Json:
    """Write a value as the member that says its type."""
    if isinstance(value, bool):
        return {f"{prefix}Boolean": value}
    if isinstance(value, int):
        return {f"{prefix}Integer": value}
    if isinstance(value, Decimal):
        return {f"{prefix}Decimal": value}
    if isinstance(value, Coding):
        return {
            f"{prefix}Coding": coding(value) if value.system else told({"code": value.code, "display": value.display})
        }
    if isinstance(value, Quantity):
        return {f"{prefix}Quantity": {"value": value.value, **unit(value)}}
    return _text(value, prefix)


def _coding(value: Coding) -> Json:
    """Write a code; one without a system means something within its questionnaire only."""
    return coding(value) if value.system else told({"code": code(value.code), "display": said(value.display)})


def _text(value: str | PartialDate | datetime | time, prefix: str) -> Json:
    if isinstance(value, PartialDate):
        return {f"{prefix}Date": str(value)}
    if isinstance(value, datetime):
        return {f"{prefix}DateTime": moment(value)}
    if isinstance(value, time):
        return {f"{prefix}Time": value.isoformat()}
    return {f"{prefix}String": said(value) or "-"}


def _items(asked: Iterable[Item], answers: Answers, language: str) -> list[Json]:
    found: list[Json] = []
    for item in asked:
        answer = answers.given.get(item.link_id)
        head = told({"linkId": item.link_id, "text": said(item.text.said(language)) if item.text else None})
        if isinstance(answer, Rounds):
            found += [told(head | {"item": _items(item.items, each, language)}) for each in answer.rounds]
            continue
        inner = _items(item.items, answers, language)
        if answer is not None or inner:
            found.append(_told(head, item, answer, inner))
    return found


def _told(head: Json, item: Item, answer: Answer | None, inner: list[Json]) -> Json:
    if isinstance(answer, Unanswered):
        return told(_absent(answer) | head | {"item": inner})
    if not isinstance(answer, Answered) or not answer.values:
        return told(head | {"item": inner})
    values = [_value(item, value) for value in answer.values]
    if inner:  # what is asked within an answered question stands within its answer (qrs-1)
        values[0]["item"] = inner
    return head | {"answer": values}


def _value(item: Item, value: Value) -> Json:
    return {"valueUri": value} if isinstance(value, str) and item.type is ItemType.URL else typed(value)


def _unasked(link_id: str, answer: Answer) -> Json:
    head: Mapping[str, str] = {"linkId": link_id}
    if isinstance(answer, Unanswered):
        return {**_absent(answer), **head}
    if isinstance(answer, Answered):
        return told({**head, "answer": [typed(value) for value in answer.values]})
    rounds = [_unasked(link, each) for one in answer.rounds for link, each in one.given.items()]
    return told({**head, "item": rounds})


def _absent(answer: Unanswered) -> Json:
    return {"extension": [{"url": ABSENT, "valueCode": _REASONS[answer.why]}]}
