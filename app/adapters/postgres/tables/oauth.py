"""Access tokens, used assertions and failed attempts of API clients."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, Integer, Text
from sqlalchemy.dialects.postgresql import BYTEA
from sqlmodel import Field

from app.adapters.postgres.tables.columns import belongs, key, moment, reference, text
from app.adapters.postgres.tables.row import Row


class AccessTokenRow(Row, table=True):
    __tablename__ = "access_tokens"
    __table_args__ = (
        belongs("access_tokens", "api_client_id", "api_clients"),
        belongs("access_tokens", "agency_id", "agencies"),
        Index("ix_access_tokens_api_client", "network_id", "api_client_id"),
        Index("ix_access_tokens_expires", "network_id", "expires_at"),
    )
    network_id: UUID = key()
    digest: bytes = Field(primary_key=True, sa_type=BYTEA)
    api_client_id: UUID = reference()
    agency_id: UUID = reference()
    scopes: str = text()
    issued_at: datetime = moment()
    expires_at: datetime = moment()
    revoked_at: datetime | None = moment(nullable=True)


class UsedAssertionRow(Row, table=True):
    __tablename__ = "used_assertions"
    __table_args__ = (Index("ix_used_assertions_until", "network_id", "until"),)
    network_id: UUID = key()
    api_client_id: UUID = key()
    digest: bytes = Field(primary_key=True, sa_type=BYTEA)
    until: datetime = moment()


class FailedAttemptRow(Row, table=True):
    __tablename__ = "failed_attempts"
    __table_args__ = (Index("ix_failed_attempts_since", "network_id", "since"),)
    network_id: UUID = key()
    bucket: str = Field(primary_key=True, sa_type=Text)
    since: datetime = moment()
    failures: int = Field(sa_type=Integer)
