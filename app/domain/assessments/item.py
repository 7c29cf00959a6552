"""One question, heading or group of an instrument, as its FHIR Questionnaire has it."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from app.domain.assessments.enabling import Behavior, Condition
from app.domain.assessments.values import CHOICES, UNASKED, ItemType, Value, same
from app.domain.assessments.words import Words
from app.domain.codings import Coding


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One answer to choose from, with the points that it counts."""

    value: Value
    label: Words
    points: Decimal | None = None
    prefix: str | None = None
    chosen: bool = False
    exclusive: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What an answer must keep to."""

    least: Value | None = None
    most: Value | None = None
    length: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A question, or a group of them; `codes` say what it asks in outside vocabularies."""

    link_id: str
    type: ItemType
    text: Words | None = None
    prefix: str | None = None
    codes: tuple[Coding, ...] = ()
    required: bool = False
    repeats: bool = False
    read_only: bool = False
    hidden: bool = False
    options: tuple[Option, ...] = ()
    conditions: tuple[Condition, ...] = ()
    behavior: Behavior = Behavior.ALL
    initial: tuple[Value, ...] = ()
    bounds: Bounds = Bounds()
    unit: Coding | None = None
    items: tuple["Item", ...] = ()

    @property
    def asks(self) -> bool:
        """Whether a person answers it."""
        return self.type not in UNASKED

    @property
    def is_closed(self) -> bool:
        """Whether only its options are answers."""
        return self.type is not ItemType.OPEN_CHOICE and (self.type in CHOICES or bool(self.options))

    def option(self, value: Value) -> Option | None:
        """Return the option that means this value."""
        return next((option for option in self.options if same(option.value, value)), None)

    def walk(self) -> Iterator["Item"]:
        """Yield it and everything in it, in reading order."""
        yield self
        for item in self.items:
            yield from item.walk()
