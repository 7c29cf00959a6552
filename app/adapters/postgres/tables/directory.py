"""Services, locations, and the small rows by which they are found."""

from datetime import datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import Boolean, Float, Index, Integer, SmallInteger, Text, Time
from sqlmodel import Field

from app.adapters.postgres.tables.columns import belongs, document, key, moment, one_of, reference, text
from app.adapters.postgres.tables.row import Row
from app.domain.directory.capacity import Accepting
from app.domain.directory.service import ServiceStatus


class ServiceRow(Row, table=True):
    __tablename__ = "services"
    __table_args__ = (
        one_of("services", "status", ServiceStatus),
        one_of("services", "accepting", Accepting),
        belongs("services", "agency_id", "agencies"),
        Index("ix_services_name", "network_id", "name_key", "id"),
        Index("ix_services_agency", "network_id", "agency_id", "name_key", "id"),
        Index("ix_services_updated", "network_id", "updated_at", "id"),
    )
    network_id: UUID = key()
    id: UUID = key()
    agency_id: UUID = reference()
    name_key: str = text()
    status: str = text()
    minimum_age: int | None = Field(default=None, sa_type=Integer, nullable=True)
    maximum_age: int | None = Field(default=None, sa_type=Integer, nullable=True)
    income_percent_fpl: int | None = Field(default=None, sa_type=Integer, nullable=True)
    area_kinds: int = Field(sa_type=SmallInteger)
    interprets: bool = Field(sa_type=Boolean)
    accepting: str = text()
    total: int | None = Field(default=None, sa_type=Integer, nullable=True)
    available: int | None = Field(default=None, sa_type=Integer, nullable=True)
    capacity_updated_at: datetime | None = moment(nullable=True)
    profile: dict[str, Any] = document()
    version: int = Field(sa_type=Integer)
    created_at: datetime = moment()
    updated_at: datetime = moment()


class ServiceTermRow(Row, table=True):
    """One word, code or area by which a service is found."""

    __tablename__ = "service_terms"
    __table_args__ = (
        belongs("service_terms", "service_id", "services"),
        Index("ix_service_terms_service", "network_id", "service_id"),
    )
    network_id: UUID = key()
    kind: str = Field(primary_key=True, sa_type=Text)
    term: str = Field(primary_key=True, sa_type=Text)
    service_id: UUID = key()


class ServiceHoursRow(Row, table=True):
    """One opening of a service on one weekday, Monday being 0."""

    __tablename__ = "service_hours"
    __table_args__ = (belongs("service_hours", "service_id", "services"),)
    network_id: UUID = key()
    service_id: UUID = key()
    weekday: int = Field(primary_key=True, sa_type=SmallInteger)
    opens: time = Field(primary_key=True, sa_type=Time)
    closes: time = Field(primary_key=True, sa_type=Time)


class LocationRow(Row, table=True):
    __tablename__ = "locations"
    __table_args__ = (
        belongs("locations", "agency_id", "agencies"),
        Index("ix_locations_name", "network_id", "name_key", "id"),
        Index("ix_locations_agency", "network_id", "agency_id", "name_key", "id"),
        Index("ix_locations_postal_code", "network_id", "postal_code", "id"),
    )
    network_id: UUID = key()
    id: UUID = key()
    agency_id: UUID = reference()
    name_key: str = text()
    postal_code: str | None = text(nullable=True)
    latitude: float | None = Field(default=None, sa_type=Float, nullable=True)
    longitude: float | None = Field(default=None, sa_type=Float, nullable=True)
    profile: dict[str, Any] = document()
    version: int = Field(sa_type=Integer)
    created_at: datetime = moment()
    updated_at: datetime = moment()


class ServiceLocationRow(Row, table=True):
    """That a service is offered at a location."""

    __tablename__ = "service_locations"
    __table_args__ = (
        belongs("service_locations", "service_id", "services"),
        belongs("service_locations", "location_id", "locations"),
        Index("ix_service_locations_location", "network_id", "location_id"),
    )
    network_id: UUID = key()
    service_id: UUID = key()
    location_id: UUID = key()


class ExternalIdentifierRow(Row, table=True):
    """What another system calls an agency, worker, service or location; each such name means one of ours."""

    __tablename__ = "external_identifiers"
    __table_args__ = (Index("ix_external_identifiers_subject", "network_id", "noun", "subject_id"),)
    network_id: UUID = key()
    noun: str = Field(primary_key=True, sa_type=Text)
    system: str = Field(primary_key=True, sa_type=Text)
    value: str = Field(primary_key=True, sa_type=Text)
    subject_id: UUID = reference()
