"""Codes of needs that can be told wrong from right, because a mistyped digit is another diagnosis."""

import re

from app.domain.codes import Sensitivity
from app.domain.codings import Coding, Concept
from app.domain.faults import Faults

SNOMED_CT = "http://snomed.info/sct"
ICD_10_CM = "http://hl7.org/fhir/sid/icd-10-cm"
LOINC = "http://loinc.org"

_SNOMED_SHAPE = re.compile(r"[1-9][0-9]{5,17}")
_ICD_10_CM_SHAPE = re.compile(r"[A-Z][0-9][0-9A-Z](?:\.[0-9A-Z]{1,4})?")
_DIHEDRAL = (
    (0, 1, 2, 3, 4, 5, 6, 7, 8, 9),
    (1, 2, 3, 4, 0, 6, 7, 8, 9, 5),
    (2, 3, 4, 0, 1, 7, 8, 9, 5, 6),
    (3, 4, 0, 1, 2, 8, 9, 5, 6, 7),
    (4, 0, 1, 2, 3, 9, 5, 6, 7, 8),
    (5, 9, 8, 7, 6, 0, 4, 3, 2, 1),
    (6, 5, 9, 8, 7, 1, 0, 4, 3, 2),
    (7, 6, 5, 9, 8, 2, 1, 0, 4, 3),
    (8, 7, 6, 5, 9, 3, 2, 1, 0, 4),
    (9, 8, 7, 6, 5, 4, 3, 2, 1, 0),
)
_TURN = (1, 5, 7, 6, 2, 8, 3, 0, 9, 4)

# ICD-10-CM blocks whose codes say what a label protects; substance use (F10-F19) is protected by who treats it
# (42 CFR Part 2), so that label comes from the agency's programs.
_LABELLED = (
    (re.compile(r"B20|Z21|O98\.7|R75"), Sensitivity.HIV),
    (re.compile(r"A5[0-9]|A6[0-4]"), Sensitivity.STD),
    (re.compile(r"T74|T76|Z69|Y07"), Sensitivity.SDV),
    (re.compile(r"F[2-6][0-9]|F9[0-9]|R45\.851|T14\.91|Z91\.5"), Sensitivity.MH),
)


def check_codes(concept: Concept, faults: Faults, pointer: str) -> None:
    """Note SNOMED CT identifiers with a wrong check digit and ICD-10-CM codes of a wrong shape."""
    for place, coding in enumerate(concept.codings):
        at = f"{pointer}/codings/{place}/code"
        if coding.system == SNOMED_CT:
            faults.require(is_snomed(coding.code), at, "is no SNOMED CT identifier: its check digit is wrong")
        if coding.system == ICD_10_CM:
            faults.require(_ICD_10_CM_SHAPE.fullmatch(coding.code), at, "must read like Z59.41 (ICD-10-CM)")


def is_snomed(code: str) -> bool:
    """Whether a text is a SNOMED CT identifier: 6 to 18 digits whose last is the Verhoeff check digit."""
    if not _SNOMED_SHAPE.fullmatch(code):
        return False
    check = 0
    for place, digit in enumerate(reversed(code)):
        turned = int(digit)
        for _ in range(place % 8):
            turned = _TURN[turned]
        check = _DIHEDRAL[check][turned]
    return check == 0


def labels_of_concept(concept: Concept | None) -> frozenset[Sensitivity]:
    """Return the labels that codes bring by themselves; a person adds what no code says."""
    codings = concept.codings if concept else ()
    return frozenset(label for coding in codings for label in _labels_of(coding))


def _labels_of(coding: Coding) -> list[Sensitivity]:
    if coding.system != ICD_10_CM:
        return []
    return [label for shape, label in _LABELLED if shape.match(coding.code)]
