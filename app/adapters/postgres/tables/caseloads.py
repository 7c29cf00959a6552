"""Caseloads: how heavy clients are, transfers with their clients, and what was handed over."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Index, Integer, SmallInteger, text
from sqlmodel import Field

from app.adapters.postgres.tables.columns import belongs, document, flag, key, moment, one_of, reference
from app.adapters.postgres.tables.columns import text as words
from app.adapters.postgres.tables.row import Row
from app.domain.caseloads.acuity import Acuity
from app.domain.caseloads.handover import HandoverStatus
from app.domain.caseloads.transfer import TransferReason
from app.domain.caseloads.transfer_moves import TransferStatus


class Passing(StrEnum):
    """What became of a client of a transfer."""

    WAITING = "waiting"
    DONE = "done"
    PASSED = "passed"


class ClientAcuityRow(Row, table=True):
    __tablename__ = "client_acuities"
    __table_args__ = (
        one_of("client_acuities", "acuity", Acuity),
        belongs("client_acuities", "agency_id", "agencies"),
        belongs("client_acuities", "client_id", "clients"),
        Index("ix_client_acuities_client", "network_id", "client_id"),
    )
    network_id: UUID = key()
    agency_id: UUID = key()
    client_id: UUID = key()
    acuity: str = words()
    weight: int = Field(sa_type=SmallInteger)
    note: str | None = words(nullable=True)
    version: int = Field(sa_type=Integer)
    updated_at: datetime = moment()


class CaseloadTransferRow(Row, table=True):
    __tablename__ = "caseload_transfers"
    __table_args__ = (
        one_of("caseload_transfers", "status", TransferStatus),
        one_of("caseload_transfers", "reason", TransferReason),
        belongs("caseload_transfers", "agency_id", "agencies"),
        belongs("caseload_transfers", "from_worker_id", "workers"),
        belongs("caseload_transfers", "to_worker_id", "workers"),
        Index("ix_caseload_transfers_agency", "network_id", "agency_id", "updated_at", "id"),
        Index("ix_caseload_transfers_agency_status", "network_id", "agency_id", "status", "updated_at", "id"),
        Index("ix_caseload_transfers_from", "network_id", "from_worker_id", "updated_at", "id"),
        Index("ix_caseload_transfers_to", "network_id", "to_worker_id", "updated_at", "id"),
        Index("ix_caseload_transfers_updated", "network_id", "updated_at", "id"),
        Index("ix_caseload_transfers_status", "network_id", "status", "updated_at", "id"),
        Index(
            "ix_caseload_transfers_due",
            "network_id",
            "effective",
            "id",
            postgresql_where=text("status IN ('planned', 'running')"),
        ),
    )
    network_id: UUID = key()
    id: UUID = key()
    agency_id: UUID = reference()
    from_worker_id: UUID = reference()
    to_worker_id: UUID = reference()
    reason: str = words()
    note: str | None = words(nullable=True)
    notes: dict[str, Any] = document()
    everyone: bool = flag()
    effective: datetime = moment()
    status: str = words()
    total: int | None = Field(default=None, sa_type=Integer, nullable=True)
    done: int = Field(sa_type=Integer)
    passed: int = Field(sa_type=Integer)
    requested_by: UUID = reference()
    ended_at: datetime | None = moment(nullable=True)
    ended_why: str | None = words(nullable=True)
    version: int = Field(sa_type=Integer)
    created_at: datetime = moment()
    updated_at: datetime = moment()


class CaseloadTransferClientRow(Row, table=True):
    """A client of a transfer: what is not waiting is done, so that a step broken off begins where the last ended."""

    __tablename__ = "caseload_transfer_clients"
    __table_args__ = (
        one_of("caseload_transfer_clients", "state", Passing),
        belongs("caseload_transfer_clients", "transfer_id", "caseload_transfers"),
        belongs("caseload_transfer_clients", "client_id", "clients"),
        Index("ix_caseload_transfer_clients_state", "network_id", "transfer_id", "state", "client_id"),
        Index("ix_caseload_transfer_clients_client", "network_id", "client_id"),
    )
    network_id: UUID = key()
    transfer_id: UUID = key()
    client_id: UUID = key()
    state: str = words()


class HandoverRow(Row, table=True):
    __tablename__ = "handovers"
    __table_args__ = (
        one_of("handovers", "status", HandoverStatus),
        one_of("handovers", "reason", TransferReason),
        belongs("handovers", "client_id", "clients"),
        belongs("handovers", "agency_id", "agencies"),
        belongs("handovers", "transfer_id", "caseload_transfers"),
        belongs("handovers", "from_worker_id", "workers"),
        belongs("handovers", "to_worker_id", "workers"),
        Index("ix_handovers_client", "network_id", "client_id", "updated_at", "id"),
        Index("ix_handovers_agency", "network_id", "agency_id", "updated_at", "id"),
        Index("ix_handovers_agency_status", "network_id", "agency_id", "status", "updated_at", "id"),
        Index("ix_handovers_receiver", "network_id", "to_worker_id", "updated_at", "id"),
        Index("ix_handovers_receiver_status", "network_id", "to_worker_id", "status", "updated_at", "id"),
        Index("ix_handovers_transfer", "network_id", "transfer_id", "updated_at", "id"),
        Index("ix_handovers_updated", "network_id", "updated_at", "id"),
        Index("ix_handovers_status", "network_id", "status", "updated_at", "id"),
    )
    network_id: UUID = key()
    id: UUID = key()
    client_id: UUID = reference()
    agency_id: UUID = reference()
    kinds: int = Field(sa_type=BigInteger)
    sensitivity: int = Field(sa_type=SmallInteger)
    transfer_id: UUID = reference()
    from_worker_id: UUID = reference()
    to_worker_id: UUID = reference()
    reason: str = words()
    note: str | None = words(nullable=True)
    points: list[Any] = document()
    status: str = words()
    acknowledged_at: datetime | None = moment(nullable=True)
    acknowledged_by: UUID | None = reference(nullable=True)
    version: int = Field(sa_type=Integer)
    created_at: datetime = moment()
    updated_at: datetime = moment()
