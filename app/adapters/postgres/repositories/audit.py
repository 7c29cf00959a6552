"""What is kept beside the sealed log: entries that were set apart as forged, and checkpoints of other logs."""

from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg
from sqlalchemy import bindparam, insert, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.sql import Select

from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.adapters.postgres.tables.audit import AuditAnchorRow, AuditFindingRow
from app.adapters.postgres.tables.columns import table_of
from app.domain.identity import AgencyId
from app.ports.audit_trail import Anchor

_F, _A = table_of(AuditFindingRow), table_of(AuditAnchorRow)
_ADD_FINDING = Statement.of(upsert(_F).on_conflict_do_nothing())
_ADD = Statement.of(insert(_A))


def _anchors() -> Select[Any]:
    return select(_A).where(_A.c.network_id == bindparam("network"))


_ONE = Statement.of(_anchors().where(_A.c.id == bindparam("anchor")))
_CONTRADICTING = Statement.of(
    _anchors()
    .where(
        _A.c.origin == bindparam("origin"),
        _A.c.key == bindparam("signer"),
        _A.c.size == bindparam("size"),
        _A.c.root != bindparam("root"),
    )
    .limit(1)
)


class AuditFindingRepository:
    """Entries that the service did not write."""

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    async def add(self, entry: UUID, fault: str, at: datetime) -> bool:
        """Set an entry apart; False when it was already."""
        given = {"network_id": self.session.network, "entry_id": entry, "fault": fault, "at": at}
        return await self.session.execute(_ADD_FINDING, **given) == 1


class AuditAnchorRepository:
    """Checkpoints of other logs that a network keeps."""

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    async def get(self, anchor: UUID) -> Anchor | None:
        """Return one."""
        row = await self.session.fetch_row(_ONE, anchor=anchor)
        return None if row is None else anchor_of(row)

    async def contradicting(self, origin: str, key: str, size: int, root: bytes) -> Anchor | None:
        """Return what the same log said otherwise of the same size."""
        row = await self.session.fetch_row(_CONTRADICTING, origin=origin, signer=key, size=size, root=root)
        return None if row is None else anchor_of(row)

    async def add(self, anchor: Anchor) -> None:
        """Keep one."""
        await self.session.execute(
            _ADD,
            network_id=self.session.network,
            id=anchor.id,
            origin=anchor.origin,
            size=anchor.size,
            root=anchor.root,
            key=anchor.key,
            note=anchor.note,
            agency_id=anchor.agency,
            at=anchor.at,
        )


def anchor_of(row: asyncpg.Record) -> Anchor:
    """Read a kept checkpoint."""
    return Anchor(
        id=row["id"],
        origin=row["origin"],
        size=row["size"],
        root=row["root"],
        key=row["key"],
        note=row["note"],
        agency=AgencyId(row["agency_id"]),
        at=row["at"],
    )
