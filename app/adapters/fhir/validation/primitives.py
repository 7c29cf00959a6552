"""The forms of primitive values (https://hl7.org/fhir/R4/datatypes.html#primitive): each check says what is wrong."""

import binascii
import re
from calendar import monthrange
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from app.adapters.fhir.validation.json_text import Numeral
from app.adapters.fhir.validation.narrative import fault_of_xhtml

Check = Callable[[Any], str | None]

LARGEST_INTEGER = 2**31 - 1
LARGEST_EXPONENT = 300
LONGEST_NUMBER = 100
LONGEST_STRING = 1024 * 1024
SHORTEST_MONTH = 28

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]").search
_DATE = r"([0-9]{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12][0-9]|3[01]))?)?"
_DAY = r"([0-9]{4})-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
_TIME = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]:(?:[0-5][0-9]|60)(?:\.[0-9]+)?"
_ZONE = r"(?:Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))"
_SPACES = re.compile(r"[ \t\r\n]+")


def _form(pattern: str, fault: str) -> Check:
    match = re.compile(pattern).fullmatch

    def check(value: Any) -> str | None:
        return None if value.__class__ is str and match(value) else fault

    return check


def _day(pattern: str, fault: str) -> Check:
    match = re.compile(pattern).fullmatch

    def check(value: Any) -> str | None:
        found = match(value) if value.__class__ is str else None
        if found is None:
            return fault
        year, month, day = found[1], found[2], found[3]
        if year == "0000" or (
            day is not None and int(day) > SHORTEST_MONTH and int(day) > monthrange(int(year), int(month))[1]
        ):
            return "There is no such day."
        return None

    return check


def _text(value: Any) -> str | None:
    if value.__class__ is not str:
        return "This must be a string."
    if not value:
        return "A string must not be empty: leave it out."
    if _CONTROL(value):
        return "A string must not hold control characters."
    return "A string must not be longer than a mebibyte." if len(value) > LONGEST_STRING else None


def _boolean(value: Any) -> str | None:
    return None if value.__class__ is bool else "This must be true or false."


def _whole(least: int) -> Check:
    fault = f"This must be a whole number between {least} and {LARGEST_INTEGER}."

    def check(value: Any) -> str | None:
        return None if value.__class__ is int and least <= value <= LARGEST_INTEGER else fault

    return check


def _decimal(value: Any) -> str | None:
    if value.__class__ not in (Decimal, Numeral, int):
        return "This must be a number."
    if len(str(value)) > LONGEST_NUMBER or abs(Decimal(value).adjusted()) > LARGEST_EXPONENT:
        return "This number is too long, or too far from 1."
    return None


def _base64(value: Any) -> str | None:
    fault = "This must be base64."
    if value.__class__ is not str or not value:
        return fault
    try:
        binascii.a2b_base64(_SPACES.sub("", value), strict_mode=True)
    except (binascii.Error, ValueError):
        return fault
    return None


def _no_spaces(what: str) -> Check:
    return _form(r"[^\s\x00-\x1f]+", f"This must be {what} without spaces.")


CHECKS: dict[str, Check] = {
    "@string": _text,
    "@uri": _no_spaces("a URI"),
    "base64Binary": _base64,
    "boolean": _boolean,
    "canonical": _no_spaces("a canonical address"),
    "code": _form(r"[^\s\x00-\x1f]+(?: [^\s\x00-\x1f]+)*", "This must be a code: no spaces around it, none twice."),
    "date": _day(_DATE, "This must be a date: YYYY, YYYY-MM or YYYY-MM-DD."),
    "dateTime": _day(
        rf"{_DATE}(?:(?<=-[0-9]{{2}}-[0-9]{{2}})T{_TIME}{_ZONE})?",
        "This must be a date, or a date and a time with seconds and a zone: YYYY-MM-DDThh:mm:ss+zz:zz.",
    ),
    "decimal": _decimal,
    "id": _form(r"[A-Za-z0-9\-.]{1,64}", "This must be an id: 1 to 64 letters, digits, hyphens and dots."),
    "instant": _day(
        rf"{_DAY}T{_TIME}{_ZONE}", "This must be a date and a time with seconds and a zone: YYYY-MM-DDThh:mm:ss+zz:zz."
    ),
    "integer": _whole(-(2**31)),
    "markdown": _text,
    "oid": _form(r"urn:oid:[0-2](?:\.(?:0|[1-9][0-9]*))+", "This must be an OID: urn:oid:1.2.3."),
    "positiveInt": _whole(1),
    "string": _text,
    "time": _form(_TIME, "This must be a time with seconds and without a zone: hh:mm:ss."),
    "unsignedInt": _whole(0),
    "uri": _no_spaces("a URI"),
    "url": _no_spaces("a URL"),
    "uuid": _form(
        r"urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
        "This must be a UUID: urn:uuid: and lower-case digits.",
    ),
    "xhtml": fault_of_xhtml,
}
