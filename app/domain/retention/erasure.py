"""An erasure: that a client's record is to be forgotten, why, who said so, and that it was done."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from app.domain.errors import Forbidden
from app.domain.faults import Faults
from app.domain.identity import AgencyId, ClientId, ErasureId, NetworkId
from app.domain.lifecycle import Party
from app.domain.retention.erasure_moves import ERASURES, ErasureAction, ErasureState

NOTE_LENGTH = 2_000
SECOND_LOOK = timedelta(minutes=2)
OFFICE = frozenset({Party.AGENCY})
SYSTEM = frozenset({Party.SYSTEM})


class ErasureReason(StrEnum):
    """Why a record is to be forgotten."""

    RETENTION = "retention"
    CLIENT_REQUEST = "client_request"
    REGISTERED_IN_ERROR = "registered_in_error"
    OTHER = "other"  # needs a note


@dataclass(slots=True, kw_only=True)
class Erasure:
    """One erasure; what remains of the client afterwards are ids: in here, in events, and in the audit.

    `viewers` are the agencies that saw the client when it was forgotten: they are told that it is gone.
    """

    id: ErasureId
    network: NetworkId
    client: ClientId
    reason: ErasureReason
    note: str | None
    state: ErasureState
    proposed_by: UUID
    proposed_agency: AgencyId
    decided_by: UUID | None
    decided_at: datetime | None
    decision_note: str | None
    erased_at: datetime | None
    rows: int
    viewers: tuple[AgencyId, ...]
    version: int
    created_at: datetime
    updated_at: datetime

    @property
    def by_policy(self) -> bool:
        """Whether no person proposed it."""
        return self.proposed_agency == self.network

    def approve(self, by: UUID, note: str | None, at: datetime) -> None:
        """Agree to it, as a second person."""
        if by == self.proposed_by:
            raise Forbidden("erasure.second-person", "Somebody else must approve what you proposed.")
        self._decide(ErasureAction.APPROVE, by, note, at)

    def refuse(self, by: UUID, note: str | None, at: datetime, parties: frozenset[Party] = OFFICE) -> None:
        """Keep the record."""
        self._decide(ErasureAction.REFUSE, by, note, at, parties)

    def begin(self, viewers: tuple[AgencyId, ...], rows: int, at: datetime) -> None:
        """Note that the record is forgotten, and forget what people wrote about that."""
        self.state = ERASURES.move(self.state, ErasureAction.BEGIN, SYSTEM)
        self.viewers, self.rows = viewers, rows
        self.note = self.decision_note = None
        self.erased_at = self.updated_at = at

    def finish(self, rows: int, at: datetime) -> None:
        """Note that nothing came after."""
        self.state = ERASURES.move(self.state, ErasureAction.FINISH, SYSTEM)
        self.rows, self.updated_at = self.rows + rows, at

    def _decide(
        self, action: ErasureAction, by: UUID, note: str | None, at: datetime, parties: frozenset[Party] = OFFICE
    ) -> None:
        faults = Faults()
        faults.text(note, "/note", most=NOTE_LENGTH)
        faults.refuse("erasure.invalid", "The decision cannot be recorded like this.")
        self.state = ERASURES.move(self.state, action, parties)
        self.decided_by, self.decision_note = by, note
        self.decided_at = self.updated_at = at


def proposed(  # noqa: PLR0913 - the facts of one erasure
    *,
    id: ErasureId,  # noqa: A002 - the field's name
    network: NetworkId,
    client: ClientId,
    reason: ErasureReason,
    note: str | None,
    by: UUID,
    agency: AgencyId,
    at: datetime,
) -> Erasure:
    """Propose to forget a client."""
    faults = Faults()
    faults.text(note, "/note", most=NOTE_LENGTH)
    faults.require(note or reason is not ErasureReason.OTHER, "/note", "is needed for another reason")
    faults.refuse("erasure.invalid", "The erasure cannot be proposed like this.")
    return Erasure(
        id=id,
        network=network,
        client=client,
        reason=reason,
        note=note,
        state=ErasureState.PROPOSED,
        proposed_by=by,
        proposed_agency=agency,
        decided_by=None,
        decided_at=None,
        decision_note=None,
        erased_at=None,
        rows=0,
        viewers=(),
        version=1,
        created_at=at,
        updated_at=at,
    )
