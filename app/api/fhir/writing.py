"""Where the writes of all interactions meet: types of the domain go to their writers, others are kept as they come.

http://hl7.org/fhir/R4/http.html#create, #update, #delete, #transactional-integrity.
"""

from collections.abc import Collection
from dataclasses import replace
from typing import Any
from uuid import UUID

from app.api.fhir.conditions import check_version
from app.api.fhir.drafting import drafted
from app.api.fhir.mapped.writer import Posted
from app.api.fhir.mapped.writers import WRITERS
from app.api.fhir.outcomes import not_supported
from app.domain.errors import Gone, NotFound
from app.domain.networks.roles import ANYONE
from app.ports.access import Access
from app.ports.resources import StoredResource, Target
from app.use_cases.bundles import asked as ask
from app.use_cases.core import Context, Rule, UseCase
from app.use_cases.resources import resources

NOT_HERE = "There is no such resource to change; ids are given here: create it."


def posted(resource: dict[str, Any], *, foreign: bool = False) -> Posted:
    """Read a valid resource as what writers and use cases take; names of a source stay where `foreign` says so."""
    return Posted(draft=drafted(resource, foreign=foreign), resource=resource)


def rule_of(type_: str, verb: str, permission: str) -> Rule:
    """Return the rule of a write before it is known which use cases it asks: theirs say who may."""
    return Rule(action=f"{type_}.{verb}", resource=type_, permission=permission, roles=ANYONE)


def creating(new: Posted, id_: UUID | None = None, coming: Collection[Target] = ()) -> UseCase[[], StoredResource]:
    """Make a resource, under an id if it is only kept; it may name what is `coming` in the same transaction."""
    type_, writer = new.draft.type, WRITERS.get(new.draft.type)

    async def verb(context: Context) -> StoredResource:
        subject = None
        if writer is not None and writer.create is not None:
            subject = await ask(context, writer.create(replace(new, coming=frozenset(coming))))
        if subject is None:
            return await ask(context, resources.creating(type_), new.draft, id_, coming)
        return await _projected(context, Target(type=type_, id=subject), new)

    return UseCase(verb, rule_of(type_, "create", "c"))


def updating(target: Target, new: Posted, expected: int | None) -> UseCase[[], StoredResource]:
    """Let a resource say something else; 405 for one that is not here: ids are made here."""
    writer = WRITERS.get(target.type)

    async def verb(context: Context) -> StoredResource:
        check_version(await _there(context, target), expected)
        if await is_kept(context, target):
            return await ask(context, resources.updating(target.type), target.id, new.draft, expected=expected)
        if writer is None or writer.update is None:
            raise not_supported(f"This {target.type} cannot be changed here.")
        await ask(context, writer.update(target.id, new))
        check_version(await resources.reading(target.type)(context, target.id), expected)
        return await _projected(context, target, new, remembered=writer.remembers)

    return UseCase(verb, rule_of(target.type, "update", "u"))


def deleting(target: Target, expected: int | None) -> UseCase[[], StoredResource | None]:
    """Delete a resource; None when there is nothing, or no longer."""
    writer = WRITERS.get(target.type)

    async def verb(context: Context) -> StoredResource | None:
        try:
            there = await resources.reading(target.type)(context, target.id)
        except (NotFound, Gone):
            return None
        check_version(there, expected)
        if await is_kept(context, target):
            await ask(context, resources.deleting(target.type), target.id, expected=expected)
        elif writer is None or writer.delete is None:
            raise not_supported(f"This {target.type} cannot be deleted here.")
        else:
            await ask(context, writer.delete(target.id))
        await context.tx.resources.project(context.now)
        return await context.tx.resources.read(Access.of(context.actor, context.now), target)

    return UseCase(verb, rule_of(target.type, "delete", "d"))


async def is_kept(context: Context, target: Target) -> bool:
    """Whether a resource is one that is only kept, which nobody else changes until the transaction ends."""
    return await context.tx.resources.lock(target) is not None


async def _there(context: Context, target: Target) -> StoredResource:
    try:
        return await resources.reading(target.type)(context, target.id)
    except NotFound:
        raise not_supported(NOT_HERE) from None


async def _projected(context: Context, target: Target, new: Posted, *, remembered: bool = True) -> StoredResource:
    """Return what the domain made of what was posted, which is remembered with it."""
    writer = WRITERS.get(target.type)
    if remembered:
        face = new.draft.face if writer is None or writer.shown is None else writer.shown(new)
        context.tx.resources.remember(target, face)
    await context.tx.resources.project(context.now)
    stored = await context.tx.resources.read(Access.of(context.actor, context.now), target)
    if stored is None:
        raise NotFound("resource")
    return stored
