"""An instrument as the Questionnaire that it was written as: of a network, or one that comes with the software.

https://hl7.org/fhir/R4/questionnaire.html
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid5

from app.adapters.fhir.instruments.library import read_instrument
from app.adapters.fhir.projected.drawing import Drawing, of_directory
from app.adapters.fhir.projected.labels import meta
from app.adapters.fhir.projected.values import OURS, Json, moment, said, uri
from app.adapters.fhir.resources.questionnaire import write_questionnaire
from app.adapters.fhir.validation.validating import validate
from app.domain.assessments.own_instrument import OwnInstrument
from app.domain.resources.reading import ResourceReading
from app.ports.instruments import Edition

_OWN = frozenset({"resourceType", "id", "meta", "implicitRules"})


_SHIPPED = UUID("6f1f3b0e-9d0c-5c0a-8f0a-2a1d5b7c4e10")
"""Within which the ids of what comes with the software are made: each has the same in every network."""


def drawings(instrument: OwnInstrument) -> tuple[Drawing, ...]:
    """Draw an instrument: as it was written where that is valid, else in our own words for what was read of it."""
    written = _exact(instrument.definition.questionnaire)
    whole = _questionnaire(instrument, written)
    if validate({"resourceType": "Questionnaire", **whole}).faults:
        read = read_instrument(instrument.key, instrument.edition, instrument.definition)
        whole = _questionnaire(instrument, _exact(write_questionnaire(read)))
    return (of_directory("Questionnaire", instrument.id, instrument.agency, whole),)


def shipped(edition: Edition) -> Drawing:
    """Draw an instrument that comes with the software; no agency answers for it."""
    asked = edition.instrument
    content = {name: value for name, value in _exact(edition.definition.questionnaire).items() if name not in _OWN}
    whole = content | {"meta": meta(), "url": asked.url, "version": asked.version, "status": asked.status.value}
    id_ = uuid5(_SHIPPED, f"{asked.key}|{asked.version}")
    return Drawing(type="Questionnaire", id=id_, reading=ResourceReading.NETWORK, whole=whole)


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
