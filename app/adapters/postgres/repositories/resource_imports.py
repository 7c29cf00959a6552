"""Bulk imports to rows and back, with what was sent and what is told of it."""

from collections.abc import Sequence

import asyncpg

from app.adapters.postgres.repositories.errands import ErrandRepository, ErrandShelf
from app.adapters.postgres.statements import Statement
from app.adapters.postgres.tables.bulk import ResourceImportRow
from app.domain.errands.bulk_import import BulkImport, ImportPart, ReportKind, Told
from app.domain.identity import ErrandId

_OWN = ("request", "parts", "done", "fates")
_COLUMNS = {ReportKind.OUTPUT: "taken_told", ReportKind.ERROR: "refused_told"}


IMPORTS = ErrandShelf(
    BulkImport,
    ResourceImportRow,
    lambda taken: {name: getattr(taken, name) for name in _OWN},
    lambda row: {name: row[name] for name in _OWN},
    held=("resource_import_parts", "import_id"),
    over=", content = NULL",
)
_ADD_PART = Statement.text(
    """
    INSERT INTO resource_import_parts (network_id, import_id, number, lines, taken, refused, content, expires_at)
    VALUES ($1, $2, $3, $4, 0, 0, $5, $6)
    """,
    *("network", "taken", "number", "lines", "content", "until"),
)
_PART = Statement.text(
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
_TOLD = {
    kind: Statement.text(
        f"SELECT {column} FROM resource_import_parts WHERE network_id = $1 AND import_id = $2 AND number = $3",  # noqa: S608
        *("network", "taken", "number"),
    )
    for kind, column in _COLUMNS.items()
}


class ResourceImportRepository(ErrandRepository[BulkImport]):
    """The bulk imports of the network; once one is over, nothing of what was sent is left."""

    __slots__ = ()
    shelf = IMPORTS

    async def put(self, taken: BulkImport, parts: Sequence[ImportPart]) -> None:
        """Insert what was sent."""
        rows = [
            {"taken": taken.id, "number": each.number, "lines": each.lines, "content": each.content}
            | {"until": taken.expires_at}
            for each in parts
        ]
        await self.session.execute_many(_ADD_PART, rows)

    async def part(self, taken: ErrandId, number: int) -> ImportPart | None:
        """Return a part with what was sent."""
        row = await self.session.fetch_row(_PART, taken=taken, number=number)
        return None if row is None else _part(row, row["content"])

    async def settle(self, taken: ErrandId, part: ImportPart, told: Told) -> None:
        """Let what is told take the place of what was sent."""
        await self.session.execute(
            _SETTLE,
            import_id=taken,
            number=part.number,
            taken=part.taken,
            refused=part.refused,
            taken_told=told.taken,
            refused_told=told.refused,
        )

    async def parts(self, taken: ErrandId) -> Sequence[ImportPart]:
        """Return the parts without what was sent."""
        return [_part(row, b"") for row in await self.session.fetch(_PARTS, taken=taken)]

    async def told(self, taken: ErrandId, number: int, kind: ReportKind) -> bytes | None:
        """Return what is told of a part."""
        told: bytes | None = await self.session.fetch_value(_TOLD[kind], taken=taken, number=number)
        return told


def _part(row: asyncpg.Record, content: bytes) -> ImportPart:
    return ImportPart(
        number=row["number"], lines=row["lines"], content=content, taken=row["taken"], refused=row["refused"]
    )
