"""Reads a large part of a type in the order of one of its parameters: first what has a value, then what has none."""

from app.adapters.postgres.queries.resource_criteria import all_find, own
from app.adapters.postgres.queries.resource_plans import Ask, Rows
from app.adapters.postgres.queries.resource_texts import Writing, quoted
from app.ports.resource_search import Shelf, SortKey

WITH_VALUE, WITHOUT = 0, 1
_COLUMNS = {
    Shelf.WORDS: (("value", "text"),),
    Shelf.SPANS: (("since", "timestamptz"), ("until", "timestamptz")),
    Shelf.AMOUNTS: (("low", "float8"), ("high", "float8"), ("unit", "text")),
}
_LAST = (("updated_at", "timestamptz"), ("id", "uuid"))


def along(writing: Writing, ask: Ask, key: SortKey, shelf: Shelf) -> Rows:
    """Read along the index of the values; what has several stands where its first one is."""
    columns = (*_COLUMNS[shelf], *_LAST)
    phase, *last = ask.after or (None,)
    rest = _without(writing, ask, key, shelf, tuple(last) if phase == WITHOUT else ())
    order = (("missing", False), *((name, key.descending) for name, _ in columns))
    names = ", ".join(f"{name} {'DESC' if down else 'ASC'}" for name, down in order)
    if phase == WITHOUT:
        return Rows(sql=rest, order=order)
    first = _with_value(writing, ask, key, shelf, tuple(last))
    sql = (
        f"WITH first AS MATERIALIZED ({first}) SELECT * FROM (SELECT * FROM first UNION ALL"  # noqa: S608
        f" SELECT * FROM ({rest}) rest WHERE (SELECT count(*) FROM first) <= {ask.limit}) found"
        f" ORDER BY {names} LIMIT {ask.limit + 1}"
    )
    return Rows(sql=sql, order=order)


def _with_value(writing: Writing, ask: Ask, key: SortKey, shelf: Shelf, last: tuple[object, ...]) -> str:
    term, earlier, resource = writing.alias(), writing.alias(), writing.alias()
    named = (*_COLUMNS[shelf], *_LAST)
    columns = [f"{term}.{name}" for name, _ in named]
    way, table = ("DESC" if key.descending else "ASC"), f"resource_{shelf}"
    values = [name for name, _ in _COLUMNS[shelf]]
    before = (
        f"({own(writing, table, earlier, key.key, resource)}"
        f" AND ({', '.join(f'{earlier}.{name}' for name in values)}) {'>' if key.descending else '<'}"
        f" ({', '.join(f'{term}.{name}' for name in values)}) AND {writing.told(earlier, resource)} LIMIT 1) IS NULL"
    )
    past = _past(writing, columns, named, last, descending=key.descending)
    shown = ", ".join(f"{column} AS {name}" for column, (name, _) in zip(columns, named, strict=True))
    told = f"{writing.told(term, resource)} AND {before} AND {writing.seen(resource)}"
    asked = f"{told}{all_find(writing, ask.search.criteria, resource)}"
    return (
        f"SELECT {WITH_VALUE} AS missing, {shown} FROM {table} {term}"  # noqa: S608
        f"{writing.where_resource(resource, ask.search.type, f'{term}.id', asked)}"
        f" WHERE {term}.network_id = {writing.network} AND {term}.key = {quoted(key.key)}{past}"
        f" ORDER BY {', '.join(f'{column} {way}' for column in columns)} LIMIT {ask.limit + 1}"
    )


def _without(writing: Writing, ask: Ask, key: SortKey, shelf: Shelf, last: tuple[object, ...]) -> str:
    term, resource = writing.alias(), writing.alias()
    columns = [f"{resource}.{name}" for name, _ in _LAST]
    way = "DESC" if key.descending else "ASC"
    nothing = ", ".join(f"NULL::{type_} AS {name}" for name, type_ in _COLUMNS[shelf])
    past = _past(writing, columns, _LAST, last[-len(_LAST) :], descending=key.descending)
    none = f"({own(writing, f'resource_{shelf}', term, key.key, resource)} AND {writing.told(term, resource)} LIMIT 1)"
    return (
        f"SELECT {WITHOUT} AS missing, {nothing}, {', '.join(columns)} FROM resources {resource}"  # noqa: S608
        f" WHERE {resource}.network_id = {writing.network} AND {resource}.type = {quoted(ask.search.type)}{past}"
        f" AND {none} IS NULL AND {writing.seen(resource)}{all_find(writing, ask.search.criteria, resource)}"
        f" ORDER BY {', '.join(f'{column} {way}' for column in columns)} LIMIT {ask.limit + 1}"
    )


def _past(
    writing: Writing,
    columns: list[str],
    named: tuple[tuple[str, str], ...],
    last: tuple[object, ...],
    *,
    descending: bool,
) -> str:
    if not last:
        return ""
    values = [writing.put(value, type_) for value, (_, type_) in zip(last, named, strict=True)]
    return f" AND ({', '.join(columns)}) {'<' if descending else '>'} ({', '.join(values)})"
