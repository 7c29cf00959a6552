"""Codes of needs that can be told wrong from right, because a mistyped digit is another diagnosis."""

import re

from app.domain.codings import Concept
from app.domain.faults import Faults
from app.domain.sensitivity.value_sets import ICD_10_CM, SNOMED_CT

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
