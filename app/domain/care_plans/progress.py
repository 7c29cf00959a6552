"""What was seen of a goal at a moment: the entries from which its way can be followed."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from app.domain.care_plans.goal_moves import Achievement
from app.domain.care_plans.targets import Value
from app.domain.codings import Concept
from app.domain.faults import Faults
from app.domain.identity import AgencyId, GoalId, NetworkId, ProgressId

NOTE_LENGTH = 10_000
MOST_MEASURED = 20


class ProgressSource(StrEnum):
    """Where an entry comes from: somebody wrote it, or something that the plan links to the goal ended."""

    PERSON = "person"
    REFERRAL = "referral"
    TASK = "task"
    APPOINTMENT = "appointment"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measurement:
    """A value that was found for a measure."""

    measure: Concept
    value: Value

    def check(self, faults: Faults, pointer: str) -> None:
        """Note what is wrong with it."""
        self.measure.check(faults, f"{pointer}/measure")
        self.value.check(faults, f"{pointer}/value")


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """What is told of a goal's way; `at` is when it was seen, not when it was written down.

    `origin` is the referral, task or appointment that it comes from.
    """

    at: datetime
    note: str | None = None
    achievement: Achievement | None = None
    measured: tuple[Measurement, ...] = field(default_factory=tuple)
    source: ProgressSource = ProgressSource.PERSON
    origin: UUID | None = None

    def check(self, now: datetime) -> None:
        """Refuse an entry that breaks a rule, naming every place."""
        faults = Faults()
        said = self.note or self.achievement or self.measured
        faults.require(said, "/note", "must have a note, an achievement or a measured value")
        faults.text(self.note, "/note", most=NOTE_LENGTH)
        faults.require(self.at <= now, "/at", "must not be in the future")
        faults.at_most(self.measured, MOST_MEASURED, "/measured")
        for place, each in enumerate(self.measured):
            each.check(faults, f"/measured/{place}")
        faults.refuse("goal.progress-invalid", "The progress cannot be as described.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressEntry:
    """An entry on record, never changed: who wrote what when."""

    id: ProgressId
    network: NetworkId
    goal: GoalId
    progress: Progress
    by: UUID
    agency: AgencyId
    recorded_at: datetime
