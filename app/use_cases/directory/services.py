"""What can be done with services: describe them, find the fitting one, report their room."""

from app.domain.directory.capacity import Accepting
from app.domain.directory.service import Service, ServiceProfile
from app.domain.directory.service import offer as offer_service
from app.domain.errors import Fault, Invalid, NotFound
from app.domain.events import Happening
from app.domain.identity import AgencyId, LocationId, ServiceId
from app.domain.networks.roles import ANYONE
from app.ports.directory import ServiceFilter, ServiceMatch, ServiceSearch
from app.ports.queries import Cursor, Page
from app.use_cases.core import Context, check_version, use_case
from app.use_cases.networks import agencies
from app.use_cases.standing import CAPACITY_REPORTERS, DIRECTORY_WRITERS, check_own


@use_case(action="service.list", resource="HealthcareService", permission="s", roles=ANYONE)
async def browse(context: Context, asked: ServiceFilter, limit: int, after: Cursor | None) -> Page[Service]:
    """List services in the order of their names."""
    return await context.tx.directory.services(asked, limit, after)


@use_case(action="service.search", resource="HealthcareService", permission="s", roles=ANYONE)
async def search(context: Context, asked: ServiceSearch, limit: int, after: Cursor | None) -> Page[ServiceMatch]:
    """Find the services that answer a need, the most fitting first, each with the reasons."""
    return await context.tx.directory.search(asked, context.now, limit, after)


@use_case(action="service.read", resource="HealthcareService", permission="r", roles=ANYONE)
async def read(context: Context, service_id: ServiceId) -> Service:
    """Return a service."""
    service = await context.tx.services.get(service_id)
    if service is None:
        raise NotFound("service")
    context.saw(service.id)
    return service


@use_case(action="service.offer", resource="HealthcareService", permission="c", roles=DIRECTORY_WRITERS)
async def offer(context: Context, agency_id: AgencyId, profile: ServiceProfile) -> Service:
    """Enter a service that an agency offers."""
    await agencies.read(context, agency_id)
    check_own(context.actor, agency_id)
    await _check_places(context, profile.locations)
    service = offer_service(
        profile, id=ServiceId(context.new_id()), network=context.actor.network, agency=agency_id, at=context.now
    )
    await context.tx.services.add(service)
    context.happened(happening("service.created", service))
    return service


@use_case(action="service.describe", resource="HealthcareService", permission="u", roles=DIRECTORY_WRITERS)
async def describe(context: Context, service_id: ServiceId, expected: int | None, profile: ServiceProfile) -> Service:
    """Replace the description of a service."""
    service = await _held(context, service_id, expected)
    await _check_places(context, profile.locations)
    service.describe(profile, context.now)
    return await _save(context, service, "service.changed")


@use_case(action="service.report_capacity", resource="HealthcareService", permission="u", roles=CAPACITY_REPORTERS)
async def report_capacity(
    context: Context,
    service_id: ServiceId,
    expected: int | None,
    accepting: Accepting,
    total: int | None,
    available: int | None,
) -> Service:
    """Report how much room a service has; what waits in a queue for it hears of a vacancy."""
    service = await _held(context, service_id, expected)
    service.report_capacity(accepting, total, available, context.now)
    return await _save(context, service, "service.capacity_changed")


async def _held(context: Context, service_id: ServiceId, expected: int | None) -> Service:
    service = await context.tx.services.lock(service_id)
    if service is None:
        raise NotFound("service")
    check_own(context.actor, service.agency)
    check_version("service", service, expected)
    return service


async def _check_places(context: Context, places: tuple[LocationId, ...]) -> None:
    known = await context.tx.locations.get_many(places) if places else {}
    faults = tuple(
        Fault(pointer=f"/locations/{place}", message="is not a location of this network")
        for place, location in enumerate(places)
        if location not in known
    )
    if faults:
        raise Invalid("service.invalid", "The service cannot be as described.", faults=faults)


async def _save(context: Context, service: Service, kind: str) -> Service:
    await context.tx.services.save(service)
    context.happened(happening(kind, service))
    return service


def happening(kind: str, service: Service) -> Happening:
    """Put what happened to a service in the log's words."""
    return Happening(
        type=kind,
        subject_type="service",
        subject=service.id,
        version=service.version,
        stream=service.id,
        related={"agency": service.agency},
        audience=frozenset({service.agency}),
    )
