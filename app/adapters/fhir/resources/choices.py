"""Reads and writes the values that FHIR keeps in value[x], answer[x] and the like."""

from collections.abc import Callable, Mapping
from datetime import datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

from app.adapters.fhir.resources.elements import Element
from app.domain.assessments.values import Quantity, Value
from app.domain.codings import TEXT_LENGTH, Coding
from app.domain.errors import Invalid
from app.domain.faults import NAME_LENGTH
from app.domain.partial_date import PartialDate

LONGEST = 20_000
MOST_DIGITS = 30
Json = dict[str, Any]


def read_value(holder: Element, prefix: str = "value") -> Value | None:
    """Read the one value whose member begins with `prefix`; what cannot be read is remarked on."""
    names = [name for name in holder.members if name.startswith(prefix) and name != prefix]
    for name in names:
        reader = _READERS.get(name.removeprefix(prefix))
        if reader is None:
            holder.left_out("unsupported", name, "Values of this type are not taken.")
            continue
        try:
            value = reader(holder, name)
        except (ValueError, Invalid):
            value = None
        if value is not None:
            return value
        holder.left_out("value", name, "This is no value of its type.")
    return None


def write_value(value: Value, prefix: str = "value") -> Json:
    """Write a value as the member that says its type."""
    if isinstance(value, bool):
        return {f"{prefix}Boolean": value}
    if isinstance(value, int):
        return {f"{prefix}Integer": value}
    if isinstance(value, Decimal):
        return {f"{prefix}Decimal": write_number(value)}
    if isinstance(value, Coding):
        return {f"{prefix}Coding": write_coding(value)}
    if isinstance(value, Quantity):
        return {f"{prefix}Quantity": _written_quantity(value)}
    return _written_text(value, prefix)


def write_number(value: Decimal) -> int | float:
    """Write a decimal as the shortest JSON number."""
    return int(value) if value == value.to_integral_value() else float(value)


def write_coding(coding: Coding) -> Json:
    """Write a code; one that never had a system gets none."""
    members = {"system": coding.system, "code": coding.code, "display": coding.display}
    return {name: text for name, text in members.items() if text}


def read_coding(element: Element) -> Coding | None:
    """Read a code; one without a system means something within its questionnaire only."""
    code = element.text("code", NAME_LENGTH)
    if code is None:
        return None
    return Coding(
        system=element.text("system", NAME_LENGTH) or "", code=code, display=element.text("display", TEXT_LENGTH)
    )


def read_number(holder: Element, name: str) -> Decimal | None:
    """Read a finite number, exactly as it is written."""
    value = holder.members.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    try:
        exact = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    except InvalidOperation:
        return None
    fits = exact.is_finite() and exact.adjusted() < MOST_DIGITS and len(exact.as_tuple().digits) <= MOST_DIGITS
    return exact if fits else None


def read_moment(text: str) -> datetime | PartialDate:
    """Read a FHIR dateTime: a date as exactly as it is known, or a moment with its offset."""
    if "T" not in text:
        return PartialDate.parse(text)
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    return moment


def _integer(holder: Element, name: str) -> int | None:
    exact = read_number(holder, name)
    return int(exact) if exact is not None and exact == exact.to_integral_value() else None


def _quantity(holder: Element, name: str) -> Quantity | None:
    element = holder.element(name)
    exact = read_number(element, "value")
    if exact is None or "comparator" in element.members:
        return None
    texts = {part: element.text(part, NAME_LENGTH) for part in ("unit", "system", "code")}
    return Quantity(value=exact, **texts)


def _text(holder: Element, name: str) -> str | None:
    return holder.text(name, LONGEST)


def _parsed(parse: Callable[[str], Value]) -> Callable[[Element, str], Value | None]:
    def read(holder: Element, name: str) -> Value | None:
        text = holder.text(name, NAME_LENGTH)
        return None if text is None else parse(text)

    return read


def _time(text: str) -> time:
    known = time.fromisoformat(text)
    if known.tzinfo is not None:
        raise ValueError(text)
    return known


_READERS: Mapping[str, Callable[[Element, str], Value | None]] = {
    "Boolean": Element.flag,
    "Integer": _integer,
    "Decimal": read_number,
    "String": _text,
    "Uri": _text,
    "Date": _parsed(PartialDate.parse),
    "DateTime": _parsed(read_moment),
    "Time": _parsed(_time),
    "Coding": lambda holder, name: read_coding(holder.element(name)),
    "Quantity": _quantity,
}


def _written_quantity(quantity: Quantity) -> Json:
    members: Json = {"value": write_number(quantity.value)}
    texts = {"unit": quantity.unit, "system": quantity.system, "code": quantity.code}
    return members | {name: text for name, text in texts.items() if text}


def _written_text(value: str | PartialDate | datetime | time, prefix: str) -> Json:
    if isinstance(value, PartialDate):
        return {f"{prefix}Date": str(value)}
    if isinstance(value, datetime):
        return {f"{prefix}DateTime": value.isoformat()}
    if isinstance(value, time):
        return {f"{prefix}Time": value.isoformat()}
    return {f"{prefix}String": value}
