"""Bulk exports to rows and back, and the files that they hold."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg
import msgspec

from app.adapters.postgres.repositories.shelf import Shelf
from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.adapters.postgres.tables.bulk import ResourceExportRow
from app.domain.bulk.export import BulkExport, ExportFile, ExportQuestion, ExportStatus, FileKind, Place
from app.domain.codes import label_bits, labels_in
from app.domain.identity import AgencyId, ClientId, NetworkId, ResourceExportId
from app.domain.networks.roles import Role
from app.domain.networks.scopes import Scopes
from app.ports.bulk import FileHead


def _export_values(export: BulkExport) -> dict[str, Any]:
    return {
        "network_id": export.network,
        "id": export.id,
        "agency_id": export.agency,
        "asker_id": export.asker,
        "roles": sorted(export.roles),
        "scopes": str(export.scopes),
        "question": msgspec.to_builtins(export.question),
        "status": export.status,
        "failure": export.failure,
        "stretch": export.place.stretch,
        "client": export.place.client,
        "after": export.place.after,
        "files": export.files,
        "lines": export.lines,
        "transaction_time": export.transaction_time,
        "completed_at": export.completed_at,
        "expires_at": export.expires_at,
        "version": export.version,
        "created_at": export.created_at,
        "updated_at": export.updated_at,
    }


def _export(row: asyncpg.Record) -> BulkExport:
    return BulkExport(
        id=ResourceExportId(row["id"]),
        network=NetworkId(row["network_id"]),
        agency=AgencyId(row["agency_id"]),
        asker=row["asker_id"],
        roles=frozenset(map(Role, row["roles"])),
        scopes=Scopes.parse(row["scopes"]),
        question=msgspec.convert(row["question"], ExportQuestion),
        status=ExportStatus(row["status"]),
        failure=row["failure"],
        place=Place(stretch=row["stretch"], client=row["client"], after=row["after"]),
        files=row["files"],
        lines=row["lines"],
        transaction_time=row["transaction_time"],
        completed_at=row["completed_at"],
        expires_at=row["expires_at"],
        version=row["version"],
        created_at=row["created_at"],
        updated_at=row["updated_at"],
    )


EXPORTS = Shelf("bulk-export", ResourceExportRow, _export_values, _export)
_LOCK_FREE = Statement.text(
    "SELECT * FROM resource_exports WHERE network_id = $1 AND id = $2 FOR UPDATE SKIP LOCKED", "network", "export"
)
_RUNNING = Statement.text(
    "SELECT count(*) FROM resource_exports WHERE network_id = $1 AND asker_id = $2 AND status = 'running'",
    *("network", "asker"),
)
_UNTIL = Statement.text(
    "UPDATE resource_export_files SET expires_at = $3 WHERE network_id = $1 AND export_id = $2",
    *("network", "export", "until"),
)
_PUT = Statement.text(
    """
    INSERT INTO resource_export_files (network_id, export_id, number, kind, type, lines, size, ids, faces, client_ids,
        sensitivity, expires_at, content)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
    ON CONFLICT (network_id, export_id, number) DO UPDATE SET lines = excluded.lines, size = excluded.size,
        ids = excluded.ids, faces = excluded.faces, client_ids = excluded.client_ids,
        sensitivity = excluded.sensitivity, content = excluded.content
    """,
    *("network", "export", "number", "kind", "type", "lines", "size", "ids", "faces", "clients"),
    *("labels", "until", "content"),
)
_FILE = Statement.text(
    "SELECT * FROM resource_export_files WHERE network_id = $1 AND export_id = $2 AND number = $3",
    *("network", "export", "number"),
)
_FILES = Statement.text(
    """
    SELECT number, kind, type, lines FROM resource_export_files WHERE network_id = $1 AND export_id = $2
    ORDER BY number
    """,
    *("network", "export"),
)
_DROP = Statement.text(
    "DELETE FROM resource_export_files WHERE network_id = $1 AND export_id = $2", "network", "export"
)


class ResourceExportRepository:
    """The bulk exports of the network."""

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    async def get(self, export: ResourceExportId) -> BulkExport | None:
        """Return an export."""
        return await EXPORTS.get(self.session, export)

    async def lock(self, export: ResourceExportId) -> BulkExport | None:
        """Return an export, locked."""
        return await EXPORTS.lock(self.session, export)

    async def lock_free(self, export: ResourceExportId) -> BulkExport | None:
        """Return an export, locked, unless somebody else has it."""
        row = await self.session.fetch_row(_LOCK_FREE, export=export)
        return None if row is None else _export(row)

    async def add(self, export: BulkExport) -> None:
        """Insert a new export."""
        await EXPORTS.add(self.session, export)

    async def save(self, export: BulkExport) -> None:
        """Write a changed export; its files go when it does."""
        await EXPORTS.save(self.session, export)
        if export.status is not ExportStatus.RUNNING:
            await self.session.execute(_UNTIL, export=export.id, until=export.expires_at)

    async def running(self, asker: UUID) -> int:
        """Count what is being made for an API client."""
        return int(await self.session.fetch_value(_RUNNING, asker=asker))

    async def put(self, file: ExportFile, until: datetime) -> None:
        """Insert a file, or write more into it."""
        await self.session.execute(
            _PUT,
            export=file.export,
            number=file.number,
            kind=file.kind,
            type=file.type,
            lines=file.lines,
            size=file.size,
            ids=file.ids,
            faces=file.faces,
            clients=sorted(file.clients),
            labels=label_bits(file.labels),
            until=until,
            content=file.content,
        )

    async def file(self, export: ResourceExportId, number: int) -> ExportFile | None:
        """Return a file."""
        row = await self.session.fetch_row(_FILE, export=export, number=number)
        return None if row is None else _file(row)

    async def files(self, export: ResourceExportId) -> Sequence[FileHead]:
        """Return what is told of each file."""
        rows = await self.session.fetch(_FILES, export=export)
        return [
            FileHead(number=row["number"], kind=FileKind(row["kind"]), type=row["type"], lines=row["lines"])
            for row in rows
        ]

    async def drop_files(self, export: ResourceExportId) -> None:
        """Delete the files."""
        await self.session.execute(_DROP, export=export)


def _file(row: asyncpg.Record) -> ExportFile:
    return ExportFile(
        export=ResourceExportId(row["export_id"]),
        number=row["number"],
        kind=FileKind(row["kind"]),
        type=row["type"],
        lines=row["lines"],
        size=row["size"],
        ids=tuple(row["ids"]),
        faces=tuple(row["faces"]),
        clients=frozenset(map(ClientId, row["client_ids"])),
        labels=labels_in(row["sensitivity"]),
        content=row["content"],
    )
