"""Says whether values of FHIR are equal, and which comes first, where that can be said."""

from datetime import datetime
from decimal import Decimal
from typing import Any

_DAY, _MINUTE = len("2020-01-01"), len("2020-01-01T00:00")
_NUMBERS = (int, Decimal)


def equal(left: list[Any], right: list[Any]) -> bool:
    """Say whether both are the same; nothing equals nothing but does not equal something."""
    if len(left) != len(right) or not left:
        return False
    for one, other in zip(left, right, strict=True):
        if one != other or (one.__class__ is bool) != (other.__class__ is bool):
            return False
    return True


def ordered(left: Any, right: Any) -> int | None:
    """Return -1, 0 or 1, or None where it cannot be said."""
    if left.__class__ in _NUMBERS and right.__class__ in _NUMBERS:
        return (left > right) - (left < right)
    if left.__class__ is str and right.__class__ is str:
        return _moments(left, right)
    if left.__class__ is dict and right.__class__ is dict:
        return _quantities(left, right)
    return None


def _moments(left: str, right: str) -> int | None:
    if len(left) >= _MINUTE and len(right) >= _MINUTE:
        one, other = _moment(left), _moment(right)
        return None if one is None or other is None else (one > other) - (one < other)
    shared = min(len(left), len(right), _DAY)
    one_part, other_part = left[:shared], right[:shared]
    if one_part == other_part and len(left) != len(right):
        return None
    return (one_part > other_part) - (one_part < other_part)


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text.replace(":60", ":59"))
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _quantities(left: dict[str, Any], right: dict[str, Any]) -> int | None:
    unit, other_unit = left.get("code") or left.get("unit"), right.get("code") or right.get("unit")
    if unit != other_unit or left.get("system") != right.get("system"):
        return None
    return ordered(left.get("value"), right.get("value"))
