"""Agencies, places and services told in words of another standard: entered, described anew, and how much room there is.

Whoever may not write the thing is refused before anything that stands beside it is remembered.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar
from uuid import UUID

from app.domain.directory.capacity import Accepting
from app.domain.directory.location import LocationProfile
from app.domain.directory.service import Service, ServiceProfile, TaxonomyTerm
from app.domain.identity import AgencyId, LocationId, ServiceId
from app.domain.networks.agency import Agency, AgencyProfile, AgencyStatus, Membership
from app.domain.networks.calendar import MIDNIGHT, Hours
from app.ports.resources import Reference, Target
from app.use_cases.bundles import asked as ask
from app.use_cases.core import Context
from app.use_cases.directory import locations, services
from app.use_cases.networks import agencies
from app.use_cases.standing import check_own
from app.use_cases.told.told_orders import check_named

P = TypeVar("P")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is told anew of a thing of the directory, by field: `schedule.hours` is a field of a field."""

    fields: Mapping[str, Any]
    references: tuple[Reference, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldRoom:
    """How much room a service has, as far as it is told anew; `alone` where nothing else is told."""

    fields: Mapping[str, Any]
    alone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How far an agency takes part, and whether it does now, where that is told anew."""

    membership: Membership | None = None
    active: bool | None = None


async def of_network(context: Context, agency: AgencyId | None) -> bool:
    """Whether an agency is one of the network: every other organization is a stranger."""
    return agency is not None and agency in await context.tx.agencies.get_many({agency})


async def open_location(context: Context, agency: AgencyId, told: Told) -> UUID:
    """Enter a place of an agency."""
    await check_named(context, told.references)
    return (await ask(context, locations.open_at, agency, replaced(LocationProfile(name=""), told.fields))).id


async def describe_location(context: Context, subject: UUID, told: Told) -> None:
    """Describe a place anew."""
    there = await locations.read(context, LocationId(subject))
    locations.describe.rule.check(context.actor)
    check_own(context.actor, there.agency)
    await check_named(context, told.references, Target(type="Location", id=subject))
    profile = replaced(there.profile, _as_meant(told.fields, there.profile))
    if profile != there.profile:
        await ask(context, locations.describe, there.id, None, profile)


async def offer_service(context: Context, agency: AgencyId, told: Told, room: ToldRoom) -> UUID:
    """Enter a service that an agency offers; places that are not in the directory stay words."""
    await check_named(context, told.references)
    fields = await _with_places(context, told.fields)
    service = await ask(context, services.offer, agency, replaced(ServiceProfile(name=""), fields))
    await _report(context, service, room)
    return service.id


async def describe_service(context: Context, subject: UUID, told: Told, room: ToldRoom) -> None:
    """Describe a service anew, and report its room; who may report it need not be who may describe it."""
    there = await services.read(context, ServiceId(subject))
    (services.report_capacity if room.alone else services.describe).rule.check(context.actor)
    check_own(context.actor, there.agency)
    await check_named(context, told.references, Target(type="HealthcareService", id=subject))
    fields = _as_meant(await _with_places(context, told.fields), there.profile)
    profile = replaced(there.profile, fields)
    if profile != there.profile:
        await ask(context, services.describe, there.id, None, profile)
    await _report(context, there, room)


async def join_network(context: Context, told: Told, membership: Membership) -> UUID:
    """Let an agency join the network."""
    await check_named(context, told.references)
    return (await ask(context, agencies.join, replaced(AgencyProfile(name=""), told.fields), membership)).id


async def describe_agency(context: Context, subject: UUID, told: Told, standing: Standing) -> None:
    """Describe an agency anew, and change how far it takes part."""
    there = await agencies.read(context, AgencyId(subject))
    agencies.describe.rule.check(context.actor)
    check_own(context.actor, there.id)
    await check_named(context, told.references, Target(type="Organization", id=subject))
    profile = replaced(there.profile, told.fields)
    if profile != there.profile:
        await ask(context, agencies.describe, there.id, None, profile)
    await _take_part(context, there, standing)


async def _take_part(context: Context, there: Agency, standing: Standing) -> None:
    if standing.membership not in (None, there.membership):
        await ask(context, agencies.change_membership, there.id, None, standing.membership or there.membership)
    active = there.status is AgencyStatus.ACTIVE
    if standing.active not in (None, active):
        await ask(context, agencies.suspend if active else agencies.reinstate, there.id, None)


async def _report(context: Context, service: Service, room: ToldRoom) -> None:
    if not room.fields:
        return
    there = service.capacity
    said: dict[str, Any] = {"accepting": there.accepting, "total": there.total, "available": there.available}
    said |= room.fields
    if said["available"] is None:
        said["total"] = None
    accepting: Accepting = said["accepting"]
    if (accepting, said["total"], said["available"]) != (there.accepting, there.total, there.available):
        await ask(context, services.report_capacity, service.id, None, accepting, said["total"], said["available"])


async def _with_places(context: Context, fields: Mapping[str, Any]) -> Mapping[str, Any]:
    """Leave out the places that the directory does not have."""
    places: tuple[LocationId, ...] = fields.get("locations", ())
    known = await context.tx.locations.get_many(places) if places else {}
    return {**fields, "locations": tuple(each for each in places if each in known)} if places else fields


def _as_meant(fields: Mapping[str, Any], there: LocationProfile | ServiceProfile) -> Mapping[str, Any]:
    """Return fields as they are meant that can be told only in part: hours past midnight, names of vocabularies."""
    meant = dict(fields)
    if "schedule.hours" in fields:
        nights = {(each.weekday, each.opens): each for each in there.schedule.hours if each.closes <= each.opens}
        told: tuple[Hours, ...] = fields["schedule.hours"]
        meant["schedule.hours"] = tuple(
            nights.get((each.weekday, each.opens), each) if each.closes == MIDNIGHT else each for each in told
        )
    if "taxonomy_terms" in fields and isinstance(there, ServiceProfile):
        known = {("-".join(each.vocabulary.casefold().split()), each.code): each for each in there.taxonomy_terms}
        terms: tuple[TaxonomyTerm, ...] = fields["taxonomy_terms"]
        meant["taxonomy_terms"] = tuple(known.get((each.vocabulary, each.code), each) for each in terms)
    return meant


def replaced(profile: P, fields: Mapping[str, Any]) -> P:
    """Return a profile with some fields, and fields of its fields, said anew."""
    said = {name: value for name, value in fields.items() if "." not in name}
    inner: dict[str, dict[str, Any]] = {}
    for name, value in fields.items():
        outer, dot, field = name.partition(".")
        if dot:
            inner.setdefault(outer, {})[field] = value
    said |= {outer: replace(getattr(profile, outer), **values) for outer, values in inner.items()}
    return replace(profile, **said)  # type: ignore[type-var]
