"""What happened with each client, in the order in which a timeline is read; written with the events themselves."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, DateTime, Integer, SmallInteger
from sqlmodel import Field

from app.adapters.postgres.tables.columns import document, key, one_of, reference, references
from app.adapters.postgres.tables.columns import text as words
from app.adapters.postgres.tables.row import Row
from app.domain.timelines.trace import Reading


class TimelineEntryRow(Row, table=True):
    """One key serves the order and the reading, since every write pays for every index."""

    __tablename__ = "timeline_entries"
    __table_args__ = (one_of("timeline_entries", "reading", Reading),)
    network_id: UUID = key()
    client_id: UUID = key()
    at: datetime = Field(primary_key=True, sa_type=DateTime(timezone=True))
    id: UUID = key()
    kind: str = words()
    type: str = words()
    subject_type: str = words()
    subject_id: UUID = reference()
    version: int = Field(sa_type=Integer)
    actor_agency_id: UUID = reference()
    worker_id: UUID | None = reference(nullable=True)
    principal_id: UUID | None = reference(nullable=True)
    reading: str = words()
    agency_id: UUID | None = reference(nullable=True)
    parties: list[UUID] = references()
    kinds: int = Field(sa_type=BigInteger)
    sensitivity: int = Field(sa_type=SmallInteger)
    related: dict[str, Any] = document()
    facts: dict[str, Any] = document()
