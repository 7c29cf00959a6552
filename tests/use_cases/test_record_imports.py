"""Needs, goals, teams and plans taken over from other systems: whole, once for each saying, and refused by name."""

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.adapters.fhir.resources.care_plan import read_care_plan
from app.adapters.fhir.resources.care_team import read_care_team
from app.adapters.fhir.resources.condition import read_condition
from app.adapters.fhir.resources.files import Found, find_resources
from app.adapters.fhir.resources.goal import read_goal
from app.adapters.fhir.resources.reading import Reading
from app.adapters.fhir.resources.references import Names, References
from app.cli.reports import Report
from app.domain.care_plans.goal_moves import GoalState
from app.domain.care_plans.need_moves import NeedStatus
from app.domain.care_plans.plan_moves import PlanStatus
from app.ports.imports import Outcome, Severity
from tests.support.builders_directory import World
from tests.support.importing import CLINICAL, CONDITION, GOAL, PATIENT, PLAN, SUBJECT, TEAM, Importer

FOLDERS = (
    "synthea-2019-r4-bundles",
    "synthea-2022-uscore-bundles",
    "ecare-personas",
    "gravity-sdohcc",
    "us-core",
    "bulk-ndjson-10",
)


@pytest.fixture
async def importing(world: World, tmp_path: Path) -> Importer:
    return Importer(world, (await world.an_agency()).id, tmp_path)


def outcomes(told: Report) -> dict[tuple[str, str], int]:
    return Counter((result.noun, result.outcome.value) for result in told.results)


def refusals(told: Report) -> list[tuple[str, str | None]]:
    return [(result.key, result.reason) for result in told.results if result.outcome is Outcome.REJECTED]


@pytest.mark.long
async def test_all_published_records_load_and_read_back_with_nothing_lost(importing: Importer, real_data: Path) -> None:
    counted: Counter[str] = Counter()
    rejected: list[str] = []
    for folder in FOLDERS:
        files = [path for path in sorted((real_data / folder).rglob("*")) if path.suffix in (".json", ".ndjson")]
        told = await importing.files(*files, source=f"urn:{folder}")
        again = await importing.files(*files, source=f"urn:{folder}")

        assert refusals(told) == []
        assert {result.outcome for result in again.results} <= {Outcome.UNCHANGED, Outcome.KEPT}
        assert len(again.results) == len(told.results)
        rejected += [remark.reason for remark in told.remarks if remark.severity is Severity.REJECTED]
        counted.update(result.noun for result in told.results)
        importing.lacking |= {result.key for result in told.results if "left out" in (result.reason or "")}
        await _read_back(importing, files, f"urn:{folder}")

    assert {"Goal/cc-goal-mae-a1c", "Goal/cc-goal-mae-exercise"} <= importing.lacking
    assert rejected == []
    assert sum(counted.values()) == 4933 + 1007 + 154 + 51 + 51 + 1956
    assert {noun: count for noun, count in counted.items() if noun[0].islower() and noun != "client"} == {
        "need": 770,
        "goal": 80,
        "care-team": 6,
        "care-plan": 57,
        "instrument": 8,
        "assessment": 8,
    }


async def _read_back(importing: Importer, files: list[Path], source: str) -> None:
    parsed: list[list[Found]] = [list(find_resources(path.name, path.read_bytes(), [])) for path in files]
    names = Names()
    for found in parsed:
        for each in found:
            names.learn(each)
    for found in parsed:
        references = References(found)
        for each in found:
            reading = Reading(each.key or "", source, each.resource, references, names)
            if each.kind == "Condition" and (need := read_condition(reading)) is not None:
                kept = await importing.kept("need", need.key, source)
                assert (need.content, need.beginning.status) == (kept.content, kept.status)
                assert need.beginning.verification is kept.verification
            elif each.kind == "Goal" and (goal := read_goal(reading)) is not None:
                kept = await importing.kept("goal", goal.key, source)
                assert goal.content == replace(kept.content, needs=())
                assert len(goal.needs) - len(kept.content.needs) == _missing(importing, goal.key)
                assert (goal.standing.state, goal.standing.achievement) == (kept.state, kept.achievement)
            elif each.kind == "CareTeam" and (team := read_care_team(reading)) is not None:
                kept = await importing.kept("care-team", team.key, source)
                assert (team.content, team.status) == (kept.content, kept.status)
                assert {(one.kind, one.person, one.role) for one in team.members} == {
                    (one.kind, one.person, one.role) for one in kept.members
                }
            elif each.kind == "CarePlan" and (plan := read_care_plan(reading)) is not None:
                kept = await importing.kept("care-plan", plan.key, source)
                assert (plan.status, len(plan.needs)) == (kept.status, len(kept.content.needs))
                assert plan.content == replace(kept.content, needs=(), teams=())
                assert len(set(plan.goals)) == len(kept.goals)
                assert len(plan.teams) == len(kept.content.teams)
                assert [(one.content, one.status) for one in plan.activities] == [
                    (replace(one.content, goals=()), one.status) for one in kept.activities
                ]


def _missing(importing: Importer, key: str) -> int:
    """Count what the persona's files name and do not hold: the diabetes of Mae."""
    return 1 if key in importing.lacking else 0


async def test_records_in_one_file_and_in_many_find_each_other(importing: Importer, tmp_path: Path) -> None:
    files = [tmp_path / f"{place}.json" for place in range(5)]
    for path, resource in zip(files, (PLAN, TEAM, GOAL, CONDITION, PATIENT), strict=True):
        path.write_text(json.dumps(resource))

    told = await importing.files(*files)
    need, goal = await importing.kept("need", "Condition/c1"), await importing.kept("goal", "Goal/g1")
    plan = await importing.kept("care-plan", "CarePlan/l1")

    assert refusals(told) == []
    assert ((need.id,), (need.id,), (goal.id,)) == (goal.content.needs, plan.content.needs, plan.goals)


async def test_a_later_run_finds_the_clients_goals_and_needs_of_an_earlier_one(importing: Importer) -> None:
    await importing(PATIENT, CONDITION, GOAL)
    told = await importing(PLAN)

    assert outcomes(told) == {("care-plan", "created"): 1}


async def test_what_the_source_says_anew_is_followed_and_what_was_added_here_stays(importing: Importer) -> None:
    await importing(PATIENT, CONDITION, GOAL, PLAN, TEAM)
    told = await importing(
        PATIENT,
        CONDITION | {"clinicalStatus": {"coding": [{"system": CLINICAL, "code": "resolved"}]}},
        GOAL | {"lifecycleStatus": "completed"},
        PLAN | {"status": "completed", "activity": [{"detail": {"code": {"text": "Weigh"}, "status": "completed"}}]},
        TEAM | {"participant": [{"member": {"display": "Sam"}}, {"member": {"display": "Lee"}}]},
    )
    need, goal = await importing.kept("need", "Condition/c1"), await importing.kept("goal", "Goal/g1")
    plan, team = await importing.kept("care-plan", "CarePlan/l1"), await importing.kept("care-team", "CareTeam/t1")

    assert Counter(result.outcome.value for result in told.results) == {"changed": 4, "unchanged": 1}
    assert (need.status, goal.state, plan.status) == (NeedStatus.RESOLVED, GoalState.COMPLETED, PlanStatus.COMPLETED)
    assert [activity.status.value for activity in plan.activities] == ["completed"]
    assert {"Sam", "Lee"} == {member.person.name for member in team.active}
    assert {"Ana", "Sam", "Lee"} == {member.person.name for member in team.members}


@pytest.mark.parametrize(
    ("resource", "reason"),
    [
        (CONDITION | {"subject": {"reference": "Patient/p9"}}, "Its client, Patient/p9, is not on the caseload here."),
        (CONDITION | {"onsetDateTime": "2999"}, "/onset must not be in the future"),
        (
            CONDITION | {"code": {"coding": [{"system": "http://snomed.info/sct", "code": "733423004"}]}},
            "is no SNOMED CT identifier",
        ),
    ],
)
async def test_what_cannot_be_taken_is_refused_with_the_reason_and_the_rest_is_taken(
    importing: Importer, resource: dict[str, Any], reason: str
) -> None:
    told = await importing(PATIENT, resource, CONDITION | {"id": "c2"})
    ((key, said),) = refusals(told)

    assert resource["id"] in key
    assert reason in (said or "")
    assert outcomes(told)["need", "created"] == 1


async def test_what_a_record_names_and_is_not_here_is_left_out_and_found_the_next_time(importing: Importer) -> None:
    told = await importing(PATIENT, PLAN)
    without = await importing.kept("care-plan", "CarePlan/l1")
    await importing(CONDITION, GOAL)
    again = await importing(PLAN)
    plan = await importing.kept("care-plan", "CarePlan/l1")

    assert [r.reason for r in told.results if r.noun != "client"] == ["Not here, and left out: Condition/c1, Goal/g1."]
    assert (without.goals, without.content.needs) == ((), ())
    assert [result.outcome for result in again.results] == [Outcome.CHANGED]
    assert (len(plan.goals), len(plan.content.needs)) == (1, 1)


async def test_a_dry_run_tells_the_same_and_writes_nothing(importing: Importer) -> None:
    foreseen = await importing(PATIENT, CONDITION, GOAL, PLAN, TEAM, dry_run=True)
    done = await importing(PATIENT, CONDITION, GOAL, PLAN, TEAM)

    assert outcomes(foreseen) == outcomes(done)
    assert Counter(result.outcome.value for result in foreseen.results) == {"created": 5}


async def test_another_agency_s_client_is_not_given_records(world: World, importing: Importer, tmp_path: Path) -> None:
    await importing(PATIENT)
    other = Importer(world, (await world.an_agency()).id, tmp_path)
    told = await other(CONDITION)

    assert [reason for _, reason in refusals(told)] == ["Its client, Patient/p1, is not on the caseload here."]


async def test_one_key_for_two_people_is_not_guessed_across_files(importing: Importer, tmp_path: Path) -> None:
    name, identifier = {"family": "Roe", "given": ["Ann"]}, {"system": "urn:mrn", "value": "78"}
    other = PATIENT | {"identifier": [identifier], "name": [name]}
    files = [tmp_path / f"{place}.json" for place in range(3)]
    for path, held in zip(files, ([PATIENT], [other, CONDITION], [CONDITION | {"id": "c2"}]), strict=True):
        path.write_text(json.dumps({"resourceType": "Bundle", "entry": [{"resource": each} for each in held]}))

    told = await importing.files(*files)
    need = await importing.kept("need", "Condition/c1")

    assert refusals(told) == [("Condition/c2", "Patient/p1 means two things in these files.")]
    assert need.client == next(r.subject for r in told.results if r.noun == "client" and r.key == "78")


HUNGRY = {
    "resourceType": "QuestionnaireResponse",
    "id": "r1",
    "questionnaire": "http://us-core.example/hungry|1",
    "status": "completed",
    "subject": SUBJECT,
    "authored": "2020-03-02T09:00:00Z",
    "item": [{"linkId": "1", "answer": [{"valueCoding": {"system": "urn:often", "code": "often"}}]}],
}
QUESTIONNAIRE = {
    "resourceType": "Questionnaire",
    "id": "q1",
    "url": "http://us-core.example/hungry",
    "version": "1",
    "name": "HungryToday",
    "status": "active",
    "item": [
        {
            "linkId": "1",
            "text": "How often were you hungry?",
            "type": "choice",
            "answerOption": [
                {"valueCoding": {"system": "urn:often", "code": code, "display": code}} for code in ("often", "never")
            ],
        }
    ],
}


async def test_published_questionnaires_and_their_responses_load_and_score(
    importing: Importer, real_data: Path
) -> None:
    scored: dict[str, dict[str, str]] = {}
    for folder in ("us-core", "gravity-sdohcc"):
        files = sorted((real_data / folder).rglob("*.json"))
        told = await importing.files(*files, source=f"urn:{folder}")
        again = await importing.files(*files, source=f"urn:{folder}")
        assert {"created"} <= {result.outcome.value for result in told.results if result.noun == "instrument"}
        assert {"created"}.isdisjoint(result.outcome.value for result in again.results)
        for result in told.results:
            if result.noun == "assessment" and result.subject is not None:
                kept = await importing.kept("assessment", result.key, f"urn:{folder}")
                scored[result.key] = {each.key: str(each.value) for each in kept.scores}

    assert {key.removeprefix("QuestionnaireResponse/"): scores for key, scores in scored.items()} == {
        "AUDIT-C": {},
        "TAPS": {},
        "exercise-vital-sign": {},
        "prapare-example": {},
        "SDOHCC-QuestionnaireResponsePRAPAREExample": {},
        "hunger-vital-sign-example": {"food": "2"},
        "SDOHCC-QuestionnaireResponseHungerVitalSignExample": {"food": "2"},
        "phq-9-example": {"total": "12"},
    }


async def test_a_response_is_kept_under_the_questionnaire_that_it_fills_in(importing: Importer) -> None:
    told = await importing(PATIENT, QUESTIONNAIRE, HUNGRY)
    kept = await importing.kept("assessment", "QuestionnaireResponse/r1")

    assert outcomes(told) == {("client", "created"): 1, ("instrument", "created"): 1, ("assessment", "created"): 1}
    assert (kept.instrument.key, kept.instrument.version) == ("hungry-today", "1")
    assert kept.status.value == "completed"
