"""Erasures to rows and back, and what stands against one."""

from datetime import datetime
from typing import Any

import asyncpg

from app.adapters.postgres.queries.access import reach
from app.adapters.postgres.repositories.shelf import Shelf
from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.adapters.postgres.tables.retention import ErasureRow
from app.domain.identity import AgencyId, ClientId, ErasureId, NetworkId
from app.domain.retention.erasure import Erasure, ErasureReason
from app.domain.retention.erasure_moves import ErasureState
from app.ports.access import Access


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


ERASURES = Shelf("erasure", ErasureRow, _erasure_values, _erasure)


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
        WHERE r.network_id = $1 AND r.client_id = $2 AND r.sent_at IS NOT NULL AND r.closed_at IS NULL
            AND h.ended_at IS NULL)
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
