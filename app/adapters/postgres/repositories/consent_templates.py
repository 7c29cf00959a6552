"""Consent templates to rows and back."""

from typing import Any
from uuid import UUID

import asyncpg
import msgspec
from sqlalchemy import bindparam, insert, select

from app.adapters.postgres.repositories.shelf import Shelf
from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.adapters.postgres.tables.columns import table_of
from app.adapters.postgres.tables.consent_templates import ConsentTemplateRow, ConsentTemplateVersionRow
from app.domain.assessments.words import Words
from app.domain.codes import Sensitivity
from app.domain.consent_templates.template import ConsentTemplate, FormContent, FormStatus
from app.domain.consents.consent import ConsentType
from app.domain.consents.scope import DATA_CATEGORIES, Direction, Purpose, RecipientClass
from app.domain.consents.scope import Statement as Said
from app.domain.identity import AgencyId, ConsentTemplateId, NetworkId
from app.ports.consent_templates import FormVersion

_V = table_of(ConsentTemplateVersionRow)
_ADD_VERSION = Statement.of(insert(_V))
_VERSION = Statement.of(
    select(_V).where(
        _V.c.network_id == bindparam("network"),
        _V.c.template_id == bindparam("template"),
        _V.c.number == bindparam("number"),
    )
)


def _values(template: ConsentTemplate) -> dict[str, Any]:
    return {
        "network_id": template.network,
        "id": template.id,
        "status": template.status,
        "name_key": template.name_key,
        "content": msgspec.to_builtins(template.content),
        "version": template.version,
        "created_at": template.created_at,
        "updated_at": template.updated_at,
    }


def template_of(row: asyncpg.Record) -> ConsentTemplate:
    """Read a template back."""
    return ConsentTemplate(
        id=ConsentTemplateId(row["id"]),
        network=NetworkId(row["network_id"]),
        status=FormStatus(row["status"]),
        content=_content(row),
        version=row["version"],
        created_at=row["created_at"],
        updated_at=row["updated_at"],
    )


TEMPLATES = Shelf("consent-template", ConsentTemplateRow, _values, template_of)


class ConsentTemplateRepository:
    """The forms of consent of the network."""

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    async def get(self, template: ConsentTemplateId) -> ConsentTemplate | None:
        """Return a template."""
        return await TEMPLATES.get(self.session, template)

    async def lock(self, template: ConsentTemplateId) -> ConsentTemplate | None:
        """Return a template and keep others from changing it."""
        return await TEMPLATES.lock(self.session, template)

    async def add(self, template: ConsentTemplate, by: UUID) -> None:
        """Insert a template with its first version."""
        await TEMPLATES.add(self.session, template)
        await self._keep(template, by)

    async def save(self, template: ConsentTemplate, by: UUID) -> None:
        """Write a changed template and the version that this makes."""
        await TEMPLATES.save(self.session, template)
        await self._keep(template, by)

    async def version(self, template: ConsentTemplateId, number: int) -> FormVersion | None:
        """Return a template as it stood."""
        row = await self.session.fetch_row(_VERSION, template=template, number=number)
        if row is None:
            return None
        return FormVersion(template=template, number=number, at=row["at"], by=row["by"], content=_content(row))

    async def _keep(self, template: ConsentTemplate, by: UUID) -> None:
        await self.session.execute(
            _ADD_VERSION,
            network_id=template.network,
            template_id=template.id,
            number=template.version,
            at=template.updated_at,
            by=by,
            content=msgspec.to_builtins(template.content),
        )


def _content(row: asyncpg.Record) -> FormContent:
    told = row["content"]
    return FormContent(
        title=msgspec.convert(told["title"], Words),
        text=msgspec.convert(told["text"], Words),
        language=told["language"],
        type=ConsentType(told["type"]),
        recipients=tuple(AgencyId(UUID(agency)) for agency in told["recipients"]),
        recipient_classes=tuple(RecipientClass(each) for each in told["recipient_classes"]),
        purposes=tuple(Purpose(each) for each in told["purposes"]),
        categories=tuple(DATA_CATEGORIES[each] for each in told["categories"]),
        sensitivities=tuple(Sensitivity(each) for each in told["sensitivities"]),
        statements=tuple(Said(each) for each in told["statements"]),
        direction=Direction(told["direction"]),
        days=told["days"],
        ends_when=told["ends_when"],
    )
