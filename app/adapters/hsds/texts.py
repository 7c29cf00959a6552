"""Reads what people typed into fields: times, weekdays, telephone numbers, addresses of the web, languages."""

import re
from datetime import time

from app.domain.directory.location import Phone, PhoneKind
from app.domain.faults import TEXT_LENGTH, is_email, is_language, is_url
from app.domain.networks.calendar import Weekday

_TIME = re.compile(r"(\d{1,2})(?::?(\d{2}))?(?::\d{2})?\s*([ap])?\.?m?\.?", re.IGNORECASE)
_PAIR = re.compile(
    r"(\d{1,2}(?::\d{2})?\s*[ap]\.?m\.?)\W{0,5}(?:to\W{0,3})?(\d{1,2}(?::\d{2})?\s*[ap]\.?m\.?)", re.IGNORECASE
)
_DAY_RANGE = re.compile(r"\b([a-z]{2,9})\b\s*(?:-|\u2013|to|through)\s*\b([a-z]{2,9})\b", re.IGNORECASE)
_EXTENSION = re.compile(r"\s*(?:,?\s*(?:ext(?:ension)?\.?|x|#)\s*:?\s*)(\d{1,8})\s*$", re.IGNORECASE)
_BARE_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}(?:[:/?#]\S*)?", re.IGNORECASE)
_SEGMENTS = re.compile(r"[;\n]+")
_MARKS = re.compile(r"^[ \t]*#{2,}[A-Z0-9 ]{1,20}#{2,}[ \t]*$", re.MULTILINE)
# Punctuation in UTF-8 that some program has read as a code page and written out again.
_GARBLED = {
    "GÇô": "\u2013",
    "GÇö": "\u2014",
    "GÇÖ": "\u2019",
    "GÇÿ": "\u2018",
    "GÇ£": "\u201c",
    "GÇ¥": "\u201d",
    "GÇó": "\u2022",
    "â€“": "\u2013",
    "â€”": "\u2014",
    "â€™": "\u2019",
    "â€\u02dc": "\u2018",
    "â€œ": "\u201c",
    "â€\x9d": "\u201d",
    "â€¢": "\u2022",
    "Ã±": "ñ",
    "Ã©": "é",
    "Ã¡": "á",
    "Ã³": "ó",
    "Ã\xad": "í",
    "Ãº": "ú",
}
_NOON = 12
_DAY_HOURS = 24
_MINUTES = 59
_KINDS = {
    "fax": PhoneKind.FAX,
    "sms": PhoneKind.SMS,
    "text": PhoneKind.SMS,
    "tty": PhoneKind.TTY,
    "tdd": PhoneKind.TTY,
    "textphone": PhoneKind.TTY,
    "hotline": PhoneKind.HOTLINE,
    "crisis": PhoneKind.HOTLINE,
}


def clean(text: str) -> tuple[str | None, tuple[str, ...]]:
    """Return text without the traces of its export, and the codes of what was mended."""
    mended = []
    for garbled, meant in _GARBLED.items():
        if garbled in text:
            text = text.replace(garbled, meant)
            mended.append("garbled-punctuation")
    if "\\n" in text:
        text = text.replace("\\r", "").replace("\\n", "\n")
        mended.append("escaped-line-breaks")
    if _MARKS.search(text):
        text = _MARKS.sub("", text)
        mended.append("export-marks")
    text = re.sub(r"\n{3,}", "\n\n", text).strip()
    if len(text) > TEXT_LENGTH:
        text = text[:TEXT_LENGTH].rstrip()
        mended.append("text-too-long")
    return text or None, tuple(dict.fromkeys(mended))


def read_time(text: str) -> time | None:
    """Read a time of day as people write it (8:00am, 17:00, 5 PM, noon); None when it is none."""
    word = text.strip().casefold()
    if word in ("noon", "midnight"):
        return time(_NOON) if word == "noon" else time(0)
    match = _TIME.fullmatch(word)
    if match is None:
        return None
    hour, minute, half = int(match[1]), int(match[2] or 0), match[3]
    if half is not None:
        if not 1 <= hour <= _NOON:
            return None
        hour = hour % _NOON + (_NOON if half == "p" else 0)
    if hour > _DAY_HOURS or minute > _MINUTES or (hour == _DAY_HOURS and minute):
        return None
    return time(hour % _DAY_HOURS, minute)


def read_weekday(text: str) -> Weekday | None:
    """Read a weekday by its first two letters or more, in English."""
    word = text.strip().casefold().rstrip(".s")
    if len(word) < 2:  # noqa: PLR2004 - T may be Tuesday or Thursday
        return None
    found = [day for day in Weekday if day.value.startswith(word) or word.startswith(day.value[:4])]
    return found[0] if len(found) == 1 else None


def hours_in(text: str, weekday: Weekday) -> tuple[time, time] | None:
    """Find the one opening for a weekday in words such as `10:00am-2:00pm, Sat`; None when it is not clear."""
    segments = [segment for segment in _SEGMENTS.split(text) if weekday in days_in(segment)]
    pairs = [pair for segment in segments for pair in _PAIR.findall(segment)]
    if len(pairs) != 1:
        return None
    opens, closes = (read_time(word) for word in pairs[0])
    return (opens, closes) if opens is not None and closes is not None else None


def days_in(text: str) -> set[Weekday]:
    """Find the weekdays that words name, one by one or from one to another."""
    week = tuple(Weekday)
    days = {day for word in re.findall(r"[A-Za-z]{3,9}", text) if (day := read_weekday(word))}
    for first, last in _DAY_RANGE.findall(text):
        start, end = read_weekday(first), read_weekday(last)
        if start and end and start.number <= end.number:
            days.update(week[start.number : end.number + 1])
    return days


def read_url(text: str) -> str | None:
    """Read a web address, adding the scheme that people leave out; None when it is none."""
    if is_url(text):
        return text
    with_scheme = f"http://{text}"
    return with_scheme if _BARE_HOST.fullmatch(text) and is_url(with_scheme) else None


def read_email(text: str) -> str | None:
    """Read an e-mail address; None when it is none."""
    address = text.removeprefix("mailto:").strip()
    return address if is_email(address) else None


def read_phone(number: str, extension: str, kind: str, description: str) -> Phone | None:
    """Read a telephone number, taking an extension out of it; None when there is no number in it."""
    bare = number.strip().strip('"').strip()
    inside = _EXTENSION.search(bare)
    if inside and not extension:
        bare, extension = bare[: inside.start()].strip(), inside[1]
    if not any(map(str.isdigit, bare)) or len(bare) > 100:  # noqa: PLR2004 - a number, however written
        return None
    return Phone(
        number=bare,
        extension=extension[:50] or None,
        kind=_KINDS.get(kind.strip().casefold(), PhoneKind.VOICE),
        description=description or None,
    )


LANGUAGES = {
    "albanian": "sq",
    "american sign language": "ase",
    "amharic": "am",
    "arabic": "ar",
    "armenian": "hy",
    "asl": "ase",
    "bengali": "bn",
    "bosnian": "bs",
    "burmese": "my",
    "cantonese": "yue",
    "chinese": "zh",
    "creole": "ht",
    "croatian": "hr",
    "czech": "cs",
    "danish": "da",
    "dutch": "nl",
    "english": "en",
    "farsi": "fa",
    "filipino": "fil",
    "french": "fr",
    "german": "de",
    "greek": "el",
    "gujarati": "gu",
    "haitian": "ht",
    "haitian creole": "ht",
    "hebrew": "he",
    "hindi": "hi",
    "hmong": "hmn",
    "hungarian": "hu",
    "ilocano": "ilo",
    "indonesian": "id",
    "italian": "it",
    "japanese": "ja",
    "khmer": "km",
    "korean": "ko",
    "lao": "lo",
    "mandarin": "cmn",
    "navajo": "nv",
    "nepali": "ne",
    "norwegian": "no",
    "pashto": "ps",
    "persian": "fa",
    "polish": "pl",
    "portuguese": "pt",
    "punjabi": "pa",
    "romanian": "ro",
    "russian": "ru",
    "samoan": "sm",
    "serbian": "sr",
    "sign language": "ase",
    "somali": "so",
    "spanish": "es",
    "swahili": "sw",
    "swedish": "sv",
    "tagalog": "tl",
    "tamil": "ta",
    "telugu": "te",
    "thai": "th",
    "tigrinya": "ti",
    "tongan": "to",
    "turkish": "tr",
    "ukrainian": "uk",
    "urdu": "ur",
    "vietnamese": "vi",
    "yiddish": "yi",
}
_AND = re.compile(r"\s*(?:,|;|/|&|\band\b|\n)\s*", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"\([^)]*\)")


def read_languages(text: str, code: str = "") -> tuple[str, ...] | None:
    """Read the languages that a text names and nothing but them, as BCP-47 tags; None when it says anything else."""
    if code and is_language(code.casefold()):
        return (code.casefold(),)
    names = [name.strip(" .").casefold() for name in _AND.split(_IN_BRACKETS.sub("", text))]
    tags = [LANGUAGES.get(name) or (name if is_language(name) and len(name) <= 3 else None) for name in names if name]  # noqa: PLR2004 - es, yue
    return tuple(tag for tag in dict.fromkeys(tags) if tag) if tags and all(tags) else None
