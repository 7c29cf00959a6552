"""Care plan templates, and every version of them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, Integer
from sqlmodel import Field

from app.adapters.postgres.tables.columns import belongs, document, key, moment, one_of, reference, sortable, text
from app.adapters.postgres.tables.row import Row
from app.domain.care_plans.template import TemplateScope, TemplateStatus


class CarePlanTemplateRow(Row, table=True):
    __tablename__ = "care_plan_templates"
    __table_args__ = (
        one_of("care_plan_templates", "scope", TemplateScope),
        one_of("care_plan_templates", "status", TemplateStatus),
        belongs("care_plan_templates", "agency_id", "agencies"),
        Index("ix_care_plan_templates_status", "network_id", "status", "name_key", "id"),
        Index("ix_care_plan_templates_scope", "network_id", "scope", "status", "name_key", "id"),
        Index("ix_care_plan_templates_agency", "network_id", "agency_id", "scope", "status", "name_key", "id"),
    )
    network_id: UUID = key()
    id: UUID = key()
    agency_id: UUID = reference()
    scope: str = text()
    status: str = text()
    name_key: str = sortable()
    content: dict[str, Any] = document()
    version: int = Field(sa_type=Integer)
    created_at: datetime = moment()
    updated_at: datetime = moment()


class CarePlanTemplateVersionRow(Row, table=True):
    """A template as it stood after one change."""

    __tablename__ = "care_plan_template_versions"
    __table_args__ = (belongs("care_plan_template_versions", "template_id", "care_plan_templates"),)
    network_id: UUID = key()
    template_id: UUID = key()
    number: int = Field(primary_key=True, sa_type=Integer)
    at: datetime = moment()
    by: UUID = reference()
    content: dict[str, Any] = document()
