"""Makes what a transaction makes, each resource after those that it refers to: http://hl7.org/fhir/R4/http.html#trules."""

from asyncio import sleep
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from http import HTTPStatus
from typing import Any

from app.api.fhir.asking import Told
from app.api.fhir.drafting import drafted, named_in
from app.api.fhir.entries import Entry
from app.api.fhir.mapped.writer import Posted
from app.api.fhir.mapped.writers import WRITERS
from app.api.fhir.outcomes import REFUSALS, Unfit, not_supported
from app.api.fhir.resolving import Work, at, noun_of, source_of
from app.api.fhir.rewriting import rewritten
from app.api.fhir.writing import creating
from app.api.operation_outcomes import Issue
from app.ports.imports import Taken
from app.ports.resources import Target
from app.use_cases.bundles import asked as ask
from app.use_cases.core import Context
from app.use_cases.resources import kept_resources, resources

ORDER = ("DELETE", "POST", "PUT", "PATCH", "GET")
READ_AT_ONCE = 20
"""How many resources are read before other requests have their turn."""


def in_order(context: Context, work: Work) -> Iterator[Entry]:
    """Return the entries in the order in which they happen; what is only kept is given its id beforehand."""
    for number in work.makes:
        if is_only_kept(work.entries[number]):
            work.means[number] = Target(type=work.entries[number].asked.place.type, id=context.new_id())
    ranks = {number: place for place, number in enumerate(_made_in_order(work))}
    first = len(work.entries)
    yield from sorted(work.entries, key=lambda entry: (*_rank(work, entry), ranks.get(entry.number, first)))


def is_only_kept(entry: Entry) -> bool:
    """Whether what an entry makes is of a type that the domain does not own."""
    writer = WRITERS.get(entry.asked.place.type)
    return writer is None or writer.create is None


def needs_of(work: Work, entry: Entry) -> set[int]:
    """Return the entries that make what an entry refers to."""
    return _needs(work, entry.number)


def _rank(work: Work, entry: Entry) -> tuple[int, bool]:
    method = "POST" if entry.number in work.makes else entry.asked.method
    return ORDER.index(method), entry.number not in work.makes


def _made_in_order(work: Work) -> Iterator[int]:
    """Return what is made, each after what it refers to; what refers to itself in a circle comes last."""
    waits = {number: _needs(work, number) for number in work.makes}
    agreed = _agreed(work)
    for number in work.makes:
        asked = work.entries[number].asked
        if asked.place.type == "Task" and agreed:
            waits[number] |= agreed.get(_about(asked.resource, "for"), set())
    wanted: dict[int, list[int]] = defaultdict(list)
    for number, needs in waits.items():
        for need in needs:
            wanted[need].append(number)
    ready = [number for number in work.makes if not waits[number]]
    for number in ready:
        for waiting in wanted[number]:
            waits[waiting].discard(number)
            if not waits[waiting]:
                ready.append(waiting)
    yield from ready
    yield from (number for number in work.makes if waits[number])


def _agreed(work: Work) -> dict[str, set[int]]:
    """Return the consents that are made, by whose they are: what is asked for may need what was agreed to."""
    found: dict[str, set[int]] = defaultdict(set)
    for number in work.makes:
        asked = work.entries[number].asked
        if asked.place.type == "Consent":
            found[_about(asked.resource, "patient")].add(number)
    return found


def _about(resource: Any, member: str) -> str:
    return str(resource.get(member, {}).get("reference"))


def _needs(work: Work, number: int) -> set[int]:
    named = (work.names.get(each.text) for each in work.named.get(number, ()))
    meant = {work.same.get(each, each) for each in named if each is not None}
    return {each for each in meant if each in work.makes and each != number}


async def make(context: Context, work: Work, entry: Entry, done: Collection[int]) -> Told:
    """Make one resource, its references those that they have become."""
    given = work.means.get(entry.number)
    new = _posted(work, entry)
    coming = _coming(work, done)
    stored = await ask(context, creating(new, None if given is None else given.id, coming))
    work.means[entry.number] = Target(type=stored.type, id=stored.id)
    return Told(status=HTTPStatus.CREATED, stored=stored, located=True)


async def keep(context: Context, work: Work, entries: Sequence[Entry], done: Collection[int]) -> dict[int, Told]:
    """Make several resources that are only kept, with one question for all of them."""
    items: list[kept_resources.New] = []
    coming = _coming(work, done)
    for entry in entries:
        if len(items) % READ_AT_ONCE == READ_AT_ONCE - 1:
            await sleep(0)
        try:
            resources.creating(entry.asked.place.type).rule.check(context.actor)
            items.append((work.means[entry.number].id, _posted(work, entry).draft))
        except REFUSALS as error:
            raise at(entry, error) from None
    try:
        kept = await kept_resources.create_all(context, items, coming)
    except REFUSALS as error:
        raise at(await _guilty(context, entries, items, coming), error) from None
    told = (Told(status=HTTPStatus.CREATED, stored=each, located=True) for each in kept)
    return {entry.number: each for entry, each in zip(entries, told, strict=True)}


async def _guilty(
    context: Context, entries: Sequence[Entry], items: Sequence[kept_resources.New], coming: Collection[Target]
) -> Entry:
    """Return the entry for which the others were refused too; what is tried here is rolled back."""
    for entry, item in zip(entries, items, strict=True):
        try:
            await kept_resources.create_all(context, [item], coming)
        except REFUSALS:
            return entry
    return entries[0]


def _posted(work: Work, entry: Entry) -> Posted:
    """Read what is to be made, once its references are what they have become."""
    if entry.asked.conditions.if_match is not None:
        text = "There is no such resource to change, in whichever version."
        raise Unfit(HTTPStatus.PRECONDITION_FAILED, Issue(code="conflict", text=text, name="resource.stale"))
    resource = rewritten(entry.asked.resource, work.meaning)
    named = named_in(resource, str(resource["resourceType"]))
    if any(each.text in work.names for each in named):
        raise not_supported("This refers in a circle to what the domain makes.", HTTPStatus.UNPROCESSABLE_ENTITY)
    return Posted(draft=drafted(resource, foreign=True, named=named), resource=resource)


def _coming(work: Work, done: Collection[int]) -> set[Target]:
    """Return what this transaction still has to make: it may be referred to before it is there."""
    return {work.means[number] for number in work.makes if number in work.means and number not in done}


async def remember_names(context: Context, work: Work) -> None:
    """Remember what the source called what was made for it, so that it means the same the next time."""
    made = ((key, work.means[number]) for number, key in work.makes.items() if key is not None)
    named = {(noun_of(target.type), key): Taken(subject=target.id) for key, target in made}
    await context.tx.source_keys.learn_all(source_of(context), named)
