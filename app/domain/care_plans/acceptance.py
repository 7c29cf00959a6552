"""Who has agreed to a goal and who has not, because a goal that is not the client's own will not be reached."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from app.domain.care_plans.participant import Participant
from app.domain.faults import Faults

REASON_LENGTH = 2_000


class AcceptanceStatus(StrEnum):
    """What a participant says to a goal (FHIR goal-acceptance)."""

    AGREE = "agree"
    DISAGREE = "disagree"
    PENDING = "pending"


class GoalPriority(StrEnum):
    """How much a goal matters (FHIR goal-priority)."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    """What one participant says, how much the goal matters to them, and why they disagree."""

    participant: Participant
    status: AcceptanceStatus
    priority: GoalPriority | None = None
    reason: str | None = None
    at: datetime
    by: UUID

    def check(self, faults: Faults, pointer: str) -> None:
        """Note what is wrong with it."""
        self.participant.check(faults, f"{pointer}/participant")
        faults.text(self.reason, f"{pointer}/reason", most=REASON_LENGTH)
        if self.status is AcceptanceStatus.DISAGREE:
            faults.require(self.reason, f"{pointer}/reason", "must say why: the team has to understand it")
