"""Lists in the order of their last change or of names, each question compiled once and read along an index."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, FromClause, Text, bindparam, literal_column, select, tuple_, union_all
from sqlalchemy.sql import Select

from app.adapters.postgres.statements import Statement
from app.ports.queries import Cursor
from app.ports.referrals import Order

Filter = Callable[[str], ColumnElement[bool]]  # from the name of its parameter
BEFORE_ALL_NAMES: Cursor = ("", UUID(int=0))
Arm = Mapping[str, Any]  # values by the name of the filter; None is no filter
MOST_ROWS = 201  # of the longest page, and one more


class ByChange:
    """A list sorted by a moment (`updated_at`) and id: `filters` are the conditions that a question may set, by name.

    A question that no single index answers is put in arms, each read along its own index, and only their first rows
    are put together.
    """

    def __init__(
        self,
        base: Callable[[], Select[Any]],
        table: FromClause,
        filters: Mapping[str, Filter],
        by: str = "updated_at",
    ) -> None:
        self._base, self._table, self._filters, self._by = base, table, filters, by
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
        return for_limit(self._compiled(tuple(shape), order, after is not None), limit), arguments

    def _statement(
        self,
        arms: tuple[tuple[tuple[str, str], ...], ...],
        order: Order,
        continued: bool,  # noqa: FBT001 - a cache key
    ) -> Statement:
        chosen = [self._arm(arm, order, continued=continued) for arm in arms]
        keys = (self._by, "id")
        whole = self._together([arm.limit(bindparam("limit")) for arm in chosen], order)
        page = self._together([a_page(arm, keys, newest=order is Order.NEWEST) for arm in chosen], order)
        return Statement.of(page, whole=whole)

    def _together(self, arms: list[Select[Any]], order: Order) -> Select[Any]:
        if len(arms) == 1:
            return arms[0]
        together = union_all(*(select(arm.subquery()) for arm in arms)).subquery()
        return _sorted(select(together), together, order, self._by).limit(bindparam("limit"))

    def _arm(self, used: tuple[tuple[str, str], ...], order: Order, *, continued: bool) -> Select[Any]:
        keys = (self._table.c[self._by], self._table.c.id)
        chosen = self._base().where(*(self._filters[name](parameter) for name, parameter in used))
        if continued:
            cursor = tuple_(bindparam("after_at", type_=keys[0].type), bindparam("after_id", type_=keys[1].type))
            chosen = chosen.where(tuple_(*keys) < cursor if order is Order.NEWEST else tuple_(*keys) > cursor)
        return _sorted(chosen, self._table, order, self._by)


class ByName:
    """A list sorted by `name_key` and id: each set of filters is a statement of its own, planned for what it asks."""

    def __init__(self, table: FromClause, filters: Mapping[str, Filter]) -> None:
        self._table, self._filters = table, filters
        self._compiled = cache(self._statement)

    def ask(self, after: Cursor | None, limit: int, filters: Mapping[str, object]) -> tuple[Statement, dict[str, Any]]:
        """Return a statement and its arguments, for one row more than asked; a filter that is None is left out."""
        used = {name: value for name, value in filters.items() if value is not None}
        name, id_ = after or BEFORE_ALL_NAMES
        arguments = {**used, "limit": limit + 1, "after_name": name, "after_id": id_}
        return for_limit(self._compiled(tuple(sorted(used))), limit), arguments

    def _statement(self, used: tuple[str, ...]) -> Statement:
        columns = self._table.c
        after = tuple_(bindparam("after_name", type_=Text), bindparam("after_id", type_=columns.id.type))
        chosen = select(self._table).where(columns.network_id == bindparam("network"))
        chosen = chosen.where(
            *(self._filters[name](name) for name in used), tuple_(columns.name_key, columns.id) > after
        )
        rows = chosen.order_by(columns.name_key, columns.id)
        return Statement.of(a_page(rows, ("name_key", "id"), newest=False), whole=rows.limit(bindparam("limit")))


def a_page(rows: Select[Any], keys: Sequence[str], *, newest: bool) -> Select[Any]:
    """Ask for the first `limit` of rows that are in the order of these columns of theirs, `MOST_ROWS` at most.

    A statement that is planned once for whatever limit is planned for a tenth of all there is, which is rather sorted
    than read along an index: so it is said how many there will be at most.
    """
    within = rows.limit(literal_column(str(MOST_ROWS))).subquery("within")
    order = [within.c[key].desc() if newest else within.c[key] for key in keys]
    return select(within).order_by(*order).limit(bindparam("limit"))


def for_limit(page: Statement, limit: int) -> Statement:
    """Return the statement for so many items: longer lists than pages are asked for without a bound."""
    return page if limit < MOST_ROWS else page.whole


def places(rows: Sequence[Any], limit: int, by: str = "updated_at", *more: str) -> tuple[Cursor, ...]:
    """Return the place of each item of a page, as the list is sorted: by a moment, or `by` others, and by id."""
    names = (by, *more) if more else (by, "id")
    return tuple(tuple(row[name] for name in names) for row in rows[:limit])


def _sorted(chosen: Select[Any], table: FromClause, order: Order, by: str) -> Select[Any]:
    keys = (table.c[by], table.c.id)
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


def before(column: ColumnElement[Any]) -> Filter:
    """Filter by a moment before which."""
    return lambda name: column < bindparam(name, type_=column.type)
