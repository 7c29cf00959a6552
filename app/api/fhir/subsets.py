"""Parts of resources: _summary and _elements (http://hl7.org/fhir/R4/search.html#summary, #elements)."""

from typing import Any

from app.adapters.fhir.r4.summaries import SUMMARIES
from app.api.fhir.asking import Asked
from app.api.fhir.drafting import encoded
from app.api.fhir.outcomes import invalid
from app.api.fhir.serving import resource_bytes
from app.api.json_reader import read_json
from app.ports.resources import StoredResource

ALWAYS = ("resourceType", "id", "meta")
TEXT = "text"
KINDS = ("true", "text", "data", "count", "false")
SUBSETTED = {"system": "http://terminology.hl7.org/CodeSystem/v3-ObservationValue", "code": "SUBSETTED"}
CHOICE = "[x]"


def cut(asked: Asked, stored: StoredResource) -> bytes | None:
    """Return what is wanted of a resource that is read; None for all of it."""
    summary, elements = asked.first("_summary"), asked.first("_elements")
    if summary is not None and summary not in KINDS[:3] + KINDS[4:]:
        raise invalid("_summary is true, text, data or false.", "http._summary")
    return subset(stored, summary or "false", tuple(each.strip() for each in elements.split(",")) if elements else ())


def subset(stored: StoredResource, summary: str, elements: tuple[str, ...]) -> bytes | None:
    """Return what a summary or a list of elements leaves of a resource, marked as a part; None for all of it."""
    wanted = _wanted(stored.type, summary, elements)
    if wanted is None:
        return None
    resource = read_json(resource_bytes(stored), exact_decimals=True)
    if not isinstance(resource, dict):
        raise TypeError("A resource is an object.")
    if wanted == {""}:
        kept = {name: value for name, value in resource.items() if name != TEXT}
    else:
        kept = {name: value for name, value in resource.items() if name in ALWAYS or _is_wanted(name, wanted)}
    meta: dict[str, Any] = dict(kept["meta"])
    meta["tag"] = [*meta.get("tag", ()), SUBSETTED]
    kept["meta"] = meta
    return encoded(kept)


def _wanted(type_: str, summary: str, elements: tuple[str, ...]) -> frozenset[str] | None:
    """Return the elements that are wanted: None for all, only the nameless one for all but the narrative."""
    if not elements and summary == "false":
        return None
    shown, required = (frozenset(names.split()) for names in SUMMARIES.get(type_, ("", "")))
    if elements:
        return frozenset(elements) | required
    if summary == "true":
        return shown
    if summary == "text":
        return required | {TEXT}
    return frozenset({""}) if summary == "data" else None


def _is_wanted(name: str, wanted: frozenset[str]) -> bool:
    plain = name.removeprefix("_")
    if plain in wanted:
        return True
    return any(
        plain.startswith(each.removesuffix(CHOICE)) and plain[len(each.removesuffix(CHOICE)) :][:1].isupper()
        for each in wanted
        if each.endswith(CHOICE)
    )
