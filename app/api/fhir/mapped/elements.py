"""Small readers of posted JSON that is valid, and the elements that a refusal of the domain is about."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

import msgspec

from app.api.fhir.drafting import literal_of, uuid_of
from app.domain.codings import Coding
from app.domain.errors import Fault, Invalid
from app.domain.identity import Identifier
from app.ports.resources import Face
from app.use_cases.core import Context, UseCase

Json = Mapping[str, Any]
T = TypeVar("T")


def content_of(face: Face) -> dict[str, Any]:
    """Read a face back."""
    found: dict[str, Any] = msgspec.json.decode(face.content)
    return found


def named(holder: Json, member: str) -> tuple[str, UUID] | None:
    """Return type and id of the resource of ours that a member names."""
    reference = holder.get(member) or {}
    place = literal_of(reference.get("reference") or "")
    id_ = uuid_of(place[1]) if place else None
    return None if place is None or id_ is None else (place[0], id_)


def all_named(holder: Json, member: str, type_: str) -> tuple[UUID, ...]:
    """Return the ids of the resources of a type that a list names."""
    found = (named({"it": each}, "it") for each in holder.get(member, ()))
    return tuple(dict.fromkeys(place[1] for place in found if place is not None and place[0] == type_))


def id_of(holder: Json, member: str, *types: str) -> UUID | None:
    """Return the id of the resource that a member names, where it is of one of these types."""
    place = named(holder, member)
    return place[1] if place is not None and place[0] in types else None


def codings_of(*concepts: Json | None) -> Iterator[Coding]:
    """Return the codes of concepts."""
    for concept in concepts:
        for each in (concept or {}).get("coding", ()):
            if each.get("system") and each.get("code"):
                yield Coding(system=each["system"], code=each["code"], display=each.get("display"))


def codes_of(*concepts: Json | None) -> set[str]:
    """Return the codes of concepts, of whichever system."""
    return {each["code"] for concept in concepts for each in (concept or {}).get("coding", ()) if each.get("code")}


def words_of(concept: Json | None) -> str | None:
    """Return what a concept says in words."""
    concept = concept or {}
    displays = (each.get("display") for each in concept.get("coding", ()))
    return concept.get("text") or next((words for words in displays if words), None)


def notes_of(holder: Json) -> tuple[str, ...]:
    """Return the texts of annotations."""
    return tuple(each["text"] for each in holder.get("note", ()) if each.get("text"))


def moment_of(text: str | None) -> datetime | None:
    """Read a date with its time and zone; a date alone begins at midnight, UTC."""
    if not text:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def last_moment_of(text: str | None) -> datetime | None:
    """Read the end of a period, before which it lasts: a day on which it ends belongs to it."""
    at = moment_of(text)
    return at + timedelta(days=1) if at is not None and text is not None and "T" not in text else at


def name_of(names: Iterable[Json]) -> str | None:
    """Return what somebody is called: by the first name, and rather by one that is not an old one."""
    known = sorted(names, key=lambda each: each.get("use") in ("old", "maiden"))
    for each in known:
        parts = (*each.get("prefix", ()), *each.get("given", ()), each.get("family"), *each.get("suffix", ()))
        if called := each.get("text") or " ".join(part for part in parts if part):
            return str(called)
    return None


def way_of(holder: Json, *systems: str) -> str | None:
    """Return the first way to reach somebody, of these systems, that is in use."""
    for system in systems:
        for each in holder.get("telecom", ()):
            if each.get("system") == system and each.get("value") and each.get("use") != "old":
                return str(each["value"])
    return None


def identifiers_of(resource: Json) -> tuple[Identifier, ...]:
    """Return the identifiers that have a system and a value, each once."""
    found = ((each.get("system"), each.get("value")) for each in resource.get("identifier", ()))
    known = dict.fromkeys((system, value) for system, value in found if system and value)
    return tuple(Identifier(system=system, value=value) for system, value in known)


def extension_of(holder: Json, *urls: str) -> Json | None:
    """Return the first extension of these."""
    return next((each for each in holder.get("extension", ()) if each.get("url") in urls), None)


def pointing(asked: UseCase[[], T], places: Mapping[str, str]) -> UseCase[[], T]:
    """Let the refusals of a use case name elements: `places` say which hold what the domain speaks of."""

    async def verb(context: Context) -> T:
        try:
            return await asked(context)
        except Invalid as refusal:
            faults = tuple(_placed(fault, places) for fault in refusal.faults)
            raise Invalid(refusal.code, refusal.message, faults=faults, **refusal.facts) from None

    return UseCase(verb, asked.rule)


def _placed(fault: Fault, places: Mapping[str, str]) -> Fault:
    for prefix in sorted(places, key=len, reverse=True):
        if fault.pointer == prefix or fault.pointer.startswith(f"{prefix}/"):
            return replace(fault, pointer=places[prefix])
    return fault
