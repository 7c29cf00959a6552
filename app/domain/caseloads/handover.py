"""A handover: what stood about a client when the case manager changed, kept as it was then."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from app.domain.caseloads.transfer import TransferReason
from app.domain.codes import Sensitivity
from app.domain.consents.scope import DataCategory, Section
from app.domain.disclosure.elements import Claim, Noun, Standing
from app.domain.disclosure.withholding import tells, withheld
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

    def told_to(
        self, agency: AgencyId, *, network_wide: bool, hidden: Collection[UUID] = ()
    ) -> tuple[tuple[Point, ...], str | None, tuple[str, ...]]:
        """Return the points and the note that an agency reads, and what is withheld from it.

        `hidden` are the things that it may not read by themselves: they may have become sensitive since.
        """
        standing = Standing().also(Claim.OWN, when=agency == self.agency)
        standing = standing.also(Claim.OVERSIGHT, when=network_wide)
        told = tuple(point for point in self.points if _tells(point, standing, hidden))
        left = [point.kind.value for point in self.points if point not in told]
        note = self.note if tells(Noun.HANDOVER, NOTE, standing) else None
        there = [*left, *((NOTE,) if self.note else ())]
        return told, note, withheld(Noun.HANDOVER, standing, there)


def _tells(point: Point, standing: Standing, hidden: Collection[UUID]) -> bool:
    readable = point.subject is not None and point.subject not in hidden
    return tells(Noun.HANDOVER, point.kind.value, standing.also(Claim.BY_ITSELF, when=readable))
