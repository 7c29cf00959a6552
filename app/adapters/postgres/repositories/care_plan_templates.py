"""Care plan templates to rows and back."""

from typing import Any
from uuid import UUID

import asyncpg
import msgspec
from sqlalchemy import bindparam, insert, select

from app.adapters.postgres.repositories.shelf import Shelf
from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.adapters.postgres.tables.care_plan_templates import CarePlanTemplateRow, CarePlanTemplateVersionRow
from app.adapters.postgres.tables.columns import table_of
from app.domain.care_plans.template import CarePlanTemplate, TemplateScope, TemplateStatus
from app.domain.care_plans.template_content import TemplateContent
from app.domain.identity import AgencyId, CarePlanTemplateId, NetworkId
from app.ports.care_plan_templates import TemplateVersion

_V = table_of(CarePlanTemplateVersionRow)
_ADD_VERSION = Statement.of(insert(_V))
_VERSION = Statement.of(
    select(_V).where(
        _V.c.network_id == bindparam("network"),
        _V.c.template_id == bindparam("template"),
        _V.c.number == bindparam("number"),
    )
)


def _values(template: CarePlanTemplate) -> dict[str, Any]:
    return {
        "network_id": template.network,
        "id": template.id,
        "agency_id": template.agency,
        "scope": template.scope,
        "status": template.status,
        "name_key": template.name_key,
        "content": msgspec.to_builtins(template.content),
        "version": template.version,
        "created_at": template.created_at,
        "updated_at": template.updated_at,
    }


def template_of(row: asyncpg.Record) -> CarePlanTemplate:
    """Read a template back."""
    return CarePlanTemplate(
        id=CarePlanTemplateId(row["id"]),
        network=NetworkId(row["network_id"]),
        agency=AgencyId(row["agency_id"]),
        scope=TemplateScope(row["scope"]),
        status=TemplateStatus(row["status"]),
        content=_content(row),
        version=row["version"],
        created_at=row["created_at"],
        updated_at=row["updated_at"],
    )


TEMPLATES = Shelf("care-plan-template", CarePlanTemplateRow, _values, template_of)


class CarePlanTemplateRepository:
    """The templates of the network's agencies."""

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    async def get(self, template: CarePlanTemplateId) -> CarePlanTemplate | None:
        """Return a template."""
        return await TEMPLATES.get(self.session, template)

    async def lock(self, template: CarePlanTemplateId) -> CarePlanTemplate | None:
        """Return a template and keep others from changing it."""
        return await TEMPLATES.lock(self.session, template)

    async def add(self, template: CarePlanTemplate, by: UUID) -> None:
        """Insert a template with its first version."""
        await TEMPLATES.add(self.session, template)
        await self._keep(template, by)

    async def save(self, template: CarePlanTemplate, by: UUID) -> None:
        """Write a changed template and the version that this makes."""
        await TEMPLATES.save(self.session, template)
        await self._keep(template, by)

    async def version(self, template: CarePlanTemplateId, number: int) -> TemplateVersion | None:
        """Return a template as it stood."""
        row = await self.session.fetch_row(_VERSION, template=template, number=number)
        if row is None:
            return None
        return TemplateVersion(template=template, number=number, at=row["at"], by=row["by"], content=_content(row))

    async def _keep(self, template: CarePlanTemplate, by: UUID) -> None:
        await self.session.execute(
            _ADD_VERSION,
            network_id=template.network,
            template_id=template.id,
            number=template.version,
            at=template.updated_at,
            by=by,
            content=msgspec.to_builtins(template.content),
        )


def _content(row: asyncpg.Record) -> TemplateContent:
    return msgspec.convert(row["content"], TemplateContent)
