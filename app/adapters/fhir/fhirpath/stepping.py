"""Goes from elements to their members in the JSON of FHIR: choices by their names, primitives with siblings."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from app.adapters.fhir.r4.choices import CHOICES

Items = list[Any]
_VARIANTS = {
    name: frozenset(f"{mark}{name}{kind}" for kind in kinds.split(" ") for mark in ("", "_"))
    for name, kinds in CHOICES.items()
}
_PRIMITIVES: dict[str, tuple[type, ...]] = {
    "boolean": (bool,),
    "Boolean": (bool,),
    "decimal": (Decimal, int),
    "integer": (int,),
    "string": (str,),
}


def step(items: Items, name: str) -> Items:
    """Return the members of a name."""
    found: Items = []
    variants = _VARIANTS.get(name)
    for item in items:
        if item.__class__ is not dict:
            continue
        names: Iterable[str] = (name,)
        if variants and not variants.isdisjoint(item):
            names = {name, *(key.removeprefix("_") for key in item if key in variants)}
        for each in names:
            value = item.get(each)
            if value is None:
                value = item.get(f"_{each}")
            if value.__class__ is list:
                found += [one for one in value if one is not None]
            elif value is not None:
                found.append(value)
    return found


def children(items: Items) -> Items:
    """Return all members."""
    found: Items = []
    for item in items:
        if item.__class__ is dict:
            for value in item.values():
                found.extend(value) if value.__class__ is list else found.append(value)
    return found


def descendants(items: Items) -> Items:
    """Return all members, and theirs."""
    found: Items = []
    level = children(items)
    while level:
        found.extend(level)
        level = children(level)
    return found


def kind_is(item: Any, kind: str) -> bool:
    """Say whether an item is of a type: a resource, or a primitive that JSON tells apart."""
    if item.__class__ is dict:
        return item.get("resourceType") == kind or (kind in {"DomainResource", "Resource"} and "resourceType" in item)
    kinds = _PRIMITIVES.get(kind, ())
    return item.__class__ in kinds


def resolved(items: Items) -> Items:
    """Return what references refer to, as far as they tell: something of a type."""
    named = [_type_named(item) for item in items if item.__class__ is dict]
    return [{"resourceType": type_} for type_ in named if type_]


def _type_named(reference: dict[str, Any]) -> str:
    parts = reference.get("reference", "").partition("/_history/")[0].split("/")
    return str(reference.get("type") or (parts[-2] if len(parts) > 1 else ""))
