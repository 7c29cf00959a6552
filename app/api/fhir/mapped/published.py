"""Reads what directories publish of agencies, places and services: ways to reach them, hours, languages, addresses."""

import re
from collections.abc import Iterator
from datetime import time
from typing import Any

from app.api.fhir.mapped.elements import Json
from app.domain.directory.location import Address, Phone, PhoneKind
from app.domain.networks.calendar import MIDNIGHT, Hours, Weekday

KINDS = {"phone": PhoneKind.VOICE, "fax": PhoneKind.FAX, "sms": PhoneKind.SMS, "other": PhoneKind.TTY}
LAST_SECOND = "23:59:59"
DAYS = {each.value[:3]: each for each in Weekday}
COMMENT = "http://hl7.org/fhir/StructureDefinition/contactpoint-comment"
_EXTENSION = re.compile(r"(?P<number>.+?) ext\. (?P<extension>\S.*)")


def phones_of(resource: Json) -> tuple[Phone, ...]:
    """Read published numbers, each once."""
    return tuple(dict.fromkeys(_phones(resource)))


def _phones(resource: Json) -> Iterator[Phone]:
    for each in resource.get("telecom", ()):
        if each.get("system") not in KINDS or not each.get("value") or each.get("use") == "old":
            continue
        parts = _EXTENSION.fullmatch(each["value"])
        comments = (said.get("valueString") for said in each.get("extension", ()) if said.get("url") == COMMENT)
        yield Phone(
            number=parts["number"] if parts else each["value"],
            extension=parts["extension"] if parts else None,
            kind=KINDS[each["system"]],
            description=next(comments, None),
        )


def hours_of(openings: list[Json], start: str, end: str) -> tuple[Hours, ...]:
    """Read opening hours; `start` and `end` are what the type calls them. What has no end is no hours."""
    return tuple(dict.fromkeys(_hours(openings, start, end)))


def _hours(openings: list[Json], start: str, end: str) -> Iterator[Hours]:
    for each in openings:
        for day in each.get("daysOfWeek", ()):
            if each.get("allDay"):
                yield Hours(weekday=DAYS[day], opens=MIDNIGHT, closes=MIDNIGHT)
            elif start in each and end in each:
                closes = MIDNIGHT if each[end] == LAST_SECOND else _clock(each[end])
                yield Hours(weekday=DAYS[day], opens=_clock(each[start]), closes=closes)


def _clock(text: str) -> time:
    """Read a time; the second that is added at times counts as the last."""
    return time.fromisoformat(text[:8] if text[6:8] != "60" else f"{text[:6]}59")


def address_of(address: Json | None) -> Address | None:
    """Read the address of a place."""
    if not address:
        return None
    lines = tuple(address.get("line", ())) or ((address["text"],) if "text" in address else ())
    return Address(
        lines=tuple(part for line in lines for part in line.splitlines() if part.strip()),
        city=address.get("city"),
        region=address.get("district"),
        state=address.get("state"),
        postal_code=address.get("postalCode"),
        country=address.get("country"),
    )


def languages_of(concepts: list[Json]) -> tuple[str, ...]:
    """Read languages by their tags, each once."""
    codings: Iterator[Any] = (coding for each in concepts for coding in each.get("coding", ()))
    tags = (each["code"] for each in codings if each.get("system") in ("urn:ietf:bcp:47", None) and "code" in each)
    return tuple(dict.fromkeys(tags))
