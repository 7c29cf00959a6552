"""What the worker asks of exports, erasures and retention before it begins anything, each in a short transaction."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import asyncpg

from app.adapters.postgres.relay import anywhere
from app.adapters.postgres.repositories.networks import NetworkRepository
from app.adapters.postgres.statements import Statement
from app.adapters.postgres.transactions import PostgresTransactions
from app.domain.identity import ClientId, NetworkId
from app.domain.networks.network import Policies
from app.domain.partial_date import PartialDate
from app.domain.retention.policy import Idle
from app.ports.queries import Cursor, Page
from app.ports.retention import IdleClient

LET_BE = timedelta(days=365)  # after somebody decided that a record stays
_NETWORKS = "SELECT network_id FROM networks ORDER BY network_id"
_FIRST: Cursor = (datetime.min.replace(tzinfo=UTC), UUID(int=0))

_PENDING = Statement.text(
    "SELECT EXISTS (SELECT 1 FROM client_exports WHERE network_id = $1 AND status = 'running')", "network"
)
_DUE = Statement.text(
    """
    SELECT EXISTS (SELECT 1 FROM erasures WHERE network_id = $1 AND state = 'approved')
        OR EXISTS (SELECT 1 FROM erasures WHERE network_id = $1 AND state = 'erasing' AND updated_at <= $2)
    """,
    "network",
    "before",
)
# Along the clients who have not changed for long; of each it is asked whether anything else has happened since.
_IDLE = Statement.text(
    """
    SELECT c.id, c.birth_date, c.deceased, c.updated_at, greatest(c.updated_at, (
        SELECT t.at FROM timeline_entries t WHERE t.network_id = $1 AND t.client_id = c.id
        ORDER BY t.at DESC, t.id DESC LIMIT 1
    )) AS last, coalesce(
        (SELECT true FROM legal_holds h WHERE h.network_id = $1 AND h.client_id = c.id LIMIT 1),
        (SELECT true FROM erasures e WHERE e.network_id = $1 AND e.client_id = c.id
            AND (e.state IN ('proposed', 'approved', 'erasing') OR e.updated_at > $6) LIMIT 1),
        false
    ) AS settled
    FROM clients c
    WHERE c.network_id = $1 AND c.updated_at < $2 AND c.erased_at IS NULL AND (c.updated_at, c.id) > ($3, $4)
    ORDER BY c.updated_at, c.id LIMIT $5
    """,
    "network",
    "before",
    "after_at",
    "after_id",
    "limit",
    "decided_after",
)


class PostgresRetentionWatch:
    """`RetentionWatch` on the worker's role."""

    def __init__(self, transactions: PostgresTransactions) -> None:
        self._transactions = transactions

    async def networks(self) -> Sequence[NetworkId]:
        """Name every network."""
        return [NetworkId(row["network_id"]) for row in await anywhere(self._transactions.pool, _NETWORKS)]

    async def policies(self, network: NetworkId) -> Policies:
        """Return what a network has agreed on."""
        async with self._transactions.session(network) as session:
            agreed = await NetworkRepository(session).get()
        return Policies() if agreed is None else agreed.policies

    async def export_is_pending(self, network: NetworkId) -> bool:
        """Tell whether an export is to be made."""
        async with self._transactions.session(network) as session:
            return bool(await session.fetch_value(_PENDING))

    async def erasure_is_due(self, network: NetworkId, looked_before: datetime) -> bool:
        """Tell whether an erasure is to be carried out."""
        async with self._transactions.session(network) as session:
            return bool(await session.fetch_value(_DUE, before=looked_before))

    async def idle_clients(
        self, network: NetworkId, before: date, now: datetime, after: Cursor | None, limit: int
    ) -> Page[IdleClient]:
        """Return clients with whom nothing has happened since a day, and of whom nothing was decided lately."""
        limits = datetime.combine(before, time(), UTC)
        at, id_ = after or _FIRST
        async with self._transactions.session(network) as session:
            asked = {"before": limits, "after_at": at, "after_id": id_, "limit": limit + 1}
            rows = await session.fetch(_IDLE, **asked, decided_after=now - LET_BE)
        last = rows[limit - 1] if len(rows) > limit else None
        following = None if last is None else (last["updated_at"], last["id"])
        idle = [row for row in rows[:limit] if not row["settled"] and row["last"] < limits]
        return Page(items=tuple(map(_idle, idle)), next=following)


def _idle(row: asyncpg.Record) -> IdleClient:
    born = None if row["birth_date"] is None else PartialDate.parse(row["birth_date"])
    idle = Idle(born=born, deceased=row["deceased"], last=row["last"].date())
    return IdleClient(client=ClientId(row["id"]), idle=idle)
