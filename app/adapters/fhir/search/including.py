"""Reads which resources are to come along with those that are found (FHIR R4 search, section 3.1.1.5.3)."""

from app.adapters.fhir.search.faults import apart, malformed, not_supported
from app.adapters.fhir.search.registry import AUDIT_EVENT, Kind, Parameter, parameters, types
from app.ports.resource_search import Include

_WITH_TARGET = 3
_ITERATING = frozenset({"iterate", "recurse"})


def includes(type_: str, name: str, value: str) -> tuple[Include, ...]:
    """Read one `_include` or `_revinclude`: `Task:owner`, `Task:focus:ServiceRequest`, `Task:*` or `*`."""
    control, _, modifier = name.partition(":")
    if modifier and modifier not in _ITERATING:
        raise not_supported(name, f"The modifier {modifier} is not supported for {control}.")
    reverse, iterate = control == "_revinclude", bool(modifier)
    source, code, target = _read(name, type_ if value == "*" and not reverse else "", value)
    if AUDIT_EVENT in (source, target, type_):
        raise apart(name)
    found = [each for each in _meant(source, code) if not reverse or _names(each, type_, iterate=iterate)]
    if not found:
        raise malformed(name, f"There is nothing to follow in {value}; it reads like Task:owner.")
    return tuple(
        Include(
            source=each.type,
            key=each.key,
            target=target,
            reverse=reverse,
            iterate=iterate,
            by_address=each.is_canonical,
        )
        for each in found
        if not (reverse and each.is_canonical)
    )


def _read(name: str, every: str, value: str) -> tuple[str, str, str | None]:
    if every:
        return every, "*", None
    parts = value.split(":")
    if not 1 < len(parts) <= _WITH_TARGET or parts[0] not in types():
        raise malformed(name, "What comes along reads like Task:owner or Task:owner:Organization.")
    target = parts[2] if len(parts) == _WITH_TARGET else None
    if target is not None and target not in types():
        raise malformed(name, f"There is no type {target}.")
    return parts[0], parts[1], target


def _meant(source: str, code: str) -> list[Parameter]:
    every = parameters(source)
    if code == "*":
        return [each for each in every.values() if each.kind is Kind.REFERENCE]
    found = every.get(code)
    return [found] if found is not None and found.kind is Kind.REFERENCE else []


def _names(parameter: Parameter, type_: str, *, iterate: bool) -> bool:
    return iterate or not parameter.targets or type_ in parameter.targets
