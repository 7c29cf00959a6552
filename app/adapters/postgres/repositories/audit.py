"""What is kept beside the sealed log: entries that were set apart as forged."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert as upsert

from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.adapters.postgres.tables.audit import AuditFindingRow
from app.adapters.postgres.tables.columns import table_of

_F = table_of(AuditFindingRow)
_ADD_FINDING = Statement.of(upsert(_F).on_conflict_do_nothing())


class AuditFindingRepository:
    """Entries that the service did not write."""

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    async def add(self, entry: UUID, fault: str, at: datetime) -> bool:
        """Set an entry apart; False when it was already."""
        given = {"network_id": self.session.network, "entry_id": entry, "fault": fault, "at": at}
        return await self.session.execute(_ADD_FINDING, **given) == 1
