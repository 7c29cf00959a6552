"""Writes the labels that a kept resource bears into its meta, beside what was posted there.

https://hl7.org/fhir/R4/security-labels.html
"""

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Any

from app.adapters.fhir.merging import resource_of
from app.adapters.fhir.projected.drawing import face_of, terms_of
from app.adapters.fhir.projected.labels import CONFIDENTIALITY, meta
from app.adapters.fhir.projected.values import Json
from app.adapters.fhir.search.values import token
from app.adapters.fhir.validation.json_text import read
from app.domain.codes import Sensitivity
from app.ports.resources import Face, Terms, Word

_STRICTER = ("U", "L", "M", "N", "R", "V")
"""Codes of confidentiality, the strictest last."""


def labelled(type_: str, face: Face, terms: Terms, labels: Collection[Sensitivity]) -> tuple[Face, Terms]:
    """Return a face whose meta names the labels and the notices that go with them, and the terms to find them by."""
    posted = read(face.meta)
    borne = meta(labels)
    posted["security"], outdone = _without_laxer(posted.get("security", []), borne.get("security", []))
    added = {name: list(_missing(posted.get(name, []), codings)) for name, codings in borne.items()}
    if not any(added.values()):
        return face, terms
    whole = posted | {name: [*posted.get(name, []), *codings] for name, codings in added.items() if codings}
    words = (
        Word(key=f"{type_}._{name}", value=token(coding["code"], coding["system"]))
        for name, codings in added.items()
        for coding in codings
    )
    left = (word for word in terms.words if word.key != f"{type_}._security" or word.value not in outdone)
    return replace(face, meta=face_of({"meta": whole}).meta), replace(terms, words=(*left, *words))


def relabelled(type_: str, face: Face, labels: Collection[Sensitivity]) -> tuple[Face, Terms]:
    """Do the same to what is kept already; its terms are taken from it anew."""
    face, _ = labelled(type_, face, Terms(), labels)
    return face, terms_of(type_, resource_of(face), None)


def _missing(posted: Any, codings: Collection[Json]) -> Iterator[Json]:
    """Return the codings that are not there; confidentiality is said once, by whoever said it stricter."""
    there = {(each.get("system"), each.get("code")) for each in posted}
    told = max((_strictness(each) for each in posted), default=-1)
    for coding in codings:
        if (coding["system"], coding["code"]) not in there and not -1 < _strictness(coding) <= told:
            yield coding


def _without_laxer(posted: list[Json], codings: Collection[Json]) -> tuple[list[Json], set[str]]:
    """Leave out a confidentiality less strict than what is borne; return what is left, and the words of the others."""
    borne = max(map(_strictness, codings), default=-1)
    laxer = [each for each in posted if -1 < _strictness(each) < borne]
    return [each for each in posted if each not in laxer], {token(each["code"], each["system"]) for each in laxer}


def _strictness(coding: Json) -> int:
    known = coding.get("system") == CONFIDENTIALITY and coding.get("code") in _STRICTER
    return _STRICTER.index(coding["code"]) if known else -1
