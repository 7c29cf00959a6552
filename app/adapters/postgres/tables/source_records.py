"""What sources call the things that were taken over from them, and a digest of what they said last."""

from uuid import UUID

from sqlalchemy import Index, Text
from sqlmodel import Field

from app.adapters.postgres.tables.columns import digest, key, reference
from app.adapters.postgres.tables.row import Row


class SourceRecordRow(Row, table=True):
    __tablename__ = "source_records"
    __table_args__ = (Index("ix_source_records_subject", "network_id", "noun", "subject_id"),)
    network_id: UUID = key()
    noun: str = Field(primary_key=True, sa_type=Text)
    source: str = Field(primary_key=True, sa_type=Text)
    name: str = Field(primary_key=True, sa_type=Text)
    subject_id: UUID = reference()
    said: bytes | None = digest(nullable=True)
