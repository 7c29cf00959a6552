"""FHIR files taken over onto one agency's caseload, as the command line does, and resources to write them of."""

import json
from pathlib import Path
from typing import Any

from rich.progress import Progress

from app.cli.fhir_files import FhirFiles
from app.cli.reports import Report
from app.domain.identity import AgencyId, AssessmentId, CarePlanId, CareTeamId, GoalId, NeedId
from app.domain.networks.actor import Actor
from app.domain.networks.roles import Role
from app.use_cases.core import Call
from tests.support.builders_directory import World

SOURCE = "urn:test"
PATIENT = {
    "resourceType": "Patient",
    "id": "p1",
    "identifier": [{"system": "urn:mrn", "value": "77"}],
    "name": [{"family": "Gómez", "given": ["Raúl"]}],
    "birthDate": "1980-05-17",
}
CLINICAL = "http://terminology.hl7.org/CodeSystem/condition-clinical"
SUBJECT = {"reference": "Patient/p1"}
CONDITION = {
    "resourceType": "Condition",
    "id": "c1",
    "subject": SUBJECT,
    "code": {"text": "Hunger"},
    "clinicalStatus": {"coding": [{"system": CLINICAL, "code": "active"}]},
}
GOAL = {
    "resourceType": "Goal",
    "id": "g1",
    "subject": SUBJECT,
    "lifecycleStatus": "active",
    "description": {"text": "Eat every day"},
    "addresses": [{"reference": "Condition/c1"}],
}
PLAN = {
    "resourceType": "CarePlan",
    "id": "l1",
    "subject": SUBJECT,
    "status": "active",
    "intent": "plan",
    "title": "Food",
    "addresses": [{"reference": "Condition/c1"}],
    "goal": [{"reference": "Goal/g1"}],
    "activity": [{"detail": {"code": {"text": "Weigh"}, "status": "in-progress"}}],
}
TEAM = {
    "resourceType": "CareTeam",
    "id": "t1",
    "subject": SUBJECT,
    "name": "Friends",
    "participant": [{"member": {"display": "Ana"}}, {"member": {"display": "Sam"}}],
}


class Importer:
    """Takes files over onto one agency's caseload, as the command line does."""

    def __init__(self, world: World, agency: AgencyId, folder: Path) -> None:
        self.world, self.folder = world, folder
        self.agency = agency
        self.lacking: set[str] = set()
        actor = Actor(network=world.network.id, agency=agency, roles=frozenset({Role.SYSTEM}))
        self.call = Call(actor=actor, request_id="import")

    async def files(self, *paths: Path, source: str = SOURCE, dry_run: bool = False) -> Report:
        told = Report(source=source, network=str(self.world.network.id), dry_run=dry_run)
        run = FhirFiles(core=self.world.core, call=self.call, source=source, told=told)
        with Progress(disable=True) as progress:
            await run.take(paths, progress)
        return told

    async def __call__(self, *resources: dict[str, Any], dry_run: bool = False) -> Report:
        path = self.folder / "file.json"
        path.write_text(json.dumps({"resourceType": "Bundle", "entry": [{"resource": each} for each in resources]}))
        return await self.files(path, dry_run=dry_run)

    async def kept(self, noun: str, key: str, source: str = SOURCE) -> Any:
        """Return what is kept under a key of the source."""
        async with self.world.core.transactions.begin(self.world.network.id) as tx:
            found = await tx.source_keys.find(noun, source, {key})
            subject = found[key].subject
            if noun == "need":
                return await tx.needs.get(NeedId(subject))
            if noun == "goal":
                return await tx.goals.get(GoalId(subject))
            if noun == "assessment":
                return await tx.assessments.get(AssessmentId(subject))
            if noun == "care-team":
                return await tx.care_teams.get(CareTeamId(subject))
            return await tx.care_plans.get(CarePlanId(subject))
