"""Events and the audit row of a call, in one statement: durable together with what they tell of, or not at all."""

import hashlib
from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import insert

from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.adapters.postgres.tables.records import AuditRow
from app.domain.events import Event
from app.ports.transactions import AuditEntry, KeptAnswer

_AUDIT = Statement.of(insert(AuditRow))
# Everything in one message. Positions are given in the order of the list, which the relay relies on.
_ALL = Statement.text(
    """
    WITH happened AS (
        INSERT INTO events (network_id, id, type, at, actor_id, actor_agency_id, principal_id, subject_type, subject_id,
            version, stream_id, related, audience)
        SELECT $1::uuid, (event ->> 'id')::uuid, event ->> 'type', $3::timestamptz, $4::uuid, $5::uuid, $8::uuid,
            event ->> 'subject_type', (event ->> 'subject_id')::uuid, (event ->> 'version')::int,
            (event ->> 'stream_id')::uuid, event -> 'related',
            ARRAY(SELECT jsonb_array_elements_text(event -> 'audience')::uuid)
        FROM jsonb_array_elements($15::jsonb) WITH ORDINALITY AS listed(event, place) ORDER BY place
    ), kept AS (
        INSERT INTO kept_answers (network_id, caller_id, key, at, fingerprint, status, headers, body)
        SELECT $1::uuid, $4::uuid, $16::text, $3::timestamptz, $17::bytea, $18::int, $19::jsonb, $20::bytea
        WHERE $16::text IS NOT NULL
    )
    INSERT INTO audit_entries (network_id, id, at, agency_id, api_client_id, worker_id, principal_id, action,
        subject_type, subject_ids, client_ids, request_id, leaf)
    VALUES ($1::uuid, $2::uuid, $3::timestamptz, $5::uuid, $6::uuid, $7::uuid, $8::uuid, $9::text, $10::text,
        $11::uuid[], $12::uuid[], $13::text, $14::bytea)
    """,
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
)
_NOT_KEPT: dict[str, Any] = dict.fromkeys(("key", "fingerprint", "status", "headers", "body"))


async def write(session: Session, events: Sequence[Event], entry: AuditEntry, kept: KeptAnswer | None) -> None:
    """Insert the events in order, the audit row, and the answer under its key."""
    audit = _audit_values(session, entry)
    if not events and kept is None:
        await session.execute(_AUDIT, **audit)
        return
    listed = [_event_values(event) for event in events]
    answered = _NOT_KEPT if kept is None else _kept_values(kept)
    await session.execute(_ALL, **audit, actor_id=entry.actor.id, events=listed, **answered)


def _event_values(event: Event) -> dict[str, Any]:
    happening = event.happening
    return {
        "id": event.id,
        "type": happening.type,
        "subject_type": happening.subject_type,
        "subject_id": happening.subject,
        "version": happening.version,
        "stream_id": happening.stream,
        "related": happening.related,
        "audience": sorted(happening.audience),
    }


def _kept_values(kept: KeptAnswer) -> dict[str, Any]:
    return {
        "key": kept.key,
        "fingerprint": kept.fingerprint,
        "status": kept.answer.status,
        "headers": kept.answer.headers,
        "body": kept.answer.body,
    }


def _audit_values(session: Session, entry: AuditEntry) -> dict[str, Any]:
    values: dict[str, Any] = {
        "network_id": session.network,
        "id": entry.id,
        "at": entry.at,
        "agency_id": entry.actor.agency,
        "api_client_id": entry.actor.api_client,
        "worker_id": entry.actor.worker,
        "principal_id": entry.actor.principal,
        "action": entry.action,
        "subject_type": entry.subject_type,
        "subject_ids": list(entry.subjects),
        "client_ids": sorted(entry.clients),
        "request_id": entry.request_id,
    }
    return {**values, "leaf": leaf(values)}


def leaf(values: dict[str, Any]) -> bytes:
    """Return the digest of one audit row: SHA-256 over a zero byte and its canonical JSON (RFC 9162, section 2.1.1)."""
    return hashlib.sha256(b"\x00" + msgspec.json.encode(values, order="sorted")).digest()
