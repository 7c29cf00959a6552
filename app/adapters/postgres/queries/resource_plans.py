"""In which order the rows of a search are read, so that a page costs as much in a large network as in a small one.

Each way reads along an index in the order of the answer, or gathers few and sorts them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from app.adapters.postgres.queries.resource_candidates import candidates
from app.adapters.postgres.queries.resource_criteria import all_find, own
from app.adapters.postgres.queries.resource_texts import Writing, end_of, quoted
from app.ports.queries import Cursor
from app.ports.resource_search import AnyOf, Criterion, How, Search, Shelf, SortKey, Words, Worth

JUST_AFTER = "\x01"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A search, where it goes on, and the names of the columns by which a page is sorted."""

    search: Search
    after: Cursor | None
    limit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """The ids of a page, and what they are sorted by: columns of it, each with its direction."""

    sql: str
    order: tuple[tuple[str, bool], ...]  # name, descending


def exact_pairs(criterion: Criterion) -> list[tuple[str, str]] | None:
    """Return the keys and words that are looked for to the letter; None where anything else is."""
    if isinstance(criterion, Words):
        exact = all(each.how is How.IS for each in criterion.any_of)
        return [(criterion.key, each.value) for each in criterion.any_of] if exact else None
    if isinstance(criterion, AnyOf):
        found = [exact_pairs(each) for each in criterion.any_of]
        return [pair for pairs in found for pair in pairs or ()] if all(found) else None
    return None


def worth(criterion: Criterion) -> Worth:
    """Return how few a criterion is expected to find."""
    if isinstance(criterion, Words):
        return criterion.worth
    return Worth.FEW if isinstance(criterion, AnyOf) else Worth.MANY


def _direction(*, descending: bool) -> str:
    return "DESC" if descending else "ASC"


def _from(writing: Writing, ask: Ask, besides: Criterion | None, resource: str) -> str:
    others = [each for each in ask.search.criteria if each is not besides]
    return f"{writing.seen(resource)}{all_find(writing, others, resource)}"


def by_type(writing: Writing, ask: Ask, *, descending: bool) -> Rows:
    """Read the resources of the type in the order of their last change."""
    resource = writing.alias()
    columns = (f"{resource}.updated_at", f"{resource}.id")
    sql = (
        f"SELECT {', '.join(columns)} FROM resources {resource} WHERE {resource}.network_id = {writing.network}"  # noqa: S608
        f" AND {resource}.type = {quoted(ask.search.type)}{_past(writing, ask, columns, descending=descending)}"
        f" AND {_from(writing, ask, None, resource)}{_ordered(ask, columns, descending=descending)}"
    )
    return Rows(sql=sql, order=(("updated_at", descending), ("id", descending)))


def by_words(writing: Writing, ask: Ask, criterion: Criterion, *, descending: bool) -> Rows:
    """Read along the words that are looked for to the letter: those of each are in the order of the last change."""
    pairs = exact_pairs(criterion) or []
    order = (("updated_at", descending), ("id", descending))
    if len(pairs) == 1:
        (key, value), *_ = pairs
        word_is = (quoted(key), writing.put(value, "text"))
        return Rows(sql=_along_word(writing, ask, criterion, word_is, descending=descending), order=order)
    keys, values = zip(*pairs, strict=True)
    arrays = f"{writing.put(list(keys), 'text[]')}, {writing.put(list(values), 'text[]')}"
    each = _along_word(writing, ask, criterion, ("asked.key", "asked.value"), descending=descending)
    way = _direction(descending=descending)
    sql = (
        f"SELECT DISTINCT found.updated_at, found.id FROM unnest({arrays}) AS asked (key, value)"  # noqa: S608
        f" CROSS JOIN LATERAL ({each}) found ORDER BY updated_at {way}, id {way} LIMIT {ask.limit + 1}"
    )
    return Rows(sql=sql, order=order)


def _along_word(writing: Writing, ask: Ask, criterion: Criterion, word_is: tuple[str, str], *, descending: bool) -> str:
    word, resource = writing.alias(), writing.alias()
    columns = (f"{word}.updated_at", f"{word}.id")
    asked = f"{writing.told(word, resource)} AND {_from(writing, ask, criterion, resource)}"
    return (
        f"SELECT {', '.join(columns)} FROM resource_words {word}"  # noqa: S608
        f"{writing.where_resource(resource, ask.search.type, f'{word}.id', asked)}"
        f" WHERE {word}.network_id = {writing.network} AND {word}.key = {word_is[0]} AND {word}.value = {word_is[1]}"
        f"{_past(writing, ask, columns, descending=descending)}{_ordered(ask, columns, descending=descending)}"
    )


def by_beginning(writing: Writing, ask: Ask, criterion: Words) -> Rows:
    """Read along all words that begin as one of those looked for; what several find stands where the first is.

    Texts come in their own order; codes of whatever system the newest first.
    """
    descending = criterion.worth is Worth.MANY
    order = tuple((name, descending) for name in ("value", "updated_at", "id"))
    ranges = [
        (each.value, end_of(each.value) if each.how is How.BEGINS else each.value + JUST_AFTER)
        for each in criterion.any_of
    ]
    bounds = [(writing.put(low, "text"), writing.put(high, "text")) for low, high in ranges]
    arms = [_along_range(writing, ask, criterion, (low, high), bounds) for low, high in bounds]
    if len(arms) == 1:
        return Rows(sql=arms[0], order=order)
    way = _direction(descending=descending)
    together = " UNION ".join(f"({arm})" for arm in arms)
    sql = (
        f"SELECT value, updated_at, id FROM ({together}) found"  # noqa: S608
        f" ORDER BY value {way}, updated_at {way}, id {way} LIMIT {ask.limit + 1}"
    )
    return Rows(sql=sql, order=order)


def _along_range(
    writing: Writing, ask: Ask, criterion: Words, within: tuple[str, str], bounds: Sequence[tuple[str, str]]
) -> str:
    descending = criterion.worth is Worth.MANY
    word, earlier, resource = writing.alias(), writing.alias(), writing.alias()
    columns = (f"{word}.value", f"{word}.updated_at", f"{word}.id")
    any_bound = " OR ".join(f"{earlier}.value >= {low} AND {earlier}.value < {high}" for low, high in bounds)
    before = (
        f"({own(writing, 'resource_words', earlier, criterion.key, resource)} AND ({any_bound})"
        f" AND {earlier}.value {'>' if descending else '<'} {word}.value"
        f" AND {writing.told(earlier, resource)} LIMIT 1) IS NULL"
    )
    asked = f"{writing.told(word, resource)} AND {before} AND {_from(writing, ask, criterion, resource)}"
    return (
        f"SELECT {', '.join(columns)} FROM resource_words {word}"  # noqa: S608
        f"{writing.where_resource(resource, ask.search.type, f'{word}.id', asked)}"
        f" WHERE {word}.network_id = {writing.network} AND {word}.key = {quoted(criterion.key)}"
        f" AND {word}.value >= {within[0]} AND {word}.value < {within[1]}"
        f"{_past(writing, ask, columns, descending=descending)}{_ordered(ask, columns, descending=descending)}"
    )


def gathered(writing: Writing, ask: Ask, criterion: Criterion) -> Rows:
    """Gather all that one criterion may find, ask everything of each, and sort what is left."""
    resource, found, page = writing.alias(), writing.alias(), writing.alias()
    keys = ask.search.sort or (SortKey(shelf=None, descending=True),)
    values = [f"{_sorted_by(writing, key, resource)} AS k{place}" for place, key in enumerate(keys)]
    order = (*((f"k{place}", key.descending) for place, key in enumerate(keys)), ("id", keys[0].descending))
    ids = f"SELECT DISTINCT id FROM ({candidates(writing, criterion)}) {writing.alias()}"  # noqa: S608
    rows = (
        f"SELECT {', '.join(values)}, {resource}.id FROM resources {resource}"  # noqa: S608
        f" WHERE {writing.resource(resource, ask.search.type, f'{found}.id')}"
        f" AND {_from(writing, ask, None, resource)} OFFSET 0"
    )
    after = _after_values(writing, ask, keys, page)
    names = ", ".join(f"{page}.{name} {_direction(descending=down)} NULLS LAST" for name, down in order)
    each = f"({ids} OFFSET 0) {found} CROSS JOIN LATERAL ({rows}) {page}"
    sql = f"SELECT {page}.* FROM {each}{after} ORDER BY {names} LIMIT {ask.limit + 1}"  # noqa: S608
    return Rows(sql=sql, order=order)


_VALUES = {Shelf.WORDS: "value", Shelf.SPANS: "since", Shelf.AMOUNTS: "low"}
TYPES = {Shelf.WORDS: "text", Shelf.SPANS: "timestamptz", Shelf.AMOUNTS: "float8", None: "timestamptz"}


def _sorted_by(writing: Writing, key: SortKey, resource: str) -> str:
    if key.shelf is None:
        return f"{resource}.updated_at"
    term = writing.alias()
    best = f"{'max' if key.descending else 'min'}({term}.{_VALUES[key.shelf]})"
    rows = own(writing, f"resource_{key.shelf}", term, key.key, resource)
    return f"({rows.replace('SELECT 1', f'SELECT {best}', 1)} AND {writing.told(term, resource)})"


def _after_values(writing: Writing, ask: Ask, keys: Sequence[SortKey], page: str) -> str:
    """Write what comes after the last of the page before: by the first value that differs; no value is the last."""
    if ask.after is None:
        return ""
    *values, id_ = ask.after
    sign = "<" if keys[0].descending else ">"
    text = f"{page}.id {sign} {writing.put(id_, 'uuid')}"
    for place, (key, value) in reversed(list(enumerate(zip(keys, values, strict=True)))):
        column = f"{page}.k{place}"
        if value is None:
            text = f"({column} IS NULL AND {text})"
            continue
        last = writing.put(value, TYPES[key.shelf])
        later = f"{column} {'<' if key.descending else '>'} {last}"
        text = f"({later} OR {column} IS NULL OR {column} = {last} AND {text})"
    return f" WHERE {text}"


def _past(writing: Writing, ask: Ask, columns: Sequence[str], *, descending: bool) -> str:
    if ask.after is None:
        return ""
    types = ("text", "timestamptz", "uuid")[-len(columns) :]
    values = [writing.put(value, type_) for value, type_ in zip(ask.after, types, strict=True)]
    return f" AND ({', '.join(columns)}) {'<' if descending else '>'} ({', '.join(values)})"


def _ordered(ask: Ask, columns: Sequence[str], *, descending: bool) -> str:
    way = _direction(descending=descending)
    return f" ORDER BY {', '.join(f'{column} {way}' for column in columns)} LIMIT {ask.limit + 1}"
