"""Replays of stretches of the log to webhooks, each with the place up to which it has read."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Index, Integer, text
from sqlmodel import Field

from app.adapters.postgres.tables.columns import key, moment, one_of, reference, texts
from app.adapters.postgres.tables.columns import text as words
from app.adapters.postgres.tables.row import Row
from app.domain.webhooks.replay import ReplayStatus


class WebhookReplayRow(Row, table=True):
    __tablename__ = "webhook_replays"
    __table_args__ = (
        one_of("webhook_replays", "status", ReplayStatus),
        Index("ix_webhook_replays_webhook", "network_id", "webhook_id", "id"),
        Index(
            "ix_webhook_replays_running",
            "network_id",
            "webhook_id",
            unique=True,
            postgresql_where=text("status = 'running'"),
        ),
    )
    network_id: UUID = key()
    id: UUID = key()
    webhook_id: UUID = reference()
    since: datetime | None = moment(nullable=True)
    until: datetime | None = moment(nullable=True)
    after_seq: int | None = Field(sa_type=BigInteger, nullable=True)
    types: list[str] = texts()
    states: list[str] = texts()
    first_seq: int = Field(sa_type=BigInteger)
    last_seq: int = Field(sa_type=BigInteger)
    place: int = Field(sa_type=BigInteger)
    status: str = words()
    looked_at: int = Field(sa_type=Integer)
    lined_up: int = Field(sa_type=Integer)
    due_at: datetime = moment()
    requested_by: UUID = reference()
    version: int = Field(sa_type=Integer)
    created_at: datetime = moment()
    updated_at: datetime = moment()
    ended_at: datetime | None = moment(nullable=True)
