"""Searches of FHIR resources: as far as the asker's rule, role and scopes reach, in the middle of chains too."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from uuid import UUID

from app.domain.errors import Forbidden, Gone, NotFound
from app.domain.identity import ClientId
from app.domain.networks.actor import Actor
from app.domain.networks.roles import CARE_ROLES, Role
from app.domain.resources.sections import REFERENCE_DATA
from app.ports.access import Access
from app.ports.queries import Cursor, Page
from app.ports.resource_search import AnyOf, Companions, Criterion, Had, Linked, Search, Total, Without
from app.ports.resources import StoredResource, Target
from app.use_cases.core import Context, UseCase, use_case
from app.use_cases.resources.resources import readers_of, saw
from app.use_cases.resources.value_sets import with_codes

PATIENT = "Patient"
_READING = frozenset({"r", "s"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a search found: a page, what comes along with it, and how many there are where that was asked."""

    page: Page[StoredResource]
    companions: Companions
    total: int | None = None


@cache
def searching(type_: str) -> UseCase[..., Found]:
    """Return the use case that searches the resources of a type."""

    @use_case(action=f"{type_}.search", resource=type_, permission="s", roles=readers_of(type_))
    async def search(context: Context, asked: Search, *, after: Cursor | None = None) -> Found:
        readable = check_readable(context.actor, asked.criteria)
        access = Access.of(context.actor, context.now)
        asked = replace(asked, criteria=await with_codes(context, access, asked.criteria))
        found = await _found(context, access, asked, readable, after)
        saw(context, *found.page.items, *found.companions.items)
        return found

    return search


@use_case(action="Patient.everything", resource=PATIENT, permission="r", roles=CARE_ROLES)
async def of_client(
    context: Context,
    client: UUID,
    *,
    types: Collection[str] | None = None,
    since: datetime | None = None,
    after: Cursor | None = None,
    limit: int = 50,
) -> Page[StoredResource]:
    """Show a client's record, page by page: the Patient and everything about it that the asker may read."""
    await check_client(context, client)
    readable = readable_types(context.actor)
    wanted = readable if types is None else frozenset(types) if readable is None else readable & frozenset(types)
    access = Access.of(context.actor, context.now)
    page = await context.tx.resource_search.of_client(
        access, ClientId(client), types=wanted, since=since, after=after, limit=limit
    )
    saw(context, *page.items)
    return page


async def check_client(context: Context, client: UUID) -> None:
    """Refuse a compartment whose Patient the asker may not read, as reading it is refused."""
    access = Access.of(context.actor, context.now)
    patient = await context.tx.resources.read(access, Target(type=PATIENT, id=client))
    if patient is None:
        raise NotFound("resource")
    if patient.deleted:
        raise Gone("resource.deleted", "It was deleted.")
    context.saw(client, clients=frozenset({ClientId(client)}))


def readable_types(actor: Actor) -> frozenset[str] | None:
    """Return the types that the actor's scopes and roles let it read or search; None for all."""
    if Role.SYSTEM in actor.roles:
        return None
    named = frozenset(each.resource for each in actor.scopes.granted if each.permissions & _READING)
    if not actor.roles & CARE_ROLES:
        return REFERENCE_DATA if "*" in named else named & REFERENCE_DATA
    return None if "*" in named else named


def check_readable(actor: Actor, criteria: Sequence[Criterion]) -> frozenset[str] | None:
    """Refuse a chain through what the actor may not read: it would tell of it. Return what it may read."""
    readable = readable_types(actor)
    for type_ in _passed(criteria) if readable is not None else ():
        if readable is not None and type_ not in readable:
            scope = f"system/{type_}.s"
            raise Forbidden("scope.insufficient", f"This needs the scope {scope}.", scope=scope)
    return readable


def _passed(criteria: Sequence[Criterion]) -> Iterator[str]:
    for each in criteria:
        if isinstance(each, Linked | Had):
            yield each.type
            yield from _passed(each.criteria)
        elif isinstance(each, AnyOf):
            yield from _passed(each.any_of)
        elif isinstance(each, Without):
            yield from _passed((each.criterion,))


async def _found(
    context: Context, access: Access, asked: Search, readable: Collection[str] | None, after: Cursor | None
) -> Found:
    searches = context.tx.resource_search
    page: Page[StoredResource] = Page(items=())
    if asked.limit:
        page = await searches.page(access, asked, after=after)
    companions = Companions()
    if asked.includes and page.items:
        companions = await searches.companions(access, page.items, asked.includes, readable)
    total = await searches.count(access, asked) if asked.total is Total.ACCURATE else None
    return Found(page=page, companions=companions, total=total)
