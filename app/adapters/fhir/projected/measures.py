"""Writes quantities and ranges with every digit.

https://hl7.org/fhir/R4/datatypes.html#Quantity
"""

from typing import Protocol

from app.adapters.fhir.projected.values import Json, code, concept, said, told, uri
from app.domain.care_plans.targets import Quantity, Value


class Measured(Protocol):
    """A number with its unit."""

    @property
    def unit(self) -> str | None:
        """How the unit is written."""
        ...

    @property
    def system(self) -> str | None:
        """The vocabulary of the unit's code."""
        ...

    @property
    def code(self) -> str | None:
        """The unit's code."""
        ...


def unit(of: Measured) -> Json:
    """Write a unit; a code without its vocabulary is only how the unit is written."""
    system = uri(of.system)
    coded = code(of.code) if of.code and system else None
    return told({"unit": said(of.unit or of.code), "system": system if coded else None, "code": coded})


def quantity(of: Quantity) -> Json:
    """Write a quantity."""
    comparator = {"comparator": of.comparator.value} if of.comparator else {}
    return {"value": of.value, **comparator, **unit(of)}


def detail(value: Value | None) -> Json:
    """Write what a target wants as the member of Goal.target that says its type."""
    if value is None:
        return {}
    if value.quantity is not None:
        return {"detailQuantity": quantity(value.quantity)}
    if value.range is not None:
        ends = {"low": value.range.low, "high": value.range.high}
        return {"detailRange": {name: quantity(end) for name, end in ends.items() if end is not None}}
    if value.concept is not None:
        return {"detailCodeableConcept": concept(value.concept)}
    if value.truth is not None:
        return {"detailBoolean": value.truth}
    return told({"detailString": said(value.text)})
