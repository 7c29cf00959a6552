"""The log held still and read from its first entry to its last, to be examined or exported."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID

import asyncpg

from app.adapters.postgres.audit_files import written
from app.adapters.postgres.audit_sealing import ENTRY_COLUMNS
from app.adapters.postgres.records import leaf
from app.adapters.postgres.relay import anywhere
from app.adapters.postgres.transactions import PostgresTransactions
from app.domain.audit.examination import Entry, Line, Stray
from app.domain.identity import NetworkId
from app.ports.audit import KeptCheckpoint, LogKeys

BATCH = 4_096
MOST_STRAYS = 1_000
HOURS = 6 * 3600.0  # that one statement over a whole log may take
OVERDUE = {True: timedelta(hours=1), False: timedelta(minutes=2), None: timedelta(minutes=2)}
HIGHEST_LEVEL = 62
_NETWORKS = "SELECT network_id FROM networks ORDER BY network_id"
_STILL = (
    "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL app.network = '{network}'; "
    "SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0"
)
_ANCHORED = "SELECT note, at FROM audit_anchors WHERE network_id = $1 AND origin = $2 ORDER BY size"
_CHECKPOINTS = "SELECT note, hour FROM audit_checkpoints WHERE network_id = $1 ORDER BY size"
_LINES = f"""
    SELECT l.seq, l.entry_id, l.leaf AS sealed, l.mac AS place, {ENTRY_COLUMNS}
    FROM audit_leaves l LEFT JOIN audit_entries e ON e.network_id = l.network_id AND e.id = l.entry_id
    WHERE l.network_id = $1 AND l.seq > $2 ORDER BY l.seq LIMIT {BATCH}
"""  # noqa: S608 - our own names
_NODES = """
    SELECT n.level, n.index, n.hash
    FROM unnest($2::smallint[], $3::bigint[], $4::bigint[]) AS wanted (level, first, last)
    JOIN audit_nodes n ON n.network_id = $1 AND n.level = wanted.level AND n.index BETWEEN wanted.first AND wanted.last
"""
_STRAYS = f"""
    SELECT {ENTRY_COLUMNS}, (
        SELECT entry_id FROM audit_leaves WHERE network_id = $1 ORDER BY entry_id DESC LIMIT 1
    ) AS newest, EXISTS (SELECT 1 FROM audit_findings f WHERE f.network_id = $1 AND f.entry_id = e.id) AS forged
    FROM audit_entries e
    WHERE e.network_id = $1
        AND NOT EXISTS (SELECT 1 FROM audit_leaves l WHERE l.network_id = $1 AND l.entry_id = e.id)
    ORDER BY e.id LIMIT {MOST_STRAYS}
"""  # noqa: S608 - our own names
_HIDDEN = """
    SELECT coalesce(due.entry_id, found.entry_id)
    FROM (
        SELECT e.id AS entry_id, e.at, e.agency_id, about.id AS subject_id
        FROM audit_leaves l JOIN audit_entries e ON e.network_id = l.network_id AND e.id = l.entry_id
        CROSS JOIN LATERAL (SELECT DISTINCT unnest(e.subject_ids || e.client_ids) AS id) about
        WHERE l.network_id = $1
    ) due
    FULL JOIN (SELECT * FROM audit_subjects WHERE network_id = $1) found
        ON found.subject_id = due.subject_id AND found.at = due.at AND found.entry_id = due.entry_id
            AND found.agency_id = due.agency_id
    WHERE due.entry_id IS NULL OR found.entry_id IS NULL LIMIT 1
"""


class PostgresLogReader:
    """`LogReader` on the worker's role; `keys` are left out where the service's secret is not at hand."""

    def __init__(self, transactions: PostgresTransactions, keys: LogKeys | None) -> None:
        self._transactions, self._keys = transactions, keys

    async def networks(self) -> Sequence[NetworkId]:
        """Name every network."""
        return [NetworkId(row["network_id"]) for row in await anywhere(self._transactions.pool, _NETWORKS)]

    async def anchored(self, origin: str) -> Sequence[KeptCheckpoint]:
        """Return what the networks of this service keep of a log."""
        kept: list[KeptCheckpoint] = []
        for network in await self.networks():
            async with self._transactions.session(network) as session:
                rows = await session.connection.fetch(_ANCHORED, network, origin)
            kept += [KeptCheckpoint(note=row["note"], source=f"the network {network}") for row in rows]
        return kept

    @asynccontextmanager
    async def snapshot(self, network: NetworkId) -> "AsyncIterator[PostgresSnapshot]":
        """Hold one log still until the block ends."""
        async with self._transactions.pool.acquire() as connection:
            await connection.execute(_STILL.format(network=UUID(str(network))))
            try:
                yield PostgresSnapshot(connection, network, self._keys)
            finally:
                await connection.execute("ROLLBACK")


class PostgresSnapshot:
    """`Snapshot` within one transaction that sees one moment."""

    def __init__(self, connection: Any, network: NetworkId, keys: LogKeys | None) -> None:
        self._connection, self._network, self._keys = connection, network, keys

    async def checkpoints(self) -> Sequence[KeptCheckpoint]:
        """Return the log's own checkpoints, the oldest first."""
        rows = await self._connection.fetch(_CHECKPOINTS, self._network)
        return [KeptCheckpoint(note=row["note"], source=f"the checkpoint of {row['hour']}") for row in rows]

    async def lines(self, trusted_from: int) -> AsyncIterator[tuple[Sequence[Line], Mapping[tuple[int, int], bytes]]]:
        """Read the log in batches, each with the subtrees that are kept and end in it."""
        async for rows in self._batches():
            lines = [self._line(row, known=row["seq"] >= trusted_from) for row in rows]
            yield lines, await self._nodes(lines[0].seq, lines[-1].seq + 1)

    async def written(self) -> AsyncIterator[bytes]:
        """Read the log as lines of JSON, each an entry with its place, its hash and its codes."""
        async for rows in self._batches():
            for row in rows:
                yield written(row["seq"], row["place"], *_parts(row))

    async def strays(self) -> Sequence[Stray]:
        """Return entries without a place, the first of those that are too many."""
        rows = await self._connection.fetch(_STRAYS, self._network, timeout=HOURS)
        return [self._stray(row) for row in rows]

    async def hidden(self) -> UUID | None:
        """Return an entry that is not found under all that it is about, or under something else."""
        entry: UUID | None = await self._connection.fetchval(_HIDDEN, self._network, timeout=HOURS)
        return entry

    async def _batches(self) -> AsyncIterator[Sequence[asyncpg.Record]]:
        last = -(2**63)
        while rows := await self._connection.fetch(_LINES, self._network, last, timeout=HOURS):
            yield rows
            last = rows[-1]["seq"]

    async def _nodes(self, start: int, end: int) -> Mapping[tuple[int, int], bytes]:
        levels = [level for level in range(1, HIGHEST_LEVEL) if end >> level] if start >= 0 else []
        first, last = [start >> level for level in levels], [(end >> level) - 1 for level in levels]
        rows = await self._connection.fetch(_NODES, self._network, levels, first, last)
        return {(row["level"], row["index"]): row["hash"] for row in rows}

    def _line(self, row: asyncpg.Record, *, known: bool) -> Line:
        keys, seq, sealed = self._keys if known else None, row["seq"], row["sealed"]
        place = keys.of_place(self._network, max(seq, 0), row["entry_id"], sealed) if keys else None
        return Line(
            seq=seq,
            id=row["entry_id"],
            leaf=sealed,
            in_place=None if place is None else place == row["place"],
            entry=None if row["id"] is None else _entry(row, keys),
        )

    def _stray(self, row: asyncpg.Record) -> Stray:
        entry, newest = _entry(row, self._keys), row["newest"]
        behind = timedelta(0) if newest is None else timedelta(milliseconds=(newest.int >> 80) - (row["id"].int >> 80))
        genuine = False if row["forged"] and not entry.genuine else entry.genuine
        return Stray(id=row["id"], at=row["at"], genuine=genuine, late=behind > OVERDUE[genuine])


def _entry(row: asyncpg.Record, keys: LogKeys | None) -> Entry:
    values, noted, mac = _parts(row)
    said = leaf(values)
    return Entry(leaf=said, noted=noted, genuine=None if keys is None else keys.of_entry(said) == mac)


def _parts(row: asyncpg.Record) -> tuple[dict[str, Any], bytes, bytes]:
    beside = ("seq", "entry_id", "sealed", "place", "newest", "forged", "leaf", "mac")
    return {name: value for name, value in row.items() if name not in beside}, row["leaf"], row["mac"]
