"""How much attention a client needs, because ten quiet clients weigh less than ten in crisis."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.domain.faults import Faults
from app.domain.identity import AgencyId, ClientId, NetworkId

NOTE_LENGTH = 2_000


class Acuity(StrEnum):
    """How much attention a client needs of an agency now."""

    LOW = "low"
    MODERATE = "moderate"
    HIGH = "high"
    CRISIS = "crisis"

    @property
    def weight(self) -> int:
        """What the client adds to the weight of a caseload."""
        return WEIGHTS[self]


WEIGHTS = {Acuity.LOW: 1, Acuity.MODERATE: 2, Acuity.HIGH: 3, Acuity.CRISIS: 5}
UNKNOWN_WEIGHT = 1


@dataclass(slots=True, kw_only=True)
class ClientAcuity:
    """What an agency says of a client's acuity; nothing yet is version 1."""

    network: NetworkId
    agency: AgencyId
    client: ClientId
    acuity: Acuity | None = None
    note: str | None = None
    updated_at: datetime | None = None
    version: int = 1

    @property
    def weight(self) -> int:
        """What the client adds to the weight of a caseload: without a word about it, as little as any."""
        return UNKNOWN_WEIGHT if self.acuity is None else self.acuity.weight

    def judge(self, acuity: Acuity, note: str | None, at: datetime) -> bool:
        """Say how much attention the client needs; return whether that is anything new."""
        faults = Faults()
        faults.text(note, "/note", most=NOTE_LENGTH)
        faults.refuse("acuity.invalid", "The acuity cannot be as described.")
        if (acuity, note) == (self.acuity, self.note):
            return False
        self.acuity, self.note, self.updated_at = acuity, note, at
        return True
