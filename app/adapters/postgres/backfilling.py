"""Resources of everything that was there before them, or looks otherwise since: by the batch, and repeatable."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from app.adapters.postgres import projecting, resource_writing
from app.adapters.postgres.changes import Written
from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.adapters.postgres.transactions import PostgresTransactions
from app.domain.identity import NetworkId

FIRST = UUID(int=0)
TABLES: Mapping[str, str] = MappingProxyType(
    {
        "network": "networks",
        "agency": "agencies",
        "location": "locations",
        "service": "services",
        "worker": "workers",
        "instrument": "instruments",
        "client": "clients",
        "household": "households",
        "proxy": "client_proxies",
        "consent": "consents",
        "assessment": "assessments",
        "need": "needs",
        "goal": "goals",
        "care-team": "care_teams",
        "care-plan": "care_plans",
        "referral": "referrals",
        "message": "handoff_messages",
        "task": "tasks",
        "appointment": "appointments",
        "subscription": "subscriptions",
    }
)
"""The nouns of which resources are made, in the order in which they refer to one another, and where each is kept."""
_IDS = MappingProxyType({"network": "network_id"})
"""What the id is called where it is not called so."""
_COUNTS = {
    noun: Statement.text(f"SELECT count(*) FROM {table} WHERE network_id = $1", "network")  # noqa: S608 - our own names
    for noun, table in TABLES.items()
}
_NEXT = {
    noun: Statement.text(
        f"SELECT {_IDS.get(noun, 'id')} AS id FROM {table} "  # noqa: S608 - our own names
        f"WHERE network_id = $1 AND {_IDS.get(noun, 'id')} > $2 ORDER BY id LIMIT $3 FOR NO KEY UPDATE",
        "network",
        "after",
        "limit",
    )
    for noun, table in TABLES.items()
}
_FORGET = tuple(
    Statement.text(
        f"""
        DELETE FROM resource_{kind} t USING unnest($2::text[], $3::uuid[]) AS r (type, id)
        WHERE t.network_id = $1 AND t.type = r.type AND t.id = r.id
        """,  # noqa: S608 - our own names
        "network",
        "types",
        "ids",
    )
    for kind in ("words", "spans", "amounts")
)


class PostgresBackfill:
    """Writes the resources of what is there; once more changes only what looks otherwise."""

    def __init__(self, transactions: PostgresTransactions) -> None:
        self.transactions = transactions

    async def counts(self, network: NetworkId) -> dict[str, int]:
        """Return how many there are of each noun."""
        async with self.transactions.session(network) as session:
            return {noun: await session.fetch_value(statement) for noun, statement in _COUNTS.items()}

    async def bite(
        self, network: NetworkId, noun: str, after: UUID, limit: int, at: datetime, *, anew: bool = False
    ) -> tuple[UUID, ...]:
        """Write the resources of the next of a noun, in one transaction; return which they were.

        They are locked first, so that nobody who changes one meanwhile is overwritten with what it was.
        """
        async with self.transactions.session(network) as session:
            ids = tuple(row["id"] for row in await session.fetch(_NEXT[noun], after=after, limit=limit))
            session.touch_ids(noun, ids)
            rows = await projecting.rows_of(session, self.transactions.projector, at, anew=anew)
            await _forget_terms(session, [row for row in rows if anew and not row.new and not row.supersedes])
            await resource_writing.put(session, rows)
        return ids


async def _forget_terms(session: Session, rows: list[Written]) -> None:
    """Delete the terms of rows that stay the version that they are: their new ones would meet them."""
    if rows:
        for statement in _FORGET:
            await session.execute(statement, types=[row.type for row in rows], ids=[row.id for row in rows])
