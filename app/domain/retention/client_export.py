"""An export of a client: everything that is on record, made once, kept sealed and for a few days only."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from app.domain.errors import Conflict, Gone
from app.domain.identity import AgencyId, ClientExportId, ClientId, NetworkId

KEPT = timedelta(days=7)


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
class ClientExport:
    """One export: who asked for it for what, and when it may be fetched; `network_wide` is how far the asker saw."""

    id: ClientExportId
    network: NetworkId
    client: ClientId
    agency: AgencyId
    requested_by: UUID
    purpose: ExportPurpose
    network_wide: bool
    status: ExportStatus
    failure: str | None
    size: int | None
    completed_at: datetime | None
    expires_at: datetime | None
    version: int
    created_at: datetime
    updated_at: datetime

    @property
    def whole(self) -> bool:
        """Whether it holds what every agency has on record."""
        return self.purpose is ExportPurpose.CLIENT_REQUEST

    def status_at(self, at: datetime) -> ExportStatus:
        """Return where it stands at a moment."""
        over = self.status is ExportStatus.READY and self.expires_at is not None and at >= self.expires_at
        return ExportStatus.EXPIRED if over else self.status

    def complete(self, size: int, at: datetime) -> None:
        """Note that it is made, and until when it may be fetched."""
        self.status, self.size = ExportStatus.READY, size
        self.completed_at = self.updated_at = at
        self.expires_at = at + KEPT

    def fail(self, why: str, at: datetime) -> None:
        """Note that it cannot be made."""
        self.status, self.failure = ExportStatus.FAILED, why
        self.completed_at = self.updated_at = at

    def check_fetchable(self, at: datetime) -> None:
        """Refuse unless it may be fetched now."""
        status = self.status_at(at)
        if status is ExportStatus.EXPIRED:
            raise Gone("client-export.expired", "The export was kept for seven days and is gone; ask for another.")
        if status is not ExportStatus.READY:
            raise Conflict("client-export.not-ready", "The export cannot be fetched.", export_status=status)


def asked_for(  # noqa: PLR0913 - the facts of one export
    *,
    id: ClientExportId,  # noqa: A002 - the field's name
    network: NetworkId,
    client: ClientId,
    agency: AgencyId,
    by: UUID,
    purpose: ExportPurpose,
    network_wide: bool,
    at: datetime,
) -> ClientExport:
    """Ask for an export, which the worker makes."""
    return ClientExport(
        id=id,
        network=network,
        client=client,
        agency=agency,
        requested_by=by,
        purpose=purpose,
        network_wide=network_wide,
        status=ExportStatus.PENDING,
        failure=None,
        size=None,
        completed_at=None,
        expires_at=None,
        version=1,
        created_at=at,
        updated_at=at,
    )
