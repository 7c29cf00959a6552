"""What the worker asks of bulk exports and imports before it begins anything, each in a short transaction."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import asyncpg

from app.adapters.postgres.relay import anywhere
from app.adapters.postgres.statements import Statement
from app.adapters.postgres.transactions import PostgresTransactions
from app.domain.identity import AgencyId, NetworkId
from app.domain.networks.roles import Role
from app.domain.networks.scopes import Scopes
from app.ports.bulk import Waiting

_NETWORKS = "SELECT network_id FROM networks ORDER BY network_id"
_NEXT = "SELECT id, network_id, agency_id, asker_id, roles, scopes FROM"
_NEXT_EXPORT = Statement.text(
    f"{_NEXT} resource_exports WHERE network_id = $1 AND status = 'running' ORDER BY updated_at, id LIMIT 1",
    "network",
)
_NEXT_IMPORT = Statement.text(
    f"""
    {_NEXT} resource_imports WHERE network_id = $1 AND status = 'running'
        AND (leased_until IS NULL OR leased_until <= $2) ORDER BY updated_at, id LIMIT 1
    """,
    *("network", "now"),
)


class PostgresBulkWatch:
    """`BulkWatch` on the worker's role."""

    def __init__(self, transactions: PostgresTransactions) -> None:
        self._transactions = transactions

    async def networks(self) -> Sequence[NetworkId]:
        """Name every network."""
        return [NetworkId(row["network_id"]) for row in await anywhere(self._transactions.pool, _NETWORKS)]

    async def next_export(self, network: NetworkId) -> Waiting | None:
        """Name the export that has waited longest for its turn."""
        return await self._next(network, _NEXT_EXPORT)

    async def next_import(self, network: NetworkId, now: datetime) -> Waiting | None:
        """Name the import that has waited longest for its turn, and of which nobody takes a part right now."""
        return await self._next(network, _NEXT_IMPORT, now=now)

    async def _next(self, network: NetworkId, statement: Statement, **given: Any) -> Waiting | None:
        async with self._transactions.session(network) as session:
            row = await session.fetch_row(statement, **given)
        return None if row is None else _waiting(row)


def _waiting(row: asyncpg.Record) -> Waiting:
    return Waiting(
        id=row["id"],
        network=NetworkId(row["network_id"]),
        agency=AgencyId(row["agency_id"]),
        asker=row["asker_id"],
        roles=frozenset(map(Role, row["roles"])),
        scopes=Scopes.parse(row["scopes"]),
    )
