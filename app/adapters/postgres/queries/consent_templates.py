"""Consent templates as they are chosen from, by title."""

from app.adapters.postgres.queries.keyset import ByName, equals
from app.adapters.postgres.repositories.consent_templates import template_of
from app.adapters.postgres.session import Session
from app.adapters.postgres.tables.columns import table_of
from app.adapters.postgres.tables.consent_templates import ConsentTemplateRow
from app.domain.consent_templates.template import ConsentTemplate, FormStatus
from app.ports.queries import Cursor, Page

_T = table_of(ConsentTemplateRow)
_LIST = ByName(_T, {"status": equals(_T.c.status)})


class ConsentTemplateQueries:
    """Lists of templates."""

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    async def page(self, status: FormStatus, *, after: Cursor | None, limit: int) -> Page[ConsentTemplate]:
        """Return one page."""
        statement, arguments = _LIST.ask(after, limit, {"status": status})
        found = [template_of(row) for row in await self.session.page(statement, **arguments)]
        items = tuple(found[:limit])
        names = tuple((each.name_key, each.id) for each in items)
        return Page(items=items, next=names[-1] if len(found) > limit else None, places=names)
