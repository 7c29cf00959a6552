"""Where care plan templates and their versions are kept, and how they are listed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from app.domain.care_plans.template import CarePlanTemplate, TemplateScope, TemplateStatus
from app.domain.care_plans.template_content import TemplateContent
from app.domain.identity import CarePlanTemplateId
from app.ports.access import Access
from app.ports.queries import Cursor, Page


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateVersion:
    """A template as it stood after one change: plans name the version that they were made of."""

    template: CarePlanTemplateId
    number: int
    at: datetime
    by: UUID
    content: TemplateContent


class CarePlanTemplates(Protocol):
    """The templates of the network's agencies; the built-in ones are not kept here."""

    async def get(self, template: CarePlanTemplateId) -> CarePlanTemplate | None:
        """Return a template."""
        ...

    async def lock(self, template: CarePlanTemplateId) -> CarePlanTemplate | None:
        """Return a template and keep others from changing it until the transaction ends."""
        ...

    async def add(self, template: CarePlanTemplate, by: UUID) -> None:
        """Keep a template that was just made, with its first version."""
        ...

    async def save(self, template: CarePlanTemplate, by: UUID) -> None:
        """Keep its changes as one more version; raises `Conflict` when somebody else was faster."""
        ...

    async def version(self, template: CarePlanTemplateId, number: int) -> TemplateVersion | None:
        """Return a template as it stood."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateFilter:
    """Which templates are asked for."""

    status: TemplateStatus = TemplateStatus.ACTIVE
    scope: TemplateScope | None = None


class CarePlanTemplateList(Protocol):
    """Lists of templates."""

    async def page(
        self, access: Access, which: TemplateFilter, *, after: Cursor | None, limit: int
    ) -> Page[CarePlanTemplate]:
        """Return one page in the order of titles: those that the asker may use, the built-in ones among them."""
        ...
