"""The leaves of the schema: what REST says in text, numbers and codes, in the types of GraphQL."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum, StrEnum
from types import NoneType, UnionType
from typing import Annotated, Any, NewType, Union, get_args, get_origin
from uuid import UUID

import strawberry
from pydantic import AwareDatetime, BaseModel
from strawberry.scalars import JSON
from strawberry.types.scalar import ScalarDefinition

from app.api.graphql.meanings import meaning

Uuid = NewType("Uuid", str)
DateTime = NewType("DateTime", str)
Date = NewType("Date", str)

SCALARS: Mapping[object, ScalarDefinition] = {
    Uuid: strawberry.scalar(
        name="UUID",
        description="An id as REST and webhooks tell it. Where an `ID` is asked for, it may be given too.",
        specified_by_url="https://www.rfc-editor.org/rfc/rfc9562",
        serialize=str,
        parse_value=str,
    ),
    DateTime: strawberry.scalar(
        name="DateTime",
        description="A moment with its zone, such as `2026-01-15T09:30:00Z`.",
        specified_by_url="https://www.rfc-editor.org/rfc/rfc3339",
        serialize=str,
        parse_value=str,
    ),
    Date: strawberry.scalar(
        name="Date",
        description="A day, such as `2026-01-15`.",
        specified_by_url="https://www.rfc-editor.org/rfc/rfc3339",
        serialize=str,
        parse_value=str,
    ),
}
_LEAVES: Mapping[Any, Any] = {
    UUID: Uuid,
    datetime: DateTime,
    AwareDatetime: DateTime,
    date: Date,
    **{kind: kind for kind in (str, int, float, bool)},
}
_LISTS = (list, set, frozenset, tuple)
_NAMED = {
    "app.domain.caseloads.acuity.Acuity": "AcuityLevel",
    "app.domain.access.break_glass.ReviewOutcome": "BreakGlassReviewOutcome",
    "app.domain.care_plans.review.ReviewOutcome": "PlanReviewOutcome",
}
"""Enumerations whose names are those of nouns or of other enumerations."""


def or_null(kind: Any) -> Any:
    """Return the annotation of something that may be null."""
    return Union[kind, None]  # noqa: UP007  types that are made while the program runs have no `|`


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """The form of a value: what it is, whether there are many, and whether it may be null."""

    core: Any
    many: bool = False
    nullable: bool = False

    @property
    def model(self) -> type[BaseModel] | None:
        """The model of an object."""
        return self.core if isinstance(self.core, type) and issubclass(self.core, BaseModel) else None

    @property
    def enum(self) -> type[Enum] | None:
        """The enumeration of a code."""
        return self.core if isinstance(self.core, type) and issubclass(self.core, Enum) else None

    def of(self, kind: Any, *, nullable: bool | None = None) -> Any:
        """Return the annotation of a value of this form whose GraphQL type is `kind`."""
        whole = list[kind] if self.many else kind
        return or_null(whole) if (self.nullable if nullable is None else nullable) else whole


def form_of(annotation: Any) -> Form:
    """Return the form of an annotation of pydantic's."""
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return form_of(inner[0])
    if origin in (Union, UnionType):
        [one] = [form_of(each) for each in inner if each is not NoneType]
        return Form(core=one.core, many=one.many, nullable=True)
    if origin in _LISTS:
        return Form(core=form_of(inner[0]).core, many=True)
    return Form(core=dict if origin is dict else annotation)


class Leaves:
    """Gives each enumeration of the domain one in GraphQL, whose values are the codes that REST says."""

    def __init__(self) -> None:
        self._enums: dict[type[Enum], type[Enum]] = {}

    def type_of(self, form: Form) -> Any:
        """Return the GraphQL type of a leaf."""
        if form.enum is not None:
            return self.enum_of(form.enum)
        return _LEAVES.get(form.core, JSON)

    def enum_of(self, enum: type[Enum]) -> type[Enum]:
        """Return the GraphQL enum of an enumeration."""
        if enum not in self._enums:
            name = _NAMED.get(f"{enum.__module__}.{enum.__name__}", enum.__name__)
            codes = {_constant(member.name): member.value for member in enum}
            told = _copied(name, codes)  # a copy, because Strawberry writes on the classes that it is given
            self._enums[enum] = strawberry.enum(told, name=name, description=enum.__doc__)
            for value in told.__strawberry_definition__.values:
                value.description = meaning(name, value.name, value.value)
        return self._enums[enum]

    def names(self, enum: type[Enum]) -> dict[str, str]:
        """Return what GraphQL calls each code."""
        return {member.value: member.name for member in self.enum_of(enum)}


_copied: Any = StrEnum


def _constant(name: str) -> str:
    return name.upper()
