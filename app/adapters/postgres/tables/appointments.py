"""Appointments, and the orders in which the calendars of agencies, workers and clients are read."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Index, Integer, SmallInteger
from sqlmodel import Field

from app.adapters.postgres.tables.columns import belongs, document, flag, key, moment, one_of, reference
from app.adapters.postgres.tables.columns import text as words
from app.adapters.postgres.tables.row import Row
from app.domain.appointments.appointment import AppointmentMode, CancelReason
from app.domain.appointments.appointment_moves import AppointmentStatus


class AppointmentRow(Row, table=True):
    __tablename__ = "appointments"
    __table_args__ = (
        one_of("appointments", "mode", AppointmentMode),
        one_of("appointments", "status", AppointmentStatus),
        one_of("appointments", "cancel_reason", CancelReason),
        belongs("appointments", "client_id", "clients"),
        belongs("appointments", "agency_id", "agencies"),
        belongs("appointments", "worker_id", "workers"),
        belongs("appointments", "location_id", "locations"),
        Index("ix_appointments_client", "network_id", "client_id", "starts", "id"),
        Index("ix_appointments_agency", "network_id", "agency_id", "starts", "id"),
        Index("ix_appointments_agency_status", "network_id", "agency_id", "status", "starts", "id"),
        Index("ix_appointments_worker", "network_id", "worker_id", "starts", "id"),
        Index("ix_appointments_starts", "network_id", "starts", "id"),
        Index("ix_appointments_status", "network_id", "status", "starts", "id"),
    )
    network_id: UUID = key()
    id: UUID = key()
    client_id: UUID = reference()
    agency_id: UUID = reference()
    worker_id: UUID | None = reference(nullable=True)
    location_id: UUID | None = reference(nullable=True)
    title: str = words()
    details: str | None = words(nullable=True)
    mode: str = words()
    place: str | None = words(nullable=True)
    link: str | None = words(nullable=True)
    starts: datetime = moment()
    ends: datetime = moment()
    time_zone: str = words()
    kinds: int = Field(sa_type=BigInteger)
    sensitivity: int = Field(sa_type=SmallInteger)
    own_labels: int = Field(sa_type=SmallInteger)
    program_labels: int = Field(sa_type=SmallInteger)
    status: str = words()
    cancel_reason: str | None = words(nullable=True)
    comment: str | None = words(nullable=True)
    in_plan: bool = flag()
    identifiers: list[dict[str, Any]] = document()
    version: int = Field(sa_type=Integer)
    created_at: datetime = moment()
    updated_at: datetime = moment()
