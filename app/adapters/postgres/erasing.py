"""A client's record forgotten whole: children first, by the list of what holds something of a client."""

from datetime import datetime
from functools import cache
from uuid import UUID

from app.adapters.postgres.personal_data import HOLDINGS, SUBJECTS, Holding
from app.adapters.postgres.schema import metadata
from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.domain.identity import ClientId
from app.ports.resources import Target

_HELD = Statement.text(
    "SELECT household FROM clients WHERE network_id = $1 AND id = $2 FOR UPDATE", "network", "client"
)
# Answers are kept for retries beside the calls that they answered, at the same moment and for the same caller; those of
# the last seconds are found by the second look, when the audit is sealed.
_UNANSWER = Statement.text(
    """
    DELETE FROM kept_answers k USING audit_subjects s, audit_entries a
    WHERE k.network_id = $1 AND s.network_id = $1 AND s.subject_id = $2
        AND s.at >= (SELECT min(at) FROM kept_answers WHERE network_id = $1)
        AND a.network_id = $1 AND a.id = s.entry_id AND k.at = s.at
        AND k.caller_id IN (a.worker_id, a.api_client_id, a.agency_id)
    """,
    "network",
    "client",
)
_UNNOTE = Statement.text(
    """
    UPDATE caseload_transfers SET note = NULL, notes = notes - $2::uuid::text WHERE network_id = $1
        AND id IN (SELECT transfer_id FROM caseload_transfer_clients WHERE network_id = $1 AND client_id = $2)
    """,
    "network",
    "client",
)
_UNLINK = Statement.text(
    """
    UPDATE clients SET link_target_id = NULL, linked_at = NULL, linked_by = NULL, version = version + 1
    WHERE network_id = $1 AND link_target_id = $2 RETURNING id
    """,
    "network",
    "client",
)
_BURY = Statement.text(
    """
    UPDATE clients SET erased_at = coalesce(erased_at, $3), updated_at = $3, version = version + 1
    WHERE network_id = $1 AND id = $2
    """,
    "network",
    "client",
    "at",
)
_CLOSE_HOUSEHOLD = Statement.text(
    """
    DELETE FROM households h WHERE h.network_id = $1 AND h.id = $2
        AND NOT EXISTS (SELECT 1 FROM clients c WHERE c.network_id = $1 AND c.household = h.id)
    RETURNING h.id
    """,
    "network",
    "household",
)
_LEAVE_HOUSEHOLD = Statement.text(
    """
    UPDATE households h SET version = h.version + 1, content = jsonb_set(h.content, '{members}', (
        SELECT coalesce(jsonb_agg(m), '[]') FROM jsonb_array_elements(h.content->'members') m
        WHERE m->>'client' IS DISTINCT FROM $3::uuid::text
    ))
    WHERE h.network_id = $1 AND h.id = $2
    """,
    "network",
    "household",
    "client",
)
# What the household's resource said of the client goes, before it is written anew without them.
_FORGET_GROUPS = Statement.text(
    """
    WITH past AS (DELETE FROM resource_versions WHERE network_id = $1 AND type = 'Group' AND id = $2)
    UPDATE resources SET content = '{}', meta = '{}', other_content = NULL, other_meta = NULL, source = NULL,
        source_meta = NULL, rendered = NULL, rendered_meta = NULL
    WHERE network_id = $1 AND type = 'Group' AND id = $2
    """,
    "network",
    "household",
)
_FORGET_NAMES = tuple(
    Statement.text(
        f"DELETE FROM {table} WHERE network_id = $1 AND subject_id = ANY ($2::uuid[])",  # noqa: S608 - our own names
        "network",
        "subjects",
    )
    for table in SUBJECTS
)


async def erase(session: Session, client: ClientId, at: datetime) -> int:
    """Forget a client, whose row stays as a tombstone; return how many rows went or were emptied."""
    household = await session.fetch_value(_HELD, client=client)
    count = 0
    for statement in (_UNANSWER, _UNNOTE):
        count += await session.execute(statement, client=client)
    unlinked = [row["id"] for row in await session.fetch(_UNLINK, client=client)]
    session.touch_ids("client", unlinked)
    count += len(unlinked)
    gone: list[UUID] = [client]
    for holding in children_first():
        rows = await session.fetch(erasing(holding), client=client)
        count += len(rows)
        gone += [row["id"] for row in rows if row["id"] is not None and not holding.emptied]
    gone += [row["id"] for row in await session.fetch(_CLOSE_HOUSEHOLD, household=household)]
    count += await session.execute(_LEAVE_HOUSEHOLD, household=household, client=client)
    if household is not None:
        await session.execute(_FORGET_GROUPS, household=household)
        session.changes.gone |= {Target(type="Group", id=household)} & {Target(type="Group", id=id_) for id_ in gone}
        session.touch_ids("household", [household])
    for statement in _FORGET_NAMES:
        count += await session.execute(statement, subjects=gone)
    await session.execute(_BURY, client=client, at=at)
    return count


@cache
def children_first() -> tuple[Holding, ...]:
    """Order the list so that nothing is deleted before what points at it, or is found by it: resources go last."""
    order = {table.name: place for place, table in enumerate(metadata().sorted_tables)}
    return tuple(sorted(HOLDINGS, key=lambda holding: (holding.table == "resources", -order[holding.table])))


@cache
def erasing(holding: Holding) -> Statement:
    """Write the statement that forgets what one table holds of a client."""
    found = f"network_id = $1 AND ({holding.of_client})"
    named = "id" if "id" in metadata().tables[holding.table].c else "NULL::uuid AS id"
    if not holding.emptied:
        sql = f"DELETE FROM {holding.table} WHERE {found} RETURNING {named}"  # noqa: S608 - our own names
        return Statement.text(sql, "network", "client")
    emptied = ", ".join(f"{column} = {empty}" for column, empty in holding.emptied.items())
    sql = f"UPDATE {holding.table} SET {emptied} WHERE {found} RETURNING {named}"  # noqa: S608 - our own names
    return Statement.text(sql, "network", "client")
