"""Needs of clients, and how each stood from when on."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Index, Integer, SmallInteger
from sqlalchemy import text as sql
from sqlmodel import Field

from app.adapters.postgres.tables.columns import (
    belongs,
    document,
    key,
    moment,
    one_of,
    reference,
    text,
    texts,
)
from app.adapters.postgres.tables.row import Row
from app.domain.care_plans.need_moves import NeedStatus, Verification


class NeedRow(Row, table=True):
    __tablename__ = "needs"
    __table_args__ = (
        one_of("needs", "status", NeedStatus),
        one_of("needs", "verification", Verification),
        belongs("needs", "client_id", "clients"),
        belongs("needs", "agency_id", "agencies"),
        belongs("needs", "assessment_id", "assessments"),
        Index("ix_needs_client", "network_id", "client_id", "updated_at", "id"),
        Index("ix_needs_assessment", "network_id", "assessment_id", postgresql_where=sql("assessment_id IS NOT NULL")),
        Index("ix_needs_agency", "network_id", "agency_id", "updated_at", "id"),
        Index("ix_needs_agency_status", "network_id", "agency_id", "status", "updated_at", "id"),
        Index("ix_needs_agency_category", "network_id", "agency_id", "category", "updated_at", "id"),
        Index("ix_needs_updated", "network_id", "updated_at", "id"),
        Index("ix_needs_status", "network_id", "status", "updated_at", "id"),
        Index("ix_needs_category", "network_id", "category", "updated_at", "id"),
    )
    network_id: UUID = key()
    id: UUID = key()
    client_id: UUID = reference()
    agency_id: UUID = reference()
    kinds: int = Field(sa_type=BigInteger)
    sensitivity: int = Field(sa_type=SmallInteger)
    category: str | None = text(nullable=True)
    status: str = text()
    verification: str = text()
    content: dict[str, Any] = document()
    assessment_id: UUID | None = reference(nullable=True)
    links: list[str] = texts()
    recorded_by: UUID = reference()
    version: int = Field(sa_type=Integer)
    created_at: datetime = moment()
    updated_at: datetime = moment()


class NeedStepRow(Row, table=True):
    __tablename__ = "need_steps"
    __table_args__ = (belongs("need_steps", "need_id", "needs"),)
    network_id: UUID = key()
    need_id: UUID = key()
    number: int = Field(primary_key=True, sa_type=Integer)
    at: datetime = moment()
    by: UUID = reference()
    agency_id: UUID = reference()
    action: str = text()
    status: str = text()
    verification: str = text()
    note: str | None = text(nullable=True)
