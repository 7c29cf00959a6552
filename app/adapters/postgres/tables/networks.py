"""Networks: the tenant of every other row."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Integer
from sqlmodel import Field

from app.adapters.postgres.tables.columns import document, key, moment, text
from app.adapters.postgres.tables.row import Row


class NetworkRow(Row, table=True):
    __tablename__ = "networks"
    network_id: UUID = key()
    name: str = text()
    policies: dict[str, Any] = document()
    version: int = Field(sa_type=Integer)
    created_at: datetime = moment()
    updated_at: datetime = moment()
