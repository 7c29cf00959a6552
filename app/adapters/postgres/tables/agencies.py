"""Agencies, their workers and their API clients."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, Integer, SmallInteger
from sqlmodel import Field

from app.adapters.postgres.tables.columns import belongs, digest, document, key, moment, one_of, reference, text, texts
from app.adapters.postgres.tables.row import Row
from app.domain.networks.agency import AgencyStatus, Membership
from app.domain.networks.api_client import ApiClientStatus, AuthMethod
from app.domain.networks.worker import WorkerStatus


class AgencyRow(Row, table=True):
    __tablename__ = "agencies"
    __table_args__ = (
        one_of("agencies", "membership", Membership),
        one_of("agencies", "status", AgencyStatus),
        Index("ix_agencies_name", "network_id", "name_key", "id"),
    )
    network_id: UUID = key()
    id: UUID = key()
    name_key: str = text()
    time_zone: str = text()
    membership: str = text()
    status: str = text()
    profile: dict[str, Any] = document()
    given_labels: int = Field(sa_type=SmallInteger)
    version: int = Field(sa_type=Integer)
    created_at: datetime = moment()
    updated_at: datetime = moment()


class WorkerRow(Row, table=True):
    __tablename__ = "workers"
    __table_args__ = (
        one_of("workers", "status", WorkerStatus),
        belongs("workers", "agency_id", "agencies"),
        Index("ix_workers_name", "network_id", "name_key", "id"),
        Index("ix_workers_agency", "network_id", "agency_id", "name_key", "id"),
    )
    network_id: UUID = key()
    id: UUID = key()
    agency_id: UUID = reference()
    name_key: str = text()
    status: str = text()
    roles: list[str] = texts()
    profile: dict[str, Any] = document()
    version: int = Field(sa_type=Integer)
    created_at: datetime = moment()
    updated_at: datetime = moment()


class ApiClientRow(Row, table=True):
    __tablename__ = "api_clients"
    __table_args__ = (
        one_of("api_clients", "status", ApiClientStatus),
        one_of("api_clients", "auth_method", AuthMethod),
        belongs("api_clients", "agency_id", "agencies"),
        Index("ix_api_clients_name", "network_id", "name_key", "id"),
        Index("ix_api_clients_agency", "network_id", "agency_id", "name_key", "id"),
    )
    network_id: UUID = key()
    id: UUID = key()
    agency_id: UUID = reference()
    name: str = text()
    name_key: str = text()
    roles: list[str] = texts()
    scopes: str = text()
    auth_method: str = text()
    secret_hash: bytes | None = digest(nullable=True)
    former_secret_hash: bytes | None = digest(nullable=True)
    former_secret_until: datetime | None = moment(nullable=True)
    jwks: str | None = text(nullable=True)
    jwks_uri: str | None = text(nullable=True)
    algorithms: list[str] = texts()
    status: str = text()
    revoked_at: datetime | None = moment(nullable=True)
    version: int = Field(sa_type=Integer)
    created_at: datetime = moment()
    updated_at: datetime = moment()
