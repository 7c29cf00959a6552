"""Used assertions and failed attempts, decided by single statements, so that processes cannot race each other."""

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Text, any_, bindparam, select
from sqlalchemy.dialects.postgresql import ARRAY, insert

from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.adapters.postgres.tables.columns import table_of
from app.adapters.postgres.tables.oauth import FailedAttemptRow, UsedAssertionRow
from app.domain.identity import ApiClientId
from app.domain.networks.login_throttles import WINDOW, Throttle

_U, _F = table_of(UsedAssertionRow), table_of(FailedAttemptRow)
_USE = Statement.of(insert(_U).on_conflict_do_nothing())
_FAILURES = Statement.of(
    select(_F.c.bucket, _F.c.since, _F.c.failures).where(
        _F.c.network_id == bindparam("network"),
        _F.c.bucket == any_(bindparam("buckets", type_=ARRAY(Text))),
        _F.c.since > bindparam("horizon"),
    )
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

    async def blocked_until(self, throttles: Sequence[Throttle], now: datetime) -> datetime | None:
        """Return when the fullest bucket opens again."""
        most = {throttle.bucket: throttle.most for throttle in throttles}
        rows = await self.session.fetch(_FAILURES, buckets=list(most), horizon=now - WINDOW)
        full = [row["since"] + WINDOW for row in rows if row["failures"] >= most[row["bucket"]]]
        return max(full, default=None)

    async def count(self, buckets: Sequence[str], now: datetime) -> None:
        """Add one failure to each bucket, or begin a new window."""
        await self.session.execute(_COUNT, buckets=sorted(buckets), now=now, horizon=now - WINDOW)
