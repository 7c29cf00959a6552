"""What resources that are contained in another must keep to (https://hl7.org/fhir/R4/references.html#contained)."""

from collections.abc import Iterator
from typing import Any

from app.adapters.fhir.validation.issues import Json

_META = (
    ("dom-4", "versionId", "A contained resource shall not have a meta.versionId."),
    ("dom-4", "lastUpdated", "A contained resource shall not have a meta.lastUpdated."),
    ("dom-5", "security", "A contained resource shall not have security labels."),
)


def types_by_id(resource: Json) -> dict[str, str]:
    """Return the types of what a resource contains."""
    inside = resource.get("contained", ())
    if inside.__class__ is not list:
        return {}
    return {
        str(each.get("id")): str(each.get("resourceType")) for each in inside if each.__class__ is dict and "id" in each
    }


def faults_of_contained(resource: Json) -> Iterator[tuple[int, str]]:
    """Say which of the contained resources should not be as they are, and why."""
    named = set(_anchors(resource))
    for place, each in enumerate(resource["contained"]):
        if "contained" in each:
            yield place, "dom-2: A contained resource shall not contain resources."
        for key, member, text in _META:
            if member in each.get("meta", {}):
                yield place, f"{key}: {text}"
        if f"#{each.get('id')}" not in named and "#" not in _anchors(each):
            yield place, "dom-3: Nothing refers to this contained resource, and it does not refer to what contains it."


def _anchors(value: Any) -> Iterator[str]:
    if value.__class__ is str:
        if value.startswith("#"):
            yield value
    elif value.__class__ is dict:
        for each in value.values():
            yield from _anchors(each)
    elif value.__class__ is list:
        for each in value:
            yield from _anchors(each)
