"""What of FHIR R4 is held when a resource comes, and what is left alone."""

import copy
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.adapters.fhir.validation.issues import IssueCode
from app.adapters.fhir.validation.json_text import read, write
from app.adapters.fhir.validation.validating import validate

BROKEN = [
    json.loads(line)
    for line in (Path(__file__).parent / "broken_resources.ndjson").read_text(encoding="utf-8").splitlines()
]
SCALARS = st.sampled_from([None, True, 0, -1, 10**30, 1.5, "", "x", "#", "Patient/1", "2026-01-01", "\x00"])
NAMES = st.sampled_from(["id", "extension", "reference", "resourceType", "coding", "value", "contained", "system"])
JUNK = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(NAMES, inner, max_size=3), max_leaves=5
)
OBSERVATION = {"resourceType": "Observation", "status": "final", "code": {"text": "Weight"}}
DIV = '<div xmlns="http://www.w3.org/1999/xhtml">{}</div>'
UNKNOWN = {"url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason", "valueCode": "unknown"}


def found(resource: Any, **how: Any) -> list[list[str]]:
    return [[issue.code.value, issue.expression] for issue in validate(json.dumps(resource), **how).faults]


@pytest.mark.parametrize("broken", BROKEN, ids=[each["says"] for each in BROKEN])
def test_a_broken_resource_is_told_its_fault_and_its_place(broken: dict[str, Any]) -> None:
    assert found(broken["resource"]) == broken["issues"]


@pytest.mark.parametrize("broken", [each for each in BROKEN if "-" in each["says"].partition(":")[0].split(" ")[0]])
def test_a_broken_invariant_is_named(broken: dict[str, Any]) -> None:
    invariant = broken["says"].partition(":")[0].split(" ")[0]

    assert validate(json.dumps(broken["resource"])).faults[0].text.startswith(f"{invariant}: ")


def test_the_broken_resources_show_every_kind_of_fault() -> None:
    assert {code for each in BROKEN for code, _ in each["issues"]} == set(IssueCode)


@pytest.mark.parametrize(
    "value",
    [
        {"onsetDateTime": "2026-02-28T23:59:60.123456789+14:00"},
        {"onsetDateTime": "2024-02-29"},
        {"onsetPeriod": {"start": "2026-01", "end": "2026-01-05"}},
        {"onsetAge": {"value": 10, "unit": "a", "system": "http://unitsofmeasure.org", "code": "a"}},
        {"onsetRange": {"low": {"value": 1, "unit": "kg"}, "high": {"value": 1, "unit": "g"}}},
        {"onsetString": "\u2028 ein Wort \U0001f600"},
        {"_onsetDateTime": {"extension": [UNKNOWN]}},
        {"recorder": {"identifier": {"value": "1"}}},
        {"recorder": {"reference": "urn:uuid:6e9817ec-7411-44ab-8a67-cd85f02472cb"}},
        {"recorder": {"reference": "https://ehr.example.org/fhir/Practitioner/1/_history/2"}},
        {"recorder": {"reference": "Practitioner?identifier=http://e.org|1"}},
        {"recorder": {"display": "Somebody", "type": "http://e.org/Something"}},
        {"note": [{"text": "# a note", "authorString": "me"}]},
        {"text": {"status": "generated", "div": DIV.format("&nbsp;&eacute;<br/>")}},
        {"text": {"status": "generated", "div": DIV.format('<img src="data: image/png;base64,AAAA" alt="a"/>')}},
        {"identifier": [{"value": "1", "_value": {"id": "a"}}]},
    ],
)
def test_what_fhir_allows_has_no_fault(value: dict[str, Any]) -> None:
    assert found({"resourceType": "Condition", "subject": {"reference": "Patient/1"}, **value}) == []


def test_a_required_value_may_be_there_only_by_its_sibling() -> None:
    given = {key: value for key, value in OBSERVATION.items() if key != "status"}

    assert found({**given, "_status": {"extension": [UNKNOWN]}}) == []


def test_names_that_are_partly_unknown_stand_beside_their_siblings() -> None:
    masked = {"extension": [{"url": "http://e.org/masked", "valueBoolean": True}]}
    name = {"given": ["Ada", None], "_given": [None, masked]}

    assert found({"resourceType": "Patient", "name": [name]}) == []


def test_extensions_and_what_they_hold_are_left_alone() -> None:
    text = '{"resourceType":"Patient","extension":[{"url":"http://e.org/x","valueDecimal":1.10}]}'

    assert write(validate(text).resource).decode() == text


@pytest.mark.parametrize(
    "number",
    [
        *("72.50", "0.10", "-1.000", "100", "1E+2", "9007199254740993", "0.30000000000000004"),
        *("0.0000001", "-0.00000010", "0.00000000", "1e-7", "1e2", "1.0E3", "-0.0"),
    ],
)
def test_a_decimal_keeps_its_digits(number: str) -> None:
    text = (
        f'{{"resourceType":"Observation","status":"final","code":{{"text":"a"}},"valueQuantity":{{"value":{number}}}}}'
    )
    checked = validate(text)

    assert (checked.faults, write(checked.resource).decode()) == ((), text)


@pytest.mark.parametrize("number", ["1e999999999999999999999", "1e301", "1" * 101, "0." + "1" * 101])
def test_a_number_without_measure_is_a_fault(number: str) -> None:
    text = (
        f'{{"resourceType":"Observation","status":"final","code":{{"text":"a"}},"valueQuantity":{{"value":{number}}}}}'
    )

    assert len(validate(text).faults) == 1


@pytest.mark.parametrize(
    ("text", "expression"),
    [
        (b"", ""),
        (b"{", ""),
        (b"<Patient/>", ""),
        (b"[]", ""),
        (b'"Patient"', ""),
        (b'{"resourceType":"Patient","id":"\xff"}', ""),
        (b"[" * 100_000, ""),
        (b"{}", "resourceType"),
        (b'{"resourceType":1}', "resourceType"),
        (b'{"resourceType":["Patient"]}', "resourceType"),
        (b'{"resourceType":"DomainResource"}', "resourceType"),
        (b'{"resourceType":"Animal"}', "resourceType"),
        (b'{"resourceType":"Practitioner"}', "resourceType"),
    ],
)
def test_what_is_no_resource_of_the_type_cannot_be_read(text: bytes, expression: str) -> None:
    checked = validate(text, "Patient")

    assert (checked.readable, [each.expression for each in checked.faults]) == (False, [expression])


def test_a_batch_may_leave_its_entries_to_be_judged_one_by_one() -> None:
    entry = {"resource": {"resourceType": "Patient", "gender": "x"}, "request": {"method": "POST", "url": "Patient"}}
    bundle = {"resourceType": "Bundle", "type": "batch", "entry": [entry]}

    assert found(bundle) == [["code-invalid", "Bundle.entry[0].resource.gender"]]
    assert found(bundle, entries=False) == []


def test_no_more_than_a_hundred_faults_are_told() -> None:
    assert len(found({"resourceType": "Patient", "name": [{"family": ""}] * 1000})) == 100


def test_a_resource_that_was_read_already_is_checked_as_it_is() -> None:
    resource = read(json.dumps(OBSERVATION | {"valueQuantity": {"value": 1.5}}))

    assert validate(resource).resource is resource


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    for key, each in list(value.items() if isinstance(value, dict) else enumerate(value)):
        yield value, key
        if isinstance(each, dict | list):
            yield from places(each)


@settings(max_examples=400, deadline=None)
@given(broken=st.sampled_from(BROKEN), junk=JUNK, place=st.integers(min_value=0), as_sibling=st.booleans())
def test_whatever_stands_where_it_does_not_belong_is_a_fault_and_no_failure(
    broken: dict[str, Any],
    junk: Any,
    place: int,
    as_sibling: bool,  # noqa: FBT001 - as hypothesis gives it
) -> None:
    resource = copy.deepcopy(broken["resource"])
    spots = list(places(resource))
    holder, key = spots[place % len(spots)]
    holder[f"_{key}" if as_sibling and isinstance(holder, dict) else key] = junk

    assert isinstance(validate(resource).faults, tuple)


def test_the_tables_of_a_type_are_read_only_when_it_comes() -> None:
    program = (
        "import sys; from app.adapters.fhir.validation.validating import validate; "
        "read = lambda: sorted(name.rpartition('.')[2] for name in sys.modules if '.fhir.r4.' in name); "
        "before = read(); validate({'resourceType': 'Patient', 'gender': 'male'}); print(before, read())"
    )
    asked = [sys.executable, "-c", program]
    said = subprocess.run(asked, capture_output=True, text=True, check=True).stdout  # noqa: S603 - words of our own

    assert said == ("['choices', 'resource_types'] ['choices', 'codes', 'datatypes', 'patient', 'resource_types']\n")
