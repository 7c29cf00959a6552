"""Tasks, and the order in which an agency's list of them is read."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Index, Integer, SmallInteger, text
from sqlmodel import Field

from app.adapters.postgres.tables.columns import belongs, flag, key, moment, one_of, reference
from app.adapters.postgres.tables.columns import text as words
from app.adapters.postgres.tables.row import Row
from app.domain.codes import Priority
from app.domain.work.task import OVERSIGHT_KIND, TaskKind, TaskStatus


class TaskRow(Row, table=True):
    __tablename__ = "tasks"
    __table_args__ = (
        one_of("tasks", "kind", TaskKind),
        one_of("tasks", "status", TaskStatus),
        one_of("tasks", "priority", Priority),
        belongs("tasks", "agency_id", "agencies"),
        belongs("tasks", "worker_id", "workers"),
        belongs("tasks", "client_id", "clients"),
        belongs("tasks", "referral_id", "referrals"),
        belongs("tasks", "handoff_id", "handoffs"),
        Index("ix_tasks_agency", "network_id", "agency_id", "updated_at", "id"),
        Index("ix_tasks_agency_status", "network_id", "agency_id", "status", "updated_at", "id"),
        Index("ix_tasks_worker_status", "network_id", "worker_id", "status", "updated_at", "id"),
        Index("ix_tasks_updated", "network_id", "updated_at", "id"),
        Index("ix_tasks_status", "network_id", "status", "updated_at", "id"),
        Index("ix_tasks_referral", "network_id", "referral_id", postgresql_where=text("referral_id IS NOT NULL")),
        Index(
            "ix_tasks_break_glass", "network_id", "break_glass_id", postgresql_where=text("break_glass_id IS NOT NULL")
        ),
        Index(
            "ix_tasks_oversight",
            *("network_id", "agency_id", "updated_at", "id"),
            postgresql_where=text(f"kind = '{OVERSIGHT_KIND}'"),
        ),
        Index("ix_tasks_consent", "network_id", "consent_id", postgresql_where=text("consent_id IS NOT NULL")),
        Index("ix_tasks_client", "network_id", "client_id", postgresql_where=text("client_id IS NOT NULL")),
        Index("ix_tasks_handoff", "network_id", "handoff_id", postgresql_where=text("handoff_id IS NOT NULL")),
    )
    network_id: UUID = key()
    id: UUID = key()
    agency_id: UUID = reference()
    worker_id: UUID | None = reference(nullable=True)
    kind: str = words()
    title: str = words()
    details: str | None = words(nullable=True)
    priority: str = words()
    due: datetime | None = moment(nullable=True)
    client_id: UUID | None = reference(nullable=True)
    referral_id: UUID | None = reference(nullable=True)
    handoff_id: UUID | None = reference(nullable=True)
    assessment_id: UUID | None = reference(nullable=True)
    plan_id: UUID | None = reference(nullable=True)
    break_glass_id: UUID | None = reference(nullable=True)
    consent_id: UUID | None = reference(nullable=True)
    kinds: int = Field(sa_type=BigInteger)
    sensitivity: int = Field(sa_type=SmallInteger)
    status: str = words()
    ended_at: datetime | None = moment(nullable=True)
    in_plan: bool = flag()
    version: int = Field(sa_type=Integer)
    created_at: datetime = moment()
    updated_at: datetime = moment()
