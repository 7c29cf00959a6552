"""Reads dates, numbers and quantities with their prefixes (FHIR R4 search, sections 3.1.1.4.5 to 3.1.1.4.9)."""

import re
from datetime import datetime
from decimal import Decimal

from app.adapters.fhir.search.faults import malformed
from app.adapters.fhir.search.values import BEGINNING, END, LARGEST, exact, stretch, token
from app.adapters.fhir.search.writing import pieces
from app.ports.resource_search import AmountTest, Comparison, How, Match, SpanTest

_NUMBER = re.compile(r"([+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d{1,3})?)", re.ASCII)
_PREFIX = re.compile(r"([a-z]{2})?(.*)", re.DOTALL)
_ABOUT = Decimal("0.1")
_WITH_UNIT = 3


def _prefixed(name: str, text: str) -> tuple[Comparison, str]:
    found = _PREFIX.fullmatch(text)
    letters, rest = (found[1], found[2]) if found else (None, text)
    if letters is None:
        return Comparison.EQ, rest
    try:
        return Comparison(letters), rest
    except ValueError:
        raise malformed(name, f"There is no prefix {letters}.") from None


def span_test(name: str, text: str, now: datetime) -> SpanTest:
    """Read a date that may have a prefix; `ap` is a tenth of the time between then and now."""
    comparison, rest = _prefixed(name, text.replace(" ", "+"))
    found = stretch(rest)
    if found is None:
        raise malformed(name, "A date reads like 2026, 2026-05, 2026-05-01 or 2026-05-01T10:00:00Z.")
    since, until = found.since, found.until
    if comparison is Comparison.AP:
        around = abs(now - since) / 10
        since = since - around if since - BEGINNING > around else BEGINNING
        until = until + around if END - until > around else END
    return SpanTest(comparison=comparison, since=since, until=until)


def number_test(name: str, text: str) -> AmountTest:
    """Read a number that may have a prefix."""
    comparison, rest = _prefixed(name, text)
    return _amount(name, comparison, rest, None)


def quantity_test(name: str, text: str) -> AmountTest:
    """Read a quantity: a number, or a number, the system of its unit and its unit."""
    comparison, rest = _prefixed(name, text)
    parts = pieces(rest, "|")
    if len(parts) not in (1, _WITH_UNIT):
        raise malformed(name, "A quantity reads like 5.4, 5.4|http://unitsofmeasure.org|mg or 5.4||mg.")
    unit = _unit(*parts[1:]) if len(parts) == _WITH_UNIT else None
    return _amount(name, comparison, parts[0], unit)


def _unit(system: str, code: str) -> Match | None:
    if not code:
        return Match(value=exact(f"|{system}"), how=How.ENDS) if system else None
    return Match(value=token(code, system)) if system else Match(value=exact(f"{code}|"), how=How.BEGINS)


def _amount(name: str, comparison: Comparison, text: str, unit: Match | None) -> AmountTest:
    value = Decimal(text) if _NUMBER.fullmatch(text) else None
    if value is None or abs(value) >= LARGEST:
        raise malformed(name, "A number reads like 100, 5.40 or 1e-3.")
    around = abs(value) * _ABOUT if comparison is Comparison.AP else _half_of_last_digit(value)
    return AmountTest(comparison=comparison, value=value, low=value - around, high=value + around, unit=unit)


def _half_of_last_digit(value: Decimal) -> Decimal:
    exponent = value.as_tuple().exponent
    return Decimal(5).scaleb(int(exponent) - 1)


def earliest(text: str) -> datetime | None:
    """Return from when on a date counts, for `_since`."""
    found = stretch(text.replace(" ", "+"))
    return None if found is None else found.since
