"""An instrument of a network as the Questionnaire that it was written as.

https://hl7.org/fhir/R4/questionnaire.html
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from app.adapters.fhir.instruments.library import read_instrument
from app.adapters.fhir.projected.drawing import Drawing, of_directory
from app.adapters.fhir.projected.labels import meta
from app.adapters.fhir.projected.values import OURS, Json, moment, said, uri
from app.adapters.fhir.resources.questionnaire import write_questionnaire
from app.adapters.fhir.validation.validating import validate
from app.domain.assessments.own_instrument import OwnInstrument

_OWN = frozenset({"resourceType", "id", "meta", "implicitRules"})


def drawings(instrument: OwnInstrument) -> tuple[Drawing, ...]:
    """Draw an instrument: as it was written where that is valid, else in our own words for what was read of it."""
    written = _exact(instrument.definition.questionnaire)
    whole = _questionnaire(instrument, written)
    if validate({"resourceType": "Questionnaire", **whole}).faults:
        read = read_instrument(instrument.key, instrument.edition, instrument.definition)
        whole = _questionnaire(instrument, _exact(write_questionnaire(read)))
    return (of_directory("Questionnaire", instrument.id, instrument.agency, whole),)


def _questionnaire(instrument: OwnInstrument, written: Mapping[str, Any]) -> Json:
    content = {name: value for name, value in written.items() if name not in _OWN}
    return content | {
        "meta": meta(),
        "url": uri(content.get("url")) or f"{OURS}questionnaire:{instrument.key}",
        "version": instrument.edition,
        "title": said(content.get("title")) or instrument.title,
        "status": instrument.status.value,
        "date": content.get("date") or moment(instrument.created_at),
    }


def _exact(value: Any) -> Any:
    """Return JSON with its numbers as decimals, as validation and search want them."""
    if isinstance(value, float):
        return Decimal(repr(value))
    if isinstance(value, Mapping):
        return {name: _exact(each) for name, each in value.items()}
    return [_exact(each) for each in value] if isinstance(value, list | tuple) else value
