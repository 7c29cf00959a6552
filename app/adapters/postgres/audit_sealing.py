"""The log's rows as the sealer meets them: one sealer at a time holds a network's head and adds to it in one commit."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg

from app.adapters.postgres.records import leaf
from app.adapters.postgres.relay import anywhere
from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.adapters.postgres.transactions import PostgresTransactions
from app.domain.audit.merkle import Tree
from app.domain.identity import NetworkId
from app.ports.audit import Head, Stretch, Unsealed

QUIET = timedelta(minutes=1)  # after which nothing can still be on its way into a log
_NEVER = "'-infinity'::timestamptz"
_FIRST = "'00000000-0000-0000-0000-000000000000'::uuid"
_BEHIND = f"""
    SELECT n.network_id FROM networks n LEFT JOIN audit_heads h ON h.network_id = n.network_id
    WHERE coalesce(h.sealed_at, {_NEVER}) > $1 OR EXISTS (
        SELECT 1 FROM audit_entries e WHERE e.network_id = n.network_id AND e.id > coalesce(h.last_id, {_FIRST})
    )
    ORDER BY n.network_id
"""  # noqa: S608 - our own words
_LOCK = Statement.text(
    """
    SELECT size, last_id, peaks, (
        SELECT note FROM audit_checkpoints WHERE network_id = $1 ORDER BY hour DESC LIMIT 1
    ) AS note
    FROM audit_heads WHERE network_id = $1 FOR UPDATE SKIP LOCKED
    """,
    "network",
)
_FIRST_LOCK = Statement.text(
    f"""
    INSERT INTO audit_heads (network_id, size, last_id, peaks, sealed_at) VALUES ($1, 0, {_FIRST}, '', {_NEVER})
    ON CONFLICT DO NOTHING RETURNING size, last_id, peaks, (
        SELECT note FROM audit_checkpoints WHERE network_id = $1 ORDER BY hour DESC LIMIT 1
    ) AS note
    """,  # noqa: S608 - our own words
    "network",
)
ENTRY_COLUMNS = (
    "e.network_id, e.id, e.at, e.actor_id, e.agency_id, e.api_client_id, e.worker_id, e.principal_id, e.roles, "
    "e.action, e.permission, e.subject_type, e.subject_ids, e.client_ids, e.request_id, e.leaf, e.mac"
)
_WAITING = Statement.text(
    f"""
    SELECT {ENTRY_COLUMNS} FROM audit_entries e
    WHERE e.network_id = $1 AND e.id > $2
        AND NOT EXISTS (SELECT 1 FROM audit_leaves l WHERE l.network_id = $1 AND l.entry_id = e.id)
        AND NOT EXISTS (SELECT 1 FROM audit_findings f WHERE f.network_id = $1 AND f.entry_id = e.id)
    ORDER BY e.id LIMIT $3
    """,  # noqa: S608 - our own names
    "network",
    "after",
    "limit",
)
_APPEND = Statement.text(
    """
    WITH placed AS (
        INSERT INTO audit_leaves (network_id, seq, entry_id, leaf, mac)
        SELECT $1, seq, entry_id, leaf, mac
        FROM unnest($2::bigint[], $3::uuid[], $4::bytea[], $5::bytea[]) AS given (seq, entry_id, leaf, mac)
    ), grown AS (
        INSERT INTO audit_nodes (network_id, level, index, hash)
        SELECT $1, level, index, hash FROM unnest($6::smallint[], $7::bigint[], $8::bytea[]) AS n (level, index, hash)
    ), signed AS (
        INSERT INTO audit_checkpoints (network_id, hour, size, root, at, key_id, note)
        VALUES ($1, date_trunc('hour', $12::timestamptz, 'UTC'), $9, $13, $12, $14, $15)
        ON CONFLICT (network_id, hour) DO UPDATE
        SET size = excluded.size, root = excluded.root, at = excluded.at, key_id = excluded.key_id,
            note = excluded.note
    ), found AS (
        INSERT INTO audit_subjects (network_id, subject_id, at, entry_id, agency_id, bases)
        SELECT $1, about.id, e.at, e.id, e.agency_id,
            CASE WHEN about.id = ANY (e.client_ids) THEN ARRAY(
                SELECT DISTINCT a.basis FROM client_access a
                WHERE a.network_id = $1 AND a.agency_id = e.agency_id AND a.client_id = about.id
                    AND a.since <= e.at AND (a.until IS NULL OR a.until > e.at)
                ORDER BY a.basis
            ) END
        FROM audit_entries e
        CROSS JOIN LATERAL (SELECT DISTINCT unnest(e.subject_ids || e.client_ids) AS id) about
        WHERE e.network_id = $1 AND e.id = ANY ($3::uuid[])
    )
    UPDATE audit_heads SET size = $9, last_id = $10, peaks = $11, sealed_at = $12 WHERE network_id = $1
    """,
    *("network", "seqs", "entries", "leaves", "macs", "levels", "indexes", "hashes"),
    *("size", "last", "peaks", "at", "root", "key_id", "note"),
)


class PostgresAuditLog:
    """`AuditLog` on the worker's role, the only one that may add to what is sealed."""

    def __init__(self, transactions: PostgresTransactions) -> None:
        self._transactions = transactions

    async def networks_behind(self, now: datetime) -> Sequence[NetworkId]:
        """Name the networks with entries younger than their head, and those that were at work a moment ago."""
        rows = await anywhere(self._transactions.pool, _BEHIND, now - QUIET)
        return [NetworkId(row["network_id"]) for row in rows]

    @asynccontextmanager
    async def sealing(self, network: NetworkId) -> "AsyncIterator[PostgresSealing | None]":
        """Lock a log's head until the block ends."""
        async with self._transactions.session(network) as session:
            row = await session.fetch_row(_LOCK) or await session.fetch_row(_FIRST_LOCK)
            yield None if row is None else PostgresSealing(session, _head(row))


class PostgresSealing:
    """`Sealing` within one open transaction."""

    def __init__(self, session: Session, head: Head | None) -> None:
        self._session, self.head = session, head

    async def waiting(self, after: UUID, limit: int) -> Sequence[Unsealed]:
        """Return entries without a place: the statement's snapshot is younger than the lock."""
        rows = await self._session.fetch(_WAITING, after=after, limit=limit)
        return [unsealed(row) for row in rows]

    async def append(self, stretch: Stretch) -> None:
        """Add everything in one statement."""
        await self._session.execute(
            _APPEND,
            seqs=[place.seq for place in stretch.places],
            entries=[place.entry for place in stretch.places],
            leaves=[place.leaf for place in stretch.places],
            macs=[place.mac for place in stretch.places],
            levels=[node.level for node in stretch.nodes],
            indexes=[node.index for node in stretch.nodes],
            hashes=[node.hash for node in stretch.nodes],
            size=stretch.tree.size,
            last=stretch.last,
            peaks=stretch.tree.pack(),
            at=stretch.at,
            root=stretch.checkpoint.root,
            key_id=stretch.key.hash.hex(),
            note=stretch.note,
        )


def unsealed(row: asyncpg.Record) -> Unsealed:
    """Read an entry, and hash it as it stands there."""
    values: dict[str, Any] = dict(row)
    noted, mac = values.pop("leaf"), values.pop("mac")
    return Unsealed(id=values["id"], leaf=leaf(values), noted=noted, mac=mac)


def _head(row: asyncpg.Record) -> Head | None:
    if row["size"] == 0 and row["note"] is None:
        return None
    try:
        tree = Tree.packed(row["size"], row["peaks"])
    except ValueError:
        tree = Tree(row["size"], [])  # what nobody has signed, so that it is told
    return Head(tree=tree, last=row["last_id"], note=row["note"])
