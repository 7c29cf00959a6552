"""Bulk imports to rows and back, with what was sent and what is told of it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import asyncpg

from app.adapters.postgres.repositories.shelf import Shelf
from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.adapters.postgres.tables.bulk import ResourceImportRow
from app.domain.bulk.taking import BulkImport, ImportPart, ImportStatus, ReportKind, Told
from app.domain.identity import AgencyId, NetworkId, ResourceImportId
from app.domain.networks.roles import Role
from app.domain.networks.scopes import Scopes

_COLUMNS = {ReportKind.OUTPUT: "taken_told", ReportKind.ERROR: "refused_told"}


def _import_values(taken: BulkImport) -> dict[str, Any]:
    return {
        "network_id": taken.network,
        "id": taken.id,
        "agency_id": taken.agency,
        "asker_id": taken.asker,
        "roles": sorted(taken.roles),
        "scopes": str(taken.scopes),
        "request": taken.request,
        "status": taken.status,
        "failure": taken.failure,
        "parts": taken.parts,
        "done": taken.done,
        "fates": taken.fates,
        "leased_until": taken.leased_until,
        "completed_at": taken.completed_at,
        "expires_at": taken.expires_at,
        "version": taken.version,
        "created_at": taken.created_at,
        "updated_at": taken.updated_at,
    }


def _import(row: asyncpg.Record) -> BulkImport:
    return BulkImport(
        id=ResourceImportId(row["id"]),
        network=NetworkId(row["network_id"]),
        agency=AgencyId(row["agency_id"]),
        asker=row["asker_id"],
        roles=frozenset(map(Role, row["roles"])),
        scopes=Scopes.parse(row["scopes"]),
        request=row["request"],
        status=ImportStatus(row["status"]),
        failure=row["failure"],
        parts=row["parts"],
        done=row["done"],
        fates=dict(row["fates"]),
        leased_until=row["leased_until"],
        completed_at=row["completed_at"],
        expires_at=row["expires_at"],
        version=row["version"],
        created_at=row["created_at"],
        updated_at=row["updated_at"],
    )


IMPORTS = Shelf("bulk-import", ResourceImportRow, _import_values, _import)
_LOCK_FREE = Statement.text(
    "SELECT * FROM resource_imports WHERE network_id = $1 AND id = $2 FOR UPDATE SKIP LOCKED", "network", "taken"
)
_RUNNING = Statement.text(
    "SELECT count(*) FROM resource_imports WHERE network_id = $1 AND asker_id = $2 AND status = 'running'",
    *("network", "asker"),
)
_ADD_PART = Statement.text(
    """
    INSERT INTO resource_import_parts (network_id, import_id, number, lines, taken, refused, content, expires_at)
    VALUES ($1, $2, $3, $4, 0, 0, $5, $6)
    """,
    *("network", "taken", "number", "lines", "content", "until"),
)
_UNTIL = Statement.text(
    "UPDATE resource_import_parts SET expires_at = $3, content = NULL WHERE network_id = $1 AND import_id = $2",
    *("network", "taken", "until"),
)
_PART = Statement.text(
    """
    SELECT number, lines, taken, refused, content FROM resource_import_parts
    WHERE network_id = $1 AND import_id = $2 AND number = $3 AND content IS NOT NULL
    """,
    *("network", "taken", "number"),
)
_SETTLE = Statement.text(
    """
    UPDATE resource_import_parts SET taken = $4, refused = $5, taken_told = $6, refused_told = $7, content = NULL
    WHERE network_id = $1 AND import_id = $2 AND number = $3
    """,
    *("network", "import_id", "number", "taken", "refused", "taken_told", "refused_told"),
)
_PARTS = Statement.text(
    """
    SELECT number, lines, taken, refused FROM resource_import_parts WHERE network_id = $1 AND import_id = $2
    ORDER BY number
    """,
    *("network", "taken"),
)
_DROP = Statement.text("DELETE FROM resource_import_parts WHERE network_id = $1 AND import_id = $2", "network", "taken")
_TOLD = {
    kind: Statement.text(
        f"SELECT {column} FROM resource_import_parts WHERE network_id = $1 AND import_id = $2 AND number = $3",  # noqa: S608
        *("network", "taken", "number"),
    )
    for kind, column in _COLUMNS.items()
}


class ResourceImportRepository:
    """The bulk imports of the network."""

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    async def get(self, taken: ResourceImportId) -> BulkImport | None:
        """Return an import."""
        return await IMPORTS.get(self.session, taken)

    async def lock(self, taken: ResourceImportId) -> BulkImport | None:
        """Return an import, locked."""
        return await IMPORTS.lock(self.session, taken)

    async def lock_free(self, taken: ResourceImportId) -> BulkImport | None:
        """Return an import, locked, unless somebody else has it."""
        row = await self.session.fetch_row(_LOCK_FREE, taken=taken)
        return None if row is None else _import(row)

    async def add(self, taken: BulkImport, parts: Sequence[ImportPart]) -> None:
        """Insert a new import with its parts."""
        await IMPORTS.add(self.session, taken)
        rows = [
            {"taken": taken.id, "number": each.number, "lines": each.lines, "content": each.content}
            | {"until": taken.expires_at}
            for each in parts
        ]
        await self.session.execute_many(_ADD_PART, rows)

    async def save(self, taken: BulkImport) -> None:
        """Write a changed import; once it is over nothing of what was sent is left, and its parts go when it does."""
        await IMPORTS.save(self.session, taken)
        if taken.status is not ImportStatus.RUNNING:
            await self.session.execute(_UNTIL, taken=taken.id, until=taken.expires_at)

    async def running(self, asker: UUID) -> int:
        """Count what is being taken for an API client."""
        return int(await self.session.fetch_value(_RUNNING, asker=asker))

    async def part(self, taken: ResourceImportId, number: int) -> ImportPart | None:
        """Return a part with what was sent."""
        row = await self.session.fetch_row(_PART, taken=taken, number=number)
        return None if row is None else _part(row, row["content"])

    async def settle(self, taken: ResourceImportId, part: ImportPart, told: Told | None) -> None:
        """Let what is told take the place of what was sent."""
        await self.session.execute(
            _SETTLE,
            import_id=taken,
            number=part.number,
            taken=part.taken,
            refused=part.refused,
            taken_told=None if told is None else told.taken,
            refused_told=None if told is None else told.refused,
        )

    async def parts(self, taken: ResourceImportId) -> Sequence[ImportPart]:
        """Return the parts without what was sent."""
        return [_part(row, b"") for row in await self.session.fetch(_PARTS, taken=taken)]

    async def told(self, taken: ResourceImportId, number: int, kind: ReportKind) -> bytes | None:
        """Return what is told of a part."""
        told: bytes | None = await self.session.fetch_value(_TOLD[kind], taken=taken, number=number)
        return told

    async def drop_parts(self, taken: ResourceImportId) -> None:
        """Delete the parts."""
        await self.session.execute(_DROP, taken=taken)


def _part(row: asyncpg.Record, content: bytes) -> ImportPart:
    return ImportPart(
        number=row["number"], lines=row["lines"], content=content, taken=row["taken"], refused=row["refused"]
    )
