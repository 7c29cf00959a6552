"""The part of FHIRPath that invariants need: what it says, and what it leaves unknown."""

from decimal import Decimal
from importlib import import_module
from typing import Any

import pytest

from app.adapters.fhir.fhirpath.compiling import holds
from app.adapters.fhir.fhirpath.parsing import Unparsable
from app.adapters.fhir.r4.resource_types import MODULES
from app.adapters.fhir.validation.shapes import shape

ITEM: dict[str, Any] = {
    "resourceType": "Observation",
    "status": "final",
    "valueQuantity": {"value": Decimal("1.5"), "unit": "kg"},
    "low": {"value": 1, "unit": "kg"},
    "high": {"value": 2, "unit": "g"},
    "name": [{"given": ["Ada", "Bo"]}, {"given": ["Ada"]}],
    "start": "2026-01-01",
    "end": "2026-01-01T10:00:00Z",
    "later": "2026-01-01T09:00:00-05:00",
    "flag": False,
    "_hidden": {"extension": [{"url": "x"}]},
    "about": {"reference": "http://e.org/fhir/Practitioner/1/_history/2"},
    "text": "it's",
}


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("status = 'final'", True),
        ("status != 'final'", False),
        ("nothing = 'final'", False),
        ("nothing != 'final'", True),
        ("value.exists() and value.value > 1", True),
        ("value.unit in ('g' | 'kg')", True),
        ("nothing in ('g' | 'kg')", None),
        ("('g' | 'kg') contains value.unit", True),
        ("name.given.count() = 3", True),
        ("name.given.isDistinct()", False),
        ("name.given.distinct().count() = 2", True),
        ("name.where(given.count() > 1).exists()", True),
        ("name.exists(given.count() > 2)", False),
        ("name.all(given.exists())", True),
        ("name.select(given.first()).count() = 2", True),
        ("name.tail().given = 'Ada'", True),
        ("start <= end", None),
        ("end < later", True),
        ("low <= high", None),
        ("low.value <= high.value", True),
        ("flag", False),
        ("flag.not()", True),
        ("flag = false", True),
        ("nothing.not()", None),
        ("hidden.exists()", True),
        ("hidden.hasValue()", False),
        ("status.hasValue()", True),
        ("true or nothing", True),
        ("nothing or true", True),
        ("nothing or false", None),
        ("nothing and false", False),
        ("nothing and true", None),
        ("nothing implies true", True),
        ("true implies nothing", None),
        ("false implies nothing", True),
        ("true xor nothing", None),
        ("true xor false", True),
        ("status.startsWith('fi') and status.contains('na')", True),
        ("status.matches('^[a-z]+$')", True),
        ("status.replaceMatches('i.*','') = 'f'", True),
        ("nothing.matches('a')", None),
        ("about.resolve().ofType(Practitioner).exists()", True),
        ("about.resolve().is(Patient)", False),
        ("Observation.status.exists()", True),
        ("Patient.status.exists()", False),
        ("value.value is decimal", True),
        ("flag is Boolean", True),
        ("(value.value as decimal) <= 1.5", True),
        ("iif(status = 'final', flag, true)", False),
        ("iif(flag, flag)", None),
        ("%resource.status = %context.status", True),
        ("(status & text) = 'finalit\\'s'", True),
        ("'5'.toInteger() = 5", True),
        ("'5a'.toInteger().exists()", False),
        ("low.value.toString() = '1'", True),
        ("descendants().where($this = 'Bo').exists()", True),
        ("children().count() > 5", True),
        ("name.given.intersect('Bo').exists()", True),
        ("name.given.combine('Ada').count() = 4", True),
        ("name.select(given.count() = 1).allFalse()", False),
        ("low.value + 1 = 2", True),
        ("{}.empty()", True),
        ("%ucum = 'http://unitsofmeasure.org'", True),
    ],
)
def test_an_expression_says(expression: str, said: bool | None) -> None:  # noqa: FBT001 - a table
    assert holds(expression)(ITEM, ITEM) is said


@pytest.mark.parametrize(
    "expression", ["", "a.", "(a", "a b", "a.unknown()", "%unknown", "{a}", "a is 1", "'a", "a..b", "a.exists("]
)
def test_what_is_no_expression_is_refused(expression: str) -> None:
    with pytest.raises(Unparsable):
        holds(expression)


def test_every_type_and_every_invariant_of_r4_can_be_used() -> None:
    modules = ("datatypes", *MODULES.values())
    names = [name for each in modules for name in import_module(f"app.adapters.fhir.r4.{each}").SHAPES]

    assert [name for name in names if not shape(name).members] == []
