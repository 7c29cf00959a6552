"""Why something ended and what came of it, read from the concepts and outputs by which FHIR says so."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from app.api.fhir.mapped.elements import Json, codes_of, named, words_of
from app.domain.referrals.outcomes import Outcome, Result, ServiceReceived
from app.domain.referrals.reasons import NextAction, Reason, ReasonCode, ReasonParty

OUTCOME_URL = "urn:throughline:extension:outcome"
OUTCOMES = "urn:throughline:outcome"
C = ReasonCode
_BY_CLIENT = frozenset(
    {
        C.NOT_ELIGIBLE_AGE,
        C.NOT_ELIGIBLE_INCOME,
        C.NOT_ELIGIBLE_AREA,
        C.NOT_ELIGIBLE_OTHER,
        C.UNABLE_TO_CONTACT,
        C.CLIENT_DECLINED,
        C.CLIENT_NO_LONGER_NEEDS,
    }
)
_NEXT: Mapping[ReasonCode, NextAction] = {
    C.CLIENT_DECLINED: NextAction.NONE,
    C.CLIENT_NO_LONGER_NEEDS: NextAction.NONE,
    C.DUPLICATE: NextAction.NONE,
    C.UNABLE_TO_CONTACT: NextAction.PARK,
    C.MISSING_DOCUMENTS: NextAction.PARK,
}
"""What follows from a reason where nobody says it, as FHIR has no word for it; else another provider is asked."""


def reason_of(concept: Json | None) -> Reason | None:
    """Read a reason: one of our codes in whichever system, else `other` in its own words; None when it says nothing."""
    if not concept:
        return None
    known = {code.value: code for code in ReasonCode}
    said = sorted(code.replace("-", "_") for code in codes_of(concept))
    code = next((known[each] for each in said if each in known), C.OTHER)
    words = words_of(concept) or (", ".join(said) if code is C.OTHER else None)
    if code is C.OTHER and not (words or "").strip():
        return None
    party = ReasonParty.CLIENT if code in _BY_CLIENT else ReasonParty.PROVIDER
    plain = words if words != code.value.replace("_", " ") else None
    return Reason(code=code, party=party, next_action=_NEXT.get(code, NextAction.REROUTE), note=plain)


def outcome_coded(code: str | None) -> Outcome | None:
    """Read an outcome that is told as one code."""
    known = {result.value: result for result in Result}
    result = known.get((code or "").replace("-", "_"))
    return None if result is None else Outcome(result=result)


def outcome_of(outputs: list[Json]) -> Outcome | None:
    """Read what came of it: a result of ours, the services received by code or by what records them, and words."""
    if not outputs:
        return None
    values = [_value(each) for each in outputs]
    results = [each for each in values if _result(each) is not None]
    notes = [words for words in map(_note, results) if words]
    notes += [each for each in values if isinstance(each, str)]
    result = _result(results[0]) if results else None
    return Outcome(
        result=result or Result.NEED_MET,
        services=tuple(_services(each for each in values if each not in results)),
        note="\n".join(notes) or None,
    )


def _value(output: Json) -> Any:
    return next((value for name, value in output.items() if name.startswith("value")), None)


def _result(value: Any) -> Result | None:
    for each in value.get("coding", ()) if isinstance(value, dict) else ():
        if each.get("system") == OUTCOMES:
            return next((result for result in Result if result.value == each.get("code", "").replace("-", "_")), None)
    return None


def _note(value: Json) -> str | None:
    result = _result(value)
    words = value.get("text")
    return None if result is None or words == result.value.replace("_", " ") else words


def _services(values: Iterator[Any]) -> Iterator[ServiceReceived]:
    for value in values:
        if isinstance(value, dict) and value.get("reference"):
            place = named({"it": value}, "it")
            yield ServiceReceived(code=f"{place[0]}/{place[1]}" if place else value["reference"])
        elif isinstance(value, dict) and (value.get("coding") or value.get("text")):
            yield ServiceReceived(code=words_of(value) or min(codes_of(value)))
        elif isinstance(value, dict) and (value.get("start") or value.get("end")):
            yield ServiceReceived(code="service received", start=_day(value.get("start")), end=_day(value.get("end")))


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None
