"""The queue of webhook deliveries: leased by lines, so that one line keeps its order and one endpoint its distance."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import asyncpg

from app.adapters.postgres.queries.hearing import hears, told_by_event
from app.adapters.postgres.relay import anywhere
from app.adapters.postgres.repositories.webhooks import attempt_values, secrets
from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.adapters.postgres.transactions import PostgresTransactions
from app.domain.codes import labels_in
from app.domain.identity import DeliveryId, NetworkId, WebhookId
from app.domain.webhooks.delivery import BREAKER_FAILURES, Health, health_after
from app.ports.webhooks import Message, Parcel, Settlement

CALLS_PER_WEBHOOK = 4
ATTEMPTS_KEPT = 50

# Jumps from network to network, and in each looks for one line that is due.
_DUE = """
    WITH RECURSIVE lined AS (
        (SELECT network_id FROM webhook_streams ORDER BY network_id LIMIT 1)
        UNION ALL
        SELECT (
            SELECT s.network_id FROM webhook_streams s WHERE s.network_id > lined.network_id
            ORDER BY s.network_id LIMIT 1
        )
        FROM lined WHERE lined.network_id IS NOT NULL
    )
    SELECT network_id FROM lined WHERE network_id IS NOT NULL AND EXISTS (
        SELECT 1 FROM webhook_streams s WHERE s.network_id = lined.network_id AND s.due_at <= $1
    )
"""
# Each webhook has its own small number of calls at once, and a failing one only one call at a time: a receiver that
# hangs costs its own place and nobody else's. Who has the fewest calls under way comes first. Two workers may count at
# the same moment and exceed the number together.
_HEARD = hears(network="$1::uuid", agency="w.agency_id", network_wide="w.network_wide", at="$2::timestamptz")
_CLAIM = Statement.text(
    """
    WITH willing AS (
        SELECT w.id, running.calls, CASE WHEN w.failures >= $5 THEN 1 ELSE $6 END - running.calls AS room
        FROM webhooks w CROSS JOIN LATERAL (
            SELECT count(*) AS calls FROM webhook_streams s
            WHERE s.network_id = $1 AND s.webhook_id = w.id AND s.lease_id IS NOT NULL AND s.due_at > $2
        ) running
        WHERE w.network_id = $1 AND w.status = 'enabled' AND (w.resume_at IS NULL OR w.resume_at <= $2)
    ), picked AS (
        SELECT line.place
        FROM willing CROSS JOIN LATERAL (
            SELECT s.ctid AS place FROM webhook_streams s
            WHERE s.network_id = $1 AND s.webhook_id = willing.id AND s.due_at <= $2
            ORDER BY s.due_at LIMIT greatest(willing.room, 0) FOR UPDATE SKIP LOCKED
        ) line
        ORDER BY willing.calls, random() LIMIT $4
    ), leased AS (
        UPDATE webhook_streams s SET lease_id = $7, due_at = $3 FROM picked
        WHERE s.network_id = $1 AND s.ctid = picked.place
        RETURNING s.webhook_id, s.stream_id
    )
    SELECT leased.webhook_id, leased.stream_id, w.url, w.secrets, w.version AS webhook_version,
        head.id, head.event_id, head.type, head.tries, head.created_at,
        e.at, e.subject_type, e.subject_id, e.version, e.related, e.id IS NULL OR {heard} AS heard,
        {labels} AS sensitivity
    FROM leased
    JOIN webhooks w ON w.network_id = $1 AND w.id = leased.webhook_id
    LEFT JOIN LATERAL (
        SELECT d.* FROM webhook_deliveries d
        WHERE d.network_id = $1 AND d.webhook_id = leased.webhook_id AND d.stream_id = leased.stream_id
            AND d.state = 'waiting'
        ORDER BY d.seq LIMIT 1
    ) head ON true
    LEFT JOIN events e ON e.network_id = $1 AND e.id = head.event_id
    """.replace("{heard}", _HEARD).replace("{labels}", told_by_event("w.agency_id")),
    "network",
    "now",
    "until",
    "limit",
    "breaker",
    "width",
    "lease",
)
# What the receiver may not hear any more is not told and leaves no trace; the line goes on with what follows.
_WITHHOLD = Statement.text(
    """
    WITH withheld AS (
        DELETE FROM webhook_deliveries WHERE network_id = $1 AND id = ANY($3::uuid[]) RETURNING webhook_id, stream_id
    )
    UPDATE webhook_streams s SET lease_id = NULL, due_at = $4 FROM withheld w
    WHERE s.network_id = $1 AND s.webhook_id = w.webhook_id AND s.stream_id = w.stream_id AND s.lease_id = $2
    """,
    "network",
    "lease",
    "withheld",
    "now",
)
_DROP_EMPTY = Statement.text(
    """
    DELETE FROM webhook_streams s WHERE s.network_id = $1 AND s.lease_id = $2 AND NOT EXISTS (
        SELECT 1 FROM webhook_deliveries d
        WHERE d.network_id = $1 AND d.webhook_id = s.webhook_id AND d.stream_id = s.stream_id AND d.state = 'waiting'
    )
    """,
    "network",
    "lease",
)
# Failures on end are counted under the webhook's lock, since several calls to a dead receiver fail at once.
_HEALTH = Statement.text(
    "SELECT failures, resume_at FROM webhooks WHERE network_id = $1 AND id = $2 FOR UPDATE", "network", "webhook"
)
_HOLD = Statement.text(
    """
    SELECT 1 FROM webhook_streams
    WHERE network_id = $1 AND webhook_id = $2 AND stream_id = $3 AND lease_id = $4 FOR UPDATE
    """,
    "network",
    "webhook",
    "stream",
    "lease",
)
# What follows in the line is looked up after the line was locked, and so after any relay that was adding to it.
_SETTLE = Statement.text(
    """
    WITH tried AS (
        UPDATE webhook_deliveries SET tries = tries + 1, state = $5, next_attempt_at = $6,
            settled_at = CASE WHEN $5 = 'waiting' THEN NULL ELSE $10::timestamptz END,
            attempts = CASE WHEN jsonb_array_length(attempts) < $9 THEN attempts ELSE attempts - 0 END || $11::jsonb
        WHERE network_id = $1 AND id = $4
    ), fared AS (
        UPDATE webhooks SET failures = $7, resume_at = $8
        WHERE network_id = $1 AND id = $2 AND (failures <> $7 OR resume_at IS DISTINCT FROM $8)
    ), following AS (
        SELECT CASE WHEN id = $4 THEN $6 ELSE next_attempt_at END AS due_at FROM webhook_deliveries
        WHERE network_id = $1 AND webhook_id = $2 AND stream_id = $3 AND state = 'waiting'
            AND (id <> $4 OR $5 = 'waiting')
        ORDER BY seq LIMIT 1
    ), ended AS (
        DELETE FROM webhook_streams
        WHERE network_id = $1 AND webhook_id = $2 AND stream_id = $3 AND NOT EXISTS (SELECT 1 FROM following)
    )
    UPDATE webhook_streams SET lease_id = NULL, due_at = following.due_at FROM following
    WHERE network_id = $1 AND webhook_id = $2 AND stream_id = $3
    """,
    "network",
    "webhook",
    "stream",
    "delivery",
    "state",
    "next_attempt_at",
    "failures",
    "resume_at",
    "kept",
    "at",
    "attempts",
)


class PostgresDeliveryQueue:
    """`DeliveryQueue` on the worker's role."""

    def __init__(self, transactions: PostgresTransactions, *, calls_per_webhook: int = CALLS_PER_WEBHOOK) -> None:
        self._transactions = transactions
        self._width = calls_per_webhook

    async def due_networks(self, now: datetime) -> Sequence[NetworkId]:
        """Name the networks in which something is due."""
        rows = await anywhere(self._transactions.pool, _DUE, now)
        return [NetworkId(row["network_id"]) for row in rows]

    async def claim(self, network: NetworkId, *, now: datetime, until: datetime, limit: int) -> Sequence[Parcel]:
        """Lease due heads of lines until `until`."""
        lease = uuid4()
        async with self._transactions.session(network) as session:
            rows = await session.fetch(
                _CLAIM,
                now=now,
                until=until,
                limit=limit,
                breaker=BREAKER_FAILURES,
                width=self._width,
                lease=lease,
            )
            if any(row["id"] is None for row in rows):
                await session.execute(_DROP_EMPTY, lease=lease)
            if withheld := [row["id"] for row in rows if row["id"] is not None and not row["heard"]]:
                await session.execute(_WITHHOLD, lease=lease, withheld=withheld, now=now)
        return [_parcel(network, lease, row, now) for row in rows if row["id"] is not None and row["heard"]]

    async def settle(self, parcel: Parcel, settlement: Settlement) -> bool:
        """Record the attempt and let the line go on; False when the lease was lost."""
        async with self._transactions.session(parcel.network) as session:
            health = await _health(session, parcel, settlement)
            if not await _hold(session, parcel):
                return False
            await session.execute(
                _SETTLE,
                webhook=parcel.webhook,
                stream=parcel.stream,
                delivery=parcel.delivery,
                state=settlement.step.state.value,
                next_attempt_at=settlement.step.next_attempt_at,
                failures=health.failures,
                resume_at=health.resume_at,
                kept=ATTEMPTS_KEPT,
                at=settlement.attempt.at,
                attempts=[attempt_values(settlement.attempt)],
            )
            return True


async def _health(session: Session, parcel: Parcel, settlement: Settlement) -> Health:
    if settlement.outcome.success:
        return Health()
    row = await session.fetch_row(_HEALTH, webhook=parcel.webhook)
    before = Health() if row is None else Health(failures=row["failures"], resume_at=row["resume_at"])
    return health_after(settlement.outcome, before, settlement.attempt.at)


async def _hold(session: Session, parcel: Parcel) -> bool:
    held = await session.fetch_value(_HOLD, webhook=parcel.webhook, stream=parcel.stream, lease=parcel.lease)
    return held is not None


def _parcel(network: NetworkId, lease: UUID, row: asyncpg.Record, now: datetime) -> Parcel:
    live = [secret.key for secret in reversed(secrets(row["secrets"])) if secret.live(now)]
    return Parcel(
        network=network,
        delivery=DeliveryId(row["id"]),
        webhook=WebhookId(row["webhook_id"]),
        stream=row["stream_id"],
        lease=lease,
        url=row["url"],
        keys=tuple(live),
        message=_message(row),
        tries=row["tries"] + 1,
    )


def _message(row: asyncpg.Record) -> Message:
    """Tell of an event of the log, or, for a test, which is in no log, of the webhook itself."""
    told: dict[str, Any] = dict(row)
    if row["at"] is None:
        webhook = {"subject_type": "webhook", "subject_id": row["webhook_id"], "version": row["webhook_version"]}
        told |= {"at": row["created_at"], "related": {}, **webhook}
    return Message(
        id=row["event_id"],
        type=row["type"],
        at=told["at"],
        subject_type=told["subject_type"],
        subject=told["subject_id"],
        version=told["version"],
        related={noun: UUID(text) for noun, text in told["related"].items()},
        labels=labels_in(told["sensitivity"]),
    )
