"""Subscriptions, how far each is told, and what it was told of."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Boolean, Index, Integer
from sqlmodel import Field

from app.adapters.postgres.tables.columns import belongs, digest, document, key, moment, one_of, reference, texts
from app.adapters.postgres.tables.columns import text as words
from app.adapters.postgres.tables.row import Row
from app.domain.subscriptions.subscription import PayloadContent, SubscriptionStatus


class SubscriptionRow(Row, table=True):
    """One subscription; the values of its headers are sealed, together."""

    __tablename__ = "subscriptions"
    __table_args__ = (
        one_of("subscriptions", "status", SubscriptionStatus),
        one_of("subscriptions", "content", PayloadContent),
        Index("ix_subscriptions_agency", "network_id", "agency_id", "id"),
    )
    network_id: UUID = key()
    id: UUID = key()
    agency_id: UUID = reference()
    api_client_id: UUID = reference()
    scopes: str = words()
    topic: str = words()
    filters: list[dict[str, Any]] = document()
    url: str = words()
    header_names: list[str] = texts()
    header_values: bytes | None = digest(nullable=True)
    content: str = words()
    heartbeat_seconds: int | None = Field(default=None, sa_type=Integer, nullable=True)
    timeout_seconds: int | None = Field(default=None, sa_type=Integer, nullable=True)
    most_events: int | None = Field(default=None, sa_type=Integer, nullable=True)
    reason: str = words()
    ends_at: datetime | None = moment(nullable=True)
    status: str = words()
    error: str | None = words(nullable=True)
    version: int = Field(sa_type=Integer)
    created_at: datetime = moment()
    updated_at: datetime = moment()


class SubscriptionLineRow(Row, table=True):
    """How far one subscription has been told: events up to `read_seq` are judged, up to `told` received.

    `last_number` is that of the last event that it is told of. Whoever holds the lease may tell it more until then.
    """

    __tablename__ = "subscription_lines"
    __table_args__ = (
        belongs("subscription_lines", "subscription_id", "subscriptions"),
        Index("ix_subscription_lines_open", "network_id", "open", "due_at"),
    )
    network_id: UUID = key()
    subscription_id: UUID = key()
    agency_id: UUID = reference()
    network_wide: bool = Field(sa_type=Boolean)
    open: bool = Field(sa_type=Boolean)
    shakes: bool = Field(sa_type=Boolean)
    read_seq: int = Field(sa_type=BigInteger)
    last_number: int = Field(sa_type=BigInteger)
    told: int = Field(sa_type=BigInteger)
    tries: int = Field(sa_type=Integer)
    failures: int = Field(sa_type=Integer)
    due_at: datetime = moment()
    ends_at: datetime | None = moment(nullable=True)
    lease_id: UUID | None = reference(nullable=True)
    lease_until: datetime | None = moment(nullable=True)


class SubscriptionEventRow(Row, table=True):
    """One event that a subscription is told of, under its number: which resource it is about."""

    __tablename__ = "subscription_events"
    __table_args__ = (
        Index("ix_subscription_events_focus", "network_id", "subscription_id", "type", "focus_id"),
        Index("ix_subscription_events_at", "network_id", "at"),
    )
    network_id: UUID = key()
    subscription_id: UUID = key()
    number: int = Field(primary_key=True, sa_type=BigInteger)
    event_id: UUID = reference()
    event_type: str = words()
    type: str = words()
    focus_id: UUID = reference()
    at: datetime = moment()
