"""What clients allow."""

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
    references,
    text,
    texts,
)
from app.adapters.postgres.tables.row import Row
from app.domain.consents.consent import ConsentType, RevocationMethod
from app.domain.consents.scope import Direction


class ConsentRow(Row, table=True):
    __tablename__ = "consents"
    __table_args__ = (
        one_of("consents", "type", ConsentType),
        one_of("consents", "direction", Direction),
        one_of("consents", "revoked_how", RevocationMethod),
        belongs("consents", "client_id", "clients"),
        belongs("consents", "agency_id", "agencies"),
        Index("ix_consents_client", "network_id", "client_id", "id"),
        Index("ix_consents_agency", "network_id", "agency_id", "id"),
        Index("ux_consents_renews", "network_id", "renews", unique=True, postgresql_where=sql("renews IS NOT NULL")),
        Index("ix_consents_renewal", "network_id", "renewal_at", postgresql_where=sql("renewal_at IS NOT NULL")),
    )
    network_id: UUID = key()
    id: UUID = key()
    client_id: UUID = reference()
    agency_id: UUID = reference()
    type: str = text()
    recipients: list[UUID] = references()
    recipient_classes: list[str] = texts()
    disclosers: list[UUID] = references()
    purposes: list[str] = texts()
    categories: list[str] = texts()
    sensitivities: list[str] = texts()
    sensitivity: int = Field(sa_type=SmallInteger)
    released_kinds: int = Field(sa_type=BigInteger)
    released_labels: int = Field(sa_type=SmallInteger)
    direction: str = text()
    starts: datetime | None = moment(nullable=True)
    ends: datetime | None = moment(nullable=True)
    ends_when: str | None = text(nullable=True)
    signature: dict[str, Any] | None = document(nullable=True)
    cosignature: dict[str, Any] | None = document(nullable=True)
    witness: dict[str, Any] | None = document(nullable=True)
    read_out: str | None = text(nullable=True)
    statements: list[str] = texts()
    language: str = text()
    template: dict[str, Any] | None = document(nullable=True)
    note: str | None = text(nullable=True)
    recorded_by: UUID = reference()
    revoked_at: datetime | None = moment(nullable=True)
    revoked_by: UUID | None = reference(nullable=True)
    revoked_how: str | None = text(nullable=True)
    revoked_reason: str | None = text(nullable=True)
    paper: dict[str, Any] | None = document(nullable=True)
    renews: UUID | None = reference(nullable=True)
    renewal_at: datetime | None = moment(nullable=True)
    version: int = Field(sa_type=Integer)
    created_at: datetime = moment()
    updated_at: datetime = moment()
