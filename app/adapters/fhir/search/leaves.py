"""How each type of data is found: what stands at the end of a parameter's path becomes words, spans or amounts.

A term begins with a suffix for its key: `text`, `exact`, `identifier` or `of-type`, or nothing.
"""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

from app.adapters.fhir.search.registry import Kind
from app.adapters.fhir.search.values import BEGINNING, END, LARGEST, Range, exact, plain, stretch, token

Term = tuple[Any, ...]
Reader = Callable[[Any, str], Iterator[Term]]
CURRENCIES = "urn:iso:std:iso:4217"
_NAME_PARTS, _ADDRESS_PARTS = (
    ("text", "family", "given", "prefix", "suffix"),
    ("text", "line", "city", "district", "state", "postalCode", "country"),
)
_LOCAL = re.compile(r"([A-Z][A-Za-z]+)/([A-Za-z0-9.-]{1,64})(?:/_history/[^/]+)?")
_AT_LEAST = timedelta(microseconds=1)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _coding(value: Any, _: str) -> Iterator[Term]:
    if not isinstance(value, dict):
        return
    if code := _text(value.get("code")):
        yield "", token(code, _text(value.get("system")))
    yield from _said(value.get("display"))


def _concept(value: Any, detail: str) -> Iterator[Term]:
    if isinstance(value, dict):
        codings = value.get("coding")
        for each in codings if isinstance(codings, list) else ():
            yield from _coding(each, detail)
        yield from _said(value.get("text"))


def _said(text: Any) -> Iterator[Term]:
    if words := plain(_text(text)):
        yield "text", words


def _identifier(value: Any, _: str) -> Iterator[Term]:
    if not isinstance(value, dict) or not (text := _text(value.get("value"))):
        return
    yield "", token(text, _text(value.get("system")))
    kind = value.get("type")
    if isinstance(kind, dict):
        yield from _said(kind.get("text"))
        for each in kind.get("coding") or ():
            yield "of-type", exact(f"{_text(each.get('system'))}|{_text(each.get('code'))}|{text}")


def _contact_point(value: Any, _: str) -> Iterator[Term]:
    if isinstance(value, dict) and (text := _text(value.get("value")).strip()):
        yield "", token(text.casefold(), _text(value.get("system")))


def _code(value: Any, system: str) -> Iterator[Term]:
    if text := _text(value):
        yield "", token(text, system)


def _boolean(value: Any, _: str) -> Iterator[Term]:
    if isinstance(value, bool):
        yield "", token("true" if value else "false")


def _deceased(resource: Any, _: str) -> Iterator[Term]:
    """Tell for whoever is not said to be dead that it is not so."""
    dead = resource.get("deceasedBoolean") is True or "deceasedDateTime" in resource
    yield "", token("true" if dead else "false")


def _string(value: Any, _: str) -> Iterator[Term]:
    if words := plain(_text(value)):
        yield "", words
        yield "exact", exact(_text(value))


def _parts(names: tuple[str, ...]) -> Reader:
    def read(value: Any, detail: str) -> Iterator[Term]:
        if not isinstance(value, dict):
            return
        said = {name: _texts(value.get(name)) for name in names}
        for texts in said.values():
            for each in texts:
                yield from _string(each, detail)
        whole = " ".join([*said.get("given", ()), *said.get("family", ())])
        yield from _string(whole, detail)

    return read


def _texts(value: Any) -> list[str]:
    return [each for each in (value if isinstance(value, list) else [value]) if isinstance(each, str)]


def _reference(value: Any, target: str) -> Iterator[Term]:
    if not isinstance(value, dict):
        return
    text = _text(value.get("reference"))
    local = _LOCAL.fullmatch(text)
    named = local[1] if local else _text(value.get("type")) or _type_in(text)
    if target and named and named != target:
        return
    if local and (not target or local[1] == target):
        yield "", f"{local[1]}/{local[2]}"
    elif text and not text.startswith("#") and not target:
        yield "", exact(text)
    if isinstance(identifier := value.get("identifier"), dict) and (said := _text(identifier.get("value"))):
        yield "identifier", token(said, _text(identifier.get("system")))


def _type_in(address: str) -> str:
    found = re.search(r"/([A-Z][A-Za-z]+)/[A-Za-z0-9.-]{1,64}$", address)
    return found[1] if found else ""


def _canonical(value: Any, _: str) -> Iterator[Term]:
    if text := _text(value):
        yield "", exact(text)
        if (bare := text.partition("|")[0]) != text:
            yield "", exact(bare)


def _address(value: Any, _: str) -> Iterator[Term]:
    if text := _text(value):
        yield "", exact(text)


def _date(value: Any, _: str) -> Iterator[Term]:
    if (found := stretch(_text(value))) is not None:
        yield "", found.since, found.until


def _period(value: Any, _: str) -> Iterator[Term]:
    if isinstance(value, dict) and (found := _within(value)) is not None:
        yield "", found.since, found.until


def _within(period: dict[str, Any]) -> Range | None:
    start, end = stretch(_text(period.get("start"))), stretch(_text(period.get("end")))
    if start is None and end is None:
        return None
    since = start.since if start else BEGINNING
    return Range(since, max(end.until if end else END, min(since + _AT_LEAST, END)))


def _timing(value: Any, _: str) -> Iterator[Term]:
    """Take the outer limits: details of a schedule are not searched (R4 search, section 3.1.1.4.9)."""
    if not isinstance(value, dict):
        return
    found = [each for text in _texts(value.get("event")) if (each := stretch(text))]
    repeat = value.get("repeat")
    bounds = repeat.get("boundsPeriod") if isinstance(repeat, dict) else None
    if isinstance(bounds, dict) and (within := _within(bounds)) is not None:
        found.append(within)
    if found:
        yield "", min(each.since for each in found), max(each.until for each in found)


def _number_in(value: Any) -> Decimal | None:
    known = isinstance(value, int | Decimal) and not isinstance(value, bool)
    return Decimal(value) if known and abs(value) < LARGEST else None


def _number(value: Any, _: str) -> Iterator[Term]:
    if (number := _number_in(value)) is not None:
        yield "", number, number, ""


def _quantity(value: Any, _: str) -> Iterator[Term]:
    if not isinstance(value, dict) or (number := _number_in(value.get("value"))) is None:
        return
    comparator = _text(value.get("comparator"))[:1]
    low, high = (-LARGEST if comparator == "<" else number), (LARGEST if comparator == ">" else number)
    for unit in _units(value):
        yield "", low, high, unit


def _units(quantity: dict[str, Any]) -> Iterator[str]:
    code, unit = _text(quantity.get("code")), _text(quantity.get("unit"))
    yield token(code or unit, _text(quantity.get("system"))) if code or unit else ""
    if code and unit and unit != code:
        yield token(unit)


def _money(value: Any, _: str) -> Iterator[Term]:
    if isinstance(value, dict) and (number := _number_in(value.get("value"))) is not None:
        currency = _text(value.get("currency"))
        yield "", number, number, token(currency, CURRENCIES) if currency else ""


def _range(value: Any, _: str) -> Iterator[Term]:
    if not isinstance(value, dict):
        return
    ends = [each if isinstance(each, dict) else {} for each in (value.get("low"), value.get("high"))]
    low, high = (_number_in(each.get("value")) for each in ends)
    if low is None and high is None:
        return
    for unit in _units(ends[0] or ends[1]):
        yield "", -LARGEST if low is None else low, LARGEST if high is None else high, unit


WORDS: dict[tuple[Kind, str], Reader] = {
    (Kind.TOKEN, "Coding"): _coding,
    (Kind.TOKEN, "CodeableConcept"): _concept,
    (Kind.TOKEN, "Identifier"): _identifier,
    (Kind.TOKEN, "ContactPoint"): _contact_point,
    (Kind.TOKEN, "boolean"): _boolean,
    (Kind.TOKEN, "Deceased"): _deceased,
    **{(Kind.TOKEN, leaf): _code for leaf in ("code", "string", "id", "uri")},
    **{(Kind.STRING, leaf): _string for leaf in ("string", "markdown")},
    (Kind.STRING, "HumanName"): _parts(_NAME_PARTS),
    (Kind.STRING, "Address"): _parts(_ADDRESS_PARTS),
    (Kind.REFERENCE, "Reference"): _reference,
    **{(Kind.REFERENCE, leaf): _canonical for leaf in ("canonical", "uri")},
    **{(Kind.URI, leaf): _address for leaf in ("uri", "url", "oid", "uuid")},
    (Kind.URI, "canonical"): _canonical,
}
SPANS: dict[str, Reader] = {
    **dict.fromkeys(("date", "dateTime", "instant"), _date),
    "Period": _period,
    "Timing": _timing,
}
AMOUNTS: dict[str, Reader] = {
    **dict.fromkeys(("decimal", "integer", "positiveInt", "unsignedInt"), _number),
    **dict.fromkeys(("Quantity", "Age", "Duration", "Count", "Distance"), _quantity),
    "Money": _money,
    "Range": _range,
}
