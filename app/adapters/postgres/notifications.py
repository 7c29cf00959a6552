"""The queue of subscriptions: each is one line, leased as a whole, so that its events are told in their order."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

import asyncpg

from app.adapters.postgres.relay import anywhere
from app.adapters.postgres.repositories.subscriptions import subscription_of
from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.adapters.postgres.transactions import PostgresTransactions
from app.domain.identity import AgencyId, NetworkId, SubscriptionId
from app.domain.subscriptions.line import Line
from app.domain.subscriptions.topics import nouns_of
from app.ports.subscriptions import Errand

LOOK_AHEAD = 1_000

# Jumps from network to network among the lines that are told something.
_NETWORKS = """
    WITH RECURSIVE lined AS (
        (SELECT network_id FROM subscription_lines WHERE open ORDER BY network_id LIMIT 1)
        UNION ALL
        SELECT (
            SELECT l.network_id FROM subscription_lines l WHERE l.open AND l.network_id > lined.network_id
            ORDER BY l.network_id LIMIT 1
        )
        FROM lined WHERE lined.network_id IS NOT NULL
    )
    SELECT network_id FROM lined WHERE network_id IS NOT NULL
"""
# A line that waits for its next attempt, or for the handshake, listens to nothing new; the others are asked whether
# there is anything in the log after the place up to which they have read.
_CLAIM = Statement.text(
    """
    WITH picked AS (
        SELECT l.ctid AS place FROM subscription_lines l
        WHERE l.network_id = $1 AND l.open AND (l.lease_until IS NULL OR l.lease_until <= $2) AND (
            l.due_at <= $2 OR l.ends_at <= $2 OR (l.tries = 0 AND NOT l.shakes AND CASE
                WHEN l.told < l.last_number THEN true
                WHEN l.network_wide
                THEN (SELECT s.last_seq FROM event_sequences s WHERE s.network_id = $1) > l.read_seq
                ELSE (
                    SELECT 1 FROM event_recipients r
                    WHERE r.network_id = $1 AND r.agency_id = l.agency_id AND r.seq > l.read_seq LIMIT 1
                ) IS NOT NULL
            END)
        )
        ORDER BY l.due_at LIMIT $4 FOR UPDATE SKIP LOCKED
    ), leased AS (
        UPDATE subscription_lines l SET lease_id = $5, lease_until = $3 FROM picked
        WHERE l.network_id = $1 AND l.ctid = picked.place
        RETURNING l.subscription_id, l.network_wide, l.shakes, l.tries, l.failures, l.due_at, l.read_seq, l.told,
            l.last_number, l.ends_at
    )
    SELECT leased.*, s.id, s.network_id, s.agency_id, s.api_client_id, s.scopes, s.topic, s.filters, s.url,
        s.header_names, s.header_values, s.content, s.heartbeat_seconds, s.timeout_seconds, s.most_events, s.reason,
        s.status, s.error, s.version, s.created_at, s.updated_at
    FROM leased JOIN subscriptions s ON s.network_id = $1 AND s.id = leased.subscription_id
    """,
    *("network", "now", "until", "limit", "lease"),
)
_LOOKS = {
    wide: Statement.text(
        f"""
        SELECT count(*) AS scanned, max(stretch.seq) AS reached,
            count(*) FILTER (WHERE split_part(e.type, '.', 1) = ANY ($4::text[])) AS wanted
        FROM ({source} ORDER BY seq LIMIT {LOOK_AHEAD}) stretch
        JOIN events e ON e.network_id = $1 AND e.id = stretch.event_id
        """,  # noqa: S608 - our own texts
        *("network", "agency", "after", "nouns"),
    )
    for wide, source in (
        (False, "SELECT seq, event_id FROM event_recipients WHERE network_id = $1 AND agency_id = $2 AND seq > $3"),
        (True, "SELECT seq, id AS event_id FROM events WHERE network_id = $1 AND $2::uuid IS NOT NULL AND seq > $3"),
    )
}
_PASSED = Statement.text(
    "UPDATE subscription_lines SET read_seq = $3 WHERE network_id = $1 AND subscription_id = $2 AND read_seq < $3",
    *("network", "subscription", "reached"),
)
_SETTLE = Statement.text(
    """
    UPDATE subscription_lines SET lease_id = NULL, lease_until = NULL, shakes = $4, tries = $5, failures = $6,
        due_at = $7, told = coalesce($8, told)
    WHERE network_id = $1 AND subscription_id = $2 AND lease_id = $3
    """,
    *("network", "subscription", "lease", "shakes", "tries", "failures", "due", "upto"),
)


class PostgresNotificationQueue:
    """`NotificationQueue` on the worker's role."""

    def __init__(self, transactions: PostgresTransactions) -> None:
        self._transactions = transactions

    async def networks(self) -> Sequence[NetworkId]:
        """Name the networks that have subscriptions that are told."""
        rows = await anywhere(self._transactions.pool, _NETWORKS)
        return [NetworkId(row["network_id"]) for row in rows]

    async def claim(self, network: NetworkId, *, now: datetime, until: datetime, limit: int) -> Sequence[Errand]:
        """Lease what is due, and look whether what is new may be wanted; what is not is passed by at once."""
        lease = uuid4()
        async with self._transactions.session(network) as session:
            rows = await session.fetch(_CLAIM, now=now, until=until, limit=limit, lease=lease)
            return [_errand(row, lease, now, wanted=await _looks(session, row)) for row in rows]

    async def settle(self, errand: Errand, line: Line, upto: int | None) -> bool:
        """Let the line go on; False when the lease was lost."""
        async with self._transactions.session(errand.network) as session:
            kept = await session.execute(
                _SETTLE,
                subscription=errand.subscription,
                lease=errand.lease,
                shakes=line.shakes,
                tries=line.tries,
                failures=line.failures,
                due=line.due_at,
                upto=upto,
            )
        return kept > 0


async def _looks(session: Session, row: asyncpg.Record) -> bool:
    """Whether anything that was numbered is not received, or anything new is of a kind that is wanted."""
    if row["shakes"]:
        return False
    if row["told"] < row["last_number"]:
        return True
    nouns = sorted(nouns_of(subscription_of(row).types))
    given = {"agency": row["agency_id"], "after": row["read_seq"], "nouns": nouns}
    look = await session.fetch_row(_LOOKS[row["network_wide"]], **given)
    if look is None or look["reached"] is None:
        return False
    if not look["wanted"]:
        await session.execute(_PASSED, subscription=row["subscription_id"], reached=look["reached"])
    return bool(look["wanted"])


def _errand(row: asyncpg.Record, lease: UUID, now: datetime, *, wanted: bool) -> Errand:
    return Errand(
        network=NetworkId(row["network_id"]),
        subscription=SubscriptionId(row["subscription_id"]),
        agency=AgencyId(row["agency_id"]),
        lease=lease,
        line=Line(shakes=row["shakes"], tries=row["tries"], failures=row["failures"], due_at=row["due_at"]),
        ended=row["ends_at"] is not None and row["ends_at"] <= now,
        candidates=wanted,
    )
