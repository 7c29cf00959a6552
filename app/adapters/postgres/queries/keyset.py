"""Lists in the order of their last change, each set of filters compiled once, read along an index without a sort."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, FromClause, bindparam, tuple_
from sqlalchemy.sql import Select

from app.adapters.postgres.statements import Statement
from app.ports.queries import Cursor
from app.ports.referrals import Order


class ByChange:
    """A list sorted by `updated_at` and id: `filters` are the conditions that a question may set, by name."""

    def __init__(
        self,
        base: Callable[[], Select[Any]],
        table: FromClause,
        filters: Mapping[str, Callable[[], ColumnElement[bool]]],
    ) -> None:
        self._base, self._table, self._filters = base, table, filters
        self.statement = cache(self._statement)

    def ask(
        self, given: Mapping[str, Any], order: Order, after: Cursor | None, limit: int
    ) -> tuple[Statement, dict[str, Any]]:
        """Return the statement for the filters given (not None), and its arguments: one row more than asked."""
        used = {name: value for name, value in given.items() if value is not None}
        arguments: dict[str, Any] = {**used, "limit": limit + 1}
        if after is not None:
            arguments |= {"after_at": after[0], "after_id": after[1]}
        return self.statement(frozenset(used), order, after is not None), arguments

    def _statement(self, used: frozenset[str], order: Order, continued: bool) -> Statement:  # noqa: FBT001 - a cache key
        keys = (self._table.c.updated_at, self._table.c.id)
        chosen = self._base().where(*(self._filters[name]() for name in sorted(used)))
        if continued:
            cursor = tuple_(bindparam("after_at", type_=keys[0].type), bindparam("after_id", type_=keys[1].type))
            chosen = chosen.where(tuple_(*keys) < cursor if order is Order.NEWEST else tuple_(*keys) > cursor)
        sort = [key.desc() if order is Order.NEWEST else key for key in keys]
        return Statement.of(chosen.order_by(*sort).limit(bindparam("limit")))


def equals(column: ColumnElement[Any], name: str) -> Callable[[], ColumnElement[bool]]:
    """Filter by one value."""
    return lambda: column == bindparam(name, type_=column.type)


def since(column: ColumnElement[Any], name: str) -> Callable[[], ColumnElement[bool]]:
    """Filter by a moment from which on."""
    return lambda: column >= bindparam(name, type_=column.type)
