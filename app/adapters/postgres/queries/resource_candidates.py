"""What an index says a criterion may find, before anything else is asked: few enough, it is all that is looked at."""

from collections.abc import Iterator, Sequence

from app.adapters.postgres.queries.resource_criteria import all_find, amount_passes, matches, span_passes
from app.adapters.postgres.queries.resource_texts import MOST_CLIENTS, Writing, id_in, quoted
from app.ports.resource_search import (
    AmongSeen,
    Amounts,
    AnyOf,
    Comparison,
    Criterion,
    Had,
    How,
    Ids,
    Linked,
    Spans,
    Words,
)

_ALONG_SINCE = frozenset({Comparison.EQ, Comparison.LT, Comparison.SA})
_ALONG_LOW = frozenset({Comparison.EQ, Comparison.LT, Comparison.LE, Comparison.SA})
_ALONG_INDEX = frozenset({How.IS, How.BEGINS})


def gathers(criterion: Criterion) -> bool:
    """Whether an index leads to what a criterion finds."""
    if isinstance(criterion, Words):
        return all(each.how in _ALONG_INDEX for each in criterion.any_of)
    if isinstance(criterion, Spans):
        return all(each.comparison in _ALONG_SINCE for each in criterion.any_of)
    if isinstance(criterion, Amounts):
        return all(each.comparison in _ALONG_LOW for each in criterion.any_of)
    if isinstance(criterion, AnyOf):
        return all(map(gathers, criterion.any_of))
    if isinstance(criterion, Linked | Had):
        return any(map(gathers, criterion.criteria))
    return isinstance(criterion, Ids | AmongSeen)


def inner(criterion: Criterion) -> Iterator[Criterion]:
    """Name the criteria in the middle of chains, by which this one is gathered: each must find few for itself."""
    if isinstance(criterion, AnyOf):
        for each in criterion.any_of:
            yield from inner(each)
    if isinstance(criterion, Linked | Had):
        first = _first(criterion.criteria)
        yield first
        yield from inner(first)


def _first(criteria: Sequence[Criterion]) -> Criterion:
    return next(each for each in criteria if gathers(each))


def candidates(writing: Writing, criterion: Criterion, most: int | None = None) -> str:
    """Write the ids to which the index leads; those in the middle of a chain only up to `most`."""
    if isinstance(criterion, Ids):
        return f"SELECT unnest({writing.put(list(criterion.any_of), 'uuid[]')}) AS id"
    if isinstance(criterion, AmongSeen):
        return writing.in_sight(criterion.type, None if most is None else MOST_CLIENTS)
    if isinstance(criterion, AnyOf):
        return " UNION ALL ".join(f"({candidates(writing, each, most)})" for each in criterion.any_of)
    if isinstance(criterion, Linked):
        return _linked(writing, criterion, most)
    if isinstance(criterion, Had):
        return _had(writing, criterion, most)
    return _terms(writing, criterion)


def _terms(writing: Writing, criterion: Criterion) -> str:
    term = writing.alias()
    if isinstance(criterion, Words):
        table, tests = "resource_words", [_word(writing, criterion, term)]
    elif isinstance(criterion, Spans):
        ends = (f"{term}.since", f"{term}.until")
        table, tests = "resource_spans", [span_passes(writing, each, *ends) for each in criterion.any_of]
    elif isinstance(criterion, Amounts):
        table, tests = "resource_amounts", [amount_passes(writing, each, term) for each in criterion.any_of]
    else:
        raise TypeError(type(criterion))
    key = quoted(criterion.key)
    return (
        f"SELECT {term}.id FROM {table} {term} WHERE {term}.network_id = {writing.network} AND {term}.key = {key}"  # noqa: S608
        f" AND ({' OR '.join(tests)})"
    )


def _word(writing: Writing, criterion: Words, term: str) -> str:
    exact = [each.value for each in criterion.any_of if each.how is How.IS]
    tests = [matches(writing, each, f"{term}.value") for each in criterion.any_of if each.how is not How.IS]
    if exact:
        tests.append(f"{term}.value = ANY({writing.put(exact, 'text[]')})")
    return " OR ".join(tests)


def _middle(writing: Writing, criterion: Linked | Had, most: int | None) -> tuple[str, str]:
    """Write the resources in the middle that the asker may read and every criterion finds, and their name."""
    middle, found = writing.alias(), writing.alias()
    few = "" if most is None else f" LIMIT {most + 1}"
    ids = f"SELECT DISTINCT id FROM ({candidates(writing, _first(criterion.criteria), most)}{few}) {writing.alias()}"  # noqa: S608
    read = (
        f"SELECT {middle}.id FROM resources {middle}"  # noqa: S608
        f" WHERE {writing.resource(middle, criterion.type, f'{found}.id')} AND {writing.seen(middle)}"
        f"{all_find(writing, criterion.criteria, middle)} OFFSET 0"
    )
    return f"(SELECT seen.id FROM ({ids} OFFSET 0) {found} CROSS JOIN LATERAL ({read}) seen)", writing.alias()  # noqa: S608


def _linked(writing: Writing, criterion: Linked, most: int | None) -> str:
    rows, middle = _middle(writing, criterion, most)
    word = writing.alias()
    named = (
        f"SELECT {word}.id FROM resource_words {word} WHERE {word}.network_id = {writing.network}"  # noqa: S608
        f" AND {word}.key = {quoted(criterion.key)}"
        f" AND {word}.value = {quoted(f'{criterion.type}/')} || {middle}.id::text OFFSET 0"
    )
    return f"SELECT named.id FROM {rows} {middle} CROSS JOIN LATERAL ({named}) named"  # noqa: S608


def _had(writing: Writing, criterion: Had, most: int | None) -> str:
    rows, middle = _middle(writing, criterion, most)
    word = writing.alias()
    named = (
        f"SELECT {id_in(f'{word}.value')} AS id FROM resource_words {word}"  # noqa: S608
        f" WHERE {word}.network_id = {writing.network} AND {word}.type = {quoted(criterion.type)}"
        f" AND {word}.id = {middle}.id AND {word}.key = {quoted(criterion.key)} OFFSET 0"
    )
    return f"SELECT named.id FROM {rows} {middle} CROSS JOIN LATERAL ({named}) named"  # noqa: S608
