"""Reads a whole query, as it came in an address or in a form, into what is searched and how it is to be shown.

FHIR R4 search, section 3.1.1: https://hl7.org/fhir/R4/search.html
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from app.adapters.fhir.search.criteria import Asker, NoSuchParameter, criterion
from app.adapters.fhir.search.faults import malformed, not_supported, unknown
from app.adapters.fhir.search.including import includes
from app.adapters.fhir.search.pairing import together
from app.adapters.fhir.search.parameters import PARAMETERS
from app.adapters.fhir.search.registry import Kind, parameters
from app.ports.resource_search import Criterion, Include, Search, Shelf, SortKey, Total

MOST_ITEMS, USUAL_ITEMS = 1_000, 50
MOST_CRITERIA, MOST_SORT_KEYS = 30, 3
NOT_REACHED = frozenset({"_filter", "_list", "_contained", "_containedType", "_score", "_query", "_content", "_text"})
OF_THE_DOOR = frozenset({"_format", "_pretty", "_cursor"})
_TOTALS = {"none": Total.NONE, "estimate": Total.ACCURATE, "accurate": Total.ACCURATE}
_SHELVES = {Kind.DATE: Shelf.SPANS, Kind.QUANTITY: Shelf.AMOUNTS, Kind.NUMBER: Shelf.AMOUNTS}

Query = Iterable[tuple[str, str]]


class Summary(StrEnum):
    """Which elements are wanted (`_summary`)."""

    TRUE = "true"
    TEXT = "text"
    DATA = "data"
    COUNT = "count"
    FALSE = "false"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A query as it was understood: `used` is what counted of it, `ignored` are the names that nobody knows."""

    search: Search
    summary: Summary = Summary.FALSE
    elements: tuple[str, ...] = ()
    used: tuple[tuple[str, str], ...] = ()
    ignored: tuple[str, ...] = ()


def asked(asker: Asker, type_: str, query: Query, *, strict: bool = False, besides: Sequence[Criterion] = ()) -> Asked:
    """Read a query for resources of a type; `besides` are criteria that its address states: those of a compartment.

    Raises `Invalid` for what is wrong or not supported; for what nobody knows only if `strict` (`handling=strict`).
    """
    result = Asked(search=Search(type=type_, limit=USUAL_ITEMS))
    found: list[Criterion] = []
    for name, value in query:
        if name in OF_THE_DOOR or not value:
            continue
        if (control := _CONTROLS.get(name.partition(":")[0])) is not None:
            result = control(result, name, value)
        else:
            try:
                found.append(criterion(asker, type_, name, value))
            except NoSuchParameter:
                _check_reached(type_, name)
                result = replace(result, ignored=(*result.ignored, name))
                continue
        result = replace(result, used=(*result.used, (name, value)))
    if strict and result.ignored:
        raise unknown(*result.ignored)
    if len(found) > MOST_CRITERIA:
        raise malformed("", f"A search has at most {MOST_CRITERIA} criteria.")
    return replace(result, search=replace(result.search, criteria=(*besides, *together(type_, found))))


def _check_reached(type_: str, name: str) -> None:
    """Refuse what FHIR knows and this service does not: to ignore it would be to find too much."""
    code = name.partition(".")[0].partition(":")[0]
    known = {row[0] for row in (*PARAMETERS["Resource"], *PARAMETERS.get(type_, ()))}
    if code in known or code in NOT_REACHED:
        raise not_supported(name, f"Searching by {code} is not supported.")


def _count(result: Asked, name: str, value: str) -> Asked:
    if not (value.isascii() and value.isdigit()):
        raise malformed(name, "A count is a number, 0 or more.")
    limit = min(int(value[:9]), MOST_ITEMS)
    total = Total.ACCURATE if limit == 0 else result.search.total
    return replace(result, search=replace(result.search, limit=limit, total=total))


def _total(result: Asked, name: str, value: str) -> Asked:
    if value not in _TOTALS:
        raise malformed(name, "A total is none, estimate or accurate.")
    return replace(result, search=replace(result.search, total=_TOTALS[value]))


def _summary(result: Asked, name: str, value: str) -> Asked:
    if value not in set(Summary):
        raise malformed(name, "A summary is true, text, data, count or false.")
    summary = Summary(value)
    if summary is Summary.COUNT:
        result = replace(result, search=replace(result.search, limit=0, total=Total.ACCURATE))
    return replace(result, summary=summary)


def _elements(result: Asked, _: str, value: str) -> Asked:
    names = tuple(name for each in value.split(",") if (name := each.strip().rpartition(".")[2]))
    return replace(result, elements=(*result.elements, *names))


def _sort(result: Asked, name: str, value: str) -> Asked:
    keys = tuple(_sort_key(result.search.type, each.strip()) for each in value.split(",") if each.strip())
    if not keys or len(keys) > MOST_SORT_KEYS:
        raise malformed(name, f"Sort by one to {MOST_SORT_KEYS} parameters.")
    return replace(result, search=replace(result.search, sort=keys))


def _sort_key(type_: str, text: str) -> SortKey:
    code, descending = text.removeprefix("-"), text.startswith("-")
    if code == "_lastUpdated":
        return SortKey(shelf=None, descending=descending)
    parameter = parameters(type_).get(code)
    if parameter is None or code == "_id":
        raise not_supported("_sort", f"Sorting by {code} is not supported.")
    shelf = _SHELVES.get(parameter.kind, Shelf.WORDS)
    return SortKey(shelf=shelf, key=parameter.key, descending=descending)


def _include(result: Asked, name: str, value: str) -> Asked:
    wanted: tuple[Include, ...] = includes(result.search.type, name, value)
    return replace(result, search=replace(result.search, includes=(*result.search.includes, *wanted)))


_CONTROLS: dict[str, Callable[[Asked, str, str], Asked]] = {
    "_count": _count,
    "_total": _total,
    "_summary": _summary,
    "_elements": _elements,
    "_sort": _sort,
    "_include": _include,
    "_revinclude": _include,
}
