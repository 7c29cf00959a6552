"""Goals of clients, and what was seen of their way."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Index, Integer, SmallInteger
from sqlmodel import Field

from app.adapters.postgres.tables.columns import (
    belongs,
    document,
    flag,
    key,
    moment,
    one_of,
    reference,
    references,
    text,
)
from app.adapters.postgres.tables.row import Row
from app.domain.care_plans.goal_moves import Achievement, GoalState
from app.domain.care_plans.progress import ProgressSource


class GoalRow(Row, table=True):
    __tablename__ = "goals"
    __table_args__ = (
        one_of("goals", "state", GoalState),
        one_of("goals", "achievement", Achievement),
        belongs("goals", "client_id", "clients"),
        belongs("goals", "agency_id", "agencies"),
        Index("ix_goals_client", "network_id", "client_id", "updated_at", "id"),
        Index("ix_goals_agency", "network_id", "agency_id", "updated_at", "id"),
        Index("ix_goals_agency_state", "network_id", "agency_id", "state", "updated_at", "id"),
        Index("ix_goals_updated", "network_id", "updated_at", "id"),
        Index("ix_goals_state", "network_id", "state", "updated_at", "id"),
    )
    network_id: UUID = key()
    id: UUID = key()
    client_id: UUID = reference()
    agency_id: UUID = reference()
    kinds: int = Field(sa_type=BigInteger)
    sensitivity: int = Field(sa_type=SmallInteger)
    state: str = text()
    stated_at: datetime = moment()
    reason: str | None = text(nullable=True)
    achievement: str | None = text(nullable=True)
    achievement_at: datetime | None = moment(nullable=True)
    content: dict[str, Any] = document()
    needs: list[UUID] = references()
    found: list[Any] = document()
    acceptances: list[Any] = document()
    in_plan: bool = flag()
    recorded_by: UUID = reference()
    version: int = Field(sa_type=Integer)
    created_at: datetime = moment()
    updated_at: datetime = moment()


class GoalProgressRow(Row, table=True):
    __tablename__ = "goal_progress"
    __table_args__ = (
        one_of("goal_progress", "source", ProgressSource),
        one_of("goal_progress", "achievement", Achievement),
        belongs("goal_progress", "goal_id", "goals"),
        Index("ix_goal_progress_goal", "network_id", "goal_id", "at", "id"),
    )
    network_id: UUID = key()
    id: UUID = key()
    goal_id: UUID = reference()
    at: datetime = moment()
    achievement: str | None = text(nullable=True)
    note: str | None = text(nullable=True)
    measured: list[Any] = document()
    source: str = text()
    origin_id: UUID | None = reference(nullable=True)
    by: UUID = reference()
    agency_id: UUID = reference()
    recorded_at: datetime = moment()
