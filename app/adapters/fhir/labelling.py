"""Writes the labels that a kept resource bears into its meta, beside what was posted there.

https://hl7.org/fhir/R4/security-labels.html
"""

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Any

from app.adapters.fhir.projected.drawing import face_of
from app.adapters.fhir.projected.labels import meta
from app.adapters.fhir.projected.values import Json
from app.adapters.fhir.search.values import token
from app.adapters.fhir.validation.json_text import read
from app.domain.codes import Sensitivity
from app.ports.resources import Face, Terms, Word


def labelled(type_: str, face: Face, terms: Terms, labels: Collection[Sensitivity]) -> tuple[Face, Terms]:
    """Return a face whose meta names the labels and the notices that go with them, and the terms to find them by."""
    posted = read(face.meta)
    added = {name: list(_missing(posted.get(name, []), codings)) for name, codings in meta(labels).items()}
    if not any(added.values()):
        return face, terms
    whole = posted | {name: [*posted.get(name, []), *codings] for name, codings in added.items() if codings}
    words = (
        Word(key=f"{type_}._{name}", value=token(coding["code"], coding["system"]))
        for name, codings in added.items()
        for coding in codings
    )
    return replace(face, meta=face_of({"meta": whole}).meta), replace(terms, words=(*terms.words, *words))


def _missing(posted: Any, codings: Collection[Json]) -> Iterator[Json]:
    """Return the codings that are not there; confidentiality is said once, by whoever said it."""
    there = {(each.get("system"), each.get("code")) for each in posted}
    for coding in codings:
        if (coding["system"], coding["code"]) not in there:
            yield coding
