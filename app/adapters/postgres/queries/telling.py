"""Items of lists as JSON that the database writes, because making objects of rows only to write them costs most."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Boolean, ColumnElement, DateTime, Integer, Text, Uuid, cast, func, literal_column
from sqlalchemy.dialects.postgresql import JSON, JSONB

MOMENT = """'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'"""


def told(members: Mapping[str, ColumnElement[Any]]) -> ColumnElement[str]:
    """Write one item as JSON text."""
    return an_object(members).label("told")


def an_object(members: Mapping[str, ColumnElement[Any]]) -> ColumnElement[Any]:
    """Write an object as JSON text; moments as RFC 3339 in UTC, as everywhere.

    Its members are put into a form: `json_build_object` finds out anew for each row how each is written, and takes
    three times as long.
    """
    form = ",".join(f'"{name}":%s' for name in members)
    return func.format(literal_column(f"'{{{form}}}'"), *map(_written, members.values()), type_=_AsItIs)


class _AsItIs(Text):
    """Text that is JSON already."""


def _written(value: ColumnElement[Any]) -> ColumnElement[Any]:
    return func.coalesce(_text(value), literal_column("'null'"))


def _text(value: ColumnElement[Any]) -> ColumnElement[Any]:
    """Write what is there as JSON text, in the cheapest way that its type allows."""
    kind = value.type
    if isinstance(kind, _AsItIs | Integer | Boolean | JSON | JSONB):
        return cast(value, Text)
    if isinstance(kind, DateTime):
        return _quoted(moment(value))
    return _quoted(cast(value, Text)) if isinstance(kind, Uuid) else cast(func.to_json(value), Text)


def _quoted(text: ColumnElement[Any]) -> ColumnElement[Any]:
    mark = literal_column("""'"'""", type_=Text)
    return mark.concat(text).concat(mark)


def moment(value: ColumnElement[Any]) -> ColumnElement[Any]:
    """Write a moment."""
    return func.to_char(func.timezone(literal_column("'UTC'"), value), literal_column(MOMENT))
