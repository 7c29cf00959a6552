"""FHIR files taken over whole: every type, as it was sent, known again by its name, and the same as by the door."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from app.domain.networks.actor import Actor
from app.domain.networks.roles import Role
from app.ports.access import Access
from app.ports.imports import Outcome, Result
from app.ports.resources import Target
from tests.support.builders_directory import World
from tests.support.doors import Doors
from tests.support.importing import CONDITION, PATIENT, SUBJECT, Importer

FHIR = "urn:fhir"
NOUNS = {"client": "Patient", "need": "Condition", "goal": "Goal", "care-team": "CareTeam", "care-plan": "CarePlan"}
OBSERVATION = {
    "resourceType": "Observation",
    "id": "o1",
    "status": "final",
    "code": {"text": "Weight"},
    "subject": SUBJECT,
    "encounter": {"reference": "Encounter/e1"},
    "valueQuantity": {"value": 80.50, "unit": "kg"},
}
ENCOUNTER = {
    "resourceType": "Encounter",
    "id": "e1",
    "status": "finished",
    "class": {"system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "AMB"},
    "subject": SUBJECT,
}


@pytest.fixture
async def importing(world: World, tmp_path: Path) -> Importer:
    return Importer(world, (await world.an_agency()).id, tmp_path)


async def kept(importing: Importer, result: Result) -> dict[str, Any]:
    """Return what is served of what a result tells of."""
    assert result.subject is not None, result
    actor = Actor(network=importing.world.network.id, agency=importing.agency, roles=frozenset({Role.CASE_MANAGER}))
    target = Target(type=NOUNS.get(result.noun, result.noun), id=result.subject)
    async with importing.world.core.transactions.begin(actor.network) as tx:
        stored = await tx.resources.read(Access.of(actor, importing.world.core.clock.now()), target)
    assert stored is not None, result
    return {"version": stored.version, **json.loads(stored.content)}


def renamed(value: Any, names: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {name: renamed(each, names) for name, each in value.items()}
    if isinstance(value, list):
        return [renamed(each, names) for each in value]
    return names.get(value, value) if isinstance(value, str) else value


def told(results: list[Result]) -> dict[str, str]:
    return {result.key: result.outcome.value for result in results}


@pytest.mark.parametrize("persona", ["ckd", "mae"])
async def test_a_persona_comes_back_as_it_was_with_its_references_rewritten(
    importing: Importer, real_data: Path, persona: str
) -> None:
    files = sorted((real_data / "ecare-personas" / persona).glob("*.json"))
    entries = [entry for path in files for entry in json.loads(path.read_bytes())["entry"]]
    sent = {f"{each['resource']['resourceType']}/{each['resource']['id']}": each["resource"] for each in entries}

    people = {"client": next(name for name in sent if name.startswith("Patient/"))}
    done = [each for each in (await importing.files(*files, source=FHIR)).results if each.outcome is Outcome.CREATED]
    results = {people.get(each.noun, each.key): each for each in done}
    names = {name: f"{name.partition('/')[0]}/{each.subject}" for name, each in results.items()}

    assert results.keys() == sent.keys()
    for name, resource in sent.items():
        here = await kept(importing, results[name])
        there = {key: value for key, value in resource.items() if key not in ("resourceType", "id", "meta")}
        assert renamed(here, names) == renamed({"version": 1, **there}, names)


async def test_what_the_domain_does_not_own_is_kept_and_found_again(importing: Importer) -> None:
    first = await importing(OBSERVATION, ENCOUNTER, PATIENT)
    second = await importing(OBSERVATION, ENCOUNTER, PATIENT)
    third = await importing(OBSERVATION | {"status": "amended"}, ENCOUNTER, PATIENT)
    results = {result.noun: result for result in first.results}

    assert Counter(result.outcome for result in first.results) == {Outcome.CREATED: 3}
    assert Counter(result.outcome for result in second.results) == {Outcome.UNCHANGED: 3}
    assert told(third.results)["Observation/o1"] == "changed"
    observation = await kept(importing, results["Observation"])
    assert observation["encounter"] == {"reference": f"Encounter/{results['Encounter'].subject}"}
    assert (observation["version"], observation["status"]) == (2, "amended")


async def test_what_a_record_says_beside_what_the_domain_owns_is_kept_and_followed(importing: Importer) -> None:
    evidence = [{"detail": [{"reference": "Observation/o1"}]}]
    run = await importing(PATIENT, ENCOUNTER, OBSERVATION, CONDITION | {"evidence": evidence})
    need = next(result for result in run.results if result.noun == "need")
    observation = next(result for result in run.results if result.noun == "Observation")
    again = await importing(PATIENT, ENCOUNTER, OBSERVATION, CONDITION | {"bodySite": [{"text": "Knee"}]})
    here = await kept(importing, need)

    assert {result.noun: result.outcome.value for result in again.results}["need"] == "changed"
    assert (here["version"], here["bodySite"], here.get("evidence")) == (2, [{"text": "Knee"}], None)
    assert observation.subject is not None


async def test_what_is_not_valid_is_refused_with_reason_and_place_and_the_rest_is_taken(importing: Importer) -> None:
    run = await importing(PATIENT, ENCOUNTER, OBSERVATION | {"odd": 1}, ENCOUNTER | {"id": "e2", "status": "over"})
    refused = {result.key: result for result in run.results if result.outcome is Outcome.REJECTED}

    assert refused.keys() == {"Observation/o1", "Encounter/e2"}
    assert (refused["Observation/o1"].reason or "").startswith("Observation.odd")
    assert refused["Observation/o1"].place.column == "Bundle.entry[2].resource"
    assert told(run.results)["Encounter/e1"] == "created"


@pytest.mark.parametrize(
    ("reference", "outcome"),
    [("Practitioner/nobody", "created"), ("Practitioner/5f3e0c1a-0000-4000-8000-00000000abcd", "rejected")],
)
async def test_a_name_of_nobody_stays_and_what_could_be_ours_must_be_here(
    importing: Importer, reference: str, outcome: str
) -> None:
    run = await importing(PATIENT, ENCOUNTER, OBSERVATION | {"performer": [{"reference": reference}]})

    assert told(run.results)["Observation/o1"] == outcome


async def test_a_response_to_nothing_is_kept_as_it_came(importing: Importer) -> None:
    response = {"resourceType": "QuestionnaireResponse", "id": "r", "status": "completed", "subject": SUBJECT}
    first, second = await importing(PATIENT, response), await importing(PATIENT, response)

    assert told(first.results)["QuestionnaireResponse/r"] == "kept"
    assert told(second.results)["QuestionnaireResponse/r"] == "unchanged"


async def test_a_run_that_was_interrupted_is_finished_by_the_next(importing: Importer, tmp_path: Path) -> None:
    files = [tmp_path / f"{place}.json" for place in range(3)]
    for path, resource in zip(files, (PATIENT, ENCOUNTER, OBSERVATION), strict=True):
        path.write_text(json.dumps(resource))

    await importing.files(*files[:2])
    rest = await importing.files(*files)

    outcomes = told(rest.results)
    assert (outcomes["Encounter/e1"], outcomes["Observation/o1"]) == ("unchanged", "created")


async def test_files_and_the_door_know_the_same_names(world: World, doors: Doors, tmp_path: Path) -> None:
    caller = await doors.case_manager("Harbor Food Bank")
    importing = Importer(world, world.joined["Harbor Food Bank"].id, tmp_path)
    sent = [PATIENT, ENCOUNTER, OBSERVATION, CONDITION]
    path = tmp_path / "all.json"
    path.write_text(json.dumps({"resourceType": "Bundle", "entry": [{"resource": each} for each in sent]}))
    await importing.files(path, source=FHIR)
    entries = [
        {"request": {"method": "PUT", "url": f"{each['resourceType']}/{each['id']}"}, "resource": each}
        for each in (ENCOUNTER, OBSERVATION | {"status": "amended"})
    ]

    answer = await caller.post("/fhir", json={"resourceType": "Bundle", "type": "transaction", "entry": entries})

    answered = [entry["response"] for entry in answer.json()["entry"]]
    assert [(each["status"], each["etag"]) for each in answered] == [("200 OK", 'W/"1"'), ("200 OK", 'W/"2"')]


async def test_what_was_sent_by_the_door_is_not_taken_over_once_more(
    world: World, doors: Doors, tmp_path: Path
) -> None:
    caller = await doors.case_manager("Harbor Food Bank")
    importing = Importer(world, world.joined["Harbor Food Bank"].id, tmp_path)
    sent = [PATIENT, ENCOUNTER, OBSERVATION, CONDITION]
    path = tmp_path / "all.json"
    path.write_text(json.dumps({"resourceType": "Bundle", "entry": [{"resource": each} for each in sent]}))
    entries = [
        {"request": {"method": "PUT", "url": f"{each['resourceType']}/{each['id']}"}, "resource": each} for each in sent
    ]
    answer = await caller.post("/fhir", json={"resourceType": "Bundle", "type": "transaction", "entry": entries})
    assert answer.status_code == 200, answer.text

    run, again = await importing.files(path, source=FHIR), await importing.files(path, source=FHIR)

    assert Outcome.CREATED not in {result.outcome for result in run.results}
    assert {result.outcome for result in again.results} == {Outcome.UNCHANGED}
    assert (await caller.get("/fhir/Condition?_summary=count")).json()["total"] == 1
