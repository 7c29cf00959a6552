"""What a reference may say (https://hl7.org/fhir/R4/references.html): its form, and the types that it may name."""

import re
from collections.abc import Mapping
from typing import Any

from app.adapters.fhir.r4.resource_types import MODULES

_LITERAL = re.compile(
    r"(?P<absolute>https?://[^\s?#]+/)?(?P<type>[A-Z][A-Za-z]+)/[A-Za-z0-9\-.]{1,64}(?:/_history/[A-Za-z0-9\-.]{1,64})?"
)
_CONDITIONAL = re.compile(r"(?P<type>[A-Z][A-Za-z]+)\?\S+")
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:\S+")


def fault_of_reference(value: Mapping[str, Any], targets: frozenset[str], contained: Mapping[str, str]) -> str | None:
    """Say what is wrong with a reference, given what its resource contains (types by id)."""
    literal = value.get("reference")
    named = _type_of(literal, contained) if literal is not None else ""
    if named is None:
        return "This must be Type/id, an absolute address, urn:uuid:…, urn:oid:…, or # and the id of what is contained."
    for type_ in (named, value.get("type", "")):
        if targets and type_ in MODULES and type_ not in targets:
            return f"This may refer to {' or '.join(sorted(targets))}, not to {type_}."
    stated = value.get("type", "")
    if named and stated in MODULES and stated != named:
        return f"The type says {stated}, and the reference {named}."
    return None


def _type_of(literal: str, contained: Mapping[str, str]) -> str | None:
    """Return the type that a literal reference names, nothing if it does not tell, None if it is none."""
    if literal.startswith("#"):
        return contained.get(literal[1:]) if literal != "#" else ""
    found = _LITERAL.fullmatch(literal) or _CONDITIONAL.fullmatch(literal)
    if found and found["type"] in MODULES:
        return found["type"]
    return "" if _ELSEWHERE.fullmatch(literal) else None
