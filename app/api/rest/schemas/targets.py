"""Values that are wanted or were found, as sent and shown: flat, because most are one number with its unit."""

from decimal import Decimal
from typing import Annotated, Any

from pydantic import Field

from app.api.rest.schemas.concepts import ConceptIn, ConceptOut, concept_view
from app.api.rest.schemas.shapes import Input, Name, Shape
from app.domain.care_plans.targets import MOST_DIGITS, TEXT_LENGTH, Comparator, Quantity, Range, Value

MOST = 10**MOST_DIGITS
ValueText = Annotated[str, Field(min_length=1, max_length=TEXT_LENGTH)]


class ValueOut(Shape):
    """A value: a number, a range, a concept, a text, or yes and no; the others are null."""

    number: float | None = Field(ge=-MOST, le=MOST, description="A number.", examples=[7])
    comparator: Comparator | None = Field(description="On which side of the number; null: just that.", examples=["<"])
    low: float | None = Field(ge=-MOST, le=MOST, description="The low end of a range, included.")
    high: float | None = Field(ge=-MOST, le=MOST, description="The high end of a range, included.")
    unit: Name | None = Field(description="The unit of the number or the range, to be read.", examples=["%"])
    unit_system: Name | None = Field(description="A URI of a vocabulary of units.")
    unit_code: Name | None = Field(description="The unit there.", examples=["%"])
    concept: ConceptOut | None = Field(description="A code.")
    text: ValueText | None = Field(description="Words.")
    truth: bool | None = Field(description="Yes or no.")


class ValueIn(Input, ValueOut):
    """A value: exactly one of a number, a range (low, high or both), a concept, a text, or yes and no."""

    concept: ConceptIn | None = Field(description="A code.")  # type: ignore[assignment]

    def value(self) -> Value:
        """Return it as the domain takes it."""
        return Value(
            quantity=self._quantity(self.number, self.comparator),
            range=self._range(),
            concept=self.concept.concept() if self.concept else None,
            text=self.text,
            truth=self.truth,
        )

    def _range(self) -> Range | None:
        if self.low is None and self.high is None:
            return None
        return Range(low=self._quantity(self.low), high=self._quantity(self.high))

    def _quantity(self, number: float | None, comparator: Comparator | None = None) -> Quantity | None:
        if number is None:
            return None
        return Quantity(
            value=Decimal(str(number)),
            comparator=comparator,
            unit=self.unit,
            system=self.unit_system,
            code=self.unit_code,
        )


def value_view(value: Value | None) -> dict[str, Any] | None:
    """Put a value into the words of `ValueOut`."""
    if value is None:
        return None
    low, high = (value.range.low, value.range.high) if value.range else (None, None)
    number = value.quantity or low or high
    return {
        "number": _number(value.quantity),
        "comparator": value.quantity.comparator if value.quantity else None,
        "low": _number(low),
        "high": _number(high),
        "unit": number.unit if number else None,
        "unit_system": number.system if number else None,
        "unit_code": number.code if number else None,
        "concept": concept_view(value.concept),
        "text": value.text,
        "truth": value.truth,
    }


def _number(quantity: Quantity | None) -> float | int | None:
    if quantity is None:
        return None
    return int(quantity.value) if quantity.value == quantity.value.to_integral_value() else float(quantity.value)
