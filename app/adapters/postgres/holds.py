"""Names held with advisory locks, always in one order, so that two transactions cannot wait for one another."""

from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement

_HOLD = Statement.text(
    """
    SELECT count(pg_advisory_xact_lock(number))
    FROM (
        SELECT DISTINCT hashtextextended($1::uuid::text || ' ' || name, 0) AS number
        FROM unnest($2::text[]) AS names (name)
        ORDER BY number
    ) AS numbers
    """,
    "network",
    "names",
)


class HeldNames:
    """The names that transactions of one network hold."""

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    async def hold(self, *names: str) -> None:
        """Wait for these names, and let others wait for them until the transaction ends."""
        if names:
            await self.session.fetch_row(_HOLD, names=list(names))
