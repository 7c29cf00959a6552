"""Takes over what FHIR files hold, in the order in which records need one another, each file read where it is needed.

First every file for its patients and for the names of everything in it, one after the other, since who is who is told
by all that came before; then type by type the records of the domain, and then everything else, several files at once.
"""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
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
from app.api.fhir.drafting import face_of
from app.api.fhir.rewriting import rewritten
from app.cli.fhir_names import Meanings, key_of, names_of
from app.cli.fhir_rest import STAGES, Rest, faults_of, is_kept, stage_of
from app.cli.reports import Report, batches
from app.domain.assessments.instrument import Instrument
from app.domain.errors import Invalid
from app.ports.imports import ClientDraft, Outcome, Place, Remark, Result, Severity
from app.ports.resources import Target
from app.use_cases.core import Call, Core
from app.use_cases.imports import assessment_imports, client_imports, need_imports, plan_imports
from app.use_cases.imports.resource_imports import Whole, with_whole

BATCH = 50
WORKERS = 4
"""How many files are taken at once: fewer than the connections that there are."""
NAMELESS = "things without a resourceType"
DOORS = "urn:fhir"
"""The source whose names are those under which resources are sent by FHIR."""


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
BESIDE = frozenset({"instrument", "assessment"})
"""What is kept as it came when the domain refuses it: what cannot be asked here, and what answers something unknown."""
Ready = tuple[int, Found, Any]


@dataclass(slots=True, kw_only=True)
class FhirFiles:
    """One run over files: what was met so far, under the keys of the source."""

    core: Core
    call: Call
    source: str
    told: Report
    names: Names = field(default_factory=Names)
    meanings: Meanings = field(default_factory=Meanings)
    met: dict[tuple[str, str], UUID | None] = field(default_factory=dict)
    own: dict[Path, dict[tuple[str, str], UUID | None]] = field(default_factory=dict)
    held: dict[Path, Counter[str]] = field(default_factory=dict)
    beside: dict[Path, dict[int, str]] = field(default_factory=lambda: defaultdict(dict))
    rest: Rest = field(init=False)

    def __post_init__(self) -> None:
        """Let what is only kept be known by the names under which it is sent by FHIR."""
        mine = f"fhir:{self.call.actor.agency}"
        names = mine if self.source == DOORS else f"{mine}:{self.source}"
        self.rest = Rest(core=self.core, call=self.call, names=names, told=self.told, meanings=self.meanings)

    async def take(self, files: Sequence[Path], progress: Progress) -> None:
        """Take everything over, and tell of each resource what became of it."""
        task = progress.add_task("patients", total=len(files))
        for path in files:
            await self._patients(path)
            progress.advance(task)
        for name, kind in KINDS.items():
            holding = [path for path in files if self.held[path][name]]
            work = [self._records(path, name, kind) for path in holding]
            await _together(work, progress, f"{kind.noun}s".replace("-", " "))
        for stage in STAGES:
            holding = [path for path in files if self._holds(path, stage)]
            await _together([self._rest(path, stage) for path in holding], progress, stage)

    async def _patients(self, path: Path) -> None:
        found = list(self._found(path, self.told.remarks))
        self.held[path] = counted = Counter(each.kind or NAMELESS for each in found)
        self.own[path] = {}
        for each in found:
            self.names.learn(each)
        await self.rest.name(path, [(place, each) for place, each in enumerate(found) if _is_rest(each)])
        ready = [
            (place, each, replace(draft, names=each.names))
            for place, each in enumerate(found)
            if each.kind == "Patient" and self._fits("client", place, each)
            if (draft := read_patient(each.resource)) is not None
        ]
        for batch in batches(ready, BATCH):
            results = await self._run(path, "Patient", client_imports.take_clients, batch, source=self.source)
            self._meet(path, [draft for _, _, draft in batch], results)
        for name, count in sorted(counted.items()):
            if name != "Patient" and name not in KINDS and not is_kept(name):
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
        ready: list[Ready] = []
        for place, each in enumerate(found):
            if each.kind != name or not self._fits(kind.noun, place, each):
                continue
            before = len(remarks)
            draft = kind.read(self._reading(each, place, references, known))
            if draft is None:
                self.beside[path][place] = " ".join(each.reason for each in remarks[before:])
                del remarks[before:]
            else:
                ready.append((place, each, draft))
        self.told.remarks.extend(remarks)
        for batch in batches(ready, BATCH):
            met = self.met | self.own[path]
            results = await self._run(path, name, kind.take, batch, self.source, met=met, noun=kind.noun)
            self.met.update({(kind.noun, result.key): result.subject for result in results if result.subject})

    async def _run(
        self, path: Path, type_: str, take: Any, batch: Sequence[Ready], *args: Any, noun: str = "", **named: Any
    ) -> Sequence[Result]:
        """Take records over with everything else that was sent with them; what the domain refuses may be kept."""
        await self.rest.look_up(path, [(place, each) for place, each, _ in batch])
        wholes = [self._whole(path, type_, ready) for ready in batch]
        whole = with_whole(take, self.rest.names, wholes, (noun, self.source))
        drafts = [draft for _, _, draft in batch]
        results = await self.core.run(self.call, whole, *args, drafts, dry_run=self.told.dry_run, **named)
        for (place, each, _), result in zip(batch, results, strict=True):
            if result.outcome is Outcome.REJECTED and noun in BESIDE:
                self.beside[path][place] = result.reason or ""
                continue
            self.told.results.append(result)
            if result.subject is not None:
                names = (*names_of(each), f"{type_}/{key_of(each, place)}")
                self.meanings.learn(path, names, Target(type=type_, id=result.subject))
        return results

    def _whole(self, path: Path, type_: str, ready: Ready) -> Whole:
        place, found, draft = ready
        resource = rewritten(dict(found.resource.members), self.meanings.of(path))
        return Whole(type=type_, key=key_of(found, place), record=draft.key, face=face_of(resource))

    async def _rest(self, path: Path, stage: str) -> None:
        found = list(enumerate(self._found(path, [])))
        taken = [each for each in found if _is_rest(each[1]) and stage_of(str(each[1].kind)) == stage]
        if stage == STAGES[-1] and self.beside[path]:
            beside = [each for each in found if each[0] in self.beside[path]]
            await self.rest.name(path, beside)
            taken += beside
        await self.rest.take(path, taken, self.beside[path])

    def _holds(self, path: Path, stage: str) -> bool:
        kinds = (kind for kind in self.held[path] if kind not in KINDS and kind != "Patient" and is_kept(kind))
        return any(stage_of(kind) == stage for kind in kinds) or (stage == STAGES[-1] and bool(self.beside[path]))

    def _fits(self, noun: str, place: int, found: Found) -> bool:
        """Whether a resource is valid; one that is not is told of."""
        reason = faults_of(found)
        if reason is not None:
            key = found.key or f"{found.resource.file}#{place}"
            told = Result(noun=noun, key=key, place=found.resource.place(), outcome=Outcome.REJECTED, reason=reason)
            self.told.results.append(told)
        return reason is None

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


def _is_rest(found: Found) -> bool:
    return found.kind not in KINDS and found.kind != "Patient" and is_kept(found.kind)


async def _together(work: Iterable[Awaitable[None]], progress: Progress, what: str) -> None:
    """Do several pieces of work at once, as many as there may be, and show how far it has come."""
    pieces = list(work)
    task, free = progress.add_task(what, total=len(pieces)), asyncio.Semaphore(WORKERS)

    async def one(piece: Awaitable[None]) -> None:
        async with free:
            await piece
        progress.advance(task)

    try:
        async with asyncio.TaskGroup() as group:
            for piece in pieces:
                group.create_task(one(piece))
    except ExceptionGroup as failed:
        raise failed.exceptions[0] from None  # as if the pieces had been done one after the other


def _remark(severity: Severity, code: str, path: Path, reason: str) -> Remark:
    return Remark(severity=severity, code=code, place=Place(file=path.name), reason=reason)
