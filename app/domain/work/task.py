"""To-dos, because a referral that nobody has on their list falls through the cracks."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.codes import Priority, Sensitivity
from app.domain.consents.scope import DataCategory
from app.domain.errors import Conflict
from app.domain.faults import NAME_LENGTH, Faults
from app.domain.identity import (
    AgencyId,
    AssessmentId,
    BreakGlassId,
    CarePlanId,
    ClientId,
    ConsentId,
    HandoffId,
    NetworkId,
    ReferralId,
    TaskId,
    WorkerId,
)
from app.domain.lifecycle import Machine, Move, Party
from app.domain.records import Piece


class TaskKind(StrEnum):
    """What a task is about; all but `general` are made by a rule."""

    GENERAL = "general"
    REFERRAL_NEEDS_ACTION = "referral_needs_action"
    REFERRAL_CLOSE = "referral_close"
    CONSENT_REVOKED = "consent_revoked"
    HANDOFF_REMINDER = "handoff_reminder"
    HANDOFF_STALLED = "handoff_stalled"
    SAFETY = "safety"
    CARE_PLAN_REVIEW = "care_plan_review"
    CASELOAD_LEFT = "caseload_left"
    CONSENT_RENEWAL = "consent_renewal"
    BREAK_GLASS = "break_glass"


class TaskStatus(StrEnum):
    """Where a task stands."""

    OPEN = "open"
    IN_PROGRESS = "in_progress"
    DONE = "done"
    CANCELLED = "cancelled"


class TaskAction(StrEnum):
    """What can be done to a task."""

    START = "start"
    COMPLETE = "complete"
    CANCEL = "cancel"
    REOPEN = "reopen"


OVERSIGHT_KIND = TaskKind.BREAK_GLASS
"""What privacy officers are asked to do; of their agency's other tasks they are shown none."""
OWNER = frozenset({Party.AGENCY, Party.SYSTEM})
PENDING = frozenset({TaskStatus.OPEN, TaskStatus.IN_PROGRESS})
ENDED = frozenset({TaskStatus.DONE, TaskStatus.CANCELLED})

TASKS: Machine[TaskStatus, TaskAction] = Machine(
    "task",
    TaskStatus,
    (
        Move(
            action=TaskAction.START,
            sources=frozenset({TaskStatus.OPEN}),
            target=TaskStatus.IN_PROGRESS,
            by=OWNER,
            why="somebody is at it",
        ),
        Move(action=TaskAction.COMPLETE, sources=PENDING, target=TaskStatus.DONE, by=OWNER, why="it is done"),
        Move(action=TaskAction.CANCEL, sources=PENDING, target=TaskStatus.CANCELLED, by=OWNER, why="no longer needed"),
        Move(action=TaskAction.REOPEN, sources=ENDED, target=TaskStatus.OPEN, by=OWNER, why="it is not done after all"),
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskContent:
    """What is to be done, by whom and until when; replaced as a whole. Without a worker it is the agency's."""

    title: str
    details: str | None = None
    priority: Priority = Priority.ROUTINE
    worker: WorkerId | None = None
    due: datetime | None = None

    def check(self) -> None:
        """Refuse content that breaks a rule, naming every place."""
        faults = Faults()
        faults.name(self.title, "/title")
        faults.require(len(self.title) <= NAME_LENGTH, "/title", f"must have at most {NAME_LENGTH} characters")
        faults.text(self.details, "/details", most=10_000)
        faults.refuse("task.invalid", "The task cannot be as described.")


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a task concerns."""

    client: ClientId | None = None
    referral: ReferralId | None = None
    handoff: HandoffId | None = None
    assessment: AssessmentId | None = None
    plan: CarePlanId | None = None
    break_glass: BreakGlassId | None = None
    consent: ConsentId | None = None


@dataclass(slots=True, kw_only=True)
class Task:
    """A to-do of an agency or of one of its workers; `in_plan` when an activity of a care plan follows it.

    `kinds` and `sensitivities` are those of what it is about.
    """

    id: TaskId
    network: NetworkId
    agency: AgencyId
    kind: TaskKind
    content: TaskContent
    about: About
    created_at: datetime
    updated_at: datetime
    status: TaskStatus = TaskStatus.OPEN
    ended_at: datetime | None = None
    in_plan: bool = False
    kinds: frozenset[DataCategory] = frozenset()
    sensitivities: frozenset[Sensitivity] = frozenset()
    version: int = 1

    @property
    def piece(self) -> Piece | None:
        """What the rule of sight asks of it; nothing, when it is about no client."""
        client = self.about.client
        if client is None:
            return None
        return Piece(client=client, agency=self.agency, kinds=self.kinds, sensitivities=self.sensitivities)

    def change(self, content: TaskContent, at: datetime) -> None:
        """Describe it anew."""
        if self.status not in PENDING:
            raise Conflict("task.ended", f"The task is {self.status}; reopen it first.", status=self.status.value)
        content.check()
        self.content, self.updated_at = content, at

    def act(self, action: TaskAction, at: datetime) -> None:
        """Start, complete, cancel or reopen it."""
        self.status = TASKS.move(self.status, action, OWNER)
        self.ended_at = at if self.status in ENDED else None
        self.updated_at = at
