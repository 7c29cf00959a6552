"""Bulk exports to rows and back, and the files that they hold."""

from collections.abc import Sequence
from datetime import datetime

import asyncpg
import msgspec

from app.adapters.postgres.repositories.errands import ErrandRepository, ErrandShelf
from app.adapters.postgres.statements import Statement
from app.adapters.postgres.tables.bulk import ResourceExportRow
from app.domain.codes import label_bits, labels_in
from app.domain.errands.bulk_export import BulkExport, ExportFile, ExportQuestion, FileKind, Place
from app.domain.identity import ClientId, ErrandId
from app.ports.bulk import FileHead

EXPORTS = ErrandShelf(
    BulkExport,
    ResourceExportRow,
    lambda export: {
        "question": msgspec.to_builtins(export.question),
        "stretch": export.place.stretch,
        "client": export.place.client,
        "after": export.place.after,
        "files": export.files,
        "lines": export.lines,
    },
    lambda row: {
        "question": msgspec.convert(row["question"], ExportQuestion),
        "place": Place(stretch=row["stretch"], client=row["client"], after=row["after"]),
        "files": row["files"],
        "lines": row["lines"],
    },
    held=("resource_export_files", "export_id"),
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


class ResourceExportRepository(ErrandRepository[BulkExport]):
    """The bulk exports of the network."""

    __slots__ = ()
    shelf = EXPORTS

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

    async def file(self, export: ErrandId, number: int) -> ExportFile | None:
        """Return a file."""
        row = await self.session.fetch_row(_FILE, export=export, number=number)
        return None if row is None else _file(row)

    async def files(self, export: ErrandId) -> Sequence[FileHead]:
        """Return what is told of each file."""
        rows = await self.session.fetch(_FILES, export=export)
        return [
            FileHead(number=row["number"], kind=FileKind(row["kind"]), type=row["type"], lines=row["lines"])
            for row in rows
        ]


def _file(row: asyncpg.Record) -> ExportFile:
    return ExportFile(
        export=ErrandId(row["export_id"]),
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
