"""Lists in the order of their last change, each question compiled once, read along an index without a sort."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, FromClause, bindparam, select, tuple_, union_all
from sqlalchemy.sql import Select

from app.adapters.postgres.statements import Statement
from app.ports.queries import Cursor
from app.ports.referrals import Order

Filter = Callable[[str], ColumnElement[bool]]  # from the name of its parameter
Arm = Mapping[str, Any]  # values by the name of the filter; None is no filter


class ByChange:
    """A list sorted by `updated_at` and id: `filters` are the conditions that a question may set, by name.

    A question that no single index answers is put in arms, each read along its own index, and only their first rows
    are put together.
    """

    def __init__(self, base: Callable[[], Select[Any]], table: FromClause, filters: Mapping[str, Filter]) -> None:
        self._base, self._table, self._filters = base, table, filters
        self._compiled = cache(self._statement)

    def ask(
        self, arms: Sequence[Arm], order: Order, after: Cursor | None, limit: int
    ) -> tuple[Statement, dict[str, Any]]:
        """Return a statement and its arguments, for one row more than asked."""
        arguments: dict[str, Any] = {"limit": limit + 1}
        if after is not None:
            arguments |= {"after_at": after[0], "after_id": after[1]}
        shape = []
        for place, arm in enumerate(arms):
            used = {f"{name}_{place}": value for name, value in arm.items() if value is not None}
            arguments |= used
            shape.append(tuple(sorted((name.rpartition("_")[0], name) for name in used)))
        return self._compiled(tuple(shape), order, after is not None), arguments

    def _statement(
        self,
        arms: tuple[tuple[tuple[str, str], ...], ...],
        order: Order,
        continued: bool,  # noqa: FBT001 - a cache key
    ) -> Statement:
        chosen = [self._arm(arm, order, continued=continued) for arm in arms]
        if len(chosen) == 1:
            return Statement.of(chosen[0])
        together = union_all(*(select(arm.subquery()) for arm in chosen)).subquery()
        return Statement.of(_sorted(select(together), together, order).limit(bindparam("limit")))

    def _arm(self, used: tuple[tuple[str, str], ...], order: Order, *, continued: bool) -> Select[Any]:
        keys = (self._table.c.updated_at, self._table.c.id)
        chosen = self._base().where(*(self._filters[name](parameter) for name, parameter in used))
        if continued:
            cursor = tuple_(bindparam("after_at", type_=keys[0].type), bindparam("after_id", type_=keys[1].type))
            chosen = chosen.where(tuple_(*keys) < cursor if order is Order.NEWEST else tuple_(*keys) > cursor)
        return _sorted(chosen, self._table, order).limit(bindparam("limit"))


def _sorted(chosen: Select[Any], table: FromClause, order: Order) -> Select[Any]:
    keys = (table.c.updated_at, table.c.id)
    return chosen.order_by(*(key.desc() if order is Order.NEWEST else key for key in keys))


def equals(column: ColumnElement[Any]) -> Filter:
    """Filter by one value."""
    return lambda name: column == bindparam(name, type_=column.type)


def differs(column: ColumnElement[Any]) -> Filter:
    """Filter out one value."""
    return lambda name: column != bindparam(name, type_=column.type)


def since(column: ColumnElement[Any]) -> Filter:
    """Filter by a moment from which on."""
    return lambda name: column >= bindparam(name, type_=column.type)
