"""What is written about every call beside its audit row: events for the relay, answers kept for retries."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Column, Identity, Index, Integer, Text, text
from sqlmodel import Field

from app.adapters.postgres.tables.columns import digest, document, key, moment, reference, references
from app.adapters.postgres.tables.columns import text as words
from app.adapters.postgres.tables.row import Row


class EventRow(Row, table=True):
    __tablename__ = "events"
    __table_args__ = (
        Index("ix_events_unnumbered", "network_id", "position", postgresql_where=text("seq IS NULL")),
        Index("ix_events_seq", "network_id", "seq", unique=True, postgresql_where=text("seq IS NOT NULL")),
        Index("ix_events_subject", "network_id", "subject_id", "id"),
    )
    network_id: UUID = key()
    id: UUID = key()
    position: int = Field(sa_column=Column(BigInteger, Identity(always=True), nullable=False))
    seq: int | None = Field(default=None, sa_type=BigInteger, nullable=True)
    type: str = words()
    at: datetime = moment()
    actor_id: UUID = reference()
    actor_agency_id: UUID = reference()
    principal_id: UUID | None = reference(nullable=True)
    subject_type: str = words()
    subject_id: UUID = reference()
    version: int = Field(sa_type=Integer)
    stream_id: UUID = reference()
    related: dict[str, Any] = document()
    audience: list[UUID] = references()
    client_id: UUID | None = reference(nullable=True)  # with `at` and `id` it finds the entry that says who may read


class KeptAnswerRow(Row, table=True):
    __tablename__ = "kept_answers"
    __table_args__ = (Index("ix_kept_answers_at", "network_id", "at"),)
    network_id: UUID = key()
    caller_id: UUID = key()
    key: str = Field(primary_key=True, sa_type=Text)
    at: datetime = moment()
    fingerprint: bytes = digest()
    status: int = Field(sa_type=Integer)
    headers: list[list[str]] = document()
    body: bytes = digest()
