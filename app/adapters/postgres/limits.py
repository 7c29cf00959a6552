"""Adds up what the processes of the service let through: one statement a second for each network that is in use.

The database's clock counts what has run out, so that the clocks of hosts need not agree. Nothing here is worth waiting
for the disk: a crash gives back a second's worth of quota.
"""

from collections.abc import Sequence

import msgspec

from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.adapters.postgres.transactions import PostgresTransactions
from app.domain.identity import NetworkId
from app.domain.limits.accounts import Told, Used
from app.domain.networks.quotas import RateLimits

_UNHURRIED = "SET LOCAL synchronous_commit = off"
_EXCHANGE = Statement.text(
    """
    INSERT INTO usage_levels AS kept (network_id, bucket, level, rate, at)
    SELECT n.network_id, used.bucket, used.units, used.rate, now()
    FROM networks n, unnest($2::text[], $3::float8[], $4::float8[]) AS used (bucket, units, rate)
    WHERE n.network_id = $1 ORDER BY used.bucket
    ON CONFLICT (network_id, bucket) DO UPDATE SET
        level = excluded.level + greatest(
            0, kept.level - greatest(0, extract(epoch FROM excluded.at - kept.at)::float8) * kept.rate
        ),
        rate = excluded.rate,
        at = greatest(kept.at, excluded.at)
    RETURNING bucket, level
    """,
    "network",
    "buckets",
    "units",
    "rates",
)
_AGREED = Statement.text("SELECT policies -> 'rate_limits' FROM networks WHERE network_id = $1", "network")


class PostgresSharedBooks:
    """`SharedBooks` in the table `usage_levels`."""

    def __init__(self, transactions: PostgresTransactions) -> None:
        self._transactions = transactions

    async def exchange(self, network: NetworkId, used: Sequence[Used]) -> Told:
        """Add, and read the sums back; whoever adds to the same buckets at the same time waits for us."""
        async with self._transactions.session(network) as session:
            await session.connection.execute(_UNHURRIED)
            agreed = await session.fetch_value(_AGREED)
            return Told(levels=await _add(session, used), agreed=msgspec.convert(agreed or {}, RateLimits))


async def _add(session: Session, used: Sequence[Used]) -> dict[str, float]:
    rows = await session.fetch(
        _EXCHANGE,
        buckets=[one.bucket for one in used],
        units=[one.units for one in used],
        rates=[one.rate for one in used],
    )
    return {row["bucket"]: row["level"] for row in rows}
