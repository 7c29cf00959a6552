"""Which parts of a resource say what the domain keeps, and which of them are told otherwise than they are told now.

What a resource says as it is told already changes nothing, however little of it the domain could read back.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

from app.adapters.fhir.validation.json_text import read
from app.api.fhir.mapped.elements import Json
from app.domain.errors import Fault, Invalid, NotFound
from app.ports.access import Access
from app.ports.resources import Target
from app.use_cases.core import Context

OURS = "urn:throughline:"
EXTENSION = f"{OURS}extension:"
W = TypeVar("W", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Part:
    """A field of the domain, how it is read of a resource, and the members and extensions that say it."""

    field: str
    read: Callable[[Json], Any]
    members: tuple[str, ...]


def fields_of(parts: Iterable[Part], resource: Json) -> dict[str, Any]:
    """Return what a new resource says, by field; what it does not say is left to the domain."""
    said = ((part.field, part.read(resource)) for part in parts)
    return {field: value for field, value in said if value is not None}


def changes_of(parts: Iterable[Part], resource: Json, told: Json) -> dict[str, Any]:
    """Return what a resource says otherwise than it is told now, by field."""
    anew = said_anew(resource, told)
    return {part.field: part.read(resource) for part in parts if anew & set(part.members)}


def said_anew(resource: Json, told: Json) -> frozenset[str]:
    """Return the members that differ, and the addresses of the extensions that do."""
    one, other = dict(_members(resource)), dict(_members(told))
    return frozenset(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


async def told_now(context: Context, type_: str, id_: UUID) -> Json:
    """Return what a resource says now, as the actor reads it."""
    access = Access.of(context.actor, context.now)
    there = await context.tx.resources.read(access, Target(type=type_, id=id_))
    if there is None:
        raise NotFound("resource")
    content: Json = read(there.content)
    return content


def _members(resource: Json) -> Iterator[tuple[str, Any]]:
    """Yield each member with its sibling, and each extension by its address."""
    names = {name.removeprefix("_") for name in resource} - {"id", "meta", "resourceType", "extension", "text"}
    for name in names:
        yield name, (resource.get(name), resource.get(f"_{name}"))
    by_url: dict[str, list[Any]] = {}
    for each in resource.get("extension", ()):
        by_url.setdefault(str(each.get("url")), []).append(each)
    yield from by_url.items()


def value_of(resource: Json, name: str) -> Any:
    """Return the value of the extension of ours of a name."""
    return next(iter(values_of(resource, name)), None)


def text_of(resource: Json, name: str) -> str | None:
    """Return the text of the extension of ours of a name."""
    said = value_of(resource, name)
    if said is not None and not isinstance(said, str):
        raise unfit(resource, name, "must be a text")
    return said


def number_of(resource: Json, name: str) -> int | None:
    """Return the whole number of the extension of ours of a name."""
    said = value_of(resource, name)
    if said is not None and (isinstance(said, bool) or not isinstance(said, int)):
        raise unfit(resource, name, "must be a whole number")
    return said


def word_of(resource: Json, name: str, words: type[W]) -> W | None:
    """Return the word of ours that the extension of ours of a name says; another is never guessed."""
    said = value_of(resource, name)
    if said is None:
        return None
    if spelled(said) not in set(words):
        known = ", ".join(each.value.replace("_", "-") for each in words)
        raise unfit(resource, name, f"must be one of {known}")
    return words(spelled(said))


def unfit(resource: Json, name: str, message: str) -> Invalid:
    """Refuse what an extension of ours says."""
    fault = Fault(pointer=f"{resource['resourceType']}.extension", message=f"{EXTENSION}{name} {message}")
    return Invalid("resource.extension", "An extension does not say what it is for.", faults=(fault,))


def values_of(resource: Json, name: str) -> Iterator[Any]:
    """Yield the values of the extensions of ours of a name."""
    for each in resource.get("extension", ()):
        if each.get("url") == EXTENSION + name:
            yield from (value for key, value in each.items() if key.startswith("value"))


def coded(concepts: Iterable[Json], system: str) -> Iterator[str]:
    """Yield the codes of concepts that are of one system."""
    for concept in concepts:
        yield from (
            each["code"] for each in concept.get("coding", ()) if each.get("system") == system and "code" in each
        )


def spelled(text: Any) -> str:
    """Spell a code as the domain spells its words."""
    return str(text).replace("-", "_")


def plain(values: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """Return some of the fields."""
    return {name: values[name] for name in names if name in values}
