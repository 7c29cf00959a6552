"""Clients, and the terms under which they are found."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, Integer, Text
from sqlalchemy import text as sql_text
from sqlmodel import Field

from app.adapters.postgres.tables.columns import (
    belongs,
    document,
    flag,
    key,
    moment,
    one_of,
    reference,
    sortable,
    text,
    texts,
)
from app.adapters.postgres.tables.row import Row
from app.domain.clients.demographics import AdministrativeSex, GenderIdentity


class ClientRow(Row, table=True):
    __tablename__ = "clients"
    __table_args__ = (
        one_of("clients", "administrative_sex", AdministrativeSex),
        one_of("clients", "gender_identity", GenderIdentity),
        belongs("clients", "link_target_id", "clients"),
        belongs("clients", "household", "households"),
        Index("ix_clients_updated_at", "network_id", "updated_at", "id"),
        Index("ix_clients_name_key", "network_id", "name_key", "id"),
        Index("ix_clients_birth_date", "network_id", "birth_date", "id"),
        Index("ix_clients_link_target_id", "network_id", "link_target_id"),
        Index("ix_clients_household", "network_id", "household", postgresql_where=sql_text("household IS NOT NULL")),
    )
    network_id: UUID = key()
    id: UUID = key()
    names: list[dict[str, Any]] = document()
    birth_date: str | None = sortable(nullable=True)
    identifiers: list[dict[str, Any]] = document()
    pronouns: str | None = text(nullable=True)
    gender_identity: str | None = text(nullable=True)
    gender_identity_text: str | None = text(nullable=True)
    administrative_sex: str | None = text(nullable=True)
    races: list[str] = texts()
    ethnicities: list[str] = texts()
    race_ethnicity_text: str | None = text(nullable=True)
    languages: list[dict[str, Any]] = document()
    accessibility: list[str] = texts()
    accessibility_text: str | None = text(nullable=True)
    cultural_preferences: str | None = text(nullable=True)
    addresses: list[dict[str, Any]] = document()
    contact_points: list[dict[str, Any]] = document()
    do_not_contact: bool = flag()
    household: UUID | None = reference(nullable=True)
    restricted: bool = flag()
    alerts: list[dict[str, Any]] = document()
    deceased: bool = flag()
    deceased_on: str | None = text(nullable=True)
    name_key: str = sortable()
    link_target_id: UUID | None = reference(nullable=True)
    linked_at: datetime | None = moment(nullable=True)
    linked_by: UUID | None = reference(nullable=True)
    erased_at: datetime | None = moment(nullable=True)
    version: int = Field(sa_type=Integer)
    created_at: datetime = moment()
    updated_at: datetime = moment()


class ClientTermRow(Row, table=True):
    __tablename__ = "client_terms"
    __table_args__ = (
        belongs("client_terms", "client_id", "clients"),
        Index("ix_client_terms_client", "network_id", "client_id", "term"),
    )
    network_id: UUID = key()
    term: str = Field(primary_key=True, sa_type=Text(collation="C"))
    client_id: UUID = key()
