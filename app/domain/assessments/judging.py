"""Judges whether a rule's condition holds, and names the answers and scores that make it hold."""

from collections.abc import Mapping
from datetime import datetime, time
from decimal import Decimal

from app.domain.assessments.computing import points_of
from app.domain.assessments.enabling import ordered
from app.domain.assessments.item import Item
from app.domain.assessments.rules import AnswerCompares, AnswerIs, Every, ScoreInBand, ScoreIs, Some, When
from app.domain.assessments.scoring import Score
from app.domain.assessments.sheet import Sheet
from app.domain.assessments.suggesting import Cause
from app.domain.assessments.values import Quantity, Value, same
from app.domain.assessments.words import Words
from app.domain.codings import Coding

YES = Words.of({"en": "Yes", "es": "Sí"})
NO = Words.of({"en": "No", "es": "No"})
Causes = tuple[Cause, ...]


def causes(when: When | None, sheet: Sheet, scores: Mapping[str, Score]) -> Causes | None:
    """Return what makes a condition hold, or None when it does not; nothing is needed to hold always."""
    if when is None:
        return ()
    if isinstance(when, Every):
        parts = [causes(part, sheet, scores) for part in when.of]
        return None if any(part is None for part in parts) else _joined(parts)
    if isinstance(when, Some):
        held = [part for part in (causes(part, sheet, scores) for part in when.of) if part is not None]
        return _joined(held) if held else None
    if isinstance(when, AnswerIs | AnswerCompares):
        return _by_answer(when, sheet)
    return _by_score(when, sheet, scores.get(when.score))


def _by_answer(when: AnswerIs | AnswerCompares, sheet: Sheet) -> Causes | None:
    item = sheet.instrument.item(when.link_id)
    values = [value for value in sheet.every_value(when.link_id) if _matches(when, value)]
    return tuple(_answer(item, value) for value in values) if item and values else None


def _matches(when: AnswerIs | AnswerCompares, value: Value) -> bool:
    if isinstance(when, AnswerIs):
        return any(same(value, meant) for meant in when.any_of)
    return ordered(value, when.operator, when.value)


def _by_score(when: ScoreIs | ScoreInBand, sheet: Sheet, score: Score | None) -> Causes | None:
    if score is None or not _reached(when, score):
        return None
    return (_scored(score), *_contributions(score, sheet))


def _reached(when: ScoreIs | ScoreInBand, score: Score) -> bool:
    if isinstance(when, ScoreInBand):
        return score.band is not None and score.band.key in when.bands
    enough = when.at_least is None or score.at_least >= when.at_least
    return enough and (when.at_most is None or score.at_most <= when.at_most)


def _scored(score: Score) -> Cause:
    amount = f"{score.at_least:f}-{score.at_most:f}" if score.value is None else f"{score.value:f}"
    said = {tag: amount for tag, _ in score.label.texts}
    if score.band is not None:
        said = {tag: f"{amount} ({text})" for tag, text in score.band.label.texts}
    return Cause(asked=score.label, answered=Words.of(said), score=score.key)


def _contributions(score: Score, sheet: Sheet) -> Causes:
    scoring = sheet.instrument.scoring(score.key)
    found: list[Cause] = []
    for term in scoring.terms if scoring else ():
        item = sheet.instrument.item(term.link_id)
        if item is not None:
            given = sheet.values(term.link_id)
            found += [_answer(item, value) for value in given if points_of(term, item, (value,))]
    return tuple(found)


def _answer(item: Item, value: Value) -> Cause:
    option = item.option(value)
    asked = item.text or Words.plain(item.link_id)
    return Cause(asked=asked, answered=option.label if option else said(value), link_id=item.link_id)


def said(value: Value) -> Words:
    """Say a value that is no option."""
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, Coding):
        return Words.plain(value.display or value.code)
    if isinstance(value, Quantity):
        return Words.plain(f"{value.value:f} {value.unit or value.code or ''}".strip())
    if isinstance(value, datetime | time):
        return Words.plain(value.isoformat())
    return Words.plain(f"{value:f}" if isinstance(value, Decimal) else str(value))


def _joined(parts: list[Causes | None] | list[Causes]) -> Causes:
    return tuple(dict.fromkeys(cause for part in parts if part for cause in part))
