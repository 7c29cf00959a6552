"""Numbers committed events, because numbers taken before the commit become visible in another order than taken.

One relay at a time holds a network's row of `event_sequences`, and its numbers become visible with its commit: whoever
reads after a cursor misses nothing. An event that a later batch sees was committed after the earlier batch looked, so
it cannot be the cause of anything numbered there. Within a batch, `position` decides: the database gives it when the
event is written, at the end of its use case and so after the use case got its row locks. Ordering by transaction id
would not do: a transaction has its id before it waits for the lock that another, younger one holds.
"""

from collections.abc import Sequence
from datetime import datetime

import asyncpg

from app.adapters.postgres import failures
from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.adapters.postgres.transactions import PostgresTransactions
from app.domain.errors import Unavailable
from app.domain.identity import NetworkId

CHANNEL = "throughline_events"

# Jumps from network to network on the partial index: the cost is the number of networks behind, not of events.
_BEHIND = """
    WITH RECURSIVE behind AS (
        (SELECT network_id FROM events WHERE seq IS NULL ORDER BY network_id LIMIT 1)
        UNION ALL
        SELECT (
            SELECT e.network_id FROM events e WHERE e.seq IS NULL AND e.network_id > behind.network_id
            ORDER BY e.network_id LIMIT 1
        )
        FROM behind WHERE behind.network_id IS NOT NULL
    )
    SELECT network_id FROM behind WHERE network_id IS NOT NULL
"""
_LOCK = Statement.text(
    "SELECT last_seq FROM event_sequences WHERE network_id = $1 FOR UPDATE SKIP LOCKED",
    "network",
)
_FIRST_LOCK = Statement.text(
    "INSERT INTO event_sequences (network_id, last_seq) VALUES ($1, 0) ON CONFLICT DO NOTHING RETURNING last_seq",
    "network",
)
# A stream that is already in line is locked by an update that changes nothing: an acknowledgement that is just about to
# end the stream waits for us, or we for it, and then one of the two sees the other's delivery.
_NUMBER = Statement.text(
    """
    WITH batch AS (
        SELECT id, $2::bigint + row_number() OVER (ORDER BY position) AS seq
        FROM events WHERE network_id = $1 AND seq IS NULL ORDER BY position LIMIT $3
    ), numbered AS (
        UPDATE events e SET seq = batch.seq FROM batch WHERE e.network_id = $1 AND e.id = batch.id
        RETURNING e.id, e.seq, e.type, e.stream_id, e.audience
    ), advanced AS (
        UPDATE event_sequences SET last_seq = $2 + (SELECT count(*) FROM batch) WHERE network_id = $1
    ), told AS (
        INSERT INTO event_recipients (network_id, agency_id, seq, event_id)
        SELECT $1, agency, n.seq, n.id FROM numbered n CROSS JOIN LATERAL unnest(n.audience) AS agency
    ), fanned AS (
        INSERT INTO webhook_deliveries (
            network_id, id, webhook_id, stream_id, seq, event_id, type,
            state, tries, next_attempt_at, attempts, created_at
        )
        SELECT $1, md5(w.id::text || n.id::text)::uuid, w.id, n.stream_id, n.seq, n.id, n.type,
            'waiting', 0, $4, '[]', $4
        FROM numbered n JOIN webhooks w
            ON w.network_id = $1 AND w.status = 'enabled' AND (w.network_wide OR w.agency_id = ANY (n.audience))
            AND w.types && ARRAY[n.type, split_part(n.type, '.', 1) || '.*', '*']
        RETURNING webhook_id, stream_id
    ), lined AS (
        INSERT INTO webhook_streams (network_id, webhook_id, stream_id, due_at)
        SELECT DISTINCT $1::uuid, webhook_id, stream_id, $4::timestamptz FROM fanned ORDER BY webhook_id, stream_id
        ON CONFLICT (network_id, webhook_id, stream_id) DO UPDATE SET due_at = webhook_streams.due_at
    )
    SELECT count(*), CASE WHEN count(*) > 0 THEN pg_notify('throughline_events', $1::text) END FROM batch
    """,
    "network",
    "last",
    "limit",
    "now",
)


class PostgresEventLog:
    """`EventLog` on the worker's role, the only one that sees in which networks there is work."""

    def __init__(self, transactions: PostgresTransactions) -> None:
        self._transactions = transactions

    async def networks_behind(self) -> Sequence[NetworkId]:
        """Name the networks that have events without a number."""
        rows = await anywhere(self._transactions.pool, _BEHIND)
        return [NetworkId(row["network_id"]) for row in rows]

    async def number(self, network: NetworkId, *, limit: int, now: datetime) -> int:
        """Give numbers to up to `limit` events: a lock, then one statement whose snapshot is younger than the lock."""
        async with self._transactions.session(network) as session:
            last = await _hold(session)
            if last is None:
                return 0
            return int(await session.fetch_value(_NUMBER, last=last, limit=limit, now=now))


async def _hold(session: Session) -> int | None:
    row = await session.fetch_row(_LOCK) or await session.fetch_row(_FIRST_LOCK)
    return None if row is None else int(row["last_seq"])


async def anywhere(pool: "asyncpg.Pool[asyncpg.Record]", sql: str, *values: object) -> list[asyncpg.Record]:
    """Run one statement outside any network; row-level security shows it only what the worker's role may see so."""
    try:
        return await pool.fetch(sql, *values)
    except failures.FAILURES as failure:
        translated = failures.translate(failure)
        if isinstance(translated, Unavailable):
            raise translated from failure
        raise
