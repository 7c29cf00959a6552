"""What each kind of parameter, each modifier and each prefix finds: expected here by hand, found by PostgreSQL."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID, uuid4

import pytest

from app.adapters.fhir.search.asking import asked
from app.adapters.fhir.search.criteria import Asker
from app.adapters.postgres.engine import PoolSettings, open_pool
from app.adapters.postgres.queries import resource_ways
from app.adapters.postgres.session import Session
from app.domain.errors import Invalid
from app.domain.identity import AgencyId, NetworkId
from app.ports.access import Access
from tests.support.found_resources import BASE, NOW, Shelf, understood
from tests.support.postgres import Database

ANA, BEA, CARLA = (UUID(f"0190a000-0000-7000-8000-00000000000{digit}") for digit in "123")
PANTRY = UUID("0190a000-0000-7000-8000-00000000000a")
LOINC, UCUM = "http://loinc.org", "http://unitsofmeasure.org"
CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category"
MRN = "https://ids.example/mrn"

SHELF: tuple[tuple[str, str, dict[str, Any], dict[str, Any]], ...] = (
    ("pantry", "Organization", {"name": "Pantry of the North"}, {"id": PANTRY}),
    (
        "ana",
        "Patient",
        {
            "meta": {
                "tag": [{"system": "urn:tags", "code": "pilot"}],
                "profile": ["http://hl7.org/fhir/us/core/StructureDefinition/us-core-patient"],
                "security": [{"system": "http://terminology.hl7.org/CodeSystem/v3-Confidentiality", "code": "R"}],
            },
            "active": True,
            "identifier": [
                {
                    "type": {
                        "coding": [{"system": "http://terminology.hl7.org/CodeSystem/v2-0203", "code": "MR"}],
                        "text": "Medical record",
                    },
                    "system": MRN,
                    "value": "A-100",
                }
            ],
            "name": [{"family": "Núñez", "given": ["Ana", "María"]}, {"use": "old", "family": "Smith"}],
            "gender": "female",
            "birthDate": "1990-05-17",
            "telecom": [
                {"system": "email", "value": "Ana@Mail.example", "use": "home"},
                {"system": "phone", "value": "555-0100"},
            ],
            "address": [{"line": ["1 Main St"], "city": "Springfield", "state": "MA", "postalCode": "01101"}],
            "managingOrganization": {"reference": f"Organization/{PANTRY}"},
        },
        {"id": ANA},
    ),
    (
        "bea",
        "Patient",
        {
            "active": False,
            "identifier": [{"system": MRN, "value": "a-100"}, {"value": "loose"}],
            "name": [{"text": "Bea Smithson", "family": "Smithson", "given": ["Bea"]}],
            "gender": "female",
            "birthDate": "1990",
            "deceasedDateTime": "2026-01-02",
            "generalPractitioner": [{"identifier": {"system": "urn:npi", "value": "17"}, "display": "Dr. Lopez"}],
        },
        {"id": BEA},
    ),
    ("carla", "Patient", {"name": [{"family": "Oneil"}], "gender": "male", "birthDate": "1990-06"}, {"id": CARLA}),
    (
        "weight",
        "Observation",
        {
            "status": "final",
            "category": [{"coding": [{"system": CATEGORY, "code": "vital-signs"}]}],
            "code": {
                "coding": [{"system": LOINC, "code": "29463-7", "display": "Body weight"}],
                "text": "Weight, measured",
            },
            "subject": {"reference": f"Patient/{ANA}"},
            "effectiveDateTime": "2026-03-10T23:30:00-05:00",
            "valueQuantity": {"value": 72.5, "unit": "kilograms", "system": UCUM, "code": "kg"},
        },
        {},
    ),
    (
        "stay",
        "Observation",
        {
            "status": "preliminary",
            "category": [{"coding": [{"system": CATEGORY, "code": "survey"}]}],
            "code": {"coding": [{"code": "29463-7"}]},
            "subject": {"reference": f"Patient/{BEA}"},
            "effectivePeriod": {"start": "2026-03-01", "end": "2026-03-20"},
            "valueQuantity": {"value": 5, "comparator": "<", "unit": "d"},
        },
        {},
    ),
    (
        "open",
        "Observation",
        {
            "status": "final",
            "code": {"coding": [{"system": LOINC, "code": "8302-2"}]},
            "subject": {"reference": f"Patient/{BEA}"},
            "performer": [{"reference": "https://far.example/fhir/Practitioner/9"}],
            "effectivePeriod": {"start": "2026-03-15"},
            "valueQuantity": {"value": 100, "system": UCUM, "code": "cm"},
        },
        {},
    ),
    (
        "undated",
        "Observation",
        {
            "status": "final",
            "code": {"text": "Mood"},
            "subject": {"reference": f"Patient/{CARLA}"},
            "valueString": "Worn out",
        },
        {},
    ),
    ("risk", "RiskAssessment", {"status": "final", "prediction": [{"probabilityDecimal": 0.25}]}, {}),
    (
        "form",
        "QuestionnaireResponse",
        {"status": "completed", "questionnaire": "https://forms.example/Questionnaire/phq|2.0"},
        {},
    ),
    ("phq", "Questionnaire", {"status": "active", "url": "https://forms.example/Questionnaire/phq"}, {}),
    ("asked", "Task", {"status": "requested", "owner": {"reference": f"Organization/{PANTRY}"}}, {}),
    ("done", "Task", {"status": "completed", "owner": {"reference": f"Organization/{PANTRY}"}}, {}),
    ("theirs", "Task", {"status": "requested", "owner": {"reference": f"Organization/{ANA}"}}, {}),
    ("nobodys", "Task", {"status": "requested"}, {}),
    ("gone", "Patient", {"name": [{"family": "Smith"}], "gender": "male"}, {"deleted": True}),
    ("secret", "Patient", {"name": [{"family": "Smith"}], "gender": "male"}, {"hidden": True}),
)

CASES = [
    # strings
    ("Patient", "name=nunez", "ana"),
    ("Patient", "name=NÚÑEZ", "ana"),
    ("Patient", "name=smith", "ana bea"),
    ("Patient", "family=smith", "ana bea"),
    ("Patient", "name=mith", ""),
    ("Patient", "name=ana maria nunez", "ana"),
    ("Patient", "name=oneil,bea", "bea carla"),
    ("Patient", "name=bea&name=smithson", "bea"),
    ("Patient", "name=bea&name=nunez", ""),
    ("Patient", "family:exact=Smith", "ana"),
    ("Patient", "family:exact=smith", ""),
    ("Patient", "family:exact=Núñez", "ana"),
    ("Patient", "family:contains=MITH", "ana bea"),
    ("Patient", "family:contains=son", "bea"),
    ("Patient", "address=01101", "ana"),
    ("Patient", "address-city=spring", "ana"),
    ("Patient", "address-city:missing=true", "bea carla"),
    ("Patient", "address-city:missing=false", "ana"),
    ("Observation", "value-string=worn", "undated"),
    # what is a pair
    ("Task", f"owner=Organization/{PANTRY}", "asked done"),
    ("Task", f"owner=Organization/{PANTRY}&status=requested", "asked"),
    ("Task", f"status=requested,completed&owner={PANTRY}", "asked done"),
    ("Task", f"owner={PANTRY},{ANA}&status=http://hl7.org/fhir/task-status|requested", "asked theirs"),
    ("Task", f"owner={PANTRY}&owner={ANA}&status=requested", ""),
    ("Task", f"owner={PANTRY}&status=requested&status=completed", ""),
    ("Task", f"owner={PANTRY}&status:not=completed", "asked"),
    ("Task", "owner:missing=true&status=requested", "nobodys"),
    ("Task", f"owner=Organization/{PANTRY}&status=http://elsewhere.example|requested", ""),
    # tokens
    ("Patient", "gender=female", "ana bea"),
    ("Patient", "gender=http://hl7.org/fhir/administrative-gender|female", "ana bea"),
    ("Patient", "gender=http://elsewhere.example|female", ""),
    ("Patient", "gender=female,male", "ana bea carla"),
    ("Patient", "gender:not=female", "carla"),
    ("Patient", "active=true", "ana"),
    ("Patient", "active:not=true", "bea carla"),
    ("Patient", "active:missing=true", "carla"),
    ("Patient", "deceased=true", "bea"),
    ("Patient", "deceased=false", "ana carla"),
    ("Patient", f"identifier={MRN}|A-100", "ana"),
    ("Patient", "identifier=A-100", "ana"),
    ("Patient", "identifier=a-100", "bea"),
    ("Patient", "identifier=|loose", "bea"),
    ("Patient", "identifier=|A-100", ""),
    ("Patient", f"identifier={MRN}|", "ana bea"),
    ("Patient", "identifier:of-type=http://terminology.hl7.org/CodeSystem/v2-0203|MR|A-100", "ana"),
    ("Patient", "identifier:text=medical", "ana"),
    ("Patient", "email=ana@mail.example", "ana"),
    ("Patient", "phone=555-0100", "ana"),
    ("Patient", "telecom=555-0100", "ana"),
    ("Patient", "email=555-0100", ""),
    ("Observation", "code=29463-7", "weight stay"),
    ("Observation", f"code={LOINC}|29463-7", "weight"),
    ("Observation", "code=|29463-7", "stay"),
    ("Observation", f"code={LOINC}|", "weight open"),
    ("Observation", f"code={LOINC}|8302-2,29463-7", "weight stay open"),
    ("Observation", "code:text=body w", "weight"),
    ("Observation", "code:text=MOOD", "undated"),
    ("Observation", "code:missing=true", ""),
    ("Observation", "category:missing=true", "open undated"),
    ("Observation", "category=vital-signs&status=final", "weight"),
    ("Observation", "status:not=final", "stay"),
    # references
    ("Observation", f"subject=Patient/{ANA}", "weight"),
    ("Observation", f"subject={ANA}", "weight"),
    ("Observation", f"patient={BEA}", "stay open"),
    ("Observation", f"subject:Patient={BEA}", "stay open"),
    ("Observation", f"subject:Group={BEA}", ""),
    ("Observation", f"patient={BASE}/Patient/{BEA}", "stay open"),
    ("Observation", f"patient=Patient/{BEA}/_history/1", "stay open"),
    ("Observation", f"patient={ANA},{CARLA}", "weight undated"),
    ("Observation", "performer=https://far.example/fhir/Practitioner/9", "open"),
    ("Observation", "performer:missing=true", "weight stay undated"),
    ("Patient", "general-practitioner:identifier=urn:npi|17", "bea"),
    ("Patient", "general-practitioner:missing=false", "bea"),
    ("Patient", f"organization=Organization/{PANTRY}", "ana"),
    ("QuestionnaireResponse", "questionnaire=https://forms.example/Questionnaire/phq", "form"),
    ("QuestionnaireResponse", "questionnaire=https://forms.example/Questionnaire/phq|2.0", "form"),
    ("QuestionnaireResponse", "questionnaire=https://forms.example/Questionnaire/phq|1.0", ""),
    # dates: 1990-05-17, 1990, 1990-06
    ("Patient", "birthdate=1990-05-17", "ana"),
    ("Patient", "birthdate=1990", "ana bea carla"),
    ("Patient", "birthdate=1990-06", "carla"),
    ("Patient", "birthdate=ne1990-06", "ana bea"),
    ("Patient", "birthdate=gt1990-05-17", "bea carla"),
    ("Patient", "birthdate=lt1990-06", "ana bea"),
    ("Patient", "birthdate=ge1990-06", "bea carla"),
    ("Patient", "birthdate=le1990-05-17", "ana bea"),
    ("Patient", "birthdate=sa1990-05-17", "carla"),
    ("Patient", "birthdate=eb1990-06", "ana"),
    ("Patient", "birthdate=ap1990-05-20", "ana bea carla"),
    ("Patient", "birthdate=1990-05-17,1990-06", "ana carla"),
    ("Patient", "birthdate=ge1990-05-01&birthdate=lt1990-06-01", "ana bea"),
    ("Observation", "date=2026-03-11", "weight"),
    ("Observation", "date=2026-03-10T23:30:00-05:00", "weight"),
    ("Observation", "date=2026-03", "weight stay"),
    ("Observation", "date=ge2026-03-18", "stay open"),
    ("Observation", "date=gt2026-03-21", "open"),
    ("Observation", "date=sa2026-03-12", "open"),
    ("Observation", "date=eb2026-03-15", "weight"),
    ("Observation", "date:missing=true", "undated"),
    # quantities: 72.5 kg, <5 d, 100 cm
    ("Observation", "value-quantity=72.5", "weight"),
    ("Observation", "value-quantity=72.50", "weight"),
    ("Observation", "value-quantity=73", "weight"),
    ("Observation", "value-quantity=72", ""),
    ("Observation", "value-quantity=1.0e2", "open"),
    ("Observation", "value-quantity=ne72.5", "stay open"),
    ("Observation", f"value-quantity=72.5|{UCUM}|kg", "weight"),
    ("Observation", "value-quantity=72.5||kg", "weight"),
    ("Observation", "value-quantity=72.5||kilograms", "weight"),
    ("Observation", f"value-quantity=72.5|{UCUM}|g", ""),
    ("Observation", "value-quantity=gt72.5", "open"),
    ("Observation", "value-quantity=ge72.5", "weight open"),
    ("Observation", "value-quantity=lt72.5", "stay"),
    ("Observation", "value-quantity=le72.5", "weight stay"),
    ("Observation", "value-quantity=ap70", "weight"),
    ("Observation", "value-quantity=gt1||d", "stay"),
    ("RiskAssessment", "probability=0.25", "risk"),
    ("RiskAssessment", "probability=gt0.2", "risk"),
    ("RiskAssessment", "probability=lt0.2", ""),
    # addresses, and the parameters of every type
    ("Questionnaire", "url=https://forms.example/Questionnaire/phq", "phq"),
    ("Questionnaire", "url=https://forms.example/", ""),
    ("Questionnaire", "url:below=https://forms.example/", "phq"),
    ("Patient", f"_id={ANA}", "ana"),
    ("Patient", f"_id={ANA},{BEA},unknown", "ana bea"),
    ("Patient", "_id=unknown", ""),
    ("Patient", f"_id:not={ANA}", "bea carla"),
    ("Patient", "_tag=urn:tags|pilot", "ana"),
    ("Patient", "_security=R", "ana"),
    ("Patient", "_profile=http://hl7.org/fhir/us/core/StructureDefinition/us-core-patient", "ana"),
    ("Patient", "_lastUpdated=gt2027", ""),
    ("Patient", "_lastUpdated=2027-03-01", "ana bea carla"),
    ("Patient", "_lastUpdated=lt2027-03-01T09:00:03Z", "ana"),
    ("Patient", "", "ana bea carla"),
    ("Patient", "unheard-of=1", "ana bea carla"),
    # chains and reverse chains
    ("Observation", "patient.name=nunez", "weight"),
    ("Observation", "subject:Patient.gender=female", "weight stay open"),
    ("Observation", "patient.birthdate=sa1990-05-17", "undated"),
    ("Observation", f"patient.identifier={MRN}|A-100", "weight"),
    ("Observation", "patient.organization.name=pantry", "weight"),
    ("Observation", f"patient._id={ANA}", "weight"),
    ("Observation", "subject.name=smithson", "stay open"),
    ("Patient", "_has:Observation:patient:code=8302-2", "bea"),
    ("Patient", "_has:Observation:patient:status=final", "ana bea carla"),
    ("Patient", "_has:Observation:subject:date=gt2026-03-21", "bea"),
    ("Patient", "_has:Observation:patient:code=8302-2&gender=male", ""),
    ("Organization", "_has:Patient:organization:name=ana", "pantry"),
    ("Organization", "_has:Patient:organization:_has:Observation:patient:code=29463-7", "pantry"),
]


@pytest.fixture
async def shelf(database: Database) -> AsyncIterator[Shelf]:
    network = NetworkId(uuid4())
    pool = await open_pool(PoolSettings(dsn=database.app, size=1))
    async with pool.acquire() as connection:
        transaction = connection.transaction()
        await transaction.start()
        await connection.execute(f"SET LOCAL app.network = '{network}'")
        access = Access(agency=AgencyId(uuid4()), network_wide=True, at=NOW)
        shelf = Shelf(Session(connection, network), access)
        for name, type_, content, fields in SHELF:
            await shelf.put(name, type_, content, **fields)
        yield shelf
        await transaction.rollback()
    await pool.close()


async def test_each_search_finds_what_it_means_and_counts_as_many(shelf: Shelf) -> None:
    order = [name for name, *_ in SHELF]
    found = {}
    for type_, query, _ in CASES:
        names = await shelf.finds(type_, query)
        assert await shelf.counts(type_, query) == len(names), (type_, query)
        found[type_, query] = " ".join(sorted(names, key=order.index))
    assert found == {(type_, query): expected for type_, query, expected in CASES}


REFUSED = [
    ("Patient", "birthdate=yesterday", "search.malformed"),
    ("Patient", "birthdate=xx1990", "search.malformed"),
    ("Patient", "birthdate=1990-02-31", "search.malformed"),
    ("Patient", "name:missing=perhaps", "search.malformed"),
    ("Patient", "name=,", "search.malformed"),
    ("Patient", "gender=a|b|c", "search.malformed"),
    ("Patient", "gender=|", "search.malformed"),
    ("Patient", "gender:above=female", "search.not-supported"),
    ("Patient", "birthdate:exact=1990", "search.not-supported"),
    ("Patient", "phonetic=ana", "search.not-supported"),
    ("Patient", "_text=ana", "search.not-supported"),
    ("Patient", "_filter=name eq ana", "search.not-supported"),
    ("Location", "near=42.1|-71.2", "search.not-supported"),
    ("Observation", "code-value-quantity=29463-7$72.5", "search.not-supported"),
    ("Observation", "value-quantity=heavy", "search.malformed"),
    ("Observation", "value-quantity=1|2", "search.malformed"),
    ("Observation", "subject:Basic=1", "search.not-supported"),
    ("Observation", "status.name=x", "search.malformed"),
    ("Observation", "patient.unheard-of=x", "search.malformed"),
    ("Observation", "patient.organization.partof.name=x", "search.not-supported"),
    ("Patient", "_has:Observation:code:status=final", "search.malformed"),
    ("Patient", "_has:Observation=final", "search.malformed"),
    ("Patient", "_sort=unheard-of", "search.not-supported"),
    ("Patient", "_sort=name,gender,birthdate,family", "search.malformed"),
    ("Patient", "_count=many", "search.malformed"),
    ("Patient", "_total=all", "search.malformed"),
    ("Patient", "_summary=short", "search.malformed"),
    ("Patient", "_include=Patient:gender", "search.malformed"),
    ("Patient", "_include:often=Patient:organization", "search.not-supported"),
    ("Patient", "_revinclude=Observation:patient:Unheard", "search.malformed"),
]


@pytest.mark.parametrize(("type_", "query", "code"), REFUSED)
def test_what_cannot_be_meant_is_refused_and_named(type_: str, query: str, code: str) -> None:
    with pytest.raises(Invalid) as refusal:
        understood(type_, query)
    assert refusal.value.code == code
    assert [fault.pointer for fault in refusal.value.faults] != []


def test_what_nobody_knows_is_left_out_and_told_or_refused_where_that_is_wanted() -> None:
    lenient = understood("Patient", "unheard-of=1&name=ana&_pretty=true&gender=")
    assert (lenient.ignored, lenient.used) == (("unheard-of",), (("name", "ana"),))
    with pytest.raises(Invalid, match="unheard-of"):
        asked(Asker(now=NOW), "Patient", [("unheard-of", "1")], strict=True)


ORDERS = [
    ("Patient", "", "carla bea ana"),
    ("Patient", "_sort=_lastUpdated", "ana bea carla"),
    ("Patient", "_sort=-_lastUpdated", "carla bea ana"),
    ("Patient", "name=nunez,oneil", "ana carla"),
    ("Patient", "name=oneil,nunez&_sort=-_lastUpdated", "carla ana"),
    ("Patient", "_sort=family", "ana carla bea"),
    ("Patient", "_sort=-family", "bea ana carla"),
    ("Patient", "_sort=birthdate", "bea ana carla"),
    ("Patient", "_sort=-birthdate", "carla ana bea"),
    ("Patient", "gender=female,male&_sort=gender,-birthdate", "ana bea carla"),
    ("Patient", "_sort=email", "ana bea carla"),
    ("Patient", "_sort=-email", "ana carla bea"),
    ("Observation", "status=final", "undated open weight"),
    ("Observation", "_sort=date", "stay weight open undated"),
    ("Observation", "_sort=-date", "open weight stay undated"),
    ("Observation", f"patient={ANA},{BEA}&_sort=-date", "open weight stay"),
    ("Observation", "_sort=value-quantity", "stay weight open undated"),
    ("Observation", f"patient={ANA},{BEA},{CARLA}&_sort=-value-quantity", "open weight stay undated"),
]


@pytest.mark.parametrize("few", [True, False])
async def test_each_order_is_as_asked_page_by_page_and_whole(
    shelf: Shelf,
    monkeypatch: pytest.MonkeyPatch,
    few: bool,  # noqa: FBT001 - a case
) -> None:
    if not few:
        monkeypatch.setattr(resource_ways, "FEW_TO_SORT", 0)
        monkeypatch.setattr(resource_ways, "MOST_TO_SORT", 0)
    cases = [case for case in ORDERS if few or "," not in case[1].partition("_sort=")[2]]
    for type_, query, expected in cases:
        assert " ".join(await shelf.finds(type_, query)) == expected, query
        assert await shelf.walks(type_, query, limit=1) == [[name] for name in expected.split()], query
        whole = expected.split()
        assert await shelf.walks(type_, query, limit=2) == [whole[at : at + 2] for at in range(0, len(whole), 2)], query
