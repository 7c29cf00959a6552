"""Goes from elements to their members in the JSON of FHIR: choices by their names, primitives with siblings."""

from decimal import Decimal
from typing import Any

from app.adapters.fhir.r4.choices import CHOICES

Items = list[Any]
_VARIANTS = {name: frozenset(f"{name}{kind}" for kind in kinds.split(" ")) for name, kinds in CHOICES.items()}
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
        _take(item, name, found)
        if variants:
            for chosen in {key.removeprefix("_") for key in item} & variants:
                _take(item, chosen, found)
    return found


def _take(item: dict[str, Any], name: str, found: Items) -> None:
    value = item.get(name)
    if value is None:
        value = item.get(f"_{name}")
        if value is None:
            return
    if value.__class__ is list:
        found.extend(each for each in value if each is not None)
    else:
        found.append(value)


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
