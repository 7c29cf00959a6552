"""Replaces what the entries of a transaction call one another: http://hl7.org/fhir/R4/http.html#trules."""

from collections.abc import Callable
from typing import Any

REFERENCE = "reference"
ADDRESSES = ("url", "uri")
Meaning = Callable[[str], str | None]


def rewritten(value: Any, meaning: Meaning) -> Any:
    """Return a copy in which every reference, address and link that means an entry says what it became."""
    if value.__class__ is list:
        return [rewritten(item, meaning) for item in value]
    if value.__class__ is not dict:
        return value
    copy = dict(value)
    for name, member in value.items():
        if member.__class__ is dict or member.__class__ is list:
            copy[name] = rewritten(member, meaning)
        elif member.__class__ is str and ("urn:" in member or name == REFERENCE):
            copy[name] = _text(name, member, meaning)
    return copy


def _text(name: str, value: str, meaning: Meaning) -> str:
    if name == REFERENCE or ((name in ADDRESSES or name.endswith(("Uri", "Url"))) and value.startswith("urn:")):
        return meaning(value) or value
    return _narrative(value, meaning) if name == "div" else value


def _narrative(text: str, meaning: Meaning) -> str:
    """Replace the links of a narrative: what stands between quotes and means an entry."""
    for quote in ('"', "'"):
        parts = text.split(quote)
        text = quote.join((meaning(part) or part) if part.startswith("urn:") else part for part in parts)
    return text
