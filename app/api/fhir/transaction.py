"""transaction: all entries or none, in one transaction of the database: http://hl7.org/fhir/R4/http.html#trules.

First DELETE, then what makes resources, each after those that it refers to, then PUT, PATCH and at last GET.
"""

from asyncio import sleep
from collections.abc import Sequence
from dataclasses import replace
from http import HTTPStatus
from typing import Any

from app.api.fhir.asking import Asked, Told
from app.api.fhir.bundles import answered, bundle
from app.api.fhir.catalogue import check_writable
from app.api.fhir.checking import checked
from app.api.fhir.endpoints import guarded
from app.api.fhir.entries import Entry, entries_of, read_entry
from app.api.fhir.interactions import interaction_at
from app.api.fhir.making import in_order, is_only_kept, keep, make, needs_of, remember_names
from app.api.fhir.mapped.practitioners import PART, PERSON
from app.api.fhir.outcomes import REFUSALS, invalid
from app.api.fhir.paths import Shape
from app.api.fhir.resolving import Work, at, resolve
from app.api.fhir.rewriting import rewritten
from app.api.fhir.telling import body_of, whole
from app.api.fhir.writing import posted, updating
from app.ports.resources import Target
from app.ports.transactions import Answer
from app.use_cases.bundles import asked as ask
from app.use_cases.bundles import of_parts
from app.use_cases.core import Call, Context, Core
from app.use_cases.resources import resources

MAKES = ("POST", "PUT")
LETTERS = {"DELETE": "d", "POST": "c", "PUT": "u", "PATCH": "u"}
CHECKED_AT_ONCE = 20
"""How many resources are checked before other requests have their turn."""


async def transaction(core: Core, call: Call, asked: Asked, media_type: str) -> Answer:
    """Do everything that the entries ask, or nothing: then the refusal names the entry."""
    entries = await _read(asked)
    use_case = of_parts(_permission(entries), lambda context: process(context, entries))
    return await guarded(
        asked.endpoints,
        lambda: core.answer(call, lambda done: _answer(asked, entries, done, media_type), use_case),
    )


async def _read(asked: Asked) -> tuple[Entry, ...]:
    """Read and check every entry before the database is asked."""
    entries = []
    for number, given in enumerate(entries_of(asked)):
        try:
            entry = read_entry(asked, number, given)
            check_entry(entry)
        except REFUSALS as error:
            raise at(Entry(number=number, asked=asked, full_url=None), error) from None
        entries.append(entry)
        if number % CHECKED_AT_ONCE == 0:
            await sleep(0)
    return tuple(entries)


def check_entry(entry: Entry) -> None:
    """Refuse what cannot be done, before the database is asked."""
    asked = entry.asked
    interaction_at(asked.method, asked.place)
    if _makes(entry):
        check_writable(asked.place.type, "create" if asked.method == "POST" else "update")
        resource = checked(asked.resource, asked.place.type, asked.base)
        if asked.place.id and resource.get("id", asked.place.id) != asked.place.id:
            raise invalid("The id in the resource is not that of the url.", f"{asked.place.type}.id")


def _makes(entry: Entry) -> bool:
    """Whether an entry says what a resource shall be."""
    return entry.asked.method in MAKES and entry.asked.place.shape in (Shape.TYPE, Shape.INSTANCE)


def _permission(entries: Sequence[Entry]) -> str:
    """Return with which permission the whole is on record: the heaviest of what is asked."""
    letters = {LETTERS.get(entry.asked.method, "r") for entry in entries}
    return next(letter for letter in "dcur" if letter in letters or letter == "r")


async def process(context: Context, entries: Sequence[Entry]) -> list[Told]:
    """Do what entries ask that were read and checked, in the order of the rules; tell of each in its place."""
    work = await resolve(context, entries)
    _check_once(work)
    told: dict[int, Told] = {}
    waiting: dict[int, Entry] = {}
    for entry in in_order(context, work):
        if entry.number in work.makes and is_only_kept(entry):
            waiting[entry.number] = entry
            continue
        if waiting and (entry.number not in work.makes or needs_of(work, entry) & waiting.keys()):
            told |= await keep(context, work, list(waiting.values()), told.keys())
            waiting = {}
        try:
            told[entry.number] = await _one(context, work, entry, told)
        except REFUSALS as error:
            raise at(entry, error) from None
    if waiting:
        told |= await keep(context, work, list(waiting.values()), told.keys())
    await remember_names(context, work)
    await _tell_anew(context, work, told)
    return [told[entry.number] for entry in entries]


async def _tell_anew(context: Context, work: Work, told: dict[int, Told]) -> None:
    """Tell of whom somebody's part has made a worker as it is then: both have one id."""
    made = {work.means[number]: number for number in work.makes}
    for stored in [each.stored for each in told.values()]:
        if stored is not None and stored.type == PART:
            number = made.get(Target(type=PERSON, id=stored.id))
            if number is not None:
                whole = await resources.reading(PERSON)(context, stored.id)
                told[number] = replace(told[number], stored=whole)


def _check_once(work: Work) -> None:
    """Refuse two entries that would change one resource."""
    seen: dict[object, int] = {}
    for entry in work.entries:
        place = entry.asked.place
        changes = entry.asked.method in ("PUT", "PATCH", "DELETE")
        if changes and place.id and seen.setdefault(work.means.get(entry.number, place), entry.number) != entry.number:
            raise invalid("Two entries change the same resource.", entry.at)


async def _one(context: Context, work: Work, entry: Entry, told: dict[int, Told]) -> Told:
    number, asked = entry.number, entry.asked
    if number in work.same:
        return Told(status=HTTPStatus.OK, stored=told[work.same[number]].stored, located=True)
    if number in work.makes:
        return await make(context, work, entry, told.keys())
    if number in work.there and asked.method == "POST":
        return Told(status=HTTPStatus.OK, stored=work.there[number], located=True)
    if asked.method == "PUT":
        return await _update(context, work, entry)
    if (target := work.means.get(number)) is not None:
        asked = replace(asked, place=replace(asked.place, id=str(target.id)))
    if asked.resource is not None:
        asked = replace(asked, resource=rewritten(asked.resource, work.meaning))
    await context.tx.resources.project(context.now)
    return await ask(context, interaction_at(asked.method, asked.place).plan(asked))


async def _update(context: Context, work: Work, entry: Entry) -> Told:
    target: Target = work.means[entry.number]
    resource: dict[str, Any] = rewritten(entry.asked.resource, work.meaning)
    resource["id"] = str(target.id)
    changing = updating(target, posted(resource, foreign=True), entry.asked.conditions.if_match)
    stored = await ask(context, changing)
    return Told(status=HTTPStatus.OK, stored=stored)


def _answer(asked: Asked, entries: Sequence[Entry], done: Sequence[Told], media_type: str) -> Answer:
    written = [
        answered(asked.base, told, body_of(entry.asked, told) or None).written()
        for entry, told in zip(entries, done, strict=True)
    ]
    return whole(bundle("transaction-response", written), media_type)
