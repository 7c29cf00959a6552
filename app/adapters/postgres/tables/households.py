"""Households; which clients belong to which stands with the clients, so that none is in two."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, Integer
from sqlmodel import Field

from app.adapters.postgres.tables.columns import belongs, document, key, moment, one_of, reference, text
from app.adapters.postgres.tables.row import Row
from app.domain.clients.household import HouseholdKind


class HouseholdRow(Row, table=True):
    __tablename__ = "households"
    __table_args__ = (
        one_of("households", "kind", HouseholdKind),
        belongs("households", "agency_id", "agencies"),
        Index("ix_households_updated", "network_id", "updated_at", "id"),
        Index("ix_households_agency", "network_id", "agency_id", "updated_at", "id"),
    )
    network_id: UUID = key()
    id: UUID = key()
    agency_id: UUID = reference()
    kind: str = text()
    name: str | None = text(nullable=True)
    content: dict[str, Any] = document()
    version: int = Field(sa_type=Integer)
    created_at: datetime = moment()
    updated_at: datetime = moment()
