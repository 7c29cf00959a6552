"""Takes from a resource the terms by which it is found, for each search parameter of its type (FHIR R4 search)."""

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple, cast

from app.adapters.fhir.search.leaves import AMOUNTS, SPANS, WORDS
from app.adapters.fhir.search.pairing import paired
from app.adapters.fhir.search.registry import Element, Kind, Parameter, Step, parameters
from app.ports.resources import Amount, Span, Terms, Word

Found = set[tuple[Any, ...]]
WHOLE = ""
"""Where what is read of the resource itself stands among what is read of its members."""
_NOT_TERMS = frozenset({"_id", "_lastUpdated"})  # columns of the resource itself
_SPANNING = frozenset({Kind.DATE})
_MEASURING = frozenset({Kind.QUANTITY, Kind.NUMBER})


class Reading(NamedTuple):
    """What is read where: among words, spans or amounts (0, 1, 2), under a key, at the end of a path."""

    place: int
    key: str
    steps: tuple[Step, ...]
    detail: str
    read: Callable[[Any, str], Iterator[tuple[Any, ...]]]


def extract(type_: str, resource: Mapping[str, Any]) -> Terms:
    """Return the terms of a resource: its JSON with `meta`, decimals as Decimal; resourceType and id don't matter."""
    return _terms(((kind, 0, term) for kind, terms in enumerate(_found(type_, resource)) for term in terms))


def extract_faces(type_: str, whole: Mapping[str, Any], other: Mapping[str, Any] | None) -> Terms:
    """Return the terms of both faces: what only one of them says finds the resource for its readers alone."""
    if other is None:
        return extract(type_, whole)
    faces = zip(_found(type_, whole), _found(type_, other), strict=True)
    return _terms(
        (kind, 0 if term in first and term in second else 1 if term in first else 2, term)
        for kind, (first, second) in enumerate(faces)
        for term in first | second
    )


def _terms(found: Iterator[tuple[int, int, tuple[Any, ...]]]) -> Terms:
    words, spans, amounts = [], [], []
    for kind, face, term in found:
        if kind == 0:
            words.append(Word(term[0], term[1], face))
        elif kind == 1:
            spans.append(Span(term[0], term[1], term[2], face))
        else:
            amounts.append(Amount(term[0], term[1], term[2], term[3], face))
    return Terms(words=tuple(words), spans=tuple(spans), amounts=tuple(amounts))


def _found(type_: str, resource: Mapping[str, Any]) -> tuple[Found, Found, Found]:
    found: tuple[Found, Found, Found] = (set(), set(), set())
    readings = _readings(type_)
    for name in (WHOLE, *resource):
        for place, key, steps, detail, read in readings.get(name, ()):
            for value in _values(resource, steps):
                for suffix, *term in read(value, detail):
                    found[place].add((f"{key}:{suffix}" if suffix else key, *term))
    found[0].update(list(paired(type_, cast("set[tuple[str, str]]", found[0]))))
    return found


@cache
def _readings(type_: str) -> Mapping[str, tuple[Reading, ...]]:
    """Return what is read of a type, by the member at which its path begins."""
    found: dict[str, tuple[Reading, ...]] = {}
    for parameter in parameters(type_).values():
        for element in () if parameter.code in _NOT_TERMS else parameter.elements:
            first = element.steps[0].name if element.steps else WHOLE
            reader = _reader(parameter, element)
            reading = Reading(_place(parameter), parameter.key, element.steps, element.detail, reader)
            found[first] = (*found.get(first, ()), reading)
    return found


def _place(parameter: Parameter) -> int:
    return 1 if parameter.kind in _SPANNING else 2 if parameter.kind in _MEASURING else 0


def _reader(parameter: Parameter, element: Element) -> Callable[..., Iterator[tuple[Any, ...]]]:
    if parameter.kind in _SPANNING:
        return SPANS[element.leaf]
    if parameter.kind in _MEASURING:
        return AMOUNTS[element.leaf]
    return WORDS[parameter.kind, element.leaf]


def _values(node: Any, steps: tuple[Step, ...]) -> list[Any]:
    """Return what stands at the end of a path, going through every list on the way."""
    nodes = [node]
    for step in steps:
        holders, nodes = nodes, []
        for holder in holders:
            value = holder.get(step.name) if isinstance(holder, dict) else None
            if step.member:
                value = _kept(value, step)
            if isinstance(value, list):
                nodes += value
            elif value is not None:
                nodes.append(value)
    return nodes


def _kept(value: Any, step: Step) -> list[Any]:
    many = value if isinstance(value, list) else [value]
    return [each for each in many if isinstance(each, dict) and each.get(step.member) == step.value]
