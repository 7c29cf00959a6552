"""What would show that a goal is reached: a measure, the value wanted and a day, and whether a value found meets it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from app.domain.codings import Concept
from app.domain.faults import NAME_LENGTH, Faults

TEXT_LENGTH = 2_000
MOST_DIGITS = 15  # a JSON number keeps so many


class Comparator(StrEnum):
    """On which side of a number the wanted values lie (FHIR Quantity.comparator)."""

    LESS = "<"
    AT_MOST = "<="
    AT_LEAST = ">="
    GREATER = ">"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number with its unit; `system` and `code` say the unit in a vocabulary (UCUM)."""

    value: Decimal
    comparator: Comparator | None = None
    unit: str | None = None
    system: str | None = None
    code: str | None = None

    def same_unit(self, other: "Quantity") -> bool:
        """Whether two numbers can be compared as they are."""
        if self.code and other.code:
            return self.code == other.code
        return (self.unit or self.code) == (other.unit or other.code)

    def meets(self, wanted: "Quantity") -> bool:
        """Whether this number lies where `wanted` wants it."""
        if wanted.comparator is None:
            return self.value == wanted.value
        return {
            Comparator.LESS: self.value < wanted.value,
            Comparator.AT_MOST: self.value <= wanted.value,
            Comparator.AT_LEAST: self.value >= wanted.value,
            Comparator.GREATER: self.value > wanted.value,
        }[wanted.comparator]


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """From a number to a number of the same unit, both included; one side may stay open."""

    low: Quantity | None = None
    high: Quantity | None = None

    def check(self, faults: Faults, pointer: str) -> None:
        """Note what is wrong with it."""
        faults.require(self.low or self.high, f"{pointer}/low", "must have a low or a high end")
        for name, end in (("low", self.low), ("high", self.high)):
            if end is not None:
                _check_number(end, faults, f"{pointer}/{name}", pointer)
                faults.require(end.comparator is None, f"{pointer}/comparator", "has no place in a range")
        if self.low and self.high:
            faults.require(self.low.same_unit(self.high), f"{pointer}/unit", "must be the same at both ends")
            faults.require(self.low.value <= self.high.value, f"{pointer}/high", "must not be below the low end")


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A value that is wanted or was found: exactly one of a number, a range, a code, words, or yes and no."""

    quantity: Quantity | None = None
    range: Range | None = None
    concept: Concept | None = None
    text: str | None = None
    truth: bool | None = None

    def check(self, faults: Faults, pointer: str) -> None:
        """Note what is wrong with it."""
        given = [each for each in (self.quantity, self.range, self.concept, self.text, self.truth) if each is not None]
        faults.require(len(given) == 1, pointer, "must be exactly one of a number, a range, a concept, a text, a truth")
        if self.quantity is not None:
            _check_number(self.quantity, faults, f"{pointer}/number", pointer)
        if self.range is not None:
            self.range.check(faults, pointer)
        if self.concept is not None:
            self.concept.check(faults, f"{pointer}/concept")
        faults.text(self.text, f"{pointer}/text", most=TEXT_LENGTH)

    def meets(self, wanted: "Value") -> bool | None:
        """Whether this value, which was found, is what `wanted` wants; None when that cannot be told."""
        if wanted.truth is not None and self.truth is not None:
            return self.truth is wanted.truth
        if wanted.concept is not None and self.concept is not None:
            return _same_concept(wanted.concept, self.concept)
        if self.quantity is None or self.quantity.comparator is not None:
            return None
        wants = list(_limits(wanted))
        if not wants or not all(self.quantity.same_unit(limit) for limit in wants):
            return None
        return all(self.quantity.meets(limit) for limit in wants)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """One sign that a goal is reached: what is measured, what is wanted, by which day. One of them is enough."""

    measure: Concept | None = None
    value: Value | None = None
    due: date | None = None

    def check(self, faults: Faults, pointer: str) -> None:
        """Note what is wrong with it."""
        faults.require(self.measure or self.value or self.due, pointer, "must have a measure, a value or a due date")
        if self.measure is not None:
            self.measure.check(faults, f"{pointer}/measure")
        if self.value is not None:
            self.value.check(faults, f"{pointer}/value")


def _check_number(quantity: Quantity, faults: Faults, number: str, pointer: str) -> None:
    finite = quantity.value.is_finite()
    digits = len(quantity.value.normalize().as_tuple().digits) if finite else 0
    small = finite and abs(quantity.value.adjusted()) <= MOST_DIGITS
    faults.require(finite and digits <= MOST_DIGITS and small, number, f"must have at most {MOST_DIGITS} digits")
    for name, text in (("unit", quantity.unit), ("unit_system", quantity.system), ("unit_code", quantity.code)):
        faults.text(text, f"{pointer}/{name}", most=NAME_LENGTH)


def _limits(wanted: Value) -> Iterator[Quantity]:
    if wanted.quantity is not None:
        yield wanted.quantity
    low, high = (wanted.range.low, wanted.range.high) if wanted.range else (None, None)
    if low is not None:
        yield Quantity(value=low.value, comparator=Comparator.AT_LEAST, unit=low.unit, code=low.code)
    if high is not None:
        yield Quantity(value=high.value, comparator=Comparator.AT_MOST, unit=high.unit, code=high.code)


def _same_concept(one: Concept, other: Concept) -> bool | None:
    ours = {(coding.system, coding.code) for coding in one.codings}
    theirs = {(coding.system, coding.code) for coding in other.codings}
    if ours and theirs:
        return bool(ours & theirs)
    return one.text == other.text if one.text and other.text else None
