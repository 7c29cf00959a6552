"""Emergency access, in the orders in which it is looked back on."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, Integer, text
from sqlmodel import Field

from app.adapters.postgres.tables.columns import belongs, key, moment, one_of, reference
from app.adapters.postgres.tables.columns import text as prose
from app.adapters.postgres.tables.row import Row
from app.domain.access.break_glass import BreakGlassReason, FoundBy, ReviewOutcome

_UNREVIEWED = text("reviewed_at IS NULL")


class BreakGlassRow(Row, table=True):
    __tablename__ = "break_glass"
    __table_args__ = (
        one_of("break_glass", "reason", BreakGlassReason),
        one_of("break_glass", "found_by", FoundBy),
        one_of("break_glass", "review_outcome", ReviewOutcome),
        belongs("break_glass", "client_id", "clients"),
        belongs("break_glass", "agency_id", "agencies"),
        Index("ix_break_glass_created", "network_id", "created_at", "id"),
        Index("ix_break_glass_agency", "network_id", "agency_id", "created_at", "id"),
        Index("ix_break_glass_client", "network_id", "client_id", "created_at", "id"),
        Index("ix_break_glass_opened_by", "network_id", "opened_by", "created_at", "id"),
        Index("ix_break_glass_unreviewed", "network_id", "created_at", "id", postgresql_where=_UNREVIEWED),
        Index(
            "ix_break_glass_agency_unreviewed",
            *("network_id", "agency_id", "created_at", "id"),
            postgresql_where=_UNREVIEWED,
        ),
    )
    network_id: UUID = key()
    id: UUID = key()
    client_id: UUID = reference()
    agency_id: UUID = reference()
    opened_by: UUID = reference()
    reason: str = prose()
    words: str = prose()
    found_by: str = prose()
    until: datetime = moment()
    ended_at: datetime | None = moment(nullable=True)
    review_outcome: str | None = prose(nullable=True)
    review_note: str | None = prose(nullable=True)
    reviewed_by: UUID | None = reference(nullable=True)
    reviewed_agency_id: UUID | None = reference(nullable=True)
    reviewed_at: datetime | None = moment(nullable=True)
    version: int = Field(sa_type=Integer)
    created_at: datetime = moment()
    updated_at: datetime = moment()
