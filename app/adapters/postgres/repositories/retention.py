"""Exports of clients, erasures and legal holds to rows and back."""

from datetime import datetime
from typing import Any

import asyncpg
from sqlalchemy import select
from sqlalchemy.sql import Select, bindparam

from app.adapters.postgres.queries.access import reach
from app.adapters.postgres.queries.keyset import ByChange, equals
from app.adapters.postgres.repositories.shelf import Shelf
from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.adapters.postgres.tables.columns import table_of
from app.adapters.postgres.tables.retention import ClientExportRow, ErasureRow
from app.domain.identity import AgencyId, ClientExportId, ClientId, ErasureId, NetworkId
from app.domain.retention.client_export import ClientExport, ExportPurpose, ExportStatus
from app.domain.retention.erasure import Erasure, ErasureReason
from app.domain.retention.erasure_moves import ErasureState
from app.domain.retention.legal_hold import LegalHold
from app.ports.access import Access
from app.ports.queries import Cursor, Page
from app.ports.referrals import Order
from app.ports.retention import ErasureFilter

_X, _E = table_of(ClientExportRow), table_of(ErasureRow)


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


def _erasure_values(erasure: Erasure) -> dict[str, Any]:
    return {
        "network_id": erasure.network,
        "id": erasure.id,
        "client_id": erasure.client,
        "reason": erasure.reason,
        "note": erasure.note,
        "state": erasure.state,
        "proposed_by": erasure.proposed_by,
        "proposed_agency": erasure.proposed_agency,
        "decided_by": erasure.decided_by,
        "decided_at": erasure.decided_at,
        "decision_note": erasure.decision_note,
        "erased_at": erasure.erased_at,
        "rows": erasure.rows,
        "viewers": list(erasure.viewers),
        "version": erasure.version,
        "created_at": erasure.created_at,
        "updated_at": erasure.updated_at,
    }


def _erasure(row: asyncpg.Record) -> Erasure:
    return Erasure(
        id=ErasureId(row["id"]),
        network=NetworkId(row["network_id"]),
        client=ClientId(row["client_id"]),
        reason=ErasureReason(row["reason"]),
        note=row["note"],
        state=ErasureState(row["state"]),
        proposed_by=row["proposed_by"],
        proposed_agency=AgencyId(row["proposed_agency"]),
        decided_by=row["decided_by"],
        decided_at=row["decided_at"],
        decision_note=row["decision_note"],
        erased_at=row["erased_at"],
        rows=row["rows"],
        viewers=tuple(map(AgencyId, row["viewers"])),
        version=row["version"],
        created_at=row["created_at"],
        updated_at=row["updated_at"],
    )


EXPORTS = Shelf("client-export", ClientExportRow, _export_values, _export)
ERASURES = Shelf("erasure", ErasureRow, _erasure_values, _erasure)


def _all_exports() -> Select[Any]:
    return select(_X).where(_X.c.network_id == bindparam("network"))


def _all_erasures() -> Select[Any]:
    return select(_E).where(_E.c.network_id == bindparam("network"))


_EXPORT_LIST = ByChange(_all_exports, _X, {"client": equals(_X.c.client_id), "agency": equals(_X.c.agency_id)})
_ERASURE_LIST = ByChange(
    _all_erasures,
    _E,
    {"state": equals(_E.c.state), "client": equals(_E.c.client_id), "agency": equals(_E.c.proposed_agency)},
)
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
_IS_OPEN = Statement.text(
    """
    SELECT EXISTS (SELECT 1 FROM erasures WHERE network_id = $1 AND client_id = $2
        AND state IN ('proposed', 'approved', 'erasing'))
    """,
    "network",
    "client",
)
_LOCK_DUE = Statement.text(
    """
    SELECT * FROM erasures WHERE network_id = $1
        AND (state = 'approved' OR (state = 'erasing' AND updated_at <= $2))
    ORDER BY updated_at, id LIMIT 1 FOR UPDATE SKIP LOCKED
    """,
    "network",
    "before",
)
_VIEWERS = Statement.text(
    """
    SELECT DISTINCT agency_id FROM client_access
    WHERE network_id = $1 AND client_id = $2 AND (until IS NULL OR until > $3) ORDER BY agency_id
    """,
    "network",
    "client",
    "at",
)
_OPEN_WORK = Statement.text(
    """
    SELECT EXISTS (SELECT 1 FROM handoffs h JOIN referrals r ON r.network_id = h.network_id AND r.id = h.referral_id
        WHERE r.network_id = $1 AND r.client_id = $2 AND h.ended_at IS NULL AND r.closed_at IS NULL)
    """,
    "network",
    "client",
)
_GONE_FOR = Statement.text(
    """
    SELECT EXISTS (SELECT 1 FROM erasures WHERE network_id = $1 AND client_id = $2
        AND state IN ('erasing', 'erased') AND ($4 OR $3 = ANY (viewers)))
    """,
    "network",
    "client",
    "agency",
    "network_wide",
)
_HOLD = Statement.text("SELECT * FROM legal_holds WHERE network_id = $1 AND client_id = $2", "network", "client")
_PLACE = Statement.text(
    """
    INSERT INTO legal_holds (network_id, client_id, reason, placed_by, version, created_at, updated_at)
    VALUES ($1, $2, $3, $4, 1, $5, $5)
    """,
    "network",
    "client",
    "reason",
    "by",
    "at",
)
_CHANGE_HOLD = Statement.text(
    """
    UPDATE legal_holds SET reason = $3, updated_at = $4, version = version + 1
    WHERE network_id = $1 AND client_id = $2
    """,
    "network",
    "client",
    "reason",
    "at",
)
_LIFT = Statement.text("DELETE FROM legal_holds WHERE network_id = $1 AND client_id = $2", "network", "client")


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

    async def of_client(
        self, client: ClientId, agency: AgencyId, *, after: Cursor | None, limit: int
    ) -> Page[ClientExport]:
        """Return the exports that an agency asked for, the newest first."""
        asked = {"client": client, "agency": agency}
        statement, arguments = _EXPORT_LIST.ask([asked], Order.NEWEST, after, limit)
        rows = await self.session.fetch(statement, **arguments)
        return Page(items=tuple(map(_export, rows[:limit])), next=_following(rows, limit))


class ErasureRepository:
    """The erasures of the network."""

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    async def get(self, erasure: ErasureId) -> Erasure | None:
        """Return an erasure."""
        return await ERASURES.get(self.session, erasure)

    async def lock(self, erasure: ErasureId) -> Erasure | None:
        """Return an erasure and lock its row."""
        return await ERASURES.lock(self.session, erasure)

    async def add(self, *erasures: Erasure) -> None:
        """Insert new erasures."""
        await ERASURES.add(self.session, *erasures)

    async def save(self, erasure: Erasure) -> None:
        """Write a changed erasure."""
        await ERASURES.save(self.session, erasure)

    async def is_open(self, client: ClientId) -> bool:
        """Tell whether an erasure waits, or is under way."""
        return bool(await self.session.fetch_value(_IS_OPEN, client=client))

    async def lock_due(self, looked_before: datetime) -> Erasure | None:
        """Return one that is to be carried out and that nobody else is at, locked."""
        row = await self.session.fetch_row(_LOCK_DUE, before=looked_before)
        return None if row is None else _erasure(row)

    async def page(self, which: ErasureFilter, *, after: Cursor | None, limit: int) -> Page[Erasure]:
        """Return one page, the newest change first."""
        asked = {"state": which.state, "client": which.client, "agency": which.agency}
        statement, arguments = _ERASURE_LIST.ask([asked], Order.NEWEST, after, limit)
        rows = await self.session.fetch(statement, **arguments)
        return Page(items=tuple(map(_erasure, rows[:limit])), next=_following(rows, limit))

    async def viewers(self, client: ClientId, at: datetime) -> tuple[AgencyId, ...]:
        """Return the agencies that have a basis on a client."""
        rows = await self.session.fetch(_VIEWERS, client=client, at=at)
        return tuple(AgencyId(row["agency_id"]) for row in rows)

    async def has_open_work(self, client: ClientId) -> bool:
        """Tell whether a handoff of a referral that is not closed has not ended."""
        return bool(await self.session.fetch_value(_OPEN_WORK, client=client))

    async def gone_for(self, access: Access, client: ClientId) -> bool:
        """Tell whether a client that the asker saw was forgotten."""
        return bool(await self.session.fetch_value(_GONE_FOR, client=client, **reach(access)))


class LegalHoldRepository:
    """The legal holds of the network."""

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    async def get(self, client: ClientId) -> LegalHold | None:
        """Return the hold on a client."""
        row = await self.session.fetch_row(_HOLD, client=client)
        if row is None:
            return None
        return LegalHold(
            network=NetworkId(row["network_id"]),
            client=ClientId(row["client_id"]),
            reason=row["reason"],
            placed_by=row["placed_by"],
            version=row["version"],
            created_at=row["created_at"],
            updated_at=row["updated_at"],
        )

    async def add(self, hold: LegalHold) -> None:
        """Insert a new hold."""
        told = {"client": hold.client, "reason": hold.reason, "by": hold.placed_by, "at": hold.created_at}
        await self.session.execute(_PLACE, **told)

    async def save(self, hold: LegalHold) -> None:
        """Write a changed hold, whose client is locked."""
        await self.session.execute(_CHANGE_HOLD, client=hold.client, reason=hold.reason, at=hold.updated_at)
        hold.version += 1

    async def lift(self, client: ClientId) -> None:
        """Delete the hold."""
        await self.session.execute(_LIFT, client=client)


def _following(rows: list[asyncpg.Record], limit: int) -> Cursor | None:
    last = rows[limit - 1] if len(rows) > limit else None
    return None if last is None else (last["updated_at"], last["id"])
