"""Location and HealthcareService: those of an agency of the network are in its directory, others are kept as they came.

Whose they are is said by the element that names the Organization. An EHR's own names its hospital, which is no agency.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from uuid import UUID

from app.api.fhir.mapped import offers, places
from app.api.fhir.mapped.beside import kept, refusing_delete
from app.api.fhir.mapped.elements import Json, id_of, pointing
from app.api.fhir.mapped.naming import naming
from app.api.fhir.mapped.parts import Part, changes_of, fields_of, said_anew, told_now
from app.api.fhir.mapped.writer import Posted, Writer
from app.domain.errors import Fault, Invalid
from app.domain.identity import AgencyId
from app.domain.networks.roles import ANYONE
from app.use_cases.core import Context, Rule, UseCase
from app.use_cases.told.told_directory import (
    Told,
    ToldRoom,
    describe_location,
    describe_service,
    of_network,
    offer_service,
    open_location,
)

Enter = Callable[[Context, AgencyId, Told, ToldRoom], Awaitable[UUID]]
Describe = Callable[[Context, UUID, Told, ToldRoom], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A type of the directory: whose it is by which element, its parts, and the use cases that write it."""

    type: str
    whose: str
    parts: tuple[Part, ...]
    room: tuple[Part, ...]
    pointers: dict[str, str]
    enter: Enter
    describe: Describe


async def _open(context: Context, agency: AgencyId, told: Told, room: ToldRoom) -> UUID:
    del room
    return await open_location(context, agency, told)


async def _describe(context: Context, subject: UUID, told: Told, room: ToldRoom) -> None:
    del room
    await describe_location(context, subject, told)


LOCATION = Kind(
    type="Location",
    whose="managingOrganization",
    parts=places.PARTS,
    room=(),
    pointers=places.PLACES,
    enter=_open,
    describe=_describe,
)
SERVICE = Kind(
    type="HealthcareService",
    whose="providedBy",
    parts=offers.PARTS,
    room=offers.ROOM,
    pointers=offers.PLACES,
    enter=offer_service,
    describe=describe_service,
)


def writer_of(kind: Kind) -> Writer:
    """Return the writer of a type."""
    instead = "let it not be active." if kind.room else "change it through /v1."
    return Writer(
        create=lambda posted: _created(kind, posted),
        update=lambda subject, posted: _updated(kind, subject, posted),
        delete=lambda _: refusing_delete(kind.type, instead),
    )


def _created(kind: Kind, posted: Posted) -> UseCase[[], UUID | None]:
    resource = posted.resource
    named = id_of(resource, kind.whose, "Organization")
    if named is None or "modifierExtension" in resource:
        return kept(kind.type)
    agency = AgencyId(named)

    async def verb(context: Context) -> UUID | None:
        if not await of_network(context, agency):
            return None
        told, room = _told(kind, posted), ToldRoom(fields=fields_of(kind.room, resource) if _has_room(resource) else {})
        return await naming(f"{kind.type}.{kind.whose}", lambda: kind.enter(context, agency, told, room))

    return pointing(UseCase(verb, _rule(kind, "create", "c")), kind.pointers)


def _updated(kind: Kind, subject: UUID, posted: Posted) -> UseCase[[], None]:
    resource = posted.resource

    async def verb(context: Context) -> None:
        now = await told_now(context, kind.type, subject)
        _check_whose(kind, resource, now)
        alone = bool(kind.room) and said_anew(resource, now) <= _members(kind.room)
        room = ToldRoom(fields=changes_of(kind.room, resource, now), alone=alone)
        await kind.describe(context, subject, _told(kind, posted, now), room)

    return pointing(UseCase(verb, _rule(kind, "update", "u")), kind.pointers)


def _told(kind: Kind, posted: Posted, now: Json | None = None) -> Told:
    resource = posted.resource
    fields = fields_of(kind.parts, resource) if now is None else changes_of(kind.parts, resource, now)
    return Told(fields=fields, references=posted.named)


def _has_room(resource: Json) -> bool:
    """Whether a new service says how much room it has."""
    urls = _members(offers.ROOM)
    return any(each.get("url") in urls for each in resource.get("extension", ()))


def _members(parts: tuple[Part, ...]) -> frozenset[str]:
    return frozenset(member for part in parts for member in part.members)


def _check_whose(kind: Kind, resource: Json, now: Json) -> None:
    """Refuse to hand it to another agency."""
    if id_of(resource, kind.whose, "Organization") != id_of(now, kind.whose, "Organization"):
        fault = Fault(pointer=f"{kind.type}.{kind.whose}", message="must stay the same")
        raise Invalid("directory.invalid", "What an agency offers stays its own.", faults=(fault,))


def _rule(kind: Kind, verb: str, permission: str) -> Rule:
    """Return the rule of what may be kept too: the use cases that are asked have rules of their own."""
    return Rule(action=f"{kind.type}.{verb}", resource=kind.type, permission=permission, roles=ANYONE)
