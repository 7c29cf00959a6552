"""What an answer can hold, exact to the last digit, because a score adds it up."""

from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from app.domain.codings import Coding
from app.domain.partial_date import PartialDate


class ItemType(StrEnum):
    """What a question asks for (FHIR R4 item-type; `group` and `display` ask nothing themselves)."""

    GROUP = "group"
    DISPLAY = "display"
    BOOLEAN = "boolean"
    DECIMAL = "decimal"
    INTEGER = "integer"
    DATE = "date"
    DATE_TIME = "dateTime"
    TIME = "time"
    STRING = "string"
    TEXT = "text"
    URL = "url"
    CHOICE = "choice"
    OPEN_CHOICE = "open-choice"
    QUANTITY = "quantity"


UNASKED = frozenset({ItemType.GROUP, ItemType.DISPLAY})
CHOICES = frozenset({ItemType.CHOICE, ItemType.OPEN_CHOICE})
TEXTS = frozenset({ItemType.STRING, ItemType.TEXT, ItemType.URL})
NUMBERS = frozenset({ItemType.INTEGER, ItemType.DECIMAL, ItemType.QUANTITY})


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A measured amount (FHIR Quantity)."""

    value: Decimal
    unit: str | None = None
    system: str | None = None
    code: str | None = None


Value: TypeAlias = bool | int | Decimal | str | PartialDate | datetime | time | Coding | Quantity


def same(one: Value, other: Value) -> bool:
    """Whether two values mean the same: a code is its system and code, a number is its amount."""
    if isinstance(one, Coding) and isinstance(other, Coding):
        return (one.system, one.code) == (other.system, other.code)
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    first, second = number(one), number(other)
    if first is not None and second is not None:
        return first == second
    return type(one) is type(other) and one == other


def number(value: Value) -> Decimal | None:
    """Return the amount of a number or a quantity; nothing else has one."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | Decimal):
        return Decimal(value)
    return value.value if isinstance(value, Quantity) else None
