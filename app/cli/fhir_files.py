"""Takes over what FHIR files hold, in the order in which records need one another, each file read where it is needed.

First every file for its patients and for the names of people and organizations; then type by type the records, which
refer to patients and to each other across files.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from uuid import UUID

from rich.progress import Progress

from app.adapters.archives import read_file
from app.adapters.fhir.resources.care_plan import read_care_plan
from app.adapters.fhir.resources.care_team import read_care_team
from app.adapters.fhir.resources.condition import read_condition
from app.adapters.fhir.resources.files import Found, find_resources
from app.adapters.fhir.resources.goal import read_goal
from app.adapters.fhir.resources.instruments import read_assessment, read_instrument
from app.adapters.fhir.resources.patient import read_patient
from app.adapters.fhir.resources.reading import Reading
from app.adapters.fhir.resources.references import Names, References
from app.cli.reports import Report, batches
from app.domain.assessments.instrument import Instrument
from app.domain.errors import Invalid
from app.ports.imports import ClientDraft, Place, Remark, Result, Severity
from app.use_cases import assessment_imports, client_imports, need_imports, plan_imports
from app.use_cases.core import Call, Core

BATCH = 50
NAMELESS = "things without a resourceType"


@dataclass(frozen=True, slots=True)
class Kind:
    """One type of resource: what reads it, and what takes it over."""

    noun: str
    read: Callable[[Reading], Any]
    take: Any


KINDS: Mapping[str, Kind] = {
    "Condition": Kind("need", read_condition, need_imports.take_needs),
    "Goal": Kind("goal", read_goal, need_imports.take_goals),
    "CareTeam": Kind("care-team", read_care_team, plan_imports.take_teams),
    "CarePlan": Kind("care-plan", read_care_plan, plan_imports.take_plans),
    "Questionnaire": Kind("instrument", read_instrument, assessment_imports.take_instruments),
    "QuestionnaireResponse": Kind("assessment", read_assessment, assessment_imports.take_assessments),
}
"""In the order in which they refer to one another."""


@dataclass(slots=True, kw_only=True)
class FhirFiles:
    """One run over files: what was met so far, under the keys of the source."""

    core: Core
    call: Call
    source: str
    told: Report
    names: Names = field(default_factory=Names)
    met: dict[tuple[str, str], UUID | None] = field(default_factory=dict)
    own: dict[Path, dict[tuple[str, str], UUID | None]] = field(default_factory=dict)
    held: dict[Path, Counter[str]] = field(default_factory=dict)

    async def take(self, files: Sequence[Path], progress: Progress) -> None:
        """Take everything over, and tell of each resource what became of it."""
        task = progress.add_task("patients", total=len(files))
        for path in files:
            await self._patients(path)
            progress.advance(task)
        for name, kind in KINDS.items():
            holding = [path for path in files if self.held[path][name]]
            task = progress.add_task(f"{kind.noun}s".replace("-", " "), total=len(holding))
            for path in holding:
                await self._records(path, name, kind)
                progress.advance(task)

    async def _patients(self, path: Path) -> None:
        drafts: list[ClientDraft] = []
        counted: Counter[str] = Counter()
        for found in self._found(path, self.told.remarks):
            counted[found.kind or NAMELESS] += 1
            self.names.learn(found)
            if found.kind == "Patient" and (draft := read_patient(found.resource)) is not None:
                drafts.append(replace(draft, names=found.names))
        self.held[path] = counted
        self.own[path] = {}
        for batch in batches(drafts, BATCH):
            results = await self.core.run(
                self.call, client_imports.take_clients, batch, dry_run=self.told.dry_run, source=self.source
            )
            self.told.results.extend(results)
            self._meet(path, batch, results)
        for name, count in sorted(counted.items()):
            if name != "Patient" and name not in KINDS:
                self._note(path, f"{count} {name[:60]}: not taken over.")

    def _meet(self, path: Path, drafts: Sequence[ClientDraft], results: Sequence[Result]) -> None:
        """Remember who is meant by which key: in this file, and in all as long as it means one person."""
        for draft, result in zip(drafts, results, strict=True):
            if result.subject is None:
                continue
            for name in draft.names:
                key = ("client", name)
                self.own[path][key] = result.subject
                self.met[key] = result.subject if self.met.get(key, result.subject) == result.subject else None

    async def _records(self, path: Path, name: str, kind: Kind) -> None:
        remarks: list[Remark] = []
        found = list(self._found(path, remarks))
        remarks.clear()  # what could not be read was told when the patients were looked for
        references = References(found)
        known = await self._instruments(found) if name == "QuestionnaireResponse" else {}
        drafts = [
            draft
            for place, each in enumerate(found)
            if each.kind == name and (draft := kind.read(self._reading(each, place, references, known))) is not None
        ]
        self.told.remarks.extend(remarks)
        for batch in batches(drafts, BATCH):
            met = self.met | self.own[path]
            results = await self.core.run(self.call, kind.take, self.source, batch, met=met, dry_run=self.told.dry_run)
            self.told.results.extend(results)
            self.met.update({(kind.noun, result.key): result.subject for result in results if result.subject})

    async def _instruments(self, found: Sequence[Found]) -> Mapping[str, Instrument]:
        """Find what the responses of a file fill in."""
        asked = (each.resource.members.get("questionnaire") for each in found if each.kind == "QuestionnaireResponse")
        urls = {url for url in asked if isinstance(url, str)}
        return await self.core.run(self.call, assessment_imports.find_canonical, self.source, urls)

    def _reading(
        self, found: Found, place: int, references: References, instruments: Mapping[str, Instrument]
    ) -> Reading:
        key = found.key or f"{found.resource.file}#{place}"
        return Reading(key, self.source, found.resource, references, self.names, instruments)

    def _found(self, path: Path, remarks: list[Remark]) -> Iterator[Found]:
        try:
            data = read_file(path)
        except Invalid as refusal:
            remarks.append(_remark(Severity.REJECTED, "unreadable", path, refusal.message))
            return
        yield from find_resources(path.name, data, remarks)

    def _note(self, path: Path, reason: str) -> None:
        self.told.remarks.append(_remark(Severity.NOTED, "not-taken", path, reason))


def _remark(severity: Severity, code: str, path: Path, reason: str) -> Remark:
    return Remark(severity=severity, code=code, place=Place(file=path.name), reason=reason)
