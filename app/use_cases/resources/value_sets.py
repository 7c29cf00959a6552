"""Puts the codes of value sets where a search asks for one of them (`code:in`): only sets that are kept here."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from app.domain.errors import Fault, Invalid
from app.ports.access import Access
from app.ports.resource_search import AnyOf, Criterion, Had, How, Linked, Match, OfValueSet, Search, Without, Words
from app.use_cases.core import Context

VALUE_SET = "ValueSet"
MOST_CODES = 1_000


async def with_codes(context: Context, access: Access, criteria: Sequence[Criterion]) -> tuple[Criterion, ...]:
    """Return the criteria with each value set replaced by its codes; `Invalid` for one that nobody here knows."""
    return tuple([await _with_codes(context, access, each) for each in criteria])


async def _with_codes(context: Context, access: Access, criterion: Criterion) -> Criterion:
    if isinstance(criterion, OfValueSet):
        words = await _codes(context, access, criterion.value_set)
        return Words(key=criterion.key, any_of=words)
    if isinstance(criterion, Without):
        return replace(criterion, criterion=await _with_codes(context, access, criterion.criterion))
    if isinstance(criterion, AnyOf):
        return replace(criterion, any_of=await with_codes(context, access, criterion.any_of))
    if isinstance(criterion, Linked | Had):
        return replace(criterion, criteria=await with_codes(context, access, criterion.criteria))
    return criterion


async def _codes(context: Context, access: Access, url: str) -> tuple[Match, ...]:
    asked = Words(key=f"{VALUE_SET}.url", any_of=(Match(value=url.partition("|")[0]),))
    search = Search(type=VALUE_SET, criteria=(asked,), limit=1)
    page = await context.tx.resource_search.page(access, search, after=None)
    if not page.items:
        raise _refused(f"There is no value set {url} here.")
    words = tuple(dict.fromkeys(_words(json.loads(page.items[0].content))))
    if not words or len(words) > MOST_CODES:
        raise _refused(f"The value set {url} names no codes by themselves, or more than {MOST_CODES}.")
    return words


def _words(value_set: Mapping[str, Any]) -> Iterator[Match]:
    """Name the codes of an expansion, or else those that a definition lists; rules are not worked out."""
    if expansion := value_set.get("expansion"):
        yield from _contained(expansion.get("contains", ()))
        return
    compose = value_set.get("compose", {})
    if "exclude" in compose:
        raise _refused("A value set that excludes codes cannot be searched by.")
    for include in compose.get("include", ()):
        if "filter" in include or "valueSet" in include:
            raise _refused("A value set that has rules, or others in it, cannot be searched by.")
        system = include.get("system", "")
        if "concept" in include:
            yield from (Match(value=f"{each['code']}|{system}") for each in include["concept"])
        else:
            yield Match(value=f"|{system}", how=How.ENDS)


def _contained(contains: Sequence[Mapping[str, Any]]) -> Iterator[Match]:
    for each in contains:
        if "code" in each and not each.get("abstract", False):
            yield Match(value=f"{each['code']}|{each.get('system', '')}")
        yield from _contained(each.get("contains", ()))


def _refused(message: str) -> Invalid:
    return Invalid("search.not-supported", message, faults=(Fault(pointer="in", message=message),))
