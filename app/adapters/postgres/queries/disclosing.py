"""The table of elements once more as conditions of SQL, so that what is withheld does not leave the database."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Text, and_, case, func, literal_column, null, or_, true
from sqlalchemy.dialects.postgresql import JSON, array

from app.domain.clients.access import Tier
from app.domain.disclosure.elements import ELEMENTS, Claim, Noun


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingColumns:
    """How the asker stands to the row that is read: `tier` says whether so much of the client is told."""

    tier: Callable[[Tier], ColumnElement[bool]]
    claims: Mapping[Claim, ColumnElement[bool]]


def tells(noun: Noun, element: str, standing: StandingColumns) -> ColumnElement[bool]:
    """Say when an element is told whole, as `domain.disclosure.withholding` does."""
    ways = []
    for way in ELEMENTS[noun][element].ways:
        enough = [standing.tier(way.tier)] if way.tier else []
        ways.append(and_(true(), *enough, *(standing.claims[claim] for claim in sorted(way.claims))))
    return or_(*ways)


def told_if(noun: Noun, element: str, standing: StandingColumns, value: ColumnElement[Any]) -> ColumnElement[Any]:
    """Write an element where it is told, and nothing where it is not."""
    return only_if(tells(noun, element, standing), value)


def withheld(noun: Noun, standing: StandingColumns, there: Mapping[str, ColumnElement[bool]]) -> ColumnElement[Any]:
    """Write the names of what is there and not told, sorted, as a JSON array."""
    names: list[ColumnElement[Any]] = [
        only_if(and_(~tells(noun, element, standing), there[element]), literal_column(f"'{element}'"))
        for element in sorted(there)
    ]
    return func.to_json(func.array_remove(array[Any](names, type_=Text), null()), type_=JSON)


def only_if(condition: ColumnElement[bool], value: ColumnElement[Any]) -> ColumnElement[Any]:
    """Write a value where a condition holds."""
    return case((condition, value), else_=null())
