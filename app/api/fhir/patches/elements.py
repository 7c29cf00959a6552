"""What the specification says of an element by its path: whether it is a list, and whether its type may be chosen."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

from app.adapters.fhir.r4.resource_types import MODULES
from app.api.fhir.patches.locating import CHOICES, Spot

R4 = "app.adapters.fhir.r4"
CHOICE = "[x]"
Shapes = dict[str, tuple[str, tuple[tuple[str, ...], ...], tuple[tuple[str, ...], ...]]]


@dataclass(frozen=True, slots=True)
class Element:
    """One element: `types` are those that it may have."""

    many: bool
    choice: bool
    types: tuple[str, ...]


def element_of(spot: Spot, name: str) -> Element | None:
    """Return the element of a name in the object at a spot; None when there is none."""
    shape = _shape_of(spot)
    return None if shape is None else _element(shape, name)


def itself(spot: Spot) -> Element | None:
    """Return the element that a spot is."""
    holder = spot.parent
    return None if holder is None else element_of(holder, _name(spot))


def shaped(value: Any, element: Element | None) -> Any:
    """Give what was put together from parts the lists that its elements want."""
    if element is None or not isinstance(value, dict) or len(element.types) != 1:
        return value
    return _shaped(value, element.types[0])


def _shaped(members: dict[str, Any], shape: str) -> dict[str, Any]:
    said: dict[str, Any] = {}
    for name, value in members.items():
        inner = _element(shape, name)
        items = value if isinstance(value, list) else [value]
        written = [shaped(item, inner) for item in items]
        many = inner.many if inner is not None else isinstance(value, list)
        said[name] = written if many else written[0] if len(written) == 1 else written
    return said


def _name(spot: Spot) -> str:
    """Return the member under which a place stands, where it is one of a list too."""
    if isinstance(spot.key, str):
        return spot.key
    holder = spot.parent.value if spot.parent is not None else {}
    return next(str(name) for name, value in holder.items() if value is spot.holder)


def _shape_of(spot: Spot) -> str | None:
    """Return what the object at a place is: a resource, a type of data, or a nameless part of one."""
    if isinstance(spot.value, dict) and isinstance(spot.value.get("resourceType"), str):
        return str(spot.value["resourceType"])
    holder = None if spot.parent is None else _shape_of(spot.parent)
    if holder is None:
        return None
    name = _name(spot)
    element = _element(holder, name)
    if element is None:
        return None
    return next((kind for kind in element.types if name.endswith(kind)), element.types[0])


@cache
def _element(shape: str, name: str) -> Element | None:
    for member, cardinality, types, *_ in _rows(shape):
        if member == name:
            return Element(many=cardinality.endswith("*"), choice=False, types=tuple(types.split()))
        if member.endswith(CHOICE):
            stem = member.removesuffix(CHOICE)
            if name == stem or (name.startswith(stem) and name[len(stem) :] in CHOICES):
                return Element(many=False, choice=True, types=tuple(types.split()))
    return None


def _rows(shape: str) -> Iterator[tuple[str, ...]]:
    shapes = _shapes(shape.partition(".")[0])
    while shape in shapes:
        base, rows, *_ = shapes[shape]
        yield from rows
        shape, shapes = base, _shapes("")


@cache
def _shapes(resource: str) -> Shapes:
    data: Shapes = import_module(f"{R4}.datatypes").SHAPES
    module = MODULES.get(resource)
    return data if module is None else {**data, **import_module(f"{R4}.{module}").SHAPES}
