"""Events and the audit row of a call, in one statement: durable together with what they tell of, or not at all."""

import hashlib
from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import bindparam, insert

from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.adapters.postgres.tables.columns import table_of
from app.adapters.postgres.tables.records import AuditRow, EventRow
from app.domain.events import Event
from app.ports.transactions import AuditEntry

_AUDIT = Statement.of(insert(AuditRow))
_EVENT_COLUMNS = (
    "network_id",
    "id",
    "type",
    "at",
    "actor_id",
    "actor_agency_id",
    "principal_id",
    "subject_type",
    "subject_id",
    "version",
    "stream_id",
    "related",
    "audience",
)
_events = table_of(EventRow)
_EVENT = Statement.of(insert(_events).values({name: bindparam(name) for name in _EVENT_COLUMNS}))


def _one_statement() -> Statement:
    """Write one event and the audit row in one round trip: what most commands need."""
    event = insert(_events).values({name: bindparam(f"event_{name}") for name in _EVENT_COLUMNS}).cte("event")
    return Statement.of(insert(AuditRow).add_cte(event))


_AUDIT_WITH_EVENT = _one_statement()


async def write(session: Session, events: Sequence[Event], entry: AuditEntry) -> None:
    """Insert the events in order, and the audit row."""
    audit = _audit_values(session, entry)
    if len(events) == 1:
        event = {f"event_{name}": value for name, value in _event_values(events[0]).items()}
        await session.execute(_AUDIT_WITH_EVENT, **audit, **event)
        return
    if events:
        await session.execute_many(_EVENT, [_event_values(event) for event in events])
    await session.execute(_AUDIT, **audit)


def _event_values(event: Event) -> dict[str, Any]:
    happening = event.happening
    return {
        "network_id": event.network,
        "id": event.id,
        "type": happening.type,
        "at": event.at,
        "actor_id": event.actor.id,
        "actor_agency_id": event.actor.agency,
        "principal_id": event.actor.principal,
        "subject_type": happening.subject_type,
        "subject_id": happening.subject,
        "version": happening.version,
        "stream_id": happening.stream,
        "related": {noun: str(identifier) for noun, identifier in happening.related.items()},
        "audience": sorted(happening.audience),
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
