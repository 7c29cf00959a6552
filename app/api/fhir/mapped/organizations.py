"""Organization: one that says how far it takes part becomes an agency; every other one is kept as it came.

https://hl7.org/fhir/R4/organization.html
"""

from collections.abc import Awaitable, Callable
from uuid import UUID

from app.api.fhir.mapped.beside import kept, refusing_delete
from app.api.fhir.mapped.elements import Json, identifiers_of, pointing, way_of
from app.api.fhir.mapped.naming import naming
from app.api.fhir.mapped.parts import (
    EXTENSION,
    OURS,
    Part,
    changes_of,
    coded,
    fields_of,
    said_anew,
    spelled,
    told_now,
    values_of,
    word_of,
)
from app.api.fhir.mapped.writer import Posted, Writer
from app.domain.errors import Fault, Invalid
from app.domain.identity import Identifier
from app.domain.networks.agency import Membership, ProgramType
from app.domain.networks.roles import ANYONE
from app.use_cases.core import Context, Rule, UseCase
from app.use_cases.told.told_directory import Standing, Told, describe_agency, join_network

TYPE = "Organization"
EMPLOYER = "urn:oid:2.16.840.1.113883.4.4"
MEMBERSHIP = "Organization.extension"
PROGRAM = f"{OURS}program-type"
PLACES = {
    "/name": "Organization.name",
    "/alternate_name": "Organization.alias",
    "/email": "Organization.telecom",
    "/phone": "Organization.telecom",
    "/url": "Organization.telecom",
    "/tax_id": "Organization.identifier",
    "/identifiers": "Organization.identifier",
    "/program_types": "Organization.type",
}


def writer() -> Writer:
    """Return the writer: who takes part no more is not active, and not deleted."""
    return Writer(create=_created, update=_updated, delete=lambda _: refusing_delete(TYPE, "let it not be active."))


def _created(posted: Posted) -> UseCase[[], UUID | None]:
    resource = posted.resource
    if not any(values_of(resource, "membership")) or "modifierExtension" in resource:
        return kept(TYPE)
    membership = _membership(resource)

    async def verb(context: Context) -> UUID | None:
        if not resource.get("active", True):
            raise _refused("Organization.active", "whoever joins takes part")
        _check_programs(resource)
        told = Told(fields=fields_of(PARTS, resource), references=posted.named)
        return await naming(MEMBERSHIP, lambda: join_network(context, told, membership))

    return pointing(UseCase(verb, _rule("create", "c")), PLACES)


def _updated(subject: UUID, posted: Posted) -> UseCase[[], None]:
    resource = posted.resource

    async def verb(context: Context) -> None:
        now = await told_now(context, TYPE, subject)
        _check_programs(resource)
        anew = said_anew(resource, now)
        told = Told(fields=changes_of(PARTS, resource, now), references=posted.named)
        standing = Standing(
            membership=_membership(resource) if f"{EXTENSION}membership" in anew else None,
            active=resource.get("active", True) if "active" in anew else None,
        )
        await _element(anew, lambda: describe_agency(context, subject, told, standing))

    return pointing(UseCase(verb, _rule("update", "u")), PLACES)


async def _element(anew: frozenset[str], work: Callable[[], Awaitable[None]]) -> None:
    """Name what only the network's people change, where it is changed."""
    if "active" in anew:
        await naming("Organization.active", work)
    elif f"{EXTENSION}membership" in anew:
        await naming(MEMBERSHIP, work)
    else:
        await work()


def _membership(resource: Json) -> Membership:
    said = word_of(resource, "membership", Membership)
    if said is None:
        raise _refused(MEMBERSHIP, "an agency takes part as full, light or listed")
    return said


def _check_programs(resource: Json) -> None:
    """Refuse a kind of program that there is not: one that is left out would take labels away."""
    known = set(ProgramType)
    if any(spelled(code) not in known for code in coded(resource.get("type", ()), PROGRAM)):
        raise _refused(
            "Organization.type", f"must be one of {', '.join(each.replace('_', '-') for each in ProgramType)}"
        )


def _refused(expression: str, message: str) -> Invalid:
    fault = Fault(pointer=expression, message=message)
    return Invalid("agency.invalid", "The agency cannot be as described.", faults=(fault,))


def _tax_id(resource: Json) -> str | None:
    return next((each.value for each in identifiers_of(resource) if each.system == EMPLOYER), None)


def _identifiers(resource: Json) -> tuple[Identifier, ...]:
    return tuple(each for each in identifiers_of(resource) if each.system != EMPLOYER)


def _programs(resource: Json) -> tuple[ProgramType, ...]:
    return tuple(dict.fromkeys(ProgramType(spelled(code)) for code in coded(resource.get("type", ()), PROGRAM)))


def _rule(verb: str, permission: str) -> Rule:
    return Rule(action=f"{TYPE}.{verb}", resource=TYPE, permission=permission, roles=ANYONE)


PARTS = (
    Part("name", lambda resource: resource.get("name", ""), ("name",)),
    Part("alternate_name", lambda resource: next(iter(resource.get("alias", ())), None), ("alias",)),
    Part("email", lambda resource: way_of(resource, "email"), ("telecom",)),
    Part("phone", lambda resource: way_of(resource, "phone"), ("telecom",)),
    Part("url", lambda resource: way_of(resource, "url"), ("telecom",)),
    Part("tax_id", _tax_id, ("identifier",)),
    Part("identifiers", _identifiers, ("identifier",)),
    Part("program_types", _programs, ("type",)),
)
