"""Replaces what the entries of a transaction call one another: http://hl7.org/fhir/R4/http.html#trules."""

from collections.abc import Callable
from typing import Any

ADDRESSES = ("reference", "url", "uri")
Meaning = Callable[[str], str | None]


def rewritten(value: Any, meaning: Meaning) -> Any:
    """Return a copy in which every reference, address and link that means an entry says what it became."""
    if isinstance(value, list):
        return [rewritten(item, meaning) for item in value]
    if not isinstance(value, dict):
        return value
    return {name: _member(name, member, meaning) for name, member in value.items()}


def _member(name: str, value: Any, meaning: Meaning) -> Any:
    if not isinstance(value, str):
        return rewritten(value, meaning)
    if name == "reference" or ((name in ADDRESSES or name.endswith(("Uri", "Url"))) and value.startswith("urn:")):
        return meaning(value) or value
    return _narrative(value, meaning) if name == "div" and "urn:" in value else value


def _narrative(text: str, meaning: Meaning) -> str:
    """Replace the links of a narrative: what stands between quotes and means an entry."""
    for quote in ('"', "'"):
        parts = text.split(quote)
        text = quote.join((meaning(part) or part) if part.startswith("urn:") else part for part in parts)
    return text
