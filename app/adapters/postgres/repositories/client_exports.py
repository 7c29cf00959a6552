"""Exports of clients to rows and back, and what they hold."""

from typing import Any

import asyncpg

from app.adapters.postgres.repositories.shelf import Shelf
from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.adapters.postgres.tables.retention import ClientExportRow
from app.domain.identity import AgencyId, ClientExportId, ClientId, NetworkId
from app.domain.retention.client_export import ClientExport, ExportPurpose, ExportStatus


def _export_values(export: ClientExport) -> dict[str, Any]:
    return {
        "network_id": export.network,
        "id": export.id,
        "client_id": export.client,
        "agency_id": export.agency,
        "requested_by": export.requested_by,
        "purpose": export.purpose,
        "network_wide": export.network_wide,
        "status": export.status,
        "failure": export.failure,
        "size": export.size,
        "completed_at": export.completed_at,
        "expires_at": export.expires_at,
        "version": export.version,
        "created_at": export.created_at,
        "updated_at": export.updated_at,
    }


def _export(row: asyncpg.Record) -> ClientExport:
    return ClientExport(
        id=ClientExportId(row["id"]),
        network=NetworkId(row["network_id"]),
        client=ClientId(row["client_id"]),
        agency=AgencyId(row["agency_id"]),
        requested_by=row["requested_by"],
        purpose=ExportPurpose(row["purpose"]),
        network_wide=row["network_wide"],
        status=ExportStatus(row["status"]),
        failure=row["failure"],
        size=row["size"],
        completed_at=row["completed_at"],
        expires_at=row["expires_at"],
        version=row["version"],
        created_at=row["created_at"],
        updated_at=row["updated_at"],
    )


EXPORTS = Shelf("client-export", ClientExportRow, _export_values, _export)


_LOCK_PENDING = Statement.text(
    """
    SELECT * FROM client_exports WHERE network_id = $1 AND status = 'pending' ORDER BY id LIMIT 1
    FOR UPDATE SKIP LOCKED
    """,
    "network",
)
_PUT = Statement.text(
    """
    INSERT INTO client_export_contents (network_id, export_id, expires_at, content) VALUES ($1, $2, $3, $4)
    """,
    "network",
    "export",
    "expires",
    "content",
)
_CONTENT = Statement.text(
    "SELECT content FROM client_export_contents WHERE network_id = $1 AND export_id = $2", "network", "export"
)


class ClientExportRepository:
    """The exports of the network's clients."""

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    async def get(self, export: ClientExportId) -> ClientExport | None:
        """Return an export."""
        return await EXPORTS.get(self.session, export)

    async def add(self, *exports: ClientExport) -> None:
        """Insert new exports."""
        await EXPORTS.add(self.session, *exports)

    async def save(self, export: ClientExport) -> None:
        """Write a changed export."""
        await EXPORTS.save(self.session, export)

    async def lock_pending(self) -> ClientExport | None:
        """Return the oldest that nobody else makes, locked."""
        row = await self.session.fetch_row(_LOCK_PENDING)
        return None if row is None else _export(row)

    async def put(self, export: ClientExport, content: bytes) -> None:
        """Insert what an export holds."""
        await self.session.execute(_PUT, export=export.id, expires=export.expires_at, content=content)

    async def content(self, export: ClientExportId) -> bytes | None:
        """Return what an export holds."""
        content: bytes | None = await self.session.fetch_value(_CONTENT, export=export)
        return content
