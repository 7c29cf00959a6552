"""Exports of clients, erasures, and the legal holds that forbid them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, Integer, text
from sqlmodel import Field

from app.adapters.postgres.tables.columns import belongs, digest, key, moment, one_of, reference, references
from app.adapters.postgres.tables.columns import text as words
from app.adapters.postgres.tables.errands import ErrandColumns, of_errands
from app.adapters.postgres.tables.row import Row
from app.domain.errands.client_export import ExportPurpose
from app.domain.retention.erasure import ErasureReason
from app.domain.retention.erasure_moves import ErasureState


class ClientExportRow(ErrandColumns, table=True):
    __tablename__ = "client_exports"
    __table_args__ = (
        *of_errands("client_exports"),
        one_of("client_exports", "purpose", ExportPurpose),
        belongs("client_exports", "client_id", "clients"),
        Index("ix_client_exports_client", "network_id", "client_id", "updated_at", "id"),
    )
    client_id: UUID = reference()
    purpose: str = words()
    size: int | None = Field(default=None, sa_type=Integer, nullable=True)


class ClientExportContentRow(Row, table=True):
    """What was exported, sealed; it goes when its time is over, and the export stays to say so."""

    __tablename__ = "client_export_contents"
    __table_args__ = (
        belongs("client_export_contents", "export_id", "client_exports"),
        Index("ix_client_export_contents_expires", "network_id", "expires_at"),
    )
    network_id: UUID = key()
    export_id: UUID = key()
    expires_at: datetime = moment()
    content: bytes = digest()


class ErasureRow(Row, table=True):
    __tablename__ = "erasures"
    __table_args__ = (
        one_of("erasures", "reason", ErasureReason),
        one_of("erasures", "state", ErasureState),
        belongs("erasures", "client_id", "clients"),
        Index("ix_erasures_updated", "network_id", "updated_at", "id"),
        Index("ix_erasures_state", "network_id", "state", "updated_at", "id"),
        Index("ix_erasures_agency", "network_id", "proposed_agency", "updated_at", "id"),
        Index("ix_erasures_client", "network_id", "client_id", "updated_at", "id"),
        Index(
            "ux_erasures_open",
            "network_id",
            "client_id",
            unique=True,
            postgresql_where=text("state IN ('proposed', 'approved', 'erasing')"),
        ),
    )
    network_id: UUID = key()
    id: UUID = key()
    client_id: UUID = reference()
    reason: str = words()
    note: str | None = words(nullable=True)
    state: str = words()
    proposed_by: UUID = reference()
    proposed_agency: UUID = reference()
    decided_by: UUID | None = reference(nullable=True)
    decided_at: datetime | None = moment(nullable=True)
    decision_note: str | None = words(nullable=True)
    erased_at: datetime | None = moment(nullable=True)
    rows: int = Field(sa_type=Integer)
    viewers: list[UUID] = references()
    version: int = Field(sa_type=Integer)
    created_at: datetime = moment()
    updated_at: datetime = moment()


class LegalHoldRow(Row, table=True):
    __tablename__ = "legal_holds"
    __table_args__ = (belongs("legal_holds", "client_id", "clients"),)
    network_id: UUID = key()
    client_id: UUID = key()
    reason: str = words()
    placed_by: UUID = reference()
    version: int = Field(sa_type=Integer)
    created_at: datetime = moment()
    updated_at: datetime = moment()
