"""Resources as FHIR reads them, whatever they are made of, and writes them where the domain does not own the type."""

from collections.abc import Collection
from functools import cache
from uuid import UUID

from app.domain.errors import Gone, NotFound
from app.domain.networks.roles import ADMIN_ROLES, ANYONE, CARE_ROLES, Role
from app.domain.resources.piece import ResourcePiece
from app.domain.resources.sections import REFERENCE_DATA
from app.ports.access import Access
from app.ports.queries import Cursor, Page
from app.ports.resources import Draft, Past, StoredResource, Target
from app.use_cases.core import Context, UseCase, use_case
from app.use_cases.resources import kept_resources

PATIENT = "Patient"  # the one type of which it is known beforehand of which client it tells: itself


def readers_of(type_: str) -> frozenset[Role]:
    """Return the roles that may read a type: everybody what tells of no client."""
    return ANYONE if type_ in REFERENCE_DATA else CARE_ROLES


def writers_of(type_: str) -> frozenset[Role]:
    """Return the roles that may write what is kept of a type: who looks after a directory what tells of no client."""
    return CARE_ROLES | ADMIN_ROLES if type_ in REFERENCE_DATA else CARE_ROLES


@cache
def reading(type_: str) -> UseCase[[UUID], StoredResource]:
    """Return the use case that shows one resource of a type as it is now."""

    @use_case(action=f"{type_}.read", resource=type_, permission="r", roles=readers_of(type_))
    async def read(context: Context, id_: UUID) -> StoredResource:
        target = Target(type=type_, id=id_)
        if type_ in REFERENCE_DATA or type_ == PATIENT:
            context.foresee(id_, id_ if type_ == PATIENT else None)
        return _told(context, await context.tx.resources.read(Access.of(context.actor, context.now), target))

    return read


@cache
def reading_version(type_: str) -> UseCase[[UUID, int], StoredResource]:
    """Return the use case that shows what a resource of a type said in one version."""

    @use_case(action=f"{type_}.read-version", resource=type_, permission="r", roles=readers_of(type_))
    async def read_version(context: Context, id_: UUID, version: int) -> StoredResource:
        access, target = Access.of(context.actor, context.now), Target(type=type_, id=id_)
        return _told(context, await context.tx.resources.read_version(access, target, version))

    return read_version


@cache
def listing_history(type_: str) -> UseCase[..., Page[StoredResource]]:
    """Return the use case that lists versions of one resource or of a type, the newest first."""

    @use_case(action=f"{type_}.history", resource=type_, permission="r", roles=readers_of(type_))
    async def history(context: Context, past: Past, *, after: Cursor | None, limit: int) -> Page[StoredResource]:
        access = Access.of(context.actor, context.now)
        if past.id is not None:
            target = Target(type=past.type, id=past.id)
            if await context.tx.resources.read(access, target) is None:
                raise NotFound("resource")
        page = await context.tx.resources.history(access, past, after=after, limit=limit)
        shown = [item for item in page.items if not item.deleted]
        saw(context, *shown)
        return page

    return history


@cache
def creating(type_: str) -> UseCase[..., StoredResource]:
    """Return the use case that keeps a new resource of a type, which may name what is `coming` in the transaction."""

    @use_case(action=f"{type_}.create", resource=type_, permission="c", roles=writers_of(type_))
    async def create(
        context: Context, draft: Draft, id_: UUID | None = None, coming: Collection[Target] = ()
    ) -> StoredResource:
        [kept] = await kept_resources.create_all(context, [(id_ or context.new_id(), draft)], coming)
        return kept

    return create


@cache
def updating(type_: str) -> UseCase[..., StoredResource]:
    """Return the use case that writes a resource of a type anew; the same again leaves no trace."""

    @use_case(action=f"{type_}.update", resource=type_, permission="u", roles=writers_of(type_))
    async def update(
        context: Context, id_: UUID, draft: Draft, *, expected: int | None, coming: Collection[Target] = ()
    ) -> StoredResource:
        resource = await kept_resources.held(context, Target(type=type_, id=id_), expected)
        return await kept_resources.change(context, resource, draft, coming)

    return update


@cache
def deleting(type_: str) -> UseCase[..., StoredResource | None]:
    """Return the use case that takes a resource of a type out of every list; once more leaves no trace."""

    @use_case(action=f"{type_}.delete", resource=type_, permission="d", roles=writers_of(type_))
    async def delete(context: Context, id_: UUID, *, expected: int | None = None) -> StoredResource | None:
        try:
            resource = await kept_resources.held(context, Target(type=type_, id=id_), expected)
        except Gone:
            return None
        return await kept_resources.remove(context, resource)

    return delete


def saw(context: Context, *shown: StoredResource) -> None:
    """Put what is shown on the audit row, with the clients of whom it tells, and note the labels of others' records."""
    context.saw(
        *dict.fromkeys(item.id for item in shown),
        clients=frozenset(item.client for item in shown if item.client is not None),
    )
    for item in shown:
        if item.sensitivities and item.client is not None:
            context.tells(
                ResourcePiece(id=item.id, client=item.client, agency=item.agency, sensitivities=item.sensitivities)
            )


def _told(context: Context, found: StoredResource | None) -> StoredResource:
    if found is None:
        raise NotFound("resource")
    if found.deleted:
        raise Gone("resource.deleted", "It was deleted.")
    saw(context, found)
    return found
