"""/v1/locations: the places at which services are offered."""

from typing import Annotated
from uuid import UUID

from fastapi import Query
from starlette.responses import Response

from app.api.desks import AtDesk
from app.api.operations import Operations, PageOf
from app.api.pages import Paged
from app.api.preconditions import Expected
from app.api.rendering import answer, created
from app.api.rest.members import members
from app.api.rest.schemas.locations import LocationIn, LocationOut, NewLocationIn
from app.domain.directory.location import Location, LocationProfile
from app.domain.identity import AgencyId, LocationId
from app.ports.directory import LocationFilter
from app.ports.transactions import Answer
from app.use_cases.directory import locations

operations = Operations("Locations", "/v1/locations")
router = operations.router


@operations.get("", locations.browse, answers=PageOf[LocationOut])
async def list_locations(
    desk: AtDesk,
    paging: Paged,
    agency_id: Annotated[UUID | None, Query(description="Only of this agency.")] = None,
    postal_code: Annotated[str | None, Query(description="Only in this postal code.", max_length=20)] = None,
) -> Response:
    """List locations.

    In the order of their names; everybody of the network may read them.
    """
    asked = LocationFilter(agency=AgencyId(agency_id) if agency_id else None, postal_code=postal_code)
    return await desk.answer(
        lambda page: paging.answer(page, location_view), locations.browse, asked, paging.limit, paging.after
    )


@operations.post("", locations.open_at, answers=LocationOut, status=201)
async def create_location(desk: AtDesk, location: NewLocationIn) -> Response:
    """Enter a location.

    For the agency's administrators and the network's people.
    """
    profile = location.into(LocationProfile, "agency_id")
    return await desk.answer(_created, locations.open_at, AgencyId(location.agency_id), profile)


@operations.get("/{location_id}", locations.read, answers=LocationOut)
async def read_location(desk: AtDesk, location_id: UUID) -> Response:
    """Read a location.

    Everybody of the network may.
    """
    return await desk.answer(_shown, locations.read, LocationId(location_id))


@operations.put("/{location_id}", locations.describe, answers=LocationOut)
async def replace_location(desk: AtDesk, location_id: UUID, expected: Expected, location: LocationIn) -> Response:
    """Describe a location.

    Replaces the whole description. For the agency's administrators and the network's people.
    """
    profile = location.into(LocationProfile)
    return await desk.answer(_shown, locations.describe, LocationId(location_id), expected, profile)


def location_view(location: Location) -> dict[str, object]:
    """Show a location as this API does."""
    return {
        "id": location.id,
        "agency_id": location.agency,
        **members(location.profile),
        "version": location.version,
        "created_at": location.created_at,
        "updated_at": location.updated_at,
    }


def _shown(location: Location) -> Answer:
    return answer(location_view(location), version=location.version)


def _created(location: Location) -> Answer:
    return created(location_view(location), version=location.version, location=f"/v1/locations/{location.id}")
