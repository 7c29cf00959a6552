"""Finds out what the entries of a transaction mean before any happens: http://hl7.org/fhir/R4/http.html#trules.

Conditions are asked, conditional references answered, and the names by which a source calls its resources looked up.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from app.api.fhir.asking import Asked, Query
from app.api.fhir.conditions import criteria_of, name_of, query_of, the_one
from app.api.fhir.drafting import Named, literal_of, named_in, nothing_there, uuid_of
from app.api.fhir.entries import Entry
from app.api.fhir.outcomes import REFUSALS, Unfit, failure_of, invalid
from app.api.fhir.paths import Shape
from app.domain.errors import Gone, NotFound
from app.ports.resources import StoredResource, Target
from app.use_cases.core import Context
from app.use_cases.resources import resources

URN = "urn:"
_CONDITIONAL = re.compile(r"(?P<type>[A-Z][A-Za-z]+)\?\S+")
_REST = re.compile(r"https?://\S+/(?P<local>[A-Z][A-Za-z]+/[A-Za-z0-9\-.]{1,64})")


@dataclass(slots=True, kw_only=True)
class Work:
    """A transaction under way: what each entry makes or means, and what every name in it stands for.

    `makes` are the entries that make something, with the id under which a source calls it; `means` are the resources
    that entries are, as soon as it is known; `names` lead to entries, `known` to what is here already. `named` is what
    the resource of each entry refers to.
    """

    entries: tuple[Entry, ...]
    makes: dict[int, str | None] = field(default_factory=dict)
    same: dict[int, int] = field(default_factory=dict)
    means: dict[int, Target] = field(default_factory=dict)
    there: dict[int, StoredResource] = field(default_factory=dict)
    names: dict[str, int] = field(default_factory=dict)
    known: dict[str, Target] = field(default_factory=dict)
    named: dict[int, list[Named]] = field(default_factory=dict)

    def meaning(self, text: str) -> str | None:
        """Return the reference that a name has become; None where it is not one of ours yet."""
        target = self.target(text)
        return None if target is None else f"{target.type}/{target.id}"

    def target(self, text: str) -> Target | None:
        """Return the resource that a name means."""
        number = self.names.get(text)
        return self.known.get(text) if number is None else self.means.get(self.same.get(number, number))


async def resolve(context: Context, entries: Iterable[Entry]) -> Work:
    """Ask every question that a transaction puts; a refusal names the entry."""
    work = Work(entries=tuple(entries))
    conditions = {entry.number: _condition(entry.asked) for entry in work.entries}
    asked = {n: name_of(work.entries[n].asked.place.type, each) for n, each in conditions.items() if each is not None}
    await context.tx.holds.hold(*asked.values())
    called = await _called(context, work)
    first: dict[str, int] = {}
    for entry in work.entries:
        try:
            if (name := asked.get(entry.number)) in first:
                work.same[entry.number] = first[str(name)]
            else:
                await _resolve_one(context, work, entry, conditions[entry.number], called)
                if name is not None:
                    first[name] = entry.number
        except REFUSALS as error:
            raise at(entry, error) from None
    _name_entries(work)
    await _know(context, work)
    return work


def at(entry: Entry, error: Exception) -> Unfit:
    """Name the entry in a refusal."""
    failure = failure_of(error, entry.at)
    return Unfit(failure.status, *failure.issues, headers=failure.headers)


def _condition(asked: Asked) -> Query | None:
    """Return the criteria on which an entry depends."""
    if asked.method == "POST" and asked.place.shape is Shape.TYPE:
        return None if asked.conditions.if_none_exist is None else criteria_of(asked.conditions.if_none_exist)
    return criteria_of(asked.query) if asked.method == "PUT" and asked.place.shape is Shape.TYPE else None


async def _resolve_one(
    context: Context, work: Work, entry: Entry, condition: Query | None, called: dict[str, Target]
) -> None:
    asked, number = entry.asked, entry.number
    type_ = asked.place.type
    if condition is not None:
        there = await the_one(context, type_, condition)
        if there is None:
            work.makes[number] = None
        else:
            work.there[number], work.means[number] = there, Target(type=type_, id=there.id)
    elif asked.method == "POST" and asked.place.shape is Shape.TYPE:
        work.makes[number] = None
    elif asked.method == "PUT":
        target = called.get(f"{type_}/{asked.place.id}") or await _seen(context, type_, asked.place.id)
        if target is None:
            work.makes[number] = asked.place.id
        else:
            work.means[number] = target
    elif asked.place.id and (target := called.get(f"{type_}/{asked.place.id}")) is not None:
        work.means[number] = target


async def _called(context: Context, work: Work) -> dict[str, Target]:
    """Return what the asker's agency called its resources when it sent them before."""
    places = [entry.asked.place for entry in work.entries if entry.asked.place.id]
    return await _find_called(context, {f"{place.type}/{place.id}" for place in places})


async def _find_called(context: Context, names: Iterable[str]) -> dict[str, Target]:
    parts = {name: name.partition("/") for name in names}
    asked = {(noun_of(type_), key): name for name, (type_, _, key) in parts.items()}
    found = await context.tx.source_keys.find_all(source_of(context), asked)
    return {(name := asked[key]): Target(type=parts[name][0], id=taken.subject) for key, taken in found.items()}


def noun_of(type_: str) -> str:
    """Return under which noun the names of a type are kept."""
    return f"fhir:{type_}"


def source_of(context: Context) -> str:
    """Return whose names they are."""
    return f"fhir:{context.actor.agency}"


async def _seen(context: Context, type_: str, text: str) -> Target | None:
    """Return the resource of an id of ours that the asker may read."""
    id_ = uuid_of(text)
    if id_ is None:
        return None
    try:
        await resources.reading(type_)(context, id_)
    except (NotFound, Gone):
        return None
    return Target(type=type_, id=id_)


def _name_entries(work: Work) -> None:
    """Note by which names the entries call one another."""
    for entry in work.entries:
        if entry.number not in work.makes and entry.number not in work.means and entry.number not in work.same:
            continue
        for name in _names_of(entry):
            if work.names.setdefault(name, entry.number) != entry.number and name == entry.full_url:
                raise invalid("Two entries have this fullUrl.", f"{entry.at}.fullUrl")


def _names_of(entry: Entry) -> Iterable[str]:
    place, resource = entry.asked.place, entry.asked.resource
    if entry.full_url:
        yield entry.full_url
        local = _REST.fullmatch(entry.full_url)
        if local is not None:
            yield local["local"]
    if place.id:
        yield f"{place.type}/{place.id}"
    elif isinstance(resource, dict) and isinstance(resource.get("id"), str):
        yield f"{place.type}/{resource['id']}"


async def _know(context: Context, work: Work) -> None:
    """Find out what the references mean that name no entry: by criteria, or by what the source called it before."""
    asked: dict[str, tuple[Entry, str]] = {}
    for entry in work.entries:
        resource = entry.asked.resource
        if isinstance(resource, dict) and entry.asked.method in ("POST", "PUT"):
            work.named[entry.number] = named_in(resource, str(resource.get("resourceType")))
            for named in work.named[entry.number]:
                if named.text not in work.names:
                    asked.setdefault(named.text, (entry, named.expression))
    work.known |= await _find_called(context, {text for text in asked if literal_of(text)})
    for text, (entry, expression) in asked.items():
        if text.startswith(URN):
            raise at(entry, nothing_there(expression))
        conditional = _CONDITIONAL.fullmatch(text)
        if conditional is not None:
            work.known[text] = await _conditional(context, entry, conditional["type"], text, expression)


async def _conditional(context: Context, entry: Entry, type_: str, text: str, expression: str) -> Target:
    try:
        there = await the_one(context, type_, criteria_of(query_of(text)))
    except REFUSALS as error:
        raise at(entry, error) from None
    if there is None:
        raise at(entry, nothing_there(expression))
    return Target(type=type_, id=there.id)
