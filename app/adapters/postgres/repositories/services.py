"""Services to rows and back, with the counting of their places."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

import asyncpg
import msgspec
from sqlalchemy import bindparam, select, union_all, update

from app.adapters.postgres.repositories import service_terms
from app.adapters.postgres.repositories.shelf import Shelf
from app.adapters.postgres.session import Session
from app.adapters.postgres.statements import Statement
from app.adapters.postgres.tables.directory import ServiceRow
from app.domain.clients.names import search_key
from app.domain.directory.capacity import Accepting, Capacity
from app.domain.directory.service import Service, ServiceProfile
from app.domain.errors import NotFound
from app.domain.identity import AgencyId, NetworkId, ServiceId


def _values(service: Service) -> dict[str, Any]:
    profile, criteria = service.profile, service.profile.eligibility
    return {
        "network_id": service.network,
        "id": service.id,
        "agency_id": service.agency,
        "name_key": search_key(profile.name),
        "status": profile.status,
        "minimum_age": criteria.minimum_age,
        "maximum_age": criteria.maximum_age,
        "income_percent_fpl": criteria.income_percent_fpl,
        "area_kinds": service_terms.area_kinds(criteria),
        "interprets": profile.interpretation is not None,
        **_room(service.capacity),
        "profile": msgspec.to_builtins(profile),
        "version": service.version,
        "created_at": service.created_at,
        "updated_at": service.updated_at,
    }


def _room(capacity: Capacity) -> dict[str, Any]:
    return {
        "accepting": capacity.accepting,
        "total": capacity.total,
        "available": capacity.available,
        "capacity_updated_at": capacity.updated_at,
    }


def service_of(row: asyncpg.Record) -> Service:
    """Read a service from its row."""
    return Service(
        id=ServiceId(row["id"]),
        network=NetworkId(row["network_id"]),
        agency=AgencyId(row["agency_id"]),
        profile=msgspec.convert(row["profile"], ServiceProfile),
        capacity=Capacity(
            accepting=Accepting(row["accepting"]),
            total=row["total"],
            available=row["available"],
            updated_at=row["capacity_updated_at"],
        ),
        version=row["version"],
        created_at=row["created_at"],
        updated_at=row["updated_at"],
    )


SERVICES = Shelf("service", ServiceRow, _values, service_of, lambda service: service.profile.identifiers)
_T = SERVICES.table
_SET_ROOM = Statement.of(
    update(_T)
    .where(_T.c.network_id == bindparam("network"), _T.c.id == bindparam("service"))
    .values({name: bindparam(name) for name in ("accepting", "total", "available", "capacity_updated_at")})
)
_ROOM_OF = (_T.c.network_id == bindparam("network"), _T.c.id == bindparam("service"))
# Places that are counted are taken one at a time; where none are, nobody waits for anybody.
_HOLD_ROOM = Statement.of(
    union_all(
        select(_T).where(*_ROOM_OF, _T.c.total.is_(None)),
        select(select(_T).where(*_ROOM_OF, _T.c.total.is_not(None)).with_for_update().subquery("counted")),
    )
)


class ServiceRepository:
    """The services of the network's agencies."""

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    async def get(self, service: ServiceId) -> Service | None:
        """Return a service."""
        return await SERVICES.get(self.session, service)

    async def get_many(self, services: Collection[ServiceId]) -> dict[ServiceId, Service]:
        """Return those that there are, by id."""
        found = await SERVICES.get_many(self.session, services)
        return {ServiceId(id_): service for id_, service in found.items()}

    async def lock(self, service: ServiceId) -> Service | None:
        """Return a service and keep others from changing it or its room."""
        return await SERVICES.lock(self.session, service)

    async def lock_known(self, system: str, values: Collection[str]) -> dict[str, Service]:
        """Return and lock the services that another system calls by these values."""
        return await SERVICES.lock_known(self.session, system, values)

    async def add(self, *services: Service) -> None:
        """Insert new services."""
        await SERVICES.add(self.session, *services)
        await service_terms.add(self.session, services)

    async def save(self, service: Service) -> None:
        """Write a changed service."""
        await SERVICES.save(self.session, service)
        await service_terms.replace(self.session, [service])

    async def save_locked(self, services: Collection[Service]) -> None:
        """Write many changed services that were locked before."""
        await SERVICES.save_locked(self.session, services)
        await service_terms.replace(self.session, list(services))

    async def take_capacity(self, service: ServiceId, at: datetime) -> Service:
        """Use one place; `Conflict` when there is none. The version stays: editors of the description need not care."""
        held = await self._held(service)
        held.take_capacity(at)
        await self._set_room(held)
        return held

    async def release_capacity(self, service: ServiceId, at: datetime) -> Service:
        """Give one place back."""
        held = await self._held(service)
        held.release_capacity(at)
        await self._set_room(held)
        return held

    async def _held(self, service: ServiceId) -> Service:
        row = await self.session.fetch_row(_HOLD_ROOM, service=service)
        held = await self.lock(service) if row is None else service_of(row)  # it may begin to be counted meanwhile
        if held is None:
            raise NotFound("service")
        return held

    async def _set_room(self, service: Service) -> None:
        if service.capacity.tracked:
            await self.session.execute(_SET_ROOM, service=service.id, **_room(service.capacity))
            self.session.touch(service)
