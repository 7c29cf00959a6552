"""Items of lists as JSON that the database writes, because making objects of rows only to write them costs most."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, DateTime, Text, cast, func, literal_column
from sqlalchemy.dialects.postgresql import JSON

MOMENT = """'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'"""


def told(members: Mapping[str, ColumnElement[Any]]) -> ColumnElement[str]:
    """Write one item as JSON text."""
    return cast(an_object(members), Text).label("told")


def an_object(members: Mapping[str, ColumnElement[Any]]) -> ColumnElement[Any]:
    """Write an object; moments as RFC 3339 in UTC, as everywhere."""
    pairs = [part for name, value in members.items() for part in (literal_column(f"'{name}'"), _written(value))]
    return func.json_build_object(*pairs, type_=JSON)


def _written(value: ColumnElement[Any]) -> ColumnElement[Any]:
    return moment(value) if isinstance(value.type, DateTime) else value


def moment(value: ColumnElement[Any]) -> ColumnElement[Any]:
    """Write a moment."""
    return func.to_char(func.timezone(literal_column("'UTC'"), value), literal_column(MOMENT))
