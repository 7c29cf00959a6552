"""A filled-in instrument of one client: answered, scored, amended, and never forgotten what it said before."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from app.domain.assessments.answers import Answers
from app.domain.assessments.assessment_moves import ASSESSMENTS, DONE, AssessmentAction, AssessmentStatus
from app.domain.assessments.circumstances import Circumstances
from app.domain.assessments.findings import Findings
from app.domain.assessments.scoring import Score
from app.domain.assessments.suggesting import Suggestion
from app.domain.assessments.suggestion import KeptSuggestion
from app.domain.codes import Sensitivity
from app.domain.consents.scope import DataCategory, Section
from app.domain.errors import Conflict, Invalid, NotFound
from app.domain.faults import Faults
from app.domain.identity import AgencyId, AssessmentId, ClientId, Identifier, NetworkId, SuggestionId
from app.domain.lifecycle import Party

REASON_LENGTH = 2_000
MOST_IDENTIFIERS = 20
KINDS: frozenset[DataCategory] = frozenset({Section.ASSESSMENTS})


@dataclass(frozen=True, slots=True, kw_only=True)
class InstrumentName:
    """Which instrument was asked, and which version of it."""

    key: str
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """Who does something to an assessment, when, on which side; the reason where one is needed."""

    at: datetime
    actor: UUID
    agency: AgencyId
    parties: frozenset[Party]
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentVersion:
    """An assessment as it stood after a deed; numbers run from 1 without gaps."""

    assessment: AssessmentId
    number: int
    action: AssessmentAction
    deed: Deed
    status: AssessmentStatus
    answers: Answers
    scores: tuple[Score, ...]


@dataclass(slots=True, kw_only=True)
class Assessment:
    """A filled-in instrument. `revision` counts its kept versions; labels are added and never taken away."""

    id: AssessmentId
    network: NetworkId
    client: ClientId
    agency: AgencyId
    instrument: InstrumentName
    circumstances: Circumstances
    answers: Answers
    created_at: datetime
    updated_at: datetime
    status: AssessmentStatus = AssessmentStatus.IN_PROGRESS
    sensitivities: frozenset[Sensitivity] = frozenset()
    scores: tuple[Score, ...] = ()
    suggestions: list[KeptSuggestion] = field(default_factory=list)
    identifiers: tuple[Identifier, ...] = ()
    completed_at: datetime | None = None
    reason: str | None = None
    revision: int = 0
    version: int = 1

    @property
    def kinds(self) -> frozenset[DataCategory]:
        """The kinds of data that it is, in the words of consents."""
        return KINDS

    @property
    def stands(self) -> bool:
        """Whether its scores count: complete, and not entered in error."""
        return self.status in DONE

    def save(self, answers: Answers, circumstances: Circumstances, findings: Findings, at: datetime) -> None:
        """Keep what was answered so far."""
        if self.status is not AssessmentStatus.IN_PROGRESS:
            raise Conflict(
                "assessment.not-in-progress",
                "Only an assessment in progress takes answers; amend one that is completed.",
                state=self.status.value,
                allowed_actions=ASSESSMENTS.allowed(self.status, frozenset({Party.AGENCY})),
            )
        circumstances.check(at)
        self.answers, self.circumstances, self.updated_at = answers, circumstances, at
        self.sensitivities |= findings.labels

    def complete(self, findings: Findings, deed: Deed, new_id: Callable[[], UUID]) -> AssessmentVersion:
        """Close it, with what it scores and suggests; the answers have been checked."""
        status = ASSESSMENTS.move(self.status, AssessmentAction.COMPLETE, deed.parties)
        self.completed_at = deed.at
        self._take(findings, new_id)
        return self._turn(AssessmentAction.COMPLETE, status, deed)

    def amend(self, answers: Answers, findings: Findings, deed: Deed, new_id: Callable[[], UUID]) -> AssessmentVersion:
        """Correct answers after completion, with a reason; scores and suggestions follow."""
        status = ASSESSMENTS.move(self.status, AssessmentAction.AMEND, deed.parties)
        _check_reason(deed.reason)
        self.answers = answers
        self._take(findings, new_id)
        return self._turn(AssessmentAction.AMEND, status, deed)

    def stop(self, deed: Deed) -> AssessmentVersion:
        """Break it off, with a reason; what was answered stays."""
        status = ASSESSMENTS.move(self.status, AssessmentAction.STOP, deed.parties)
        _check_reason(deed.reason)
        return self._turn(AssessmentAction.STOP, status, deed)

    def enter_in_error(self, deed: Deed) -> AssessmentVersion:
        """Say that it should never have been; it stays readable, scores nothing and suggests nothing."""
        status = ASSESSMENTS.move(self.status, AssessmentAction.ENTER_IN_ERROR, deed.parties)
        _check_reason(deed.reason)
        for kept in self.suggestions:
            kept.follow(None)
        return self._turn(AssessmentAction.ENTER_IN_ERROR, status, deed)

    def suggestion(self, suggestion_id: SuggestionId) -> KeptSuggestion:
        """Return one of its suggestions."""
        found = next((kept for kept in self.suggestions if kept.id == suggestion_id), None)
        if found is None:
            raise NotFound("suggestion")
        return found

    def due_at_once(self) -> Sequence[KeptSuggestion]:
        """Return what is to be made without asking anybody, and has not been made."""
        return [kept for kept in self.suggestions if kept.is_due_at_once]

    def _take(self, findings: Findings, new_id: Callable[[], UUID]) -> None:
        self.scores = findings.scores
        self.sensitivities |= findings.labels
        suggested = {each.key: each for each in findings.suggestions}
        for kept in self.suggestions:
            kept.follow(suggested.pop(kept.suggestion.key, None))
        self.suggestions += _kept(suggested.values(), new_id)

    def _turn(self, action: AssessmentAction, status: AssessmentStatus, deed: Deed) -> AssessmentVersion:
        self.status, self.reason, self.updated_at = status, deed.reason, deed.at
        self.revision += 1
        return AssessmentVersion(
            assessment=self.id,
            number=self.revision,
            action=action,
            deed=deed,
            status=status,
            answers=self.answers,
            scores=self.scores,
        )


def _kept(suggestions: Iterable[Suggestion], new_id: Callable[[], UUID]) -> list[KeptSuggestion]:
    return [KeptSuggestion(id=SuggestionId(new_id()), suggestion=each) for each in suggestions]


def _check_reason(reason: str | None) -> None:
    faults = Faults()
    if faults.require(reason and reason.strip(), "/reason", "must say why"):
        faults.text(reason, "/reason", most=REASON_LENGTH)
    if faults.found:
        raise Invalid("assessment.reason-missing", "A reason is required.", faults=tuple(faults.found))
