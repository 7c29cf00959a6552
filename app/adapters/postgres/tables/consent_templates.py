"""Forms of consent, and every version of them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, Integer
from sqlmodel import Field

from app.adapters.postgres.tables.columns import belongs, document, key, moment, one_of, reference, sortable, text
from app.adapters.postgres.tables.row import Row
from app.domain.consent_templates.template import FormStatus


class ConsentTemplateRow(Row, table=True):
    __tablename__ = "consent_templates"
    __table_args__ = (
        one_of("consent_templates", "status", FormStatus),
        Index("ix_consent_templates_status", "network_id", "status", "name_key", "id"),
    )
    network_id: UUID = key()
    id: UUID = key()
    status: str = text()
    name_key: str = sortable()
    content: dict[str, Any] = document()
    version: int = Field(sa_type=Integer)
    created_at: datetime = moment()
    updated_at: datetime = moment()


class ConsentTemplateVersionRow(Row, table=True):
    """A form as it stood after one change."""

    __tablename__ = "consent_template_versions"
    __table_args__ = (belongs("consent_template_versions", "template_id", "consent_templates"),)
    network_id: UUID = key()
    template_id: UUID = key()
    number: int = Field(primary_key=True, sa_type=Integer)
    at: datetime = moment()
    by: UUID = reference()
    content: dict[str, Any] = document()
