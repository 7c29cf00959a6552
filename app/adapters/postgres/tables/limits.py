"""How much API clients and agencies have used of their quotas, as all processes know it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Double, Index, Text
from sqlmodel import Field

from app.adapters.postgres.tables.columns import key, moment
from app.adapters.postgres.tables.row import Row


class UsageRow(Row, table=True):
    __tablename__ = "usage_levels"
    __table_args__ = (Index("ix_usage_levels_at", "network_id", "at"),)
    network_id: UUID = key()
    bucket: str = Field(primary_key=True, sa_type=Text)
    level: float = Field(sa_type=Double)
    rate: float = Field(sa_type=Double)
    at: datetime = moment()
