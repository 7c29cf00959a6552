"""The functions of FHIRPath that invariants use."""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from app.adapters.fhir.fhirpath.comparing import equal
from app.adapters.fhir.fhirpath.stepping import Items, children, descendants, resolved

Each = Callable[[Any], Items]


def _true(items: Items) -> bool:
    return bool(items) and items[0] is not False


def _exists(items: Items, *criteria: Each) -> Items:
    return [any(all(_true(holds(each)) for holds in criteria) for each in items)]


def _all(items: Items, holds: Each) -> Items:
    return [False not in [said[0] is not False for each in items if (said := holds(each))]]


def _where(items: Items, holds: Each) -> Items:
    return [each for each in items if _true(holds(each))]


def _select(items: Items, of: Each) -> Items:
    return [found for each in items for found in of(each)]


def _distinct(items: Items) -> Items:
    kept: Items = []
    for each in items:
        if not any(equal([each], [other]) for other in kept):
            kept.append(each)
    return kept


def _is_distinct(items: Items) -> Items:
    if all(each.__class__ is str for each in items):
        return [len(set(items)) == len(items)]
    return [len(_distinct(items)) == len(items)]


def _intersect(items: Items, others: Items) -> Items:
    return _distinct([each for each in items if any(equal([each], [other]) for other in others)])


def _text(items: Items) -> str | None:
    return items[0] if len(items) == 1 and items[0].__class__ is str else None


def _of_text(ask: Callable[[str, str], Any]) -> Callable[[Items, Items], Items]:
    def function(items: Items, other: Items) -> Items:
        text, argument = _text(items), _text(other)
        return [] if text is None or argument is None else [ask(text, argument)]

    return function


@lru_cache(maxsize=64)
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text)


def _replace_matches(items: Items, pattern: Items, by: Items) -> Items:
    text = _text(items)
    return [] if text is None else [_pattern(pattern[0]).sub(by[0], text)]


def _to_integer(items: Items) -> Items:
    text = str(items[0]) if len(items) == 1 else ""
    return [int(text)] if re.fullmatch(r"[+-]?\d+", text) else []


LAMBDAS: dict[str, Callable[..., Items]] = {
    "all": _all,
    "exists": _exists,
    "select": _select,
    "where": _where,
}
FUNCTIONS: dict[str, Callable[..., Items]] = {
    "allFalse": lambda items: [all(each is False for each in items)],
    "children": children,
    "combine": lambda items, others: [*items, *others],
    "contains": _of_text(lambda text, part: part in text),
    "count": lambda items: [len(items)],
    "descendants": descendants,
    "distinct": _distinct,
    "empty": lambda items: [not items],
    "first": lambda items: items[:1],
    "hasValue": lambda items: [len(items) == 1 and items[0].__class__ is not dict],
    "intersect": _intersect,
    "isDistinct": _is_distinct,
    "matches": _of_text(lambda text, pattern: _pattern(pattern).search(text) is not None),
    "not": lambda items: [not _true(items)] if items else [],
    "replaceMatches": _replace_matches,
    "resolve": resolved,
    "startsWith": _of_text(str.startswith),
    "tail": lambda items: items[1:],
    "toInteger": _to_integer,
    "toString": lambda items: [str(items[0])] if len(items) == 1 else [],
    "trace": lambda items, *_named: items,
}
