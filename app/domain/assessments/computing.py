"""Computes scores, and says of those that cannot be computed why, and between what they must lie."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from math import prod

from app.domain.assessments.item import Item
from app.domain.assessments.scoring import Method, Missing, Score, Scoring, Term
from app.domain.assessments.sheet import Sheet
from app.domain.assessments.values import Value, number, same

NOTHING = Decimal(0)
WHOLE = Decimal(1)


class WhyNot(StrEnum):
    """Why a score has no value."""

    NOTHING_ANSWERED = "nothing_answered"
    ANSWERS_MISSING = "answers_missing"
    OUT_OF_RANGE = "out_of_range"


def scores(sheet: Sheet) -> tuple[Score, ...]:
    """Compute every score of the sheet's instrument."""
    return tuple(compute(scoring, sheet) for scoring in sheet.instrument.measures.scores)


def compute(scoring: Scoring, sheet: Sheet) -> Score:
    """Compute one score; a question that is not asked is missing like one that is not answered."""
    points = {term.link_id: _points(term, sheet) for term in scoring.terms}
    given = [known for known in points.values() if known is not None]
    missing = tuple(link_id for link_id, known in points.items() if known is None)
    value, why_not = _value(scoring, given, len(missing)), None
    if value is None:
        why_not = WhyNot.ANSWERS_MISSING if given else WhyNot.NOTHING_ANSWERED
    elif not scoring.low <= value <= scoring.high:
        value, why_not = None, WhyNot.OUT_OF_RANGE
    low, high = (value, value) if value is not None else _range(scoring, sheet)
    band = scoring.band(low) if scoring.band(low) is scoring.band(high) else None
    return Score(
        key=scoring.key,
        label=scoring.label,
        value=value,
        at_least=low,
        at_most=high,
        band=None if why_not is WhyNot.OUT_OF_RANGE else band,
        code=scoring.code,
        missing=missing,
        prorated=value is not None and bool(missing) and scoring.missing is Missing.PRORATE,
        why_not=why_not,
    )


def points_of(term: Term, item: Item, values: Sequence[Value]) -> Decimal | None:
    """Return what the values of one answer count together; None when none of them counts anything."""
    counted = [known for value in values if (known := _worth(term, item, value)) is not None]
    return sum(counted, NOTHING) if counted else None


def _points(term: Term, sheet: Sheet) -> Decimal | None:
    item = sheet.instrument.item(term.link_id)
    return points_of(term, item, sheet.values(term.link_id)) if item else None


def _worth(term: Term, item: Item, value: Value) -> Decimal | None:
    if term.points:
        return next((row.points for row in term.points if same(row.value, value)), None)
    option = item.option(value)
    return option.points if option else number(value)


def _value(scoring: Scoring, given: list[Decimal], missing: int) -> Decimal | None:
    if not given:
        return None
    if not missing or scoring.missing is Missing.IGNORE:
        return _combined(scoring.method, given)
    if scoring.missing is Missing.PRORATE and missing <= scoring.most_missing:
        return _prorated(scoring.method, given, missing)
    return None


def _prorated(method: Method, given: list[Decimal], missing: int) -> Decimal:
    if method is Method.MEAN:
        return _combined(method, given)
    scaled = sum(given, NOTHING) * (len(given) + missing) / len(given)
    return scaled.quantize(WHOLE, rounding=ROUND_HALF_UP)


def _combined(method: Method, points: list[Decimal]) -> Decimal:
    if method is Method.COUNT:
        return Decimal(sum(1 for known in points if known > 0))
    if method is Method.MAX:
        return max(points)
    if method is Method.PRODUCT:
        return prod(points, start=WHOLE)
    total = sum(points, NOTHING)
    return total / len(points) if method is Method.MEAN else total


def _range(scoring: Scoring, sheet: Sheet) -> tuple[Decimal, Decimal]:
    ends = [_ends(term, sheet) for term in scoring.terms]
    if any(end is None for end in ends):
        return scoring.low, scoring.high
    low = _combined(scoring.method, [end[0] for end in ends if end])
    high = _combined(scoring.method, [end[1] for end in ends if end])
    return max(low, scoring.low), min(max(high, scoring.low), scoring.high)


def _ends(term: Term, sheet: Sheet) -> tuple[Decimal, Decimal] | None:
    item, known = sheet.instrument.item(term.link_id), _points(term, sheet)
    if known is not None:
        return known, known
    if item is None:
        return None
    worths = [row.points for row in term.points] or [opt.points for opt in item.options if opt.points is not None]
    if not worths:
        least, most = _limit(item.bounds.least), _limit(item.bounds.most)
        return None if least is None or most is None else (least, most)
    if item.repeats:
        return min(NOTHING, *worths), sum((worth for worth in worths if worth > 0), NOTHING)
    return min(worths), max(worths)


def _limit(value: Value | None) -> Decimal | None:
    return None if value is None else number(value)
