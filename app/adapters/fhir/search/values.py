"""How values are written to be found, said once for what is kept and for what is asked."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from functools import lru_cache

from app.ports.resources import LONGEST_WORD

BEGINNING = datetime(1, 1, 1, tzinfo=UTC)
END = datetime(9999, 12, 31, 23, 59, 59, 999999, tzinfo=UTC)
LARGEST = Decimal("1e40")
_UNSPEAKABLE = re.compile("[\x00\ud800-\udfff]")  # what JSON can write and no database can keep
_DATE = re.compile(
    r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?(Z|[+-]\d\d:\d\d)?)?)?)?", re.ASCII
)
REMEMBERED = 2_000
"""How many of the texts are remembered that come again and again: the names of codes, the days of visits."""
_LONGEST_DATE = 40
_LATEST_YEAR, _MONTHS, _MICROSECOND_DIGITS = 9999, 12, 6


@dataclass(frozen=True, slots=True)
class Range:
    """A stretch of time: from `since` on, before `until`."""

    since: datetime
    until: datetime


def exact(text: str) -> str:
    """Write a text as it is, as far as it is kept for searching."""
    speakable = text if text.isprintable() else _UNSPEAKABLE.sub("", text)
    return speakable[:LONGEST_WORD]


def plain(text: str) -> str:
    """Write a text without case, accents and needless spaces: what a search for strings compares."""
    return _plain(text) if len(text) <= LONGEST_WORD else _bare(text)


def _bare(text: str) -> str:
    spread = unicodedata.normalize("NFKD", _UNSPEAKABLE.sub("", text))
    bare = "".join(letter for letter in spread if not unicodedata.combining(letter))
    return " ".join(bare.casefold().split())[:LONGEST_WORD]


_plain = lru_cache(REMEMBERED)(_bare)


def token(code: str, system: str = "") -> str:
    """Write a code and its system, the code first: a code of whatever system is a beginning then."""
    return exact(f"{code}|{system}")


def stretch(text: str) -> Range | None:
    """Return the stretch of time that a date, time or instant stands for, by its precision; None for no date.

    What names no time zone is in UTC.
    """
    return _known_stretch(text) if len(text) <= _LONGEST_DATE else _read_stretch(text)


def _read_stretch(text: str) -> Range | None:
    match = _DATE.fullmatch(text.strip())
    if match is None:
        return None
    try:
        return _stretch(match)
    except ValueError:
        return None
    except OverflowError:
        return Range(BEGINNING, BEGINNING) if text.startswith("0") else Range(END - timedelta(microseconds=1), END)


_known_stretch = lru_cache(REMEMBERED)(_read_stretch)


def _stretch(match: re.Match[str]) -> Range:
    year, month, day, hour, minute, second, fraction, zone = match.groups()
    start = datetime(int(year), int(month or 1), int(day or 1), tzinfo=UTC)
    if hour is None:
        return Range(start, _end_of_date(start, month, day))
    if zone not in (None, "Z"):
        ahead = timedelta(hours=int(zone[1:3]), minutes=int(zone[4:6]))
        start = start.replace(tzinfo=timezone(ahead if zone[0] == "+" else -ahead))
    start = start.replace(hour=int(hour), minute=int(minute)) + timedelta(seconds=int(second or 0))
    if second is None:
        return Range(start.astimezone(UTC), (start + timedelta(minutes=1)).astimezone(UTC))
    if fraction is None:
        return Range(start.astimezone(UTC), (start + timedelta(seconds=1)).astimezone(UTC))
    digits = fraction[:_MICROSECOND_DIGITS]
    start = (start + timedelta(microseconds=int(digits.ljust(_MICROSECOND_DIGITS, "0")))).astimezone(UTC)
    return Range(start, start + timedelta(microseconds=10 ** (_MICROSECOND_DIGITS - len(digits))))


def _end_of_date(start: datetime, month: str | None, day: str | None) -> datetime:
    if day is not None:
        return END if start.date() == END.date() else start + timedelta(days=1)
    if start.year == _LATEST_YEAR and (month is None or start.month == _MONTHS):
        return END
    if month is None or start.month == _MONTHS:
        return start.replace(year=start.year + 1, month=1)
    return start.replace(month=start.month + 1)
