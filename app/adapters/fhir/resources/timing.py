"""From a FHIR R4 Timing to plain words: “twice a day”, “every 2 weeks, morning”."""

from app.adapters.fhir.resources.concepts import read_concept
from app.adapters.fhir.resources.elements import Element
from app.domain.faults import NAME_LENGTH

_UNITS = {"s": "second", "min": "minute", "h": "hour", "d": "day", "wk": "week", "mo": "month", "a": "year"}
_TIMES = {1: "once", 2: "twice"}
_WHEN = {
    "MORN": "in the morning",
    "AFT": "in the afternoon",
    "EVE": "in the evening",
    "NIGHT": "at night",
    "HS": "before sleep",
    "WAKE": "after waking up",
    "AC": "before meals",
    "PC": "after meals",
    "C": "at meals",
}


def timing_words(detail: Element) -> str | None:
    """Say when an activity is scheduled, from its string or its timing; None when that says nothing."""
    said = detail.text("scheduledString", NAME_LENGTH)
    timing = detail.element("scheduledTiming")
    code = read_concept(timing, "code")
    words = said or (code.words if code else None) or _repeated(timing.element("repeat"))
    return words[:NAME_LENGTH] if words else None


def _repeated(repeat: Element) -> str | None:
    unit = _UNITS.get(repeat.text("periodUnit") or "")
    parts = [] if unit is None else [_rate(repeat, unit)]
    days = repeat.texts("dayOfWeek", 20)
    parts += [f"on {', '.join(days)}"] if days else []
    times = repeat.texts("timeOfDay", 20)
    parts += [f"at {', '.join(each[:5] for each in times)}"] if times else []
    parts += [_WHEN[each] for each in repeat.texts("when", 20) if each in _WHEN]
    return ", ".join(parts) or None


def _rate(repeat: Element, unit: str) -> str:
    often = int(repeat.decimal("frequency") or 1)
    period = repeat.decimal("period") or 1
    every = f"a {unit}" if period == 1 else f"every {period} {unit}s"
    if often == 1 and period != 1:
        return every
    return f"{_TIMES.get(often, f'{often} times')} {every}"
