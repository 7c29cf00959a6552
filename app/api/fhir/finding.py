"""Runs searches: what a query means, what it finds, and what comes along (http://hl7.org/fhir/R4/search.html)."""

from collections.abc import Sequence

from app.adapters.fhir.search.asking import Asked as Understood
from app.adapters.fhir.search.asking import asked as understood
from app.adapters.fhir.search.criteria import Asker
from app.api.fhir.asking import Query
from app.ports.queries import Cursor
from app.ports.resource_search import Criterion
from app.ports.resources import StoredResource
from app.use_cases.bundles import asked as ask
from app.use_cases.core import Context
from app.use_cases.resources import resource_search
from app.use_cases.resources.resource_search import Found

MOST_MATCHES = 2


async def matches(context: Context, type_: str, criteria: Query) -> tuple[StoredResource, ...]:
    """Return the resources that meet criteria, as far as it matters: none, one, or more than one.

    What nobody knows is refused: a condition that leaves something out of account would mean too much.
    """
    query = (("_count", str(MOST_MATCHES)), *criteria)
    meant = understood(Asker(now=context.now), type_, query, strict=True)
    found = await ask(context, resource_search.searching(type_), meant.search, after=None)
    return found.page.items


async def find(context: Context, meant: Understood, after: Cursor | None) -> Found:
    """Return one page of what a query finds."""
    return await ask(context, resource_search.searching(meant.search.type), meant.search, after=after)


def meaning(
    context: Context, base: str, type_: str, query: Query, *, strict: bool, besides: Sequence[Criterion] = ()
) -> Understood:
    """Read a query."""
    return understood(Asker(now=context.now, base=base), type_, query, strict=strict, besides=besides)
