"""Requests to send a referral without the client's consent."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, Integer
from sqlalchemy import text as sql
from sqlmodel import Field

from app.adapters.postgres.tables.columns import belongs, key, moment, one_of, reference, text
from app.adapters.postgres.tables.row import Row
from app.domain.consents.override import OverrideState


class ConsentOverrideRow(Row, table=True):
    __tablename__ = "consent_overrides"
    __table_args__ = (
        one_of("consent_overrides", "state", OverrideState),
        belongs("consent_overrides", "client_id", "clients"),
        belongs("consent_overrides", "referral_id", "referrals"),
        belongs("consent_overrides", "agency_id", "agencies"),
        Index("ix_consent_overrides_updated", "network_id", "updated_at", "id"),
        Index("ix_consent_overrides_state", "network_id", "state", "updated_at", "id"),
        Index("ix_consent_overrides_agency", "network_id", "agency_id", "updated_at", "id"),
        Index("ix_consent_overrides_agency_state", "network_id", "agency_id", "state", "updated_at", "id"),
        Index("ix_consent_overrides_referral", "network_id", "referral_id", "updated_at", "id"),
        Index("ix_consent_overrides_client", "network_id", "client_id"),
        Index(
            "ux_consent_overrides_pending",
            "network_id",
            "referral_id",
            unique=True,
            postgresql_where=sql("state = 'pending'"),
        ),
    )
    network_id: UUID = key()
    id: UUID = key()
    client_id: UUID = reference()
    referral_id: UUID = reference()
    agency_id: UUID = reference()
    reason: str = text()
    asked_by: UUID = reference()
    state: str = text()
    decided_by: UUID | None = reference(nullable=True)
    decided_at: datetime | None = moment(nullable=True)
    note: str | None = text(nullable=True)
    until: datetime | None = moment(nullable=True)
    version: int = Field(sa_type=Integer)
    created_at: datetime = moment()
    updated_at: datetime = moment()
