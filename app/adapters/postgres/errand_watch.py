"""What the worker asks of errands before it begins anything, each in a short transaction."""

from collections.abc import Sequence
from datetime import datetime

from app.adapters.postgres.relay import anywhere
from app.adapters.postgres.repositories.resource_exports import EXPORTS
from app.adapters.postgres.repositories.resource_imports import IMPORTS
from app.adapters.postgres.statements import Statement
from app.adapters.postgres.tables.errands import RUNNING
from app.adapters.postgres.transactions import PostgresTransactions
from app.domain.identity import AgencyId, ErrandId, NetworkId
from app.domain.networks.roles import Role
from app.domain.networks.scopes import Scopes
from app.ports.errands import Waiting

_NETWORKS = "SELECT network_id FROM networks ORDER BY network_id"
_NEXT = {
    shelf.noun: Statement.text(
        f"""
        SELECT id, network_id, agency_id, asker_id, roles, scopes FROM {shelf.table.name}
        WHERE network_id = $1 AND {RUNNING} AND (leased_until IS NULL OR leased_until <= $2)
        ORDER BY updated_at, id LIMIT 1
        """,  # noqa: S608
        *("network", "now"),
    )
    for shelf in (EXPORTS, IMPORTS)
}


class PostgresErrandWatch:
    """`ErrandWatch` on the worker's role."""

    def __init__(self, transactions: PostgresTransactions) -> None:
        self._transactions = transactions

    async def networks(self) -> Sequence[NetworkId]:
        """Name every network."""
        return [NetworkId(row["network_id"]) for row in await anywhere(self._transactions.pool, _NETWORKS)]

    async def next(self, network: NetworkId, noun: str, now: datetime) -> Waiting | None:
        """Name the errand that has waited longest for its turn, and of which nobody does a part right now."""
        async with self._transactions.session(network) as session:
            row = await session.fetch_row(_NEXT[noun], now=now)
        if row is None:
            return None
        return Waiting(
            id=ErrandId(row["id"]),
            network=NetworkId(row["network_id"]),
            agency=AgencyId(row["agency_id"]),
            asker=row["asker_id"],
            roles=frozenset(map(Role, row["roles"])),
            scopes=Scopes.parse(row["scopes"]),
        )
