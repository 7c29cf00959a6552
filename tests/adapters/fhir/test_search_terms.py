"""By which terms a resource is found: for each type of data, and for both faces of what has two."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from app.adapters.fhir.search import extraction
from app.adapters.fhir.search.extraction import extract, extract_faces
from app.adapters.fhir.search.leaves import AMOUNTS, SPANS, WORDS
from app.adapters.fhir.search.registry import Kind, parameters, types
from app.adapters.fhir.search.values import BEGINNING, END, LARGEST, Range, plain, stretch
from app.ports.resources import LONGEST_WORD, Amount, Span, Word
from tests.support.found_resources import read


def words(type_: str, content: dict[str, Any], code: str) -> set[str]:
    found = extract(type_, read(content)).words
    return {f"{word.key.removeprefix(f'{type_}.')}={word.value}" for word in found if word.key.startswith(code)}


def of_patient(content: dict[str, Any], code: str) -> set[str]:
    return words("Patient", content, f"Patient.{code}")


def test_every_element_of_every_parameter_has_its_reader() -> None:
    unread = [
        (parameter.key, element.leaf)
        for type_ in types()
        for parameter in parameters(type_).values()
        for element in parameter.elements
        if parameter.code not in ("_id", "_lastUpdated")
        and (parameter.kind, element.leaf) not in WORDS
        and not (parameter.kind is Kind.DATE and element.leaf in SPANS)
        and not (parameter.kind in (Kind.QUANTITY, Kind.NUMBER) and element.leaf in AMOUNTS)
    ]
    assert unread == []


def test_a_choice_is_found_by_the_type_that_it_is() -> None:
    whole = extract("Observation", read({"valueQuantity": {"value": 72.50}, "valueString": "tall"}))
    assert {amount.key for amount in whole.amounts} == {
        "Observation.value-quantity",
        "Observation.combo-value-quantity",
    }
    assert whole.amounts[0].low == Decimal("72.5")
    assert {word.value for word in whole.words} == {"tall"}


def test_a_code_has_the_system_that_its_binding_implies() -> None:
    assert of_patient({"gender": "female"}, "gender") == {"gender=female|http://hl7.org/fhir/administrative-gender"}
    assert words("Task", {"status": "requested", "intent": "order"}, "Task.") == {
        "status=requested|http://hl7.org/fhir/task-status",
        "intent=order|",
    }


def test_a_name_is_found_by_its_parts_and_whole() -> None:
    name = {"name": [{"family": "Núñez", "given": ["Ana", "María"], "prefix": ["Dr."]}]}
    assert {each for each in of_patient(name, "name") if "exact" not in each} == {
        *("name=nunez", "name=ana", "name=maria", "name=dr.", "name=ana maria nunez"),
    }
    assert of_patient(name, "family") == {"family=nunez", "family:exact=Núñez"}


def test_only_what_a_path_filters_counts() -> None:
    telecom = {"telecom": [{"system": "email", "value": "A@B.example"}, {"system": "phone", "value": "1"}]}
    assert of_patient(telecom, "email") == {"email=a@b.example|email"}
    assert of_patient(telecom, "telecom") == {"telecom=a@b.example|email", "telecom=1|phone"}
    races = {
        "extension": [
            {
                "url": "http://hl7.org/fhir/us/core/StructureDefinition/us-core-race",
                "extension": [{"url": "ombCategory", "valueCoding": {"system": "s", "code": "2106-3"}}],
            },
            {"url": "elsewhere", "extension": [{"url": "ombCategory", "valueCoding": {"code": "no"}}]},
        ]
    }
    assert of_patient(races, "race") == {"race=2106-3|s"}


@pytest.mark.parametrize(
    ("reference", "subject", "patient"),
    [
        ("Patient/1", {"subject=Patient/1"}, {"patient=Patient/1"}),
        ("Patient/1/_history/3", {"subject=Patient/1"}, {"patient=Patient/1"}),
        ("Group/1", {"subject=Group/1"}, set()),
        ("https://far.example/Patient/1", {"subject=https://far.example/Patient/1"}, set()),
        (
            "urn:uuid:0190a000-0000-7000-8000-000000000001",
            {"subject=urn:uuid:0190a000-0000-7000-8000-000000000001"},
            set(),
        ),
        ("#contained", set(), set()),
    ],
)
def test_a_reference_is_found_by_what_it_names(reference: str, subject: set[str], patient: set[str]) -> None:
    content = {"subject": {"reference": reference}}
    assert words("Observation", content, "Observation.subject") == subject
    assert words("Observation", content, "Observation.patient") == patient


def test_a_reference_is_found_by_what_it_is_called_elsewhere() -> None:
    content = {"subject": {"type": "Patient", "identifier": {"system": "urn:mrn", "value": "7"}}}
    assert words("Observation", content, "Observation.subject") == {"subject:identifier=7|urn:mrn"}
    assert words("Observation", content, "Observation.patient") == {"patient:identifier=7|urn:mrn"}


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("2026", "2026-01-01T00:00:00", "2027-01-01T00:00:00"),
        ("2026-12", "2026-12-01T00:00:00", "2027-01-01T00:00:00"),
        ("2026-02-28", "2026-02-28T00:00:00", "2026-03-01T00:00:00"),
        ("2026-03-01T10:30Z", "2026-03-01T10:30:00", "2026-03-01T10:31:00"),
        ("2026-03-01T10:30:15+02:00", "2026-03-01T08:30:15", "2026-03-01T08:30:16"),
        ("2026-03-01T23:30:00-05:00", "2026-03-02T04:30:00", "2026-03-02T04:30:01"),
        ("2026-03-01T10:30:15.25Z", "2026-03-01T10:30:15.250000", "2026-03-01T10:30:15.260000"),
        ("2016-12-31T23:59:60Z", "2017-01-01T00:00:00", "2017-01-01T00:00:01"),
    ],
)
def test_a_date_stands_for_as_long_as_it_is_precise(text: str, since: str, until: str) -> None:
    ends = (datetime.fromisoformat(since).replace(tzinfo=UTC), datetime.fromisoformat(until).replace(tzinfo=UTC))
    assert stretch(text) == Range(*ends)


@pytest.mark.parametrize(
    "text", ["", "26", "2026-13", "2026-02-30", "2026-03-01T25:00Z", "0000", "2026-3-1", "tomorrow"]
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert stretch(text) is None


@pytest.mark.parametrize("text", ["0001", "9999", "9999-12", "9999-12-31", "0001-01-01T00:00:00+14:00"])
def test_the_ends_of_time_are_dates_too(text: str) -> None:
    found = stretch(text)
    assert found is not None
    assert BEGINNING <= found.since <= found.until <= END


def test_a_period_may_be_open_and_a_schedule_has_outer_limits() -> None:
    opened = extract("Observation", {"effectivePeriod": {"start": "2026-03-15"}})
    assert opened.spans == (Span(key="Observation.date", since=datetime(2026, 3, 15, tzinfo=UTC), until=END),)
    timing = {"effectiveTiming": {"event": ["2026-03-15", "2026-03-17"]}}
    [span] = extract("Observation", timing).spans
    assert (span.since.day, span.until.day) == (15, 18)


def test_an_amount_may_be_bounded_on_one_side_and_have_two_units() -> None:
    quantity = {"value": Decimal(5), "comparator": "<", "unit": "days", "system": "u", "code": "d"}
    found = extract("Observation", {"valueQuantity": quantity}).amounts
    assert {each for each in found if each.key == "Observation.value-quantity"} == {
        Amount(key="Observation.value-quantity", low=-LARGEST, high=Decimal(5), unit="d|u"),
        Amount(key="Observation.value-quantity", low=-LARGEST, high=Decimal(5), unit="days|"),
    }


def test_what_only_one_face_says_finds_for_its_readers_alone() -> None:
    whole = {"name": [{"family": "A"}], "gender": "female"}
    found = extract_faces("Patient", whole, {"name": [{"family": "A"}], "birthDate": "1990"})
    faces = {(word.key, word.face) for word in found.words if not word.key.endswith("exact")}
    assert faces == {("Patient.family", 0), ("Patient.name", 0), ("Patient.gender", 1), ("Patient.deceased", 0)}
    assert {(span.key, span.face) for span in found.spans} == {("Patient.birthdate", 2)}


def test_what_no_database_keeps_is_left_out_and_what_is_long_is_cut() -> None:
    assert plain("A\x00na\ud800  Núñez ") == "ana nunez"
    [word] = [each for each in extract("Patient", {"name": [{"text": "x" * 999}]}).words if each.key == "Patient.name"]
    assert word == Word(key="Patient.name", value="x" * LONGEST_WORD)


def test_what_is_not_as_it_should_be_says_nothing() -> None:
    odd = {"name": "Ana", "gender": 1, "birthDate": 1990, "identifier": [None, "x", {"value": 7}], "telecom": {}}
    found = extract("Patient", odd)
    assert ({word.key for word in found.words}, found.spans) == ({"Patient.deceased"}, ())


def test_a_type_that_nobody_knows_has_the_terms_of_every_type() -> None:
    content = {"meta": {"tag": [{"code": "x"}]}}
    assert {word.key for word in extract("Unheard", content).words} == {"Unheard._tag"}
    assert extraction.extract("Patient", {}).amounts == ()
