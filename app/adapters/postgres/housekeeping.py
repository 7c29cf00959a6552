"""Throws away what has served its time, in bites small enough to disturb nobody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.adapters.postgres.relay import anywhere
from app.adapters.postgres.statements import Statement
from app.adapters.postgres.transactions import PostgresTransactions
from app.domain.identity import AgencyId, NetworkId

BITE = 2_000
_NETWORKS = "SELECT network_id FROM networks ORDER BY network_id"

_STRUCK = Statement.text(
    "SELECT EXISTS (SELECT 1 FROM handoffs WHERE network_id = $1 AND clock_at <= $2)", "network", "now"
)
_DUE = Statement.text(
    """
    SELECT agency_id FROM caseload_transfers
    WHERE network_id = $1 AND status IN ('planned', 'running') AND effective <= $2 ORDER BY effective, id LIMIT 1
    """,
    "network",
    "now",
)
_REVIEW = Statement.text(
    "SELECT EXISTS (SELECT 1 FROM care_plans WHERE network_id = $1 AND review_clock <= $2)", "network", "day"
)


_RENEWAL = Statement.text(
    "SELECT EXISTS (SELECT 1 FROM consents WHERE network_id = $1 AND renewal_at <= $2)", "network", "now"
)
_RELABELLING = Statement.text(
    "SELECT agency_id FROM relabellings WHERE network_id = $1 AND due <= $2 ORDER BY due, agency_id LIMIT 1",
    "network",
    "now",
)
_REPLAYING = Statement.text(
    "SELECT EXISTS (SELECT 1 FROM webhook_replays WHERE network_id = $1 AND status = 'running' AND due_at <= $2)",
    "network",
    "now",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """How long the rows of one table are kept after `since`."""

    table: str
    since: str
    keep: timedelta
    only: str = "true"

    def statement(self) -> Statement:
        """Write the deletion of one bite."""
        return Statement.text(
            f"""
            DELETE FROM {self.table} WHERE network_id = $1 AND ctid = ANY (ARRAY(
                SELECT ctid FROM {self.table}
                WHERE network_id = $1 AND {self.since} < $2 AND {self.only} LIMIT {BITE}
            ))
            """,  # noqa: S608 - our own names
            "network",
            "before",
        )


RETENTIONS = (
    Retention(table="kept_answers", since="at", keep=timedelta(hours=25)),
    Retention(table="access_tokens", since="expires_at", keep=timedelta(days=1)),
    Retention(table="used_assertions", since="until", keep=timedelta(hours=1)),
    Retention(table="failed_attempts", since="since", keep=timedelta(days=1)),
    Retention(table="usage_levels", since="at", keep=timedelta(hours=1)),
    Retention(table="client_export_contents", since="expires_at", keep=timedelta()),
    Retention(table="resource_export_files", since="expires_at", keep=timedelta()),
    Retention(table="resource_import_parts", since="expires_at", keep=timedelta()),
    Retention(table="resource_exports", since="expires_at", keep=timedelta(days=1)),
    Retention(table="resource_imports", since="expires_at", keep=timedelta(days=1)),
    Retention(table="webhook_deliveries", since="settled_at", keep=timedelta(days=7), only="state = 'delivered'"),
    Retention(table="webhook_deliveries", since="settled_at", keep=timedelta(days=30), only="state = 'dead'"),
    Retention(table="webhook_replays", since="ended_at", keep=timedelta(days=30)),
    Retention(table="subscription_events", since="at", keep=timedelta(days=30)),
)
_PURGES = tuple((retention.keep, retention.statement()) for retention in RETENTIONS)
# What a relay lined up in the very moment in which somebody disabled or deleted the webhook.
_BURY_STRAYS = Statement.text(
    """
    WITH strays AS (
        DELETE FROM webhook_streams s WHERE s.network_id = $1 AND NOT EXISTS (
            SELECT 1 FROM webhooks w WHERE w.network_id = $1 AND w.id = s.webhook_id AND w.status = 'enabled'
        )
        RETURNING s.webhook_id, s.stream_id
    )
    UPDATE webhook_deliveries d SET state = 'dead', next_attempt_at = NULL, settled_at = $2 FROM strays
    WHERE d.network_id = $1 AND d.webhook_id = strays.webhook_id AND d.stream_id = strays.stream_id
        AND d.state = 'waiting'
    """,
    "network",
    "now",
)


class PostgresHousekeeping:
    """`Housekeeping` on the worker's role."""

    def __init__(self, transactions: PostgresTransactions) -> None:
        self._transactions = transactions

    async def networks(self) -> Sequence[NetworkId]:
        """Name every network."""
        return [NetworkId(row["network_id"]) for row in await anywhere(self._transactions.pool, _NETWORKS)]

    async def clock_has_struck(self, network: NetworkId, now: datetime) -> bool:
        """Tell whether a handoff's clock has run out."""
        async with self._transactions.session(network) as session:
            return bool(await session.fetch_value(_STRUCK, now=now))

    async def transfer_is_due(self, network: NetworkId, now: datetime) -> AgencyId | None:
        """Name the agency whose transfer has waited longest."""
        async with self._transactions.session(network) as session:
            agency = await session.fetch_value(_DUE, now=now)
        return None if agency is None else AgencyId(agency)

    async def review_is_due(self, network: NetworkId, now: datetime) -> bool:
        """Tell whether a care plan is due for review."""
        async with self._transactions.session(network) as session:
            return bool(await session.fetch_value(_REVIEW, day=now.date()))

    async def renewal_is_due(self, network: NetworkId, now: datetime) -> bool:
        """Tell whether a consent ends soon."""
        async with self._transactions.session(network) as session:
            return bool(await session.fetch_value(_RENEWAL, now=now))

    async def relabelling_is_due(self, network: NetworkId, now: datetime) -> AgencyId | None:
        """Name the agency whose records have waited longest."""
        async with self._transactions.session(network) as session:
            agency = await session.fetch_value(_RELABELLING, now=now)
        return None if agency is None else AgencyId(agency)

    async def replay_is_due(self, network: NetworkId, now: datetime) -> bool:
        """Tell whether a replay of a stretch of the log may go on."""
        async with self._transactions.session(network) as session:
            return bool(await session.fetch_value(_REPLAYING, now=now))

    async def purge(self, network: NetworkId, now: datetime) -> bool:
        """Take one bite of each table, each in its own short transaction."""
        more = False
        for keep, statement in _PURGES:
            async with self._transactions.session(network) as session:
                more = await session.execute(statement, before=now - keep) == BITE or more
        async with self._transactions.session(network) as session:
            await session.execute(_BURY_STRAYS, now=now)
        return more
