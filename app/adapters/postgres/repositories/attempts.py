"""Used assertions and failed attempts, decided by single statements, so that processes cannot race each other."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from sqlalchemy.dialects.postgresql import insert

from app.adapters.postgres.repositories.api_clients import API_CLIENTS
from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.adapters.postgres.tables.columns import table_of
from app.adapters.postgres.tables.oauth import UsedAssertionRow
from app.domain.identity import ApiClientId
from app.domain.networks.login_throttles import WINDOW, Throttle
from app.ports.security import Knock, Registration

_USE = Statement.of(insert(table_of(UsedAssertionRow)).on_conflict_do_nothing())
# Both questions at once: a round trip is what a token costs.
_KNOCK = Statement.text(
    """
    SELECT full_one.since AS blocked_since, c.*, (c.status = 'active' AND a.status = 'active') AS standing
    FROM (
        SELECT max(f.since) AS since
        FROM failed_attempts f JOIN unnest($3::text[], $4::int[], $6::text[]) AS t (bucket, most, after)
            ON f.bucket = t.bucket
        WHERE f.network_id = $1 AND f.since > $5 AND f.failures >= t.most AND (t.after IS NULL OR EXISTS (
            SELECT 1 FROM failed_attempts g WHERE g.network_id = $1 AND g.bucket = t.after AND g.since > $5
        ))
    ) AS full_one
    LEFT JOIN (api_clients c JOIN agencies a ON a.network_id = c.network_id AND a.id = c.agency_id)
        ON c.network_id = $1 AND c.id = $2
    """,
    "network",
    "api_client",
    "buckets",
    "mosts",
    "horizon",
    "afters",
)
# Only in a network that exists: whoever invents networks must not fill the table.
_COUNT = Statement.text(
    """
    INSERT INTO failed_attempts AS kept (network_id, bucket, since, failures)
    SELECT n.network_id, b.bucket, $3, 1 FROM networks n, unnest($2::text[]) AS b(bucket) WHERE n.network_id = $1
    ON CONFLICT (network_id, bucket) DO UPDATE SET
        failures = CASE WHEN kept.since > $4 THEN kept.failures + 1 ELSE 1 END,
        since = CASE WHEN kept.since > $4 THEN kept.since ELSE $3 END
    """,
    "network",
    "buckets",
    "now",
    "horizon",
)


class UsedAssertionRepository:
    """Ids of assertions of the network, each good for one use."""

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    async def use(self, api_client: ApiClientId, jti: str, until: datetime) -> bool:
        """Insert the id; whoever comes second waits for the first and then finds it taken."""
        digest = sha256(jti.encode("utf-8", "surrogatepass")).digest()
        values = {"network_id": self.session.network, "api_client_id": api_client, "digest": digest, "until": until}
        return await self.session.execute(_USE, **values) == 1


class FailedAttemptRepository:
    """Failed authentications of the network, by bucket."""

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    async def knock(self, api_client: ApiClientId, throttles: Sequence[Throttle], now: datetime) -> Knock:
        """Return the client and when the fullest bucket opens again."""
        row = await self.session.fetch_row(
            _KNOCK,
            api_client=api_client,
            buckets=[throttle.bucket for throttle in throttles],
            mosts=[throttle.most for throttle in throttles],
            horizon=now - WINDOW,
            afters=[throttle.after for throttle in throttles],
        )
        if row is None:
            raise RuntimeError("an aggregate always answers")
        known = row["id"] is not None
        since = row["blocked_since"]
        return Knock(
            registration=Registration(client=API_CLIENTS.entity(row), standing=row["standing"]) if known else None,
            blocked_until=None if since is None else since + WINDOW,
        )

    async def count(self, buckets: Sequence[str], now: datetime) -> None:
        """Add one failure to each bucket, or begin a new window."""
        await self.session.execute(_COUNT, buckets=sorted(buckets), now=now, horizon=now - WINDOW)
