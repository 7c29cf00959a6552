"""Checks a resource against FHIR R4 as its tables and invariants say it."""

from app.adapters.fhir.r4.resource_types import MODULES
from app.adapters.fhir.validation.issues import Checked, Issue, IssueCode, Json
from app.adapters.fhir.validation.json_text import Unreadable, read
from app.adapters.fhir.validation.walking import MOST_FAULTS, Walk


def validate(raw: bytes | str | Json, expected: str | None = None, *, entries: bool = True) -> Checked:
    """Read and check a resource, of the expected type if one is named.

    The resources inside of a Bundle or of Parameters are checked too, unless `entries` is false: a batch judges
    each of them by itself.
    """
    try:
        resource = raw if isinstance(raw, dict) else read(raw)
    except Unreadable as unreadable:
        return _unreadable("", str(unreadable))
    if not isinstance(resource, dict):
        return _unreadable("", "A resource is a JSON object.")
    type_ = resource.get("resourceType")
    if not isinstance(type_, str) or type_ not in MODULES:
        return _unreadable("resourceType", "This must name a type of resources of FHIR R4.")
    if expected is not None and type_ != expected:
        return _unreadable("resourceType", f"This must be {expected}.")
    walk = Walk(entries=entries)
    walk.resource(resource, "")
    return Checked(resource, tuple(walk.faults[:MOST_FAULTS]))


def _unreadable(expression: str, text: str) -> Checked:
    return Checked({}, (Issue(IssueCode.STRUCTURE, expression, text),))
