"""A handover: what stood about a client when the case manager changed, kept as it was then."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from app.domain.caseloads.transfer import TransferReason
from app.domain.codes import Sensitivity
from app.domain.consents.scope import DataCategory, Section
from app.domain.identity import AgencyId, ClientId, HandoverId, NetworkId, TransferId, WorkerId
from app.domain.lifecycle import Machine, Move, Offer, Party

KINDS: frozenset[DataCategory] = frozenset({Section.CARE_PLANS})
OWNER = frozenset({Party.AGENCY})
NOTE = "note"


class HandoverStatus(StrEnum):
    """Whether the receiving worker has read it."""

    GIVEN = "given"
    ACKNOWLEDGED = "acknowledged"


class HandoverAction(StrEnum):
    """What can be done to a handover."""

    ACKNOWLEDGE = "acknowledge"


HANDOVERS: Machine[HandoverStatus, HandoverAction] = Machine(
    "handover",
    HandoverStatus,
    (
        Move(
            action=HandoverAction.ACKNOWLEDGE,
            sources=frozenset({HandoverStatus.GIVEN}),
            target=HandoverStatus.ACKNOWLEDGED,
            by=OWNER,
            why="the receiving worker has read it",
        ),
    ),
)


class PointKind(StrEnum):
    """What a point of a handover is about."""

    ALERT = "alert"
    NEED = "need"
    GOAL = "goal"
    CARE_PLAN = "care_plan"
    REFERRAL = "referral"
    HANDOFF = "handoff"
    TASK = "task"
    APPOINTMENT = "appointment"


TOLD_TO_OTHERS = frozenset({PointKind.GOAL, PointKind.CARE_PLAN})
"""What another agency reads of a handover: the rest is the agency's own work, or released by other consents."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One thing that the receiving worker must know: `at` is when it is due or begins.

    `detail` is how far a goal has come, the day on which a plan is next reviewed, the priority of a task, or how an
    appointment is held.
    """

    kind: PointKind
    text: str
    subject: UUID | None = None
    status: str | None = None
    detail: str | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What stands about a client now, with the labels of everything in it."""

    points: tuple[Point, ...] = ()
    sensitivities: frozenset[Sensitivity] = frozenset()


@dataclass(slots=True, kw_only=True)
class Handover:
    """One client handed from one case manager to another, with everything open as it was then."""

    id: HandoverId
    network: NetworkId
    client: ClientId
    agency: AgencyId
    transfer: TransferId
    giver: WorkerId
    receiver: WorkerId
    reason: TransferReason
    created_at: datetime
    updated_at: datetime
    note: str | None = None
    points: tuple[Point, ...] = ()
    sensitivities: frozenset[Sensitivity] = frozenset()
    status: HandoverStatus = HandoverStatus.GIVEN
    acknowledged_at: datetime | None = None
    acknowledged_by: UUID | None = None
    version: int = 1

    @property
    def kinds(self) -> frozenset[DataCategory]:
        """The kinds of data that it is, in the words of consents."""
        return KINDS

    def offers(self, parties: frozenset[Party]) -> tuple[Offer, ...]:
        """Return what these parties may do with it now."""
        return HANDOVERS.offers(self.status, parties)

    def acknowledge(self, by: UUID, parties: frozenset[Party], at: datetime) -> None:
        """Say that it was read."""
        self.status = HANDOVERS.move(self.status, HandoverAction.ACKNOWLEDGE, parties)
        self.acknowledged_at, self.acknowledged_by, self.updated_at = at, by, at

    def told_to(self, agency: AgencyId, *, network_wide: bool) -> tuple[tuple[Point, ...], str | None, tuple[str, ...]]:
        """Return the points and the note that an agency reads, and what is withheld from it."""
        if network_wide or agency == self.agency:
            return self.points, self.note, ()
        told = tuple(point for point in self.points if point.kind in TOLD_TO_OTHERS)
        withheld = sorted({point.kind.value for point in self.points} - TOLD_TO_OTHERS)
        return told, None, (*withheld, *((NOTE,) if self.note else ()))
