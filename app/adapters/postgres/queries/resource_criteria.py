"""Writes each criterion of a search as a question about one resource, looked up for that resource alone.

Every resource in the middle of a chain is asked for too, so that nothing is found by what the asker may not read.
"""

from collections.abc import Callable, Sequence
from typing import Any

from app.adapters.postgres.queries.resource_texts import Writing, end_of, id_in, quoted
from app.ports.resource_search import (
    AmongSeen,
    Amounts,
    AmountTest,
    AnyOf,
    Changed,
    Comparison,
    Criterion,
    Had,
    How,
    Ids,
    Linked,
    Match,
    Said,
    Spans,
    SpanTest,
    Without,
    Words,
)


def finds(writing: Writing, criterion: Criterion, resource: str) -> str:
    """Write whether a criterion finds the resource of this alias."""
    return _FINDS[type(criterion)](writing, criterion, resource)


def all_find(writing: Writing, criteria: Sequence[Criterion], resource: str) -> str:
    """Write that every criterion finds it, each beginning with AND."""
    return "".join(f" AND {finds(writing, each, resource)}" for each in criteria)


def _one(rows: str) -> str:
    return f"({rows} LIMIT 1) IS NOT NULL"


def _words(writing: Writing, criterion: Words, resource: str) -> str:
    exact = [each.value for each in criterion.any_of if each.how is How.IS]
    others = [each for each in criterion.any_of if each.how is not How.IS]
    found = []
    if exact:
        found.append(_is_one_of(writing, criterion.key, exact, resource))
    if others:
        word = writing.alias()
        tests = " OR ".join(matches(writing, each, f"{word}.value") for each in others)
        rows = own(writing, "resource_words", word, criterion.key, resource)
        found.append(_one(f"{rows} AND ({tests}) AND {writing.told(word, resource)}"))
    return _or(found)


def _is_one_of(writing: Writing, key: str, values: list[str], resource: str) -> str:
    """Look into the index for each value: the time and the id of a resource are those of its words."""
    word = writing.alias()
    return _one(
        f"SELECT 1 FROM resource_words {word} WHERE {word}.network_id = {writing.network}"  # noqa: S608
        f" AND {word}.key = {quoted(key)} AND {word}.value = ANY({writing.put(values, 'text[]')})"
        f" AND {word}.updated_at = {resource}.updated_at AND {word}.id = {resource}.id"
        f" AND {writing.told(word, resource)}"
    )


def own(writing: Writing, table: str, term: str, key: str, resource: str) -> str:
    """Write the terms of a resource under a key."""
    return (
        f"SELECT 1 FROM {table} {term} WHERE {term}.network_id = {writing.network}"  # noqa: S608
        f" AND {term}.type = {resource}.type AND {term}.id = {resource}.id AND {term}.key = {quoted(key)}"
    )


def matches(writing: Writing, match: Match, value: str) -> str:
    """Write whether a value is what is looked for."""
    if match.how is How.BEGINS:
        low, high = writing.put(match.value, "text"), writing.put(end_of(match.value), "text")
        return f"({value} >= {low} AND {value} < {high})"
    text = writing.put(match.value, "text")
    if match.how is How.CONTAINS:
        return f"strpos({value}, {text}) > 0"
    return f"right({value}, length({text})) = {text}" if match.how is How.ENDS else f"{value} = {text}"


def _spans(writing: Writing, criterion: Spans, resource: str) -> str:
    span = writing.alias()
    tests = _or([span_passes(writing, each, f"{span}.since", f"{span}.until") for each in criterion.any_of])
    rows = own(writing, "resource_spans", span, criterion.key, resource)
    return _one(f"{rows} AND {tests} AND {writing.told(span, resource)}")


def span_passes(writing: Writing, test: SpanTest, since: str, until: str) -> str:
    """Write whether a stretch of time passes a test (R4 search, section 3.1.1.4.7)."""
    low, high = writing.put(test.since, "timestamptz"), writing.put(test.until, "timestamptz")
    within = f"({since} >= {low} AND {since} < {high} AND {until} <= {high})"
    return {
        Comparison.EQ: within,
        Comparison.NE: f"NOT ({since} >= {low} AND {until} <= {high})",
        Comparison.GT: f"({until} > {high} AND {low} <= {high})",
        Comparison.LT: f"({since} < {low} AND {low} <= {high})",
        Comparison.GE: f"({until} > {high} OR {within})",
        Comparison.LE: f"({since} < {low} OR {within})",
        Comparison.SA: f"({since} >= {high} AND {low} <= {high})",
        Comparison.EB: f"({until} <= {low} AND {low} <= {high})",
        Comparison.AP: f"({since} < {high} AND {until} > {low})",
    }[test.comparison]


def _changed(writing: Writing, criterion: Changed, resource: str) -> str:
    return _or([_moment_passes(writing, each, f"{resource}.updated_at") for each in criterion.any_of])


def _moment_passes(writing: Writing, test: SpanTest, moment: str) -> str:
    """Write whether a moment passes a test: it has no end that could be compared."""
    low, high = test.since, test.until
    asked: dict[Comparison, tuple[tuple[str, Any], ...]] = {
        Comparison.EQ: ((">=", low), ("<", high)),
        Comparison.AP: ((">=", low), ("<", high)),
        Comparison.GT: ((">=", high),),
        Comparison.SA: ((">=", high),),
        Comparison.GE: ((">=", low),),
        Comparison.LT: (("<", low),),
        Comparison.EB: (("<", low),),
        Comparison.LE: (("<", high),),
    }
    negated = test.comparison is Comparison.NE
    parts = asked[Comparison.EQ if negated else test.comparison]
    text = " AND ".join(f"{moment} {sign} {writing.put(value, 'timestamptz')}" for sign, value in parts)
    return f"NOT ({text})" if negated else f"({text})"


def _amounts(writing: Writing, criterion: Amounts, resource: str) -> str:
    amount = writing.alias()
    tests = _or([amount_passes(writing, each, amount) for each in criterion.any_of])
    rows = own(writing, "resource_amounts", amount, criterion.key, resource)
    return _one(f"{rows} AND {tests} AND {writing.told(amount, resource)}")


def amount_passes(writing: Writing, test: AmountTest, amount: str) -> str:
    """Write whether an amount passes a test: precision counts for being equal, and for nothing else."""
    low, high = f"{amount}.low", f"{amount}.high"
    if test.comparison in (Comparison.EQ, Comparison.NE, Comparison.AP):
        least, most = writing.put(test.low, "float8"), writing.put(test.high, "float8")
        text = f"{low} >= {least} AND {low} <= {most} AND {high} < {most}"
        if test.comparison is Comparison.NE:
            text = f"NOT ({text})"
        if test.comparison is Comparison.AP:
            text = f"{high} >= {least} AND {low} <= {most}"
    else:
        side, sign = _SIGNS[test.comparison]
        text = f"{amount}.{side} {sign} {writing.put(test.value, 'float8')}"
    unit = "" if test.unit is None else f" AND {matches(writing, test.unit, f'{amount}.unit')}"
    return f"({text}{unit})"


_SIGNS = {
    Comparison.GT: ("high", ">"),
    Comparison.GE: ("high", ">="),
    Comparison.LT: ("low", "<"),
    Comparison.LE: ("low", "<="),
    Comparison.SA: ("low", ">"),
    Comparison.EB: ("high", "<"),
}


def _ids(writing: Writing, criterion: Ids, resource: str) -> str:
    return f"{resource}.id = ANY({writing.put(list(criterion.any_of), 'uuid[]')})"


def _said(writing: Writing, criterion: Said, resource: str) -> str:
    term, table = writing.alias(), f"resource_{criterion.shelf}"
    rows = [
        _one(f"{own(writing, table, term, key, resource)} AND {writing.told(term, resource)}") for key in criterion.keys
    ]
    return _or(rows)


def _without(writing: Writing, criterion: Without, resource: str) -> str:
    return f"NOT ({finds(writing, criterion.criterion, resource)})"


def _any_of(writing: Writing, criterion: AnyOf, resource: str) -> str:
    return _or([finds(writing, each, resource) for each in criterion.any_of])


def _linked(writing: Writing, criterion: Linked, resource: str) -> str:
    word, target = writing.alias(), writing.alias()
    prefix = f"{criterion.type}/"
    asked = f"{writing.seen(target)}{all_find(writing, criterion.criteria, target)}"
    return _one(
        f"SELECT 1 FROM resource_words {word}"  # noqa: S608
        f"{writing.where_resource(target, criterion.type, id_in(f'{word}.value'), asked)}"
        f" WHERE {word}.network_id = {writing.network} AND {word}.type = {resource}.type"
        f" AND {word}.id = {resource}.id AND {word}.key = {quoted(criterion.key)}"
        f" AND starts_with({word}.value, {quoted(prefix)}) AND {writing.told(word, resource)}"
    )


def _had(writing: Writing, criterion: Had, resource: str) -> str:
    word, source = writing.alias(), writing.alias()
    told = f"{writing.told(word, source)} AND {writing.seen(source)}"
    asked = f"{told}{all_find(writing, criterion.criteria, source)}"
    return _one(
        f"SELECT 1 FROM resource_words {word}"  # noqa: S608
        f"{writing.where_resource(source, criterion.type, f'{word}.id', asked)}"
        f" WHERE {word}.network_id = {writing.network} AND {word}.key = {quoted(criterion.key)}"
        f" AND {word}.value = {resource}.type || '/' || {resource}.id::text"
    )


def _or(tests: Sequence[str]) -> str:
    return f"({' OR '.join(tests)})"


_FINDS: dict[type, Callable[[Writing, Any, str], str]] = {
    Words: _words,
    Spans: _spans,
    Changed: _changed,
    Amounts: _amounts,
    Ids: _ids,
    AmongSeen: lambda *_: "true",  # the predicate asks it of each
    Said: _said,
    Without: _without,
    AnyOf: _any_of,
    Linked: _linked,
    Had: _had,
}
