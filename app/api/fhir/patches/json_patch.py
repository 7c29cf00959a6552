"""JSON Patch (RFC 6902; http://hl7.org/fhir/R4/http.html#patch): operations on places named by JSON pointers."""

import copy
from collections.abc import Callable
from typing import Any

from app.api.fhir.outcomes import invalid

MOST_OPERATIONS = 1_000
UNPROCESSABLE = 422
Steps = list[str]


def apply(resource: dict[str, Any], operations: Any) -> Any:
    """Return what the operations make of a resource, all of them or none; 422 names the one that does not fit."""
    if not isinstance(operations, list) or len(operations) > MOST_OPERATIONS:
        raise invalid(f"A JSON Patch is an array of at most {MOST_OPERATIONS} operations.")
    whole = copy.deepcopy(resource)
    for number, operation in enumerate(operations):
        try:
            whole = _apply_one(whole, operation)
        except (LookupError, TypeError, ValueError) as error:
            raise invalid(f"Operation {number} of the patch: {error}", status=UNPROCESSABLE) from None
    return whole


def _apply_one(whole: Any, operation: Any) -> Any:
    if not isinstance(operation, dict) or not isinstance(operation.get("path"), str):
        raise TypeError("it has no path.")
    verb = OPERATIONS.get(str(operation.get("op")))
    if verb is None:
        raise ValueError("op is one of add, remove, replace, move, copy and test.")
    return verb(whole, operation)


def _add(whole: Any, operation: dict[str, Any]) -> Any:
    return _put(whole, _steps(operation["path"]), copy.deepcopy(_value(operation)))


def _remove(whole: Any, operation: dict[str, Any]) -> Any:
    _take(whole, _steps(operation["path"]))
    return whole


def _replace(whole: Any, operation: dict[str, Any]) -> Any:
    steps, value = _steps(operation["path"]), copy.deepcopy(_value(operation))
    if not steps:
        return value
    parent, last = _get(whole, steps[:-1]), steps[-1]
    if isinstance(parent, list):
        parent[_index(last, len(parent))] = value
    else:
        _member(parent, last)
        parent[last] = value
    return whole


def _move(whole: Any, operation: dict[str, Any]) -> Any:
    source, target = _steps(_source(operation)), _steps(operation["path"])
    if target[: len(source)] == source and target != source:
        raise ValueError("nothing can be moved into itself.")
    return _put(whole, target, _take(whole, source))


def _copy(whole: Any, operation: dict[str, Any]) -> Any:
    return _put(whole, _steps(operation["path"]), copy.deepcopy(_get(whole, _steps(_source(operation)))))


def _test(whole: Any, operation: dict[str, Any]) -> Any:
    if not _same(_get(whole, _steps(operation["path"])), _value(operation)):
        raise ValueError("the test failed.")
    return whole


OPERATIONS: dict[str, Callable[[Any, dict[str, Any]], Any]] = {
    "add": _add,
    "remove": _remove,
    "replace": _replace,
    "move": _move,
    "copy": _copy,
    "test": _test,
}


def _steps(pointer: str) -> Steps:
    if pointer and not pointer.startswith("/"):
        raise ValueError("a path begins with a slash.")
    return [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]


def _source(operation: dict[str, Any]) -> str:
    source = operation.get("from")
    if not isinstance(source, str):
        raise TypeError("it has no from.")
    return source


def _value(operation: dict[str, Any]) -> Any:
    if "value" not in operation:
        raise ValueError("it has no value.")
    return operation["value"]


def _get(whole: Any, steps: Steps) -> Any:
    for step in steps:
        whole = whole[_index(step, len(whole))] if isinstance(whole, list) else _member(whole, step)
    return whole


def _put(whole: Any, steps: Steps, value: Any) -> Any:
    if not steps:
        return value
    parent, last = _get(whole, steps[:-1]), steps[-1]
    if isinstance(parent, list):
        parent.insert(len(parent) if last == "-" else _index(last, len(parent) + 1), value)
    elif isinstance(parent, dict):
        parent[last] = value
    else:
        raise TypeError("there is no object or array at the path.")
    return whole


def _take(whole: Any, steps: Steps) -> Any:
    if not steps:
        raise ValueError("the whole resource cannot be removed.")
    parent, last = _get(whole, steps[:-1]), steps[-1]
    if isinstance(parent, list):
        return parent.pop(_index(last, len(parent)))
    _member(parent, last)
    return parent.pop(last)


def _member(whole: Any, name: str) -> Any:
    if not isinstance(whole, dict) or name not in whole:
        raise ValueError("there is nothing at the path.")
    return whole[name]


def _index(step: str, length: int) -> int:
    if not step.isdecimal() or (step != "0" and step.startswith("0")) or int(step) >= length:
        raise ValueError("there is nothing at the path.")
    return int(step)


def _same(one: Any, other: Any) -> bool:
    """Compare as JSON: true is not 1."""
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_same(one[name], other[name]) for name in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_same, one, other))
    return bool(one == other)
