"""Takes from a resource the terms by which it is found, for each search parameter of its type (FHIR R4 search)."""

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, cast

from app.adapters.fhir.search.leaves import AMOUNTS, SPANS, WORDS
from app.adapters.fhir.search.pairing import paired
from app.adapters.fhir.search.registry import Element, Kind, Parameter, Step, parameters
from app.ports.resources import Amount, Span, Terms, Word

Found = set[tuple[Any, ...]]
_NOT_TERMS = frozenset({"_id", "_lastUpdated"})  # columns of the resource itself
_SPANNING = frozenset({Kind.DATE})
_MEASURING = frozenset({Kind.QUANTITY, Kind.NUMBER})


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
            words.append(Word(key=term[0], value=term[1], face=face))
        elif kind == 1:
            spans.append(Span(key=term[0], since=term[1], until=term[2], face=face))
        else:
            amounts.append(Amount(key=term[0], low=term[1], high=term[2], unit=term[3], face=face))
    return Terms(words=tuple(words), spans=tuple(spans), amounts=tuple(amounts))


def _found(type_: str, resource: Mapping[str, Any]) -> tuple[Found, Found, Found]:
    found: tuple[Found, Found, Found] = (set(), set(), set())
    for place, key, element, read in _compiled(type_):
        if element.steps and element.steps[0].name not in resource:
            continue
        for value in _values(resource, element.steps):
            for suffix, *term in read(value, element.detail):
                found[place].add((f"{key}:{suffix}" if suffix else key, *term))
    found[0].update(list(paired(type_, cast("set[tuple[str, str]]", found[0]))))
    return found


@cache
def _compiled(type_: str) -> tuple[tuple[int, str, Element, Callable[..., Iterator[tuple[Any, ...]]]], ...]:
    return tuple(
        (_place(parameter), parameter.key, element, _reader(parameter, element))
        for parameter in parameters(type_).values()
        if parameter.code not in _NOT_TERMS
        for element in parameter.elements
    )


def _place(parameter: Parameter) -> int:
    return 1 if parameter.kind in _SPANNING else 2 if parameter.kind in _MEASURING else 0


def _reader(parameter: Parameter, element: Element) -> Callable[..., Iterator[tuple[Any, ...]]]:
    if parameter.kind in _SPANNING:
        return SPANS[element.leaf]
    if parameter.kind in _MEASURING:
        return AMOUNTS[element.leaf]
    return WORDS[parameter.kind, element.leaf]


def _values(node: Any, steps: tuple[Step, ...], at: int = 0) -> Iterator[Any]:
    """Yield what stands at the end of a path, going through every list on the way."""
    if isinstance(node, list):
        for each in node:
            yield from _values(each, steps, at)
    elif at == len(steps):
        if node is not None:
            yield node
    elif isinstance(node, dict) and (value := node.get(steps[at].name)) is not None:
        yield from _values(_kept(value, steps[at]) if steps[at].member else value, steps, at + 1)


def _kept(value: Any, step: Step) -> list[Any]:
    many = value if isinstance(value, list) else [value]
    return [each for each in many if isinstance(each, dict) and each.get(step.member) == step.value]
