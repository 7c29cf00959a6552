"""Which codes and words bring which labels, written out from the vocabularies and not from our tables."""

import pytest

from app.domain.care_plans.vocabularies import is_snomed
from app.domain.codes import Category, Sensitivity
from app.domain.codings import Coding, Concept
from app.domain.sensitivity.labelling import labels_for, labels_of_concept, labels_of_names
from app.domain.sensitivity.value_sets import ICD_10_CM, LOINC, RXNORM, SNOMED_CT, VALUE_SETS

SUD, MH, HIV, SDV, STD = (Sensitivity(each) for each in ("SUD", "MH", "HIV", "SDV", "STD"))
CODES = [
    (ICD_10_CM, "F10.20", {SUD}),
    (ICD_10_CM, "F1120", {SUD}),
    (ICD_10_CM, "f14.10", {SUD}),
    (ICD_10_CM, "F17.210", set()),
    (ICD_10_CM, "O99.320", {SUD}),
    (ICD_10_CM, "T40.1X1A", {SUD}),
    (ICD_10_CM, "F32.1", {MH}),
    (ICD_10_CM, "F43.10", {MH}),
    (ICD_10_CM, "F70", set()),
    (ICD_10_CM, "F84.0", set()),
    (ICD_10_CM, "R45.851", {MH}),
    (ICD_10_CM, "B20", {HIV}),
    (ICD_10_CM, "Z21", {HIV}),
    (ICD_10_CM, "Z20.6", {HIV}),
    (ICD_10_CM, "A53.9", {STD}),
    (ICD_10_CM, "A65", set()),
    (ICD_10_CM, "T74.11XA", {SDV}),
    (ICD_10_CM, "Z91.410", {SDV}),
    (ICD_10_CM, "Z59.41", set()),
    ("urn:oid:2.16.840.1.113883.6.90", "F11.20", {SUD}),
    (SNOMED_CT, "75544000", {SUD}),
    (SNOMED_CT, "370143000", {MH}),
    (SNOMED_CT, "86406008", {HIV}),
    (SNOMED_CT, "706893006", {SDV}),
    (SNOMED_CT, "76272004", {STD}),
    (SNOMED_CT, "733423003", set()),
    (LOINC, "72109-2", {SUD}),
    (LOINC, "44249-1", {MH}),
    (LOINC, "88122-7", set()),
    (RXNORM, "1819", {SUD}),
    ("AIRS", "RX-8450.8000", {SUD}),
    ("https://211taxonomy.org", "BD-1800.2000", set()),
    ("https://211taxonomy.org", "BH-1800.1500-100", {SDV}),
    ("urn:of-somebody", "F10.20", set()),
]


@pytest.mark.parametrize(("system", "code", "expected"), CODES)
def test_a_code_brings_the_labels_of_what_it_says(system: str, code: str, expected: set[Sensitivity]) -> None:
    assert labels_for([Coding(system=system, code=code)]) == expected


def test_a_concept_bears_the_labels_of_all_its_codes() -> None:
    both = (Coding(system=ICD_10_CM, code="B20"), Coding(system=ICD_10_CM, code="F10.20"))
    assert labels_of_concept(Concept(codings=both)) == {HIV, SUD}
    assert labels_of_concept(Concept(text="Heroin")) == labels_of_concept(None) == frozenset()


def test_names_of_services_bring_labels_too() -> None:
    assert labels_of_names(["Methadone maintenance", "HIV testing"]) == {SUD, HIV}
    assert labels_of_names([Category.FOOD.value, "Food pantries"]) == frozenset()


def test_every_value_set_says_where_it_is_from_and_has_codes_that_can_be() -> None:
    assert [each for each in VALUE_SETS if not (each.source and each.says and (each.codes or each.prefixes))] == []
    wrong = [code for each in VALUE_SETS if each.system == SNOMED_CT for code in each.codes if not is_snomed(code)]
    assert wrong == []
    assert {each.label for each in VALUE_SETS if each.system == ICD_10_CM} == set(Sensitivity)
