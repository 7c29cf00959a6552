"""The one question that is put to the value sets: which labels codes and words bring."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from app.domain.codes import Sensitivity
from app.domain.codings import Coding, Concept
from app.domain.sensitivity.value_sets import ICD_10_CM, TAXONOMY_211, VALUE_SETS, WORDS

NONE: frozenset[Sensitivity] = frozenset()
REMEMBERED = 2_000
LONGEST_REMEMBERED = 200
"""How many codes are remembered with their labels, and how long one may be with its system."""
_SAME = {
    "http://hl7.org/fhir/sid/icd-10": ICD_10_CM,
    "urn:oid:2.16.840.1.113883.6.90": ICD_10_CM,
    "urn:oid:2.16.840.1.113883.6.3": ICD_10_CM,
    "urn:oid:2.16.840.1.113883.6.96": "http://snomed.info/sct",
    "urn:oid:2.16.840.1.113883.6.1": "http://loinc.org",
    "urn:oid:2.16.840.1.113883.6.88": "http://www.nlm.nih.gov/research/umls/rxnorm",
}
_TAXONOMY = re.compile(r"airs|211|open eligibility taxonomy of human services", re.IGNORECASE)
_WORDS = {label: re.compile(pattern, re.IGNORECASE) for label, pattern in WORDS.items()}


def labels_for(codings: Iterable[Coding]) -> frozenset[Sensitivity]:
    """Return the labels that codes bring; a person adds what no code says."""
    return NONE.union(*(_labels_of(coding.system, coding.code) for coding in codings))


def labels_of_concept(concept: Concept | None) -> frozenset[Sensitivity]:
    """Return the labels that a concept's codes bring."""
    return NONE if concept is None else labels_for(concept.codings)


def labels_of_names(names: Iterable[str]) -> frozenset[Sensitivity]:
    """Return the labels that the names of services bring."""
    known = list(names)
    return frozenset(label for label, pattern in _WORDS.items() if any(pattern.search(name) for name in known))


def system_of(system: str) -> str:
    """Return the name under which the value sets know a vocabulary."""
    if _TAXONOMY.search(system):
        return TAXONOMY_211
    return _SAME.get(system.rstrip("/"), system.rstrip("/"))


def _labels_of(system: str, code: str) -> frozenset[Sensitivity]:
    short = len(system) + len(code) <= LONGEST_REMEMBERED
    return _known_labels(system, code) if short else _read_labels(system, code)


def _read_labels(system: str, code: str) -> frozenset[Sensitivity]:
    return _labels(system_of(system), code.strip().upper())


_known_labels = lru_cache(REMEMBERED)(_read_labels)


def _labels(system: str, code: str) -> frozenset[Sensitivity]:
    single, beginnings = _CODES.get((system, code), NONE), _PREFIXES.get(system, ())
    plain = code.replace(".", "") if system == ICD_10_CM else code  # many systems leave the dot out
    return single.union(label for beginning, label in beginnings if plain.startswith(beginning))


def _codes() -> Mapping[tuple[str, str], frozenset[Sensitivity]]:
    found: dict[tuple[str, str], frozenset[Sensitivity]] = {}
    for each in VALUE_SETS:
        for code in each.codes:
            found[each.system, code] = found.get((each.system, code), NONE) | {each.label}
    return found


_CODES = _codes()
_PREFIXES: Mapping[str, tuple[tuple[str, Sensitivity], ...]] = {
    system: tuple(
        (prefix.replace(".", "") if system == ICD_10_CM else prefix, each.label)
        for each in VALUE_SETS
        if each.system == system
        for prefix in each.prefixes
    )
    for system in {each.system for each in VALUE_SETS if each.prefixes}
}
