"""What differs between two versions of a plan, thing by thing, field by field, and in words that a person can read."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from app.domain.care_plans.snapshot import PlanPicture

PARTS = {"needs": "need", "goals": "goal", "activities": "activity"}
UNTOLD = frozenset({"id", "version"})
LONGEST_QUOTE = 80


class Change(StrEnum):
    """What happened to a thing between two versions."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """One field: where it is (a JSON pointer), and its value before and after; None for nothing."""

    pointer: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One thing that differs; `id` is None for the plan itself."""

    what: str
    id: UUID | None
    change: Change
    words: str
    fields: tuple[FieldChange, ...] = ()


def differences(before: PlanPicture, after: PlanPicture) -> tuple[Difference, ...]:
    """List what differs: first the plan itself, then its needs, goals and activities."""
    return tuple(_all(before, after))


def _all(before: PlanPicture, after: PlanPicture) -> Iterator[Difference]:
    own = _field_changes(_own(before), _own(after))
    if own:
        yield Difference(what="plan", id=None, change=Change.CHANGED, words=f"Plan: {_told(own)}.", fields=own)
    for name, noun in PARTS.items():
        yield from _of_parts(noun, getattr(before, name), getattr(after, name))


def _of_parts(noun: str, before: Sequence[Any], after: Sequence[Any]) -> Iterator[Difference]:
    was, now = ({part.id: part for part in parts} for parts in (before, after))
    for id_, part in now.items():
        if id_ not in was:
            yield _whole(noun, part, Change.ADDED)
            continue
        found = _field_changes(_leaves(was[id_]), _leaves(part))
        if found:
            words = f"{noun.capitalize()} {_name(part)}: {_told(found)}."
            yield Difference(what=noun, id=id_, change=Change.CHANGED, words=words, fields=found)
    yield from (_whole(noun, part, Change.REMOVED) for id_, part in was.items() if id_ not in now)


def _whole(noun: str, part: Any, change: Change) -> Difference:
    nothing: dict[str, str] = {}
    said = _leaves(part)
    found = _field_changes(nothing, said) if change is Change.ADDED else _field_changes(said, nothing)
    words = f"{noun.capitalize()} {_name(part)} was {change}."
    return Difference(what=noun, id=part.id, change=change, words=words, fields=found)


def _field_changes(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[FieldChange, ...]:
    return tuple(
        FieldChange(pointer=pointer, before=before.get(pointer), after=after.get(pointer))
        for pointer in dict.fromkeys((*before, *after))
        if before.get(pointer) != after.get(pointer)
    )


def _own(picture: PlanPicture) -> dict[str, str]:
    return {pointer: text for pointer, text in _leaves(picture).items() if pointer.split("/")[1] not in PARTS}


def _leaves(thing: Any) -> dict[str, str]:
    """Return every value in a thing by its JSON pointer, as text; what tells nothing of itself is left out."""
    return {pointer: text for pointer, text in _walk(thing, "") if pointer[1:] not in UNTOLD}


def _walk(value: Any, pointer: str) -> Iterator[tuple[str, str]]:
    if value is None:
        return
    if is_dataclass(value):
        for field in fields(value):
            yield from _walk(getattr(value, field.name), f"{pointer}/{field.name}")
    elif isinstance(value, tuple):
        for place, each in enumerate(value):
            yield from _walk(each, f"{pointer}/{place}")
    else:
        yield pointer, _text(value)


def _text(value: object) -> str:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _name(part: Any) -> str:
    return _quoted(getattr(part, "words", None) or getattr(part, "title", ""))


def _told(found: tuple[FieldChange, ...]) -> str:
    return "; ".join(_sentence(each) for each in found)


def _sentence(change: FieldChange) -> str:
    field = change.pointer[1:].replace("_", " ").replace("/", " ")
    if change.before is None:
        return f"{field} is now {_quoted(change.after)}"
    if change.after is None:
        return f"{field} was {_quoted(change.before)} and is gone"
    return f"{field} was {_quoted(change.before)}, is now {_quoted(change.after)}"


def _quoted(text: str | None) -> str:
    said = text or ""
    return f"“{said}”" if len(said) <= LONGEST_QUOTE else f"“{said[:LONGEST_QUOTE]}…”"
