"""Exports of clients to rows and back, and what they hold."""

from app.adapters.postgres.repositories.errands import ErrandRepository, ErrandShelf
from app.adapters.postgres.statements import Statement
from app.adapters.postgres.tables.retention import ClientExportRow
from app.domain.errands.client_export import ClientExport, ExportPurpose
from app.domain.identity import ClientId, ErrandId

EXPORTS = ErrandShelf(
    ClientExport,
    ClientExportRow,
    lambda export: {"client_id": export.client, "purpose": export.purpose, "size": export.size},
    lambda row: {
        "client": ClientId(row["client_id"]),
        "purpose": ExportPurpose(row["purpose"]),
        "size": row["size"],
    },
    held=("client_export_contents", "export_id"),
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


class ClientExportRepository(ErrandRepository[ClientExport]):
    """The exports of the network's clients."""

    __slots__ = ()
    shelf = EXPORTS

    async def put(self, export: ClientExport, content: bytes) -> None:
        """Insert what an export holds."""
        await self.session.execute(_PUT, export=export.id, expires=export.expires_at, content=content)

    async def content(self, export: ErrandId) -> bytes | None:
        """Return what an export holds."""
        content: bytes | None = await self.session.fetch_value(_CONTENT, export=export)
        return content
