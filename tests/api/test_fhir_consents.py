"""Consents by FHIR: granted as their law asks, taken back by a status, refused where they could not be kept."""

from typing import Any

import pytest

from tests.support.doors import Doors
from tests.support.fhir import a_client, blamed
from tests.support.fhir_referrals import JSON, Programs, a_consent, patched, put
from tests.support.scenes_referrals import Scene


@pytest.fixture
async def programs(doors: Doors, scene: Scene) -> Programs:
    return await Programs.start(doors, scene)


@pytest.fixture
async def patient(programs: Programs) -> str:
    return f"Patient/{await a_client(programs.sender)}"


def provision(consent: dict[str, Any], **more: Any) -> dict[str, Any]:
    return consent | {"provision": consent["provision"] | more}


async def test_what_a_client_permits_is_a_consent_of_the_network_and_reads_back_as_it_came(
    programs: Programs, patient: str
) -> None:
    keeper = f"Organization/{programs.scene.sender.id}"
    asked = a_consent(patient, programs.owner(), keeper, keeper=keeper)

    made = await programs.sender.post("/fhir/Consent", json=asked, headers=JSON)
    kept = (await programs.sender.get(f"/v1/consents/{made.json()['id']}")).json()

    assert made.status_code == 201, made.text
    assert {name: made.json()[name] for name in asked} == asked
    assert [kept["type"], kept["state"], kept["direction"]] == ["general", "active", "both"]
    assert kept["categories"] == ["food-insecurity", "procedures"]
    assert kept["signature"]["signer"] == "client"


async def test_a_consent_is_taken_back_by_its_status_and_never_changed(programs: Programs, patient: str) -> None:
    made = (await programs.sender.post("/fhir/Consent", json=a_consent(patient, programs.owner()))).json()
    url = f"Consent/{made['id']}"
    [named] = made["provision"]["actor"]
    wider = made["provision"] | {"actor": [named, named | {"reference": {"reference": programs.owner(1)}}]}

    changed = await put(programs.sender, url, provision=wider)
    noted = await patched(programs.sender, url, sourceAttachment={"title": "Scanned"})
    ended = await patched(programs.sender, url, status="inactive")
    again = await patched(programs.sender, url, status="active")
    kept = (await programs.sender.get(f"/v1/consents/{made['id']}")).json()

    assert blamed(changed)[0] == 409
    assert noted.json()["sourceAttachment"] == {"title": "Scanned"}
    assert [ended.status_code, ended.json()["status"], kept["state"]] == [200, "inactive", "revoked"]
    assert blamed(again)[0] == 409


async def test_what_the_law_asks_for_and_is_missing_is_named(programs: Programs, patient: str) -> None:
    plain = a_consent(patient, programs.owner())
    part2 = {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "42CFRPart2"}]}
    unsigned = {name: value for name, value in plain.items() if name != "verification"}

    async def faults(consent: dict[str, Any]) -> set[str]:
        answer = await programs.sender.post("/fhir/Consent", json=consent, headers=JSON)
        assert answer.status_code == 422, answer.text
        return {issue["expression"][0] for issue in answer.json()["issue"]}

    assert await faults(unsigned) == {"Consent.verification"}
    assert await faults(provision(plain, purpose=[])) == {"Consent.provision.purpose"}
    assert await faults(provision(plain, type="deny")) == {"Consent.provision.type"}
    assert await faults(provision(plain, dataPeriod={"start": "2026-01-01"})) == {"Consent.provision.dataPeriod"}
    assert await faults(plain | {"policyRule": part2}) == {"Consent.provision.securityLabel", "Consent.extension"}
    assert await faults(plain | {"organization": [{"reference": programs.owner()}]}) == {"Consent.organization"}
