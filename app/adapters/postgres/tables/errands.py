"""What the tables of all kinds of errands have alike: who left it, how it ended, and whose turn it is."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, Integer, text
from sqlmodel import Field

from app.adapters.postgres.tables.columns import belongs, key, moment, one_of, reference, texts
from app.adapters.postgres.tables.columns import text as words
from app.adapters.postgres.tables.row import Row
from app.domain.errands.errand import ErrandStatus

RUNNING = f"status = '{ErrandStatus.RUNNING}'"


class ErrandColumns(Row):
    """The columns of an errand of whichever kind."""

    network_id: UUID = key()
    id: UUID = key()
    agency_id: UUID = reference()
    asker_id: UUID = reference()
    roles: list[str] = texts()
    scopes: str = words()
    status: str = words()
    failure: str | None = words(nullable=True)
    leased_until: datetime | None = moment(nullable=True)
    completed_at: datetime | None = moment(nullable=True)
    expires_at: datetime = moment()
    version: int = Field(sa_type=Integer)
    created_at: datetime = moment()
    updated_at: datetime = moment()


def of_errands(table: str) -> tuple[Any, ...]:
    """Return the constraints and indexes of a table of errands."""
    return (
        one_of(table, "status", ErrandStatus),
        belongs(table, "agency_id", "agencies"),
        Index(f"ix_{table}_turn", "network_id", "updated_at", "id", postgresql_where=text(RUNNING)),
        Index(f"ix_{table}_asker", "network_id", "asker_id", postgresql_where=text(RUNNING)),
        Index(f"ix_{table}_expires", "network_id", "expires_at"),
    )
