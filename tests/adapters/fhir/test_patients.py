"""FHIR Patients, as published and as broken as they come."""

import contextlib
import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.clients.contact import AddressUse, ContactSystem
from app.domain.clients.demographics import AdministrativeSex, Ethnicity, GenderIdentity, Race
from app.domain.clients.names import NameUse
from app.domain.errors import Invalid
from app.ports.imports import ClientDraft, Severity
from tests.support.patients import Patients, read_patients

TODAY = date(2026, 3, 2)
US_CORE = "http://hl7.org/fhir/us/core/StructureDefinition/"
PATIENT: dict[str, Any] = {
    "resourceType": "Patient",
    "id": "p1",
    "identifier": [{"system": "http://hospital.example/mrn", "value": "77"}],
    "name": [{"use": "official", "family": "Gómez", "given": ["Raúl", "José"]}],
    "birthDate": "1980-05-17",
    "gender": "male",
}


def read(resource: Any) -> Patients:
    return read_patients("file.json", json.dumps(resource).encode())


def the_one(**changes: Any) -> ClientDraft:
    (draft,) = read({**PATIENT, **changes}).drafts
    draft.profile.check(TODAY)
    return draft


def told(**changes: Any) -> list[tuple[str, str | None]]:
    return [(remark.code, remark.place.column) for remark in read({**PATIENT, **changes}).remarks]


def test_every_published_patient_is_read_and_stands(real_data: Path) -> None:
    read_from = Counter[str]()
    mended: list[str] = []
    for folder in ("synthea-2019-r4-bundles", "synthea-2022-uscore-bundles", "ecare-personas", "bulk-ndjson-10"):
        for path in sorted((real_data / folder).rglob("*")):
            if path.suffix in (".json", ".ndjson"):
                found = read_patients(path.name, path.read_bytes())
                mended += [remark.reason for remark in found.remarks if remark.severity is not Severity.NOTED]
                read_from[folder] += len(found.drafts)
                for draft in found.drafts:
                    draft.profile.check(TODAY)
    expected = {
        "synthea-2019-r4-bundles": 27,
        "synthea-2022-uscore-bundles": 3,
        "ecare-personas": 2,
        "bulk-ndjson-10": 13,
    }
    assert expected == read_from
    assert mended == ["This is no OMB category. It was left out."] * 2  # Hispanic or Latino, given as a race


def test_a_name_keeps_its_accents(real_data: Path) -> None:
    (path,) = (real_data / "synthea-2019-r4-bundles").glob("Raúl*")
    (draft,) = read_patients(path.name, path.read_bytes()).drafts
    assert (draft.profile.name.family, draft.profile.name.given) == ("Gómez", ("Raúl",))


def test_us_core_s_example_is_read_in_every_part(real_data: Path) -> None:
    path = real_data / "us-core" / "patient-example.json"
    (draft,) = read_patients(path.name, path.read_bytes()).drafts
    profile = draft.profile
    assert {Race.WHITE, Race.AMERICAN_INDIAN_OR_ALASKA_NATIVE, Race.ASIAN} == set(profile.races)
    assert profile.ethnicities == (Ethnicity.HISPANIC_OR_LATINO,)
    assert NameUse.FORMER in {name.use for name in profile.names}
    assert {ContactSystem.PHONE, ContactSystem.EMAIL} == {point.system for point in profile.contact_points}
    assert AddressUse.FORMER in {address.use for address in profile.addresses}


def test_the_dead_are_known_as_such(real_data: Path) -> None:
    path = real_data / "us-core" / "patient-deceased-example.json"
    (draft,) = read_patients(path.name, path.read_bytes()).drafts
    assert (draft.profile.deceased, str(draft.profile.deceased_on)) == (True, "2022-07-22")


def test_another_system_s_record_permits_no_contact() -> None:
    draft = the_one(telecom=[{"system": "phone", "value": "305-555-0100", "use": "mobile"}])
    assert [point.permitted for point in draft.profile.contact_points] == [()]


@pytest.mark.parametrize(
    ("changes", "field", "expected"),
    [
        ({"deceasedBoolean": True}, "deceased", True),
        ({"deceasedDateTime": "2020-02-03T10:00:00Z"}, "deceased", True),
        ({"gender": "Female"}, "administrative_sex", AdministrativeSex.FEMALE),
        (
            {"gender": None, "extension": [{"url": US_CORE + "us-core-birthsex", "valueCode": "F"}]},
            "administrative_sex",
            AdministrativeSex.FEMALE,
        ),
        (
            {
                "extension": [
                    {
                        "url": US_CORE + "us-core-genderIdentity",
                        "valueCodeableConcept": {"coding": [{"code": "446131000124102"}]},
                    }
                ]
            },
            "gender_identity",
            GenderIdentity.NON_BINARY,
        ),
        ({"meta": {"security": [{"code": "R"}]}}, "restricted", True),
        (
            {"extension": [{"url": US_CORE + "us-core-race", "extension": [{"url": "text", "valueString": "Mixed"}]}]},
            "race_ethnicity_text",
            "Mixed",
        ),
    ],
)
def test_elements_find_their_place(changes: dict[str, Any], field: str, expected: object) -> None:
    assert expected == getattr(the_one(**changes).profile, field)


def test_a_patient_without_identifiers_is_known_by_its_id() -> None:
    draft = the_one(identifier=[])
    assert (draft.system, draft.key) == ("urn:fhir:Patient.id", "p1")


def test_a_language_with_interpreter_is_read() -> None:
    draft = the_one(
        communication=[{"language": {"coding": [{"code": "es"}]}, "preferred": True}],
        extension=[
            {"url": "http://hl7.org/fhir/StructureDefinition/patient-interpreterRequired", "valueBoolean": True}
        ],
    )
    (language,) = draft.profile.languages
    assert (language.tag, language.preferred, language.interpreter) == ("es", True, True)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"birthDate": "1980-02-30"}, ("date", "Patient.birthDate")),
        ({"birthDate": 1980}, ("type", "Patient.birthDate")),
        ({"gender": "m"}, ("code", "Patient.gender")),
        ({"telecom": [{"system": "phone", "value": "?"}]}, ("telecom", "Patient.telecom[0].value")),
        ({"telecom": [{"system": "pager", "value": "1"}]}, ("telecom", "Patient.telecom[0].system")),
        ({"telecom": "305-555-0100"}, ("type", "Patient.telecom")),
        ({"address": [{"city": "Miami", "postalCode": "0"}]}, ("postal-code", "Patient.address[0].postalCode")),
        ({"address": [{"city": "Miami", "country": "Florida"}]}, ("country", "Patient.address[0].country")),
        ({"address": [{}]}, ("address", "Patient.address[0]")),
        (
            {"identifier": [*PATIENT["identifier"], {"value": "1"}]},
            ("identifier", "Patient.identifier[1].system"),
        ),
        ({"communication": [{"language": {"text": "Klingon!"}}]}, ("language", "Patient.communication[0].language")),
        ({"name": [*PATIENT["name"], 7]}, ("type", "Patient.name[1]")),
        ({"name": [{**PATIENT["name"][0], "given": [1]}]}, ("type", "Patient.name[0].given[0]")),
    ],
)
def test_what_cannot_be_taken_over_is_left_out_and_named(changes: dict[str, Any], expected: tuple[str, str]) -> None:
    the_one(**changes)
    assert expected in told(**changes)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"name": []}, ("nameless", "Patient.name")),
        ({"name": [{"use": "official"}]}, ("nameless", "Patient.name")),
        ({"active": False}, ("inactive", "Patient.active")),
        ({"link": [{"type": "replaced-by"}]}, ("replaced", "Patient.link")),
        ({"identifier": [], "id": None}, ("unidentified", "Patient.identifier")),
    ],
)
def test_a_record_that_stands_for_nobody_is_rejected(changes: dict[str, Any], expected: tuple[str, str]) -> None:
    assert read({**PATIENT, **changes}).drafts == []
    assert expected in told(**changes)


def test_what_no_database_can_keep_is_taken_out_of_text() -> None:
    draft = the_one(name=[{"family": "G\ud800ó\x00mez", "given": ["\udfff"]}])
    assert (draft.profile.name.family, draft.profile.name.given) == ("Gómez", ())


def test_patients_are_found_in_bundles_lists_and_lines() -> None:
    bundle = {"resourceType": "Bundle", "entry": [{"resource": {"resourceType": "Group"}}, {"resource": PATIENT}, {}]}
    found = read(bundle)
    assert [(d.place.column, d.place.line) for d in found.drafts] == [("Bundle.entry[1].resource", None)]
    assert [remark.reason for remark in found.remarks] == ["1 Group: not taken over."]
    assert len(read([PATIENT, PATIENT]).drafts) == 2
    lines = "\ufeff" + json.dumps(PATIENT) + "\r\n" + "{broken\r\n\r\n" + json.dumps(PATIENT)
    ndjson = read_patients("p.ndjson", lines.encode())
    assert [draft.place.line for draft in ndjson.drafts] == [1, 4]
    assert [(remark.code, remark.place.line) for remark in ndjson.remarks] == [("json", 2)]


@pytest.mark.parametrize(
    "data", [b"", b"{", b"[" * 10_000, b"\xff{}", b"7", b"null", b'{"resourceType": 3}', b'"text"']
)
def test_what_is_no_fhir_is_told_and_gives_nobody(data: bytes) -> None:
    found = read_patients("file.json", data)
    assert found.drafts == []
    assert found.remarks


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["value", "system", "coding"]), inner),
    max_leaves=6,
)


@given(
    st.dictionaries(st.sampled_from([*PATIENT, "telecom", "address", "communication", "extension", "meta"]), ANYTHING)
)
def test_no_content_leads_to_anything_but_remarks(changes: dict[str, Any]) -> None:
    for draft in read({**PATIENT, **changes}).drafts:
        with contextlib.suppress(Invalid):
            draft.profile.check(TODAY)
