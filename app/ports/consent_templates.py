"""Where consent templates and their versions are kept, and how they are listed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from app.domain.consent_templates.template import ConsentTemplate, FormContent, FormStatus
from app.domain.identity import ConsentTemplateId
from app.ports.queries import Cursor, Page


@dataclass(frozen=True, slots=True, kw_only=True)
class FormVersion:
    """A template as it stood after one change: consents name the version that was signed."""

    template: ConsentTemplateId
    number: int
    at: datetime
    by: UUID
    content: FormContent


class ConsentTemplates(Protocol):
    """The forms of consent of the network."""

    async def get(self, template: ConsentTemplateId) -> ConsentTemplate | None:
        """Return a template."""
        ...

    async def lock(self, template: ConsentTemplateId) -> ConsentTemplate | None:
        """Return a template and keep others from changing it until the transaction ends."""
        ...

    async def add(self, template: ConsentTemplate, by: UUID) -> None:
        """Keep a template that was just made, with its first version."""
        ...

    async def save(self, template: ConsentTemplate, by: UUID) -> None:
        """Keep its changes as one more version; raises `Conflict` when somebody else was faster."""
        ...

    async def version(self, template: ConsentTemplateId, number: int) -> FormVersion | None:
        """Return a template as it stood."""
        ...


class ConsentTemplateList(Protocol):
    """Lists of templates."""

    async def page(self, status: FormStatus, *, after: Cursor | None, limit: int) -> Page[ConsentTemplate]:
        """Return one page in the order of titles."""
        ...
