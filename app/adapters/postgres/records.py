"""Events and the audit row of a call, in one statement: durable together with what they tell of, or not at all."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec

from app.adapters.postgres import resource_writing
from app.adapters.postgres.changes import Written
from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import ENTRANCE, Statement
from app.adapters.postgres.tables.audit import AuditRow
from app.adapters.postgres.tables.columns import table_of
from app.domain.audit.merkle import leaf_hash
from app.domain.codes import label_bits
from app.domain.consents.scope import kind_bits
from app.domain.events import Event, Happening
from app.domain.timelines.trace import Trace, trace_of
from app.ports.transactions import AuditEntry, KeptAnswer

Stamp = Callable[[bytes], bytes]  # gives a leaf the code that only the service can give


def _audit() -> Statement:
    """Write the audit row alone; it enters the network by itself, for who looked without a transaction."""
    names = [column.name for column in table_of(AuditRow).c if column.name != "network_id"]
    values = ", ".join(f"${place}" for place in range(2, len(names) + 2))
    sql = (
        f"INSERT INTO audit_entries (network_id, {', '.join(names)})"  # noqa: S608 - our own names
        f" SELECT entered.network::uuid, {values} FROM {ENTRANCE.format(network='$1')}"
    )
    return Statement.text(sql, "network", *names, enters=True)


_AUDIT = _audit()
# Everything in one message. Positions are given in the order of the list, which the relay relies on.
_EVERYTHING = """
    WITH happened AS (
        INSERT INTO events (network_id, id, type, at, actor_id, actor_agency_id, principal_id, subject_type, subject_id,
            version, stream_id, related, audience, client_id)
        SELECT $1::uuid, id, type, $3::timestamptz, $4::uuid, $5::uuid, $8::uuid, subject_type, subject_id, version,
            stream_id, related, audience, client_id
        FROM ROWS FROM (jsonb_to_recordset($15::jsonb) AS (id uuid, type text, subject_type text, subject_id uuid,
            version int, stream_id uuid, related jsonb, audience uuid[], client_id uuid)) WITH ORDINALITY
            AS told (id, type, subject_type, subject_id, version, stream_id, related, audience, client_id, place)
        ORDER BY place
    ), kept AS (
        INSERT INTO kept_answers (network_id, caller_id, key, at, fingerprint, status, headers, body)
        SELECT $1::uuid, $4::uuid, $16::text, $3::timestamptz, $17::bytea, $18::int, $19::jsonb, $20::bytea
        WHERE $16::text IS NOT NULL
    ){traced}{resources}
    INSERT INTO audit_entries (network_id, id, at, actor_id, agency_id, api_client_id, worker_id, principal_id, action,
        subject_type, subject_ids, client_ids, request_id, leaf, mac, roles, permission)
    VALUES ($1::uuid, $2::uuid, $3::timestamptz, $4::uuid, $5::uuid, $6::uuid, $7::uuid, $8::uuid, $9::text, $10::text,
        $11::uuid[], $12::uuid[], $13::text, $14::bytea, $21::bytea, $22::text[], $23::text)
    """
_TRACED = """, traced AS (
        INSERT INTO timeline_entries (network_id, client_id, at, id, kind, type, subject_type, subject_id, version,
            actor_agency_id, worker_id, principal_id, reading, agency_id, parties, kinds, sensitivity, related, facts)
        SELECT $1::uuid, client_id, $3::timestamptz, id, kind, type, subject_type, subject_id, version,
            $5::uuid, $7::uuid, $8::uuid, reading, agency_id, parties, kinds, sensitivity, related, facts
        FROM jsonb_to_recordset($15::jsonb) AS told (id uuid, type text, subject_type text, subject_id uuid,
            version int, related jsonb, client_id uuid, kind text, reading text, agency_id uuid, parties uuid[],
            kinds bigint, sensitivity smallint, facts jsonb)
        WHERE client_id IS NOT NULL
    )"""
# The entries of a thing bear the labels that it has now: what became sensitive is withdrawn from its past as well.
_RELABELLED = """, relabelled AS (
        UPDATE timeline_entries entry
        SET agency_id = now.agency_id, kinds = now.kinds, sensitivity = now.sensitivity
        FROM (
            SELECT DISTINCT ON (subject_id) subject_id, client_id, agency_id, kinds, sensitivity
            FROM jsonb_to_recordset($15::jsonb) AS told (subject_id uuid, version int, client_id uuid, agency_id uuid,
                kinds bigint, sensitivity smallint, relabels boolean)
            WHERE relabels ORDER BY subject_id, version DESC
        ) now
        WHERE entry.network_id = $1::uuid AND entry.client_id = now.client_id AND entry.subject_id = now.subject_id
            AND entry.reading = 'record' AND (entry.agency_id, entry.kinds, entry.sensitivity)
                IS DISTINCT FROM (now.agency_id, now.kinds, now.sensitivity)
    )"""
_NAMES = (
    "network",
    "id",
    "at",
    "actor_id",
    "agency_id",
    "api_client_id",
    "worker_id",
    "principal_id",
    "action",
    "subject_type",
    "subject_ids",
    "client_ids",
    "request_id",
    "leaf",
    "events",
    "key",
    "fingerprint",
    "status",
    "headers",
    "body",
    "mac",
    "roles",
    "permission",
)


def _everything(traced: str) -> Mapping[bool | None, Statement]:
    """Write the statement without resources (None), with new ones, and with such as may be there already."""
    first = len(_NAMES) + 1
    written = {changing: f", {resource_writing.parts(first, changing=changing)}" for changing in (False, True)}
    names = (*_NAMES, *resource_writing.NAMES)
    alone = Statement.text(_EVERYTHING.format(traced=traced, resources=""), *_NAMES)
    return {None: alone} | {
        changing: Statement.text(_EVERYTHING.format(traced=traced, resources=resources), *names)
        for changing, resources in written.items()
    }


_ALL, _ALL_TRACED, _ALL_RELABELLED = map(_everything, ("", _TRACED, _TRACED + _RELABELLED))
_NOT_KEPT: dict[str, Any] = dict.fromkeys(("key", "fingerprint", "status", "headers", "body"))


async def write(
    session: Session,
    events: Sequence[Event],
    entry: AuditEntry,
    kept: KeptAnswer | None,
    stamp: Stamp,
    resources: Sequence[Written] = (),
) -> None:
    """Insert the events in order with their traces in timelines, the audit row, the answer, and resources."""
    audit = audit_values(session, entry, stamp)
    if not events and kept is None:
        await session.execute(_AUDIT, **audit)
        await resource_writing.put(session, resources)
        return
    listed = [_event_values(event) for event in events]
    answered = _NOT_KEPT if kept is None else _kept_values(kept)
    written = resource_writing.arguments(resources) if resources else {}
    statement = _statement(listed)[resource_writing.changing(resources) if resources else None]
    await session.execute(statement, **audit, events=listed, **answered, **written)


async def write_reads(session: Session, entries: Sequence[AuditEntry], stamp: Stamp) -> None:
    """Insert the audit rows of several reads."""
    rows = [audit_values(session, entry, stamp) for entry in entries]
    if len(rows) == 1:
        await session.execute(_AUDIT, **rows[0])
    else:
        await session.execute_many(_AUDIT, rows)


def _statement(listed: list[dict[str, Any]]) -> Mapping[bool | None, Statement]:
    """Choose the statement that does no more than these events need: the commonest calls leave the past alone."""
    begun = {event["subject_id"] for event in listed if event["version"] == 1}  # these have no past
    if any(event.get("relabels") and event["subject_id"] not in begun for event in listed):
        return _ALL_RELABELLED
    return _ALL_TRACED if any("client_id" in event for event in listed) else _ALL


def _event_values(event: Event) -> dict[str, Any]:
    happening = event.happening
    values = {
        "id": event.id,
        "type": happening.type,
        "subject_type": happening.subject_type,
        "subject_id": happening.subject,
        "version": happening.version,
        "stream_id": happening.stream,
        "related": happening.related,
        "audience": sorted(happening.audience),
    }
    trace = trace_of(event)
    return values if trace is None else values | _trace_values(happening, trace)


def _trace_values(happening: Happening, trace: Trace) -> dict[str, Any]:
    return {
        "client_id": trace.client,
        "kind": happening.type.partition(".")[0],
        "reading": trace.reading,
        "agency_id": trace.agency,
        "parties": sorted(trace.parties),
        "kinds": kind_bits(trace.kinds),
        "sensitivity": label_bits(trace.sensitivities),
        "facts": happening.facts,
        "relabels": trace.relabels and happening.version > 1,
    }


def _kept_values(kept: KeptAnswer) -> dict[str, Any]:
    return {
        "key": kept.key,
        "fingerprint": kept.fingerprint,
        "status": kept.answer.status,
        "headers": kept.answer.headers,
        "body": kept.answer.body,
    }


def audit_values(session: Session, entry: AuditEntry, stamp: Stamp) -> dict[str, Any]:
    """Return the columns of an audit row."""
    values: dict[str, Any] = {
        "network_id": session.network,
        "id": entry.id,
        "at": entry.at,
        "actor_id": entry.actor.id,
        "agency_id": entry.actor.agency,
        "api_client_id": entry.actor.api_client,
        "worker_id": entry.actor.worker,
        "principal_id": entry.actor.principal,
        "roles": sorted(entry.actor.roles),
        "action": entry.action,
        "permission": entry.permission,
        "subject_type": entry.subject_type,
        "subject_ids": list(entry.subjects),
        "client_ids": sorted(entry.clients),
        "request_id": entry.request_id,
    }
    sealed = leaf(values)
    return {**values, "leaf": sealed, "mac": stamp(sealed)}


def unstamped(_leaf: bytes) -> bytes:
    """Give no code: for whoever writes rows that nobody shall believe."""
    return b""


def leaf(values: Mapping[str, Any]) -> bytes:
    """Return the hash of one audit row: the leaf over its canonical JSON, of which each row has but one."""
    return leaf_hash(canonical(values))


def canonical(values: Mapping[str, Any]) -> bytes:
    """Write what an audit row says as JSON: names sorted, no spaces, moments in UTC."""
    return msgspec.json.encode(values, order="sorted")
