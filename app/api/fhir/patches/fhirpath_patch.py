"""FHIRPath Patch (http://hl7.org/fhir/R4/fhirpatch.html): operations on places named by FHIRPath, in Parameters."""

import copy
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.api.fhir.outcomes import invalid
from app.api.fhir.patches.elements import element_of, itself, shaped
from app.api.fhir.patches.locating import CHOICES, NotPatchable, Spot, locate

MOST_OPERATIONS = 1_000
UNPROCESSABLE = 422


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One operation of a patch; `choice` is the type in the name of `value[x]`."""

    kind: str
    path: str
    name: str = ""
    value: Any = None
    choice: str = ""
    index: int | None = None
    source: int | None = None
    destination: int | None = None


def apply(resource: dict[str, Any], parameters: Any) -> dict[str, Any]:
    """Return what the operations make of a resource, all of them or none; 422 names the one that does not fit."""
    given = parameters.get("parameter", [])
    if not isinstance(given, list) or not given or len(given) > MOST_OPERATIONS:
        raise invalid(f"A patch has 1 to {MOST_OPERATIONS} operations.", "Parameters.parameter")
    whole = copy.deepcopy(resource)
    for number, parameter in enumerate(given):
        at = f"Parameters.parameter[{number}]"
        try:
            operation = _operation(parameter)
            VERBS[operation.kind](whole, operation)
        except (NotPatchable, LookupError, TypeError) as error:
            raise invalid(f"This operation of the patch does not fit: {error}", at, status=UNPROCESSABLE) from None
    return whole


def _operation(parameter: Any) -> Operation:
    if not isinstance(parameter, dict) or parameter.get("name") != "operation":
        raise NotPatchable("each parameter is named operation.")
    parts = {part["name"]: part for part in parameter.get("part", ())}
    said = {name: _value_of(part)[1] for name, part in parts.items()}
    if said.get("type") not in VERBS or not isinstance(said.get("path"), str):
        raise NotPatchable("it has a type (add, insert, delete, replace or move) and a path.")
    choice, value = _value_of(parts["value"]) if "value" in parts else ("", None)
    numbers = {name: said[name] for name in ("index", "source", "destination") if isinstance(said.get(name), int)}
    name = str(said.get("name", ""))
    return Operation(kind=said["type"], path=said["path"], name=name, value=value, choice=choice, **numbers)


def _value_of(part: dict[str, Any]) -> tuple[str, Any]:
    """Return the type and the value of a parameter; one that has parts is an object of them."""
    for key, value in part.items():
        if key.startswith("value") and key[5:] in CHOICES:
            return key[5:], value
    if "resource" in part:
        return "", part["resource"]
    members: dict[str, Any] = {}
    for inner in part.get("part", ()):
        value = _value_of(inner)[1]
        known = members.get(inner["name"])
        members[inner["name"]] = value if known is None else [*(known if isinstance(known, list) else [known]), value]
    return "", members


def _add(whole: dict[str, Any], operation: Operation) -> None:
    spot = _one(whole, operation.path)
    if not isinstance(spot.value, dict) or not operation.name or operation.value is None:
        raise NotPatchable("something is added by its name to one object.")
    element = element_of(spot, operation.name)
    if element is None:
        raise NotPatchable(f"there is no element {operation.name}.")
    value = shaped(operation.value, element)
    name = operation.name
    if element.choice and not name.endswith(operation.choice):
        name += operation.choice
    if element.many:
        spot.value.setdefault(name, []).append(value)
    elif name in spot.value:
        raise NotPatchable(f"{name} is there already: replace it.")
    else:
        spot.value[name] = value


def _insert(whole: dict[str, Any], operation: Operation) -> None:
    spots = _items(whole, operation.path)
    items = spots[0].holder
    items.insert(_within(operation.index, len(items) + 1), shaped(operation.value, itself(spots[0])))


def _delete(whole: dict[str, Any], operation: Operation) -> None:
    found = locate(whole, operation.path)
    if len(found) > 1:
        raise NotPatchable("the path names several elements.")
    for spot in found:
        _remove(spot)


def _replace(whole: dict[str, Any], operation: Operation) -> None:
    spot = _one(whole, operation.path)
    if spot.holder is None or operation.value is None:
        raise NotPatchable("one element is replaced by one value.")
    element, key = itself(spot), spot.key
    if element is not None and element.choice:
        stem = next(
            str(key)[: -len(kind)] for kind in sorted(CHOICES, key=len, reverse=True) if str(key).endswith(kind)
        )
        del spot.holder[key]
        key = stem + operation.choice
    spot.holder[key] = shaped(operation.value, element)


def _move(whole: dict[str, Any], operation: Operation) -> None:
    items = _items(whole, operation.path)[0].holder
    item = items.pop(_within(operation.source, len(items)))
    items.insert(_within(operation.destination, len(items) + 1), item)


VERBS: dict[str, Callable[[dict[str, Any], Operation], None]] = {
    "add": _add,
    "insert": _insert,
    "delete": _delete,
    "replace": _replace,
    "move": _move,
}


def _one(whole: dict[str, Any], path: str) -> Spot:
    found = locate(whole, path)
    if len(found) != 1:
        raise NotPatchable("the path names no element." if not found else "the path names several elements.")
    return found[0]


def _items(whole: dict[str, Any], path: str) -> list[Spot]:
    found = locate(whole, path)
    if not found or not isinstance(found[0].holder, list) or any(spot.holder is not found[0].holder for spot in found):
        raise NotPatchable("the path names no list.")
    return found


def _remove(spot: Spot) -> None:
    if spot.holder is None or spot.parent is None:
        raise NotPatchable("the whole resource cannot be removed.")
    del spot.holder[spot.key]
    if isinstance(spot.holder, list) and not spot.holder:
        members = spot.parent.value
        for name in [name for name, value in members.items() if value is spot.holder]:
            del members[name]


def _within(index: int | None, length: int) -> int:
    if index is None or not 0 <= index < length:
        raise NotPatchable("a position is missing, or beyond the list.")
    return index
