"""Writes values of the domain as elements of FHIR R4, leaving out what FHIR could not hold.

https://hl7.org/fhir/R4/datatypes.html
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from app.domain.codings import Coding, Concept
from app.domain.partial_date import PartialDate

Json = dict[str, Any]
OURS = "urn:throughline:"
CORE = "http://hl7.org/fhir/StructureDefinition/"
US_CORE = "http://hl7.org/fhir/us/core/StructureDefinition/"
SDOHCC = "http://hl7.org/fhir/us/sdoh-clinicalcare/StructureDefinition/SDOHCC-"
TERMINOLOGY = "http://terminology.hl7.org/CodeSystem/"
ABSENT = f"{CORE}data-absent-reason"
MASKED: Json = {"extension": [{"url": ABSENT, "valueCode": "masked"}]}
"""An element that there is and that is not told."""
WITHHELD: Json = {"coding": [{"system": f"{TERMINOLOGY}data-absent-reason", "code": "masked"}], "text": "Withheld"}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
_URI = re.compile(r"[^\s\x00-\x1f]+")


def told(members: Mapping[str, Any]) -> Json:
    """Return the members that say something."""
    return {name: value for name, value in members.items() if value or value not in (None, "", [], {})}


def said(text: str | None) -> str | None:
    """Return a text without the characters that no string of FHIR holds; nothing when it says nothing."""
    if not text:
        return None
    plain = text if text.isprintable() else _CONTROL.sub("", text)
    return plain if plain.strip() else None


def uri(text: str | None) -> str | None:
    """Return an address that has no spaces."""
    return text if text and _URI.fullmatch(text) else None


def code(text: str) -> str | None:
    """Return a code with single spaces."""
    return " ".join(_CONTROL.sub("", text).split()) or None


def moment(at: datetime | None) -> str | None:
    """Write a moment with its zone, in UTC as Z."""
    return None if at is None else at.isoformat().replace("+00:00", "Z")


def day(on: date | PartialDate | None) -> str | None:
    """Write a date as exactly as it is known."""
    return None if on is None else str(on)


def period(start: str | None, end: str | None) -> Json | None:
    """Write a period, if either end is known; one that ends before it begins has no end (per-1)."""
    if start and end and _before(end, start):
        end = None
    return told({"start": start, "end": end}) or None


def _before(one: str, other: str) -> bool:
    """Whether one moment or date is before another; dates are compared as far as both are known."""
    if "T" in one and "T" in other:
        return one.rstrip("Z") < other.rstrip("Z")
    return one[: len(other)] < other[: len(one)]


def to(type_: str, id_: UUID | None, display: str | None = None) -> Json | None:
    """Refer to a resource of ours."""
    return None if id_ is None else told({"reference": f"{type_}/{id_}", "display": said(display)})


def every(type_: str, ids: Iterable[UUID]) -> list[Json]:
    """Refer to several resources of one type."""
    return [{"reference": f"{type_}/{id_}"} for id_ in ids]


def concept_of(system: str, value: str, display: str | None = None) -> Json:
    """Write a single code as a concept."""
    return {"coding": [told({"system": system, "code": value, "display": display})]}


def ours(noun: str, value: str) -> Json:
    """Write a word of ours as a concept, under a system of ours."""
    return {"coding": [{"system": OURS + noun, "code": spelled(value)}], "text": value.replace("_", " ")}


def coding(each: Coding) -> Json:
    """Write a code; a vocabulary without an address of its own is named in what is displayed."""
    system = uri(each.system)
    return told({"system": system, "code": code(each.code) if system else None, "display": said(each.display)})


def concept(what: Concept | None) -> Json | None:
    """Write a concept."""
    if what is None:
        return None
    codings = [written for each in what.codings if "code" in (written := coding(each))]
    return told({"coding": codings, "text": said(what.text or (None if codings else what.words))}) or None


def spelled(value: str) -> str:
    """Spell a word of ours as FHIR spells codes."""
    return value.replace("_", "-")


def category(value: str) -> Json:
    """Write one of the SDOHCC categories."""
    return concept_of("http://hl7.org/fhir/us/sdoh-clinicalcare/CodeSystem/SDOHCC-CodeSystemTemporaryCodes", value)


def identifiers(found: Iterable[Any]) -> list[Json]:
    """Write identifiers that have a system and a value."""
    return [
        {"system": each.system, "value": said(each.value)} for each in found if uri(each.system) and said(each.value)
    ]


def notes(*texts: str | None) -> list[Json]:
    """Write annotations."""
    return [{"text": told_} for text in texts if (told_ := said(text))]
