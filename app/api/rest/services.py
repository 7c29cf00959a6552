"""/v1/services: what agencies offer, how it is found, and how much room there is."""

from typing import Annotated
from uuid import UUID

from fastapi import Query
from starlette.requests import Request
from starlette.responses import Response

from app.api.desks import AtDesk
from app.api.moments import AnyMoment, Moment
from app.api.operations import Operations, PageOf
from app.api.pages import Paged, Paging
from app.api.pages import paging as paging_of
from app.api.preconditions import Expected
from app.api.rendering import answer, created
from app.api.rest.members import members
from app.api.rest.schemas.services import (
    CapacityIn,
    NewServiceIn,
    ServiceIn,
    ServiceMatchOut,
    ServiceOut,
    ServiceSearchIn,
)
from app.domain.codes import Category
from app.domain.directory.eligibility import Summary
from app.domain.directory.service import Service, ServiceProfile, ServiceStatus
from app.domain.identity import AgencyId, LocationId, ServiceId
from app.ports.directory import ServiceFilter, ServiceMatch, ServiceSearch
from app.ports.transactions import Answer
from app.use_cases.directory import services

# `:uuid` keeps /v1/services/search apart: no method of the one is a method of the other.
operations = Operations("Services", "/v1/services")
router = operations.router


@operations.get("", services.browse, answers=PageOf[ServiceOut])
async def list_services(
    desk: AtDesk,
    paging: Paged,
    agency_id: Annotated[UUID | None, Query(description="Only of this agency.")] = None,
    location_id: Annotated[UUID | None, Query(description="Only at this location.")] = None,
    category: Annotated[Category | None, Query(description="Only for this need.")] = None,
    status: Annotated[ServiceStatus | None, Query(description="Only of this status.")] = None,
    updated_after: Annotated[AnyMoment | None, Query(description="Only changed since then.")] = None,
) -> Response:
    """List services.

    In the order of their names; everybody of the network may read them.
    """
    asked = ServiceFilter(
        agency=AgencyId(agency_id) if agency_id else None,
        location=LocationId(location_id) if location_id else None,
        category=category,
        status=status,
        updated_after=updated_after,
    )
    return await desk.answer(
        lambda page: paging.answer(page, service_view), services.browse, asked, paging.limit, paging.after
    )


@operations.get("/search", services.search, answers=PageOf[ServiceMatchOut])
async def find_services(  # noqa: PLR0913, PLR0917 - one for each filter
    desk: AtDesk,
    paging: Paged,
    category: Annotated[Category | None, Query(description="The need (SDOHCC category).")] = None,
    words: Annotated[str | None, Query(description="Words of the name or classification.", max_length=200)] = None,
    postal_code: Annotated[str | None, Query(description="Where the person lives.", max_length=20)] = None,
    language: Annotated[str | None, Query(description="Spoken or interpreted, as BCP-47.", max_length=40)] = None,
    open_at: Annotated[Moment | None, Query(description="Only what is open then.")] = None,
    with_room: Annotated[bool, Query(description="Only what can take somebody now.")] = False,  # noqa: FBT002 - a query parameter
) -> Response:
    """Find services.

    The most fitting first, each with the factors of its place. Age, income and position go into the body of
    `POST /v1/services/search`, so that they stay out of addresses and logs.
    """
    asked = ServiceSearch(
        category=category,
        words=words,
        language=language,
        person=Summary(postal_code=postal_code),
        open_at=open_at,
        with_room=with_room,
    )
    return await _search(desk, asked, paging)


@operations.post("/search", services.search, answers=PageOf[ServiceMatchOut])
async def search_services(desk: AtDesk, request: Request, search: ServiceSearchIn) -> Response:
    """Find services for a person.

    The most fitting first, each with the factors of its place and its eligibility explained. Services for which the
    person is known not to be eligible are left out.
    """
    return await _search(desk, search.asked(), await paging_of(request, search.limit, search.cursor, search.count))


@operations.post("", services.offer, answers=ServiceOut, status=201)
async def create_service(desk: AtDesk, service: NewServiceIn) -> Response:
    """Enter a service.

    For the agency's administrators and the network's people.
    """
    profile = service.into(ServiceProfile, "agency_id")
    return await desk.answer(_created, services.offer, AgencyId(service.agency_id), profile)


@operations.get("/{service_id:uuid}", services.read, answers=ServiceOut)
async def read_service(desk: AtDesk, service_id: UUID) -> Response:
    """Read a service.

    Everybody of the network may.
    """
    return await desk.answer(_shown, services.read, ServiceId(service_id))


@operations.put("/{service_id:uuid}", services.describe, answers=ServiceOut)
async def replace_service(desk: AtDesk, service_id: UUID, expected: Expected, service: ServiceIn) -> Response:
    """Describe a service.

    Replaces the whole description, not the report of its room. For the agency's administrators and the network's
    people.
    """
    profile = service.into(ServiceProfile)
    return await desk.answer(_shown, services.describe, ServiceId(service_id), expected, profile)


@operations.put("/{service_id:uuid}/capacity", services.report_capacity, answers=ServiceOut)
async def report_service_capacity(desk: AtDesk, service_id: UUID, expected: Expected, capacity: CapacityIn) -> Response:
    """Report a service's room.

    Total and available places, or neither when they are not counted. Referrals that wait for a vacancy are told.
    """
    return await desk.answer(
        _shown,
        services.report_capacity,
        ServiceId(service_id),
        expected,
        capacity.accepting,
        capacity.total,
        capacity.available,
    )


async def _search(desk: AtDesk, asked: ServiceSearch, paging: Paging) -> Response:
    return await desk.answer(
        lambda page: paging.answer(page, match_view), services.search, asked, paging.limit, paging.after
    )


def service_view(service: Service) -> dict[str, object]:
    """Show a service as this API does."""
    return {
        "id": service.id,
        "agency_id": service.agency,
        **members(service.profile),
        "labels": sorted(service.labels),
        "capacity": service.capacity,
        "version": service.version,
        "created_at": service.created_at,
        "updated_at": service.updated_at,
    }


def match_view(match: ServiceMatch) -> dict[str, object]:
    """Show one result of a search."""
    return {**members(match), "service": service_view(match.service)}


def _shown(service: Service) -> Answer:
    return answer(service_view(service), version=service.version)


def _created(service: Service) -> Answer:
    return created(service_view(service), version=service.version, location=f"/v1/services/{service.id}")
