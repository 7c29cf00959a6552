"""A legal hold: while it lies on a client, nothing of the client is forgotten, whatever policy or anybody says."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from app.domain.faults import Faults
from app.domain.identity import ClientId, NetworkId

REASON_LENGTH = 2_000


@dataclass(slots=True, kw_only=True)
class LegalHold:
    """The one hold on a client; changed as a whole, and lifted."""

    network: NetworkId
    client: ClientId
    reason: str
    placed_by: UUID
    version: int
    created_at: datetime
    updated_at: datetime

    def change(self, reason: str, at: datetime) -> None:
        """Say better why."""
        check_reason(reason)
        self.reason, self.updated_at = reason, at


def placed(reason: str, *, network: NetworkId, client: ClientId, by: UUID, at: datetime) -> LegalHold:
    """Place a hold on a client."""
    check_reason(reason)
    return LegalHold(
        network=network, client=client, reason=reason, placed_by=by, version=1, created_at=at, updated_at=at
    )


def check_reason(reason: str) -> None:
    """Refuse a reason that says nothing."""
    faults = Faults()
    faults.text(reason, "/reason", most=REASON_LENGTH)
    faults.refuse("legal-hold.invalid", "The hold cannot be placed like this.")
