"""Locations to rows and back."""

from collections.abc import Collection
from typing import Any

import asyncpg
import msgspec

from app.adapters.postgres.repositories.shelf import Shelf
from app.adapters.postgres.session import Session
from app.adapters.postgres.tables.directory import LocationRow
from app.domain.clients.names import search_key
from app.domain.directory.eligibility import normal_postal_code
from app.domain.directory.location import Location, LocationProfile
from app.domain.identity import AgencyId, LocationId, NetworkId


def _values(location: Location) -> dict[str, Any]:
    profile = location.profile
    postal_code = profile.address.postal_code if profile.address else None
    return {
        "network_id": location.network,
        "id": location.id,
        "agency_id": location.agency,
        "name_key": search_key(profile.name),
        "postal_code": normal_postal_code(postal_code) if postal_code else None,
        "latitude": profile.latitude,
        "longitude": profile.longitude,
        "profile": msgspec.to_builtins(profile),
        "version": location.version,
        "created_at": location.created_at,
        "updated_at": location.updated_at,
    }


def _entity(row: asyncpg.Record) -> Location:
    return Location(
        id=LocationId(row["id"]),
        network=NetworkId(row["network_id"]),
        agency=AgencyId(row["agency_id"]),
        profile=msgspec.convert(row["profile"], LocationProfile),
        version=row["version"],
        created_at=row["created_at"],
        updated_at=row["updated_at"],
    )


LOCATIONS = Shelf("location", LocationRow, _values, _entity, lambda location: location.profile.identifiers)


class LocationRepository:
    """The places of the network's agencies."""

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    async def get(self, location: LocationId) -> Location | None:
        """Return a location."""
        return await LOCATIONS.get(self.session, location)

    async def get_many(self, locations: Collection[LocationId]) -> dict[LocationId, Location]:
        """Return those that there are, by id."""
        found = await LOCATIONS.get_many(self.session, locations)
        return {LocationId(id_): location for id_, location in found.items()}

    async def lock(self, location: LocationId) -> Location | None:
        """Return a location and keep others from changing it."""
        return await LOCATIONS.lock(self.session, location)

    async def lock_known(self, system: str, values: Collection[str]) -> dict[str, Location]:
        """Return and lock the locations that another system calls by these values."""
        return await LOCATIONS.lock_known(self.session, system, values)

    async def add(self, *locations: Location) -> None:
        """Insert new locations."""
        await LOCATIONS.add(self.session, *locations)

    async def save(self, location: Location) -> None:
        """Write a changed location."""
        await LOCATIONS.save(self.session, location)

    async def save_locked(self, locations: Collection[Location]) -> None:
        """Write many changed locations that were locked before."""
        await LOCATIONS.save_locked(self.session, locations)
