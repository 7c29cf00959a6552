"""How a referral puts on record what was done: one line of history and one happening for each move."""

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from uuid import UUID

from app.domain.clients.access import Tier
from app.domain.events import Happening
from app.domain.identity import AgencyId, ClientId, HandoffId, ReferralId
from app.domain.records import Piece
from app.domain.referrals.handoff import Handoff
from app.domain.referrals.handoff_moves import HAPPENED as _MOVES
from app.domain.referrals.handoff_moves import HandoffAction
from app.domain.referrals.history import Deed, HistoryEntry, Step, entry_of
from app.domain.referrals.referral_moves import HAPPENED, ReferralAction


@dataclass(slots=True, kw_only=True)
class Recorded(ABC):
    """What is on record of a referral: `recorded` counts the lines of history that there are."""

    id: ReferralId
    client: ClientId
    sender: AgencyId
    version: int = 1
    recorded: int = 0
    steps: list[Step] = field(default_factory=list, compare=False)
    entries: list[HistoryEntry] = field(default_factory=list, compare=False)
    happenings: list[Happening] = field(default_factory=list, compare=False)

    @property
    @abstractmethod
    def piece(self) -> Piece:
        """What the rule of sight asks of it."""

    def _record_own_steps(self) -> None:
        steps, self.steps = self.steps, []
        for step in steps:
            self._number(step, None)
            self._tell(HAPPENED[ReferralAction(step.action)], step.deed)

    def _record_steps_of(self, handoff: Handoff) -> None:
        steps, handoff.steps = handoff.steps, []
        for step in steps:
            self._number(step, handoff.id)
            self.happenings.append(_of_handoff(handoff, step))

    def _number(self, step: Step, handoff: HandoffId | None) -> None:
        self.recorded += 1
        self.entries.append(entry_of(step, self.id, handoff, self.recorded))

    def _tell(self, what: str, deed: Deed) -> None:
        self.happenings.append(
            Happening(
                type=f"referral.{what}",
                subject_type="referral",
                subject=self.id,
                version=self.version + (what != "created"),
                stream=self.id,
                related={"client": self.client},
                audience=frozenset({self.sender} | ({deed.principal} if deed.principal else set())),
                record=self.piece,
            )
        )


def _of_handoff(handoff: Handoff, step: Step) -> Happening:
    """Tell both sides of a step; the client is named only when the provider may know the client.

    Until then the step stands in the client's timeline for the sender alone.
    """
    related: dict[str, UUID] = {"referral": handoff.referral}
    if handoff.tier >= Tier.IDENTITY:
        related["client"] = handoff.client
    return Happening(
        type=f"handoff.{_MOVES[HandoffAction(step.action)]}",
        subject_type="handoff",
        subject=handoff.id,
        version=handoff.version + 1,
        stream=handoff.referral,
        related=related,
        audience=handoff.hearers,
        record=handoff.piece,
    )
