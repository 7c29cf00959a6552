"""Webhooks, their deliveries, and the streams in which deliveries stand in line."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Boolean, Index, Integer, text
from sqlmodel import Field

from app.adapters.postgres.tables.columns import document, key, moment, one_of, reference, texts
from app.adapters.postgres.tables.columns import text as words
from app.adapters.postgres.tables.row import Row
from app.domain.webhooks.delivery import DeliveryState
from app.domain.webhooks.endpoint import DisabledBecause, WebhookStatus


class WebhookRow(Row, table=True):
    __tablename__ = "webhooks"
    __table_args__ = (
        one_of("webhooks", "status", WebhookStatus),
        one_of("webhooks", "disabled_because", DisabledBecause),
        Index("ix_webhooks_agency", "network_id", "agency_id", "id"),
    )
    network_id: UUID = key()
    id: UUID = key()
    agency_id: UUID = reference()
    url: str = words()
    description: str | None = words(nullable=True)
    types: list[str] = texts()
    network_wide: bool = Field(sa_type=Boolean)
    status: str = words()
    disabled_because: str | None = words(nullable=True)
    secrets: list[dict[str, Any]] = document()
    failures: int = Field(sa_type=Integer, sa_column_kwargs={"server_default": text("0")})
    resume_at: datetime | None = moment(nullable=True)
    version: int = Field(sa_type=Integer)
    created_at: datetime = moment()
    updated_at: datetime = moment()


class WebhookStreamRow(Row, table=True):
    """One line of deliveries: its head is tried at `due_at`, and whoever holds the lease may try it until then."""

    __tablename__ = "webhook_streams"
    __table_args__ = (
        Index("ix_webhook_streams_due", "network_id", "webhook_id", "due_at"),
        Index("ix_webhook_streams_any_due", "network_id", "due_at"),
    )
    network_id: UUID = key()
    webhook_id: UUID = key()
    stream_id: UUID = key()
    due_at: datetime = moment()
    lease_id: UUID | None = reference(nullable=True)


class WebhookDeliveryRow(Row, table=True):
    __tablename__ = "webhook_deliveries"
    __table_args__ = (
        one_of("webhook_deliveries", "state", DeliveryState),
        Index(
            "ix_webhook_deliveries_waiting",
            "network_id",
            "webhook_id",
            "stream_id",
            "seq",
            postgresql_where=text("state = 'waiting'"),
        ),
        Index("ix_webhook_deliveries_log", "network_id", "webhook_id", "created_at", "id"),
        Index("ix_webhook_deliveries_state", "network_id", "webhook_id", "state", "created_at", "id"),
        Index("ix_webhook_deliveries_settled", "network_id", "settled_at", postgresql_where=text("state <> 'waiting'")),
    )
    network_id: UUID = key()
    id: UUID = key()
    webhook_id: UUID = reference()
    stream_id: UUID = reference()
    seq: int = Field(sa_type=BigInteger)
    event_id: UUID = reference()
    type: str = words()
    state: str = words()
    tries: int = Field(sa_type=Integer)
    next_attempt_at: datetime | None = moment(nullable=True)
    attempts: list[dict[str, Any]] = document()
    created_at: datetime = moment()
    settled_at: datetime | None = moment(nullable=True)
