"""The library of instruments: the shipped ones, read once, and a reader of those that a network writes itself."""

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from app.adapters.fhir.instruments.rules import RuleNotation
from app.adapters.fhir.instruments.scoring import Notation
from app.adapters.fhir.instruments.shelves import Written, written
from app.adapters.fhir.resources.elements import Element
from app.adapters.fhir.resources.questionnaire import read_questionnaire, write_questionnaire
from app.domain.assessments.instrument import Instrument, Measures
from app.domain.assessments.own_instrument import Definition
from app.domain.assessments.soundness import check
from app.domain.faults import Faults
from app.ports.imports import Remark, Severity
from app.ports.instruments import Edition

_INDEX = re.compile(r"\[(\d+)\]")


class InstrumentLibrary:
    """Reads instruments written as FHIR Questionnaires with scores and rules."""

    def __init__(self) -> None:
        editions = [_edition(each) for each in written() if each.questionnaire is not None]
        self._shipped = {(edition.instrument.key, edition.instrument.version): edition for edition in editions}

    def shipped(self) -> Mapping[tuple[str, str], Edition]:
        """Return the instruments that come with the software, by key and version; read once."""
        return self._shipped

    def recognised(self, urls: Collection[str], codes: Collection[str]) -> Edition | None:
        """Return the shipped instrument meant by a canonical address, or else by the LOINC code of a panel."""
        known = _recognised(urls, codes)
        return self._shipped.get((known.key, known.version)) if known else None

    def read(self, key: str, version: str, definition: Definition) -> Instrument:
        """Read one; `Invalid` names every wrong place under `/questionnaire`, `/scoring` and `/rules`."""
        return read_instrument(key, version, definition)

    def lent(self, definition: Definition) -> Definition:
        """Lend a known questionnaire without scores and rules those of ours that fit its questions."""
        return lent(definition)

    def questionnaire(self, instrument: Instrument) -> dict[str, Any]:
        """Return the instrument as a FHIR R4 Questionnaire."""
        return write_questionnaire(instrument)


def read_instrument(key: str, version: str, definition: Definition) -> Instrument:
    """Read an instrument; `Invalid` names every wrong place."""
    remarks: list[Remark] = []
    places: dict[int, str] = {}
    resource = Element(definition.questionnaire, "questionnaire", "", None, remarks)
    asked = read_questionnaire(resource, key, version, places)
    beside = Element({"scoring": definition.scoring, "rules": definition.rules}, "", "", None, remarks)
    instrument = replace(asked, measures=_measures(asked, beside))
    faults = Faults()
    is_one = definition.questionnaire.get("resourceType") == "Questionnaire"
    faults.require(is_one, "/questionnaire/resourceType", "must be Questionnaire")
    for remark in remarks:
        light = remark.severity is Severity.NOTED
        faults.require(light, pointer(remark.place.column or ""), _clause(remark.reason))
    check(instrument, faults, lambda item: pointer(places[id(item)]))
    faults.refuse("instrument.invalid", "The instrument cannot be as described.")
    return instrument


def lent(definition: Definition) -> Definition:
    """Lend a known questionnaire without scores and rules those of ours that fit its questions."""
    asked = read_questionnaire(Element(definition.questionnaire, "", "", None, []), "", "")
    roots = (code.code for item in asked.items for code in item.codes)
    known = _recognised([asked.url or ""], {*roots, *(code.code for code in asked.codes)})
    if known is None or definition.scoring or definition.rules:
        return definition
    scoring = [each for each in known.scoring if _fits(asked, {"scoring": [each]})]
    scores = _measures(asked, Element({"scoring": scoring}, "", "", None, [])).scores
    scored = replace(asked, measures=Measures(scores=scores))
    rules = [each for each in known.rules if _fits(scored, {"rules": [each]})]
    return replace(definition, scoring=scoring, rules=rules)


def pointer(path: str) -> str:
    """Write a path such as `questionnaire.item[0].type` as a JSON pointer."""
    return "/" + _INDEX.sub(r"/\1", path).strip(".").replace(".", "/")


def _measures(instrument: Instrument, beside: Element) -> Measures:
    notation = Notation(instrument)
    return Measures(scores=notation.scores(beside), rules=RuleNotation(notation).rules(beside))


def _fits(instrument: Instrument, members: Mapping[str, Any]) -> bool:
    remarks: list[Remark] = []
    measures = _measures(instrument, Element(members, "", "", None, remarks))
    faults = Faults()
    scores = measures.scores or instrument.measures.scores
    check(replace(instrument, measures=replace(measures, scores=scores)), faults, lambda _: "")
    return not remarks and not any(fault.pointer.startswith(("/scoring", "/rules")) for fault in faults.found)


def _recognised(urls: Collection[str], codes: Collection[str]) -> Written | None:
    addresses = {url.partition("|")[0] for url in urls}
    for each in written():
        if addresses.intersection(each.urls):
            return each
    return next((each for each in written() if set(codes).intersection(each.codes)), None)


def _edition(each: Written) -> Edition:
    definition = Definition(questionnaire=each.questionnaire or {}, scoring=list(each.scoring), rules=list(each.rules))
    return Edition(
        instrument=read_instrument(each.key, each.version, definition), definition=definition, also=each.also
    )


def _clause(reason: str) -> str:
    return reason[:1].lower() + reason[1:].removesuffix(".")
