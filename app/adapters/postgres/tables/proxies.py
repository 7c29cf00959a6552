"""Who may speak for clients."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Date, Index, Integer
from sqlmodel import Field

from app.adapters.postgres.tables.columns import belongs, document, key, moment, one_of, reference, text
from app.adapters.postgres.tables.row import Row
from app.domain.consents.proxy import ProxyKind


class ClientProxyRow(Row, table=True):
    __tablename__ = "client_proxies"
    __table_args__ = (
        one_of("client_proxies", "kind", ProxyKind),
        belongs("client_proxies", "client_id", "clients"),
        belongs("client_proxies", "agency_id", "agencies"),
        Index("ix_client_proxies_client", "network_id", "client_id", "id"),
    )
    network_id: UUID = key()
    id: UUID = key()
    client_id: UUID = reference()
    agency_id: UUID = reference()
    kind: str = text()
    content: dict[str, Any] = document()
    since: date = Field(sa_type=Date)
    until: date | None = Field(sa_type=Date, nullable=True)
    ended_on: date | None = Field(sa_type=Date, nullable=True)
    ended_by: UUID | None = reference(nullable=True)
    ended_reason: str | None = text(nullable=True)
    version: int = Field(sa_type=Integer)
    created_at: datetime = moment()
    updated_at: datetime = moment()
