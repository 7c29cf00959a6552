"""What can be done with locations."""

from app.domain.directory.location import Location, LocationProfile, open_location
from app.domain.errors import NotFound
from app.domain.events import Happening
from app.domain.identity import AgencyId, LocationId
from app.domain.networks.roles import ANYONE
from app.ports.directory import LocationFilter
from app.ports.queries import Cursor, Page
from app.use_cases.core import Context, check_version, use_case
from app.use_cases.networks import agencies
from app.use_cases.standing import DIRECTORY_WRITERS, check_own


@use_case(action="location.list", resource="Location", permission="s", roles=ANYONE)
async def browse(context: Context, asked: LocationFilter, limit: int, after: Cursor | None) -> Page[Location]:
    """List locations in the order of their names."""
    return await context.tx.directory.locations(asked, limit, after)


@use_case(action="location.read", resource="Location", permission="r", roles=ANYONE)
async def read(context: Context, location_id: LocationId) -> Location:
    """Return a location."""
    location = await context.tx.locations.get(location_id)
    if location is None:
        raise NotFound("location")
    context.saw(location.id)
    return location


@use_case(action="location.open", resource="Location", permission="c", roles=DIRECTORY_WRITERS)
async def open_at(context: Context, agency_id: AgencyId, profile: LocationProfile) -> Location:
    """Enter a place of an agency."""
    await agencies.read(context, agency_id)
    check_own(context.actor, agency_id)
    location = open_location(
        profile, id=LocationId(context.new_id()), network=context.actor.network, agency=agency_id, at=context.now
    )
    await context.tx.locations.add(location)
    context.happened(happening("location.created", location))
    return location


@use_case(action="location.describe", resource="Location", permission="u", roles=DIRECTORY_WRITERS)
async def describe(
    context: Context, location_id: LocationId, expected: int | None, profile: LocationProfile
) -> Location:
    """Replace the description of a location."""
    location = await context.tx.locations.lock(location_id)
    if location is None:
        raise NotFound("location")
    check_own(context.actor, location.agency)
    check_version("location", location, expected)
    location.describe(profile, context.now)
    await context.tx.locations.save(location)
    context.happened(happening("location.changed", location))
    return location


def happening(kind: str, location: Location) -> Happening:
    """Put what happened to a location in the log's words."""
    return Happening(
        type=kind,
        subject_type="location",
        subject=location.id,
        version=location.version,
        stream=location.id,
        related={"agency": location.agency},
        audience=frozenset({location.agency}),
    )
