"""Reads one parameter of a search: its modifier, its chain and its alternatives (FHIR R4 search, section 3.1.1.4)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from app.adapters.fhir.search.comparing import number_test, quantity_test, span_test
from app.adapters.fhir.search.faults import apart, malformed, not_supported
from app.adapters.fhir.search.meanings import reference_words, string_words, token_words, uri_words
from app.adapters.fhir.search.registry import AUDIT_EVENT, Kind, Parameter, parameters, types
from app.adapters.fhir.search.values import exact
from app.adapters.fhir.search.writing import pieces, split
from app.ports.resource_search import (
    Amounts,
    AnyOf,
    Changed,
    Criterion,
    Had,
    Linked,
    OfValueSet,
    Said,
    Shelf,
    Spans,
    Without,
)

MOST_ALTERNATIVES = 200
MOST_LINKS = 2
_HAS = "_has"
_SHELVES = {Kind.DATE: Shelf.SPANS, Kind.QUANTITY: Shelf.AMOUNTS, Kind.NUMBER: Shelf.AMOUNTS}
_ALSO_UNDER = {Kind.TOKEN: ("text",), Kind.REFERENCE: ("identifier",)}
_COLUMNS = frozenset({"_id", "_lastUpdated"})


class NoSuchParameter(LookupError):
    """Nobody knows a parameter of this name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """What it takes to read a value: what time it is, and at which address this service calls itself."""

    now: datetime
    base: str = ""


def criterion(asker: Asker, type_: str, name: str, value: str, links: int = 0) -> Criterion:
    """Read one parameter as it stands in a query, for resources of a type; `NoSuchParameter` when there is none."""
    if name.startswith(f"{_HAS}:"):
        return _had(asker, type_, name, value, links)
    first, dot, rest = name.partition(".")
    code, _, modifier = first.partition(":")
    parameter = parameters(type_).get(code)
    if parameter is None:
        raise NoSuchParameter(name)
    if dot:
        return _linked(asker, parameter, modifier, (rest, name), value, links)
    return _modified(asker, parameter, modifier, value)


def _modified(asker: Asker, parameter: Parameter, modifier: str, value: str) -> Criterion:
    name = parameter.code
    if modifier == "missing":
        return _missing(parameter, value)
    alternatives = [each for each in split(value, ",") if each]
    if not alternatives:
        raise malformed(name, "The parameter has no value.")
    if len(alternatives) > MOST_ALTERNATIVES:
        raise malformed(name, f"One parameter has at most {MOST_ALTERNATIVES} alternatives.")
    if modifier in ("in", "not-in") and parameter.kind is Kind.TOKEN:
        found = OfValueSet(key=parameter.key, value_set=exact(pieces(value, ",")[0]))
        return found if modifier == "in" else Without(criterion=found)
    return _READERS[parameter.kind](asker, parameter, modifier, alternatives)


def _missing(parameter: Parameter, value: str) -> Criterion:
    if value not in ("true", "false"):
        raise malformed(parameter.code, "Whether something is missing is true or false.")
    if parameter.code in _COLUMNS:
        raise not_supported(parameter.code, "This is never missing.")
    keys = (parameter.key, *(f"{parameter.key}:{each}" for each in _ALSO_UNDER.get(parameter.kind, ())))
    said = Said(shelf=_SHELVES.get(parameter.kind, Shelf.WORDS), keys=keys)
    return Without(criterion=said) if value == "true" else said


def _dates(asker: Asker, parameter: Parameter, modifier: str, values: list[str]) -> Criterion:
    _no_modifier(parameter, modifier)
    tests = tuple(span_test(parameter.code, each, asker.now) for each in values)
    if parameter.code == "_lastUpdated":
        return Changed(any_of=tests)
    return Spans(key=parameter.key, any_of=tests)


def _quantities(_: Asker, parameter: Parameter, modifier: str, values: list[str]) -> Criterion:
    _no_modifier(parameter, modifier)
    return Amounts(key=parameter.key, any_of=tuple(quantity_test(parameter.code, each) for each in values))


def _numbers(_: Asker, parameter: Parameter, modifier: str, values: list[str]) -> Criterion:
    _no_modifier(parameter, modifier)
    return Amounts(key=parameter.key, any_of=tuple(number_test(parameter.code, each) for each in values))


def _strings(_: Asker, parameter: Parameter, modifier: str, values: list[str]) -> Criterion:
    return string_words(parameter, modifier, values)


def _tokens(_: Asker, parameter: Parameter, modifier: str, values: list[str]) -> Criterion:
    return token_words(parameter, modifier, values)


def _references(asker: Asker, parameter: Parameter, modifier: str, values: list[str]) -> Criterion:
    return reference_words(parameter, modifier, values, asker.base)


def _uris(_: Asker, parameter: Parameter, modifier: str, values: list[str]) -> Criterion:
    return uri_words(parameter, modifier, values)


def _no_modifier(parameter: Parameter, modifier: str) -> None:
    if modifier:
        raise not_supported(parameter.code, f"The modifier {modifier} means nothing for a {parameter.kind}.")


def _linked(asker: Asker, parameter: Parameter, type_: str, rest: tuple[str, str], value: str, links: int) -> Criterion:
    """Read a chain: `subject:Patient.name`, or `patient.name` where one type of target, or several, know the rest."""
    following, whole = rest
    if parameter.kind is not Kind.REFERENCE or parameter.is_canonical:
        raise malformed(whole, f"{parameter.code} refers to nothing that could be searched.")
    if links == MOST_LINKS:
        raise not_supported(whole, f"A search goes through at most {MOST_LINKS} references.")
    if type_ and type_ not in (parameter.targets or types()):
        raise malformed(whole, f"{parameter.code} refers to no {type_}.")
    if AUDIT_EVENT in (type_, parameter.type):
        raise apart(whole)
    found = []
    for target in (type_,) if type_ else sorted(parameter.targets):
        try:
            inner = criterion(asker, target, following, value, links + 1)
        except NoSuchParameter:
            continue
        found.append(Linked(key=parameter.key, type=target, criteria=(inner,)))
    if not found:
        raise malformed(whole, f"What {parameter.code} refers to cannot be searched by {following}; name its type.")
    return found[0] if len(found) == 1 else AnyOf(any_of=tuple(found))


def _had(asker: Asker, type_: str, name: str, value: str, links: int) -> Criterion:
    """Read a reverse chain: `_has:Observation:patient:code`."""
    _, source, code, rest = (*name.split(":", 3), "", "", "")[:4]
    parameter = parameters(source).get(code) if source in types() else None
    if parameter is None or not rest or parameter.kind is not Kind.REFERENCE or parameter.is_canonical:
        raise malformed(name, "A reverse chain reads like _has:Observation:patient:code.")
    if parameter.targets and type_ not in parameter.targets:
        raise malformed(name, f"{source}.{code} refers to no {type_}.")
    if AUDIT_EVENT in (source, type_):
        raise apart(name)
    if links == MOST_LINKS:
        raise not_supported(name, f"A search goes through at most {MOST_LINKS} references.")
    try:
        inner = criterion(asker, source, rest, value, links + 1)
    except NoSuchParameter:
        raise malformed(name, f"{source} cannot be searched by {rest}.") from None
    return Had(key=parameter.key, type=source, criteria=(inner,))


_READERS: dict[Kind, Callable[[Asker, Parameter, str, list[str]], Criterion]] = {
    Kind.TOKEN: _tokens,
    Kind.STRING: _strings,
    Kind.REFERENCE: _references,
    Kind.DATE: _dates,
    Kind.QUANTITY: _quantities,
    Kind.NUMBER: _numbers,
    Kind.URI: _uris,
}
