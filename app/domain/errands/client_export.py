"""An export of a client: everything that is on record, made once, kept sealed and for a few days only."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from app.domain.errands.errand import Errand, ErrandStatus
from app.domain.errors import Conflict, Gone
from app.domain.identity import ClientId
from app.domain.networks.roles import NETWORK_ROLES


class ExportPurpose(StrEnum):
    """For whom an export is made.

    `own_use`: for the agency, which finds in it what it may read. `client_request`: for the client, who finds in it
    everything that any agency has on record.
    """

    OWN_USE = "own_use"
    CLIENT_REQUEST = "client_request"


class ExportStatus(StrEnum):
    """Where an export stands; it has expired when its time is over, without anything happening."""

    PENDING = "pending"
    READY = "ready"
    FAILED = "failed"
    EXPIRED = "expired"


@dataclass(slots=True, kw_only=True)
class ClientExport(Errand):
    """One export: of whom and for what; an agency's own reaches as far as its asker saw."""

    noun = "client-export"
    kept = timedelta(days=7)
    expired = "The export was kept for seven days and is gone; ask for another."

    client: ClientId
    purpose: ExportPurpose
    size: int | None = None

    @property
    def whole(self) -> bool:
        """Whether it holds what every agency has on record."""
        return self.purpose is ExportPurpose.CLIENT_REQUEST

    @property
    def network_wide(self) -> bool:
        """Whether its asker saw every agency of the network."""
        return bool(self.roles & NETWORK_ROLES)

    def status_at(self, at: datetime) -> ExportStatus:
        """Return where it stands at a moment."""
        if self.running:
            return ExportStatus.PENDING
        if self.status is ErrandStatus.READY:
            return ExportStatus.EXPIRED if self.is_over(at) else ExportStatus.READY
        return ExportStatus.FAILED

    def made(self, size: int, at: datetime) -> None:
        """Note how large it is, and until when it may be fetched."""
        self.size = size
        self.complete(at)

    def check_fetchable(self, at: datetime) -> None:
        """Refuse unless it may be fetched now."""
        status = self.status_at(at)
        if status is ExportStatus.EXPIRED:
            raise Gone(f"{self.noun}.expired", self.expired)
        if status is not ExportStatus.READY:
            raise Conflict(f"{self.noun}.not-ready", "The export cannot be fetched.", export_status=status)
