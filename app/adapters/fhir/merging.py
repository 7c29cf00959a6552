"""Puts back what was posted of a resource wherever the domain has not changed it since, so that nothing is lost.

https://hl7.org/fhir/R4/http.html#update: what a server does not change comes back as it was sent.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from app.adapters.fhir.projected.labels import REDACTED
from app.adapters.fhir.projected.values import Json
from app.adapters.fhir.validation.json_text import read
from app.ports.resources import Face

FORCED: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "Task": frozenset({"status", "statusReason", "businessStatus", "intent", "focus"}),
        "ServiceRequest": frozenset({"status", "intent"}),
        "Communication": frozenset({"partOf", "sender", "subject"}),
        "Subscription": frozenset({"status", "error"}),
    }
)
"""Members that are always the domain's: what was posted may say what no handoff may be told as."""
STRIPPED = frozenset({"Group"})
"""Types of which nothing is remembered that is withheld: what was posted of them goes to whoever reads them."""
NARRATIVE = "text"
_CHOICES = ("abatement", "deceased", "effective", "multipleBirth", "occurrence", "onset", "source", "start", "value")
_LISTS = ("profile", "security", "tag")


def merged(type_: str, now: Json, source: Json, then: Json) -> Json:
    """Return what is rendered now with what was posted in place of each group of members that has not changed."""
    current, posted, before = _groups(now), _groups(source), _groups(then)
    forced = FORCED.get(type_, frozenset())
    same = {name for name in current.keys() | before.keys() if current.get(name) == before.get(name)}
    result: Json = {}
    for name in dict.fromkeys((*posted, *current)):
        kept = name not in forced and (name in same or name not in before.keys() | current.keys())
        if name == "extension" and name not in forced:
            result |= _extensions(current.get(name, {}), posted.get(name, {}), before.get(name, {}))
        else:
            result |= posted.get(name, {}) if kept else current.get(name, {})
    unchanged = same >= (current.keys() | before.keys()) - forced - {"meta"}
    if not unchanged:  # a narrative that tells of what was
        result.pop(NARRATIVE, None)
    result["meta"] = _meta(now.get("meta", {}), source.get("meta", {}), profiles=unchanged)
    return result


def merged_other(whole_now: Json, whole_merged: Json, other: Json) -> Json:
    """Return the other face with what was posted only where that shows exactly what the first shows."""
    first, put_back, shown = _groups(whole_now), _groups(whole_merged), _groups(other)
    result: Json = {}
    for name, group in shown.items():
        result |= put_back.get(name, group) if name not in ("meta", "extension") and group == first.get(name) else group
    return result | {"meta": other.get("meta", {})}


def is_redacted(resource: Json) -> bool:
    """Whether a face withholds something from its reader."""
    return any(label.get("code") == REDACTED for label in resource.get("meta", {}).get("security", ()))


def resource_of(face: Face) -> Json:
    """Read a face back, decimals to the digit."""
    return {"meta": read(face.meta), **read(face.content)}


def _groups(resource: Json) -> dict[str, Json]:
    """Return the members by what belongs together: a primitive and its extensions, the types of one choice."""
    groups: dict[str, Json] = {}
    for name, value in resource.items():
        groups.setdefault(_group_of(name.removeprefix("_")), {})[name] = value
    return groups


def _group_of(name: str) -> str:
    return next((each for each in _CHOICES if name.startswith(each) and name[len(each) :][:1].isupper()), name)


def _extensions(now: Json, source: Json, then: Json) -> Json:
    """Do for each url of the extensions what is done for each member."""
    current, posted, before = _by_url(now), _by_url(source), _by_url(then)
    found: list[Any] = []
    for url in dict.fromkeys((*posted, *current)):
        same = current.get(url) == before.get(url)
        found += posted.get(url, []) if same else current.get(url, [])
    return {"extension": found} if found else {}


def _by_url(group: Json) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for each in group.get("extension", ()):
        found.setdefault(str(each.get("url")), []).append(each)
    return found


def _meta(now: Json, source: Json, *, profiles: bool) -> Json:
    """Return our labels with those that were posted; profiles that were claimed hold while nothing has changed."""
    result = {name: value for name, value in source.items() if name != "profile" or profiles}
    for name in _LISTS:
        both = [*result.get(name, ()), *(each for each in now.get(name, ()) if each not in result.get(name, ()))]
        if both:
            result[name] = both
    return result
