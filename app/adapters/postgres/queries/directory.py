"""Lists of the directory and of administration, each one statement in the order of names."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import BindParameter, ColumnElement, Text, any_, bindparam, func, select

from app.adapters.postgres.queries import service_search
from app.adapters.postgres.queries.keyset import ByName, equals, places
from app.adapters.postgres.repositories.agencies import AGENCIES
from app.adapters.postgres.repositories.api_clients import API_CLIENTS
from app.adapters.postgres.repositories.locations import LOCATIONS
from app.adapters.postgres.repositories.services import SERVICES
from app.adapters.postgres.repositories.shelf import K, Shelf
from app.adapters.postgres.repositories.workers import WORKERS
from app.adapters.postgres.session import Session
from app.adapters.postgres.tables.columns import table_of
from app.adapters.postgres.tables.directory import ServiceLocationRow, ServiceTermRow
from app.domain.clients.names import search_key
from app.domain.directory.eligibility import normal_postal_code
from app.domain.directory.location import Location
from app.domain.directory.service import Service
from app.domain.networks.agency import Agency
from app.domain.networks.api_client import ApiClient
from app.domain.networks.worker import Worker
from app.ports.directory import (
    AgencyFilter,
    ApiClientFilter,
    LocationFilter,
    ServiceFilter,
    ServiceMatch,
    ServiceSearch,
    WorkerFilter,
)
from app.ports.queries import Cursor, Page

_A, _W, _C, _S, _L = AGENCIES.table.c, WORKERS.table.c, API_CLIENTS.table.c, SERVICES.table.c, LOCATIONS.table.c
_TERMS, _PLACES = table_of(ServiceTermRow).c, table_of(ServiceLocationRow).c


def _of_category(name: str) -> ColumnElement[bool]:
    named = (_TERMS.network_id == bindparam("network"), _TERMS.kind == "category", _TERMS.term == _text(name))
    return _S.id.in_(select(_TERMS.service_id).where(*named))


def _at_location(name: str) -> ColumnElement[bool]:
    here = _PLACES.location_id == bindparam(name, type_=_PLACES.location_id.type)
    return _S.id.in_(select(_PLACES.service_id).where(_PLACES.network_id == bindparam("network"), here))


def _text(name: str) -> BindParameter[str]:
    return bindparam(name, type_=Text)


_AGENCIES = ByName(
    AGENCIES.table,
    {
        "membership": equals(_A.membership),
        "status": equals(_A.status),
        "name": lambda name: func.strpos(_A.name_key, _text(name)) > 0,
    },
)
_WORKERS = ByName(
    WORKERS.table,
    {
        "agency": equals(_W.agency_id),
        "status": equals(_W.status),
        "role": lambda name: any_(_W.roles) == _text(name),
    },
)
_API_CLIENTS = ByName(API_CLIENTS.table, {"agency": equals(_C.agency_id), "status": equals(_C.status)})
_SERVICES = ByName(
    SERVICES.table,
    {
        "agency": equals(_S.agency_id),
        "status": equals(_S.status),
        "updated_after": lambda name: _S.updated_at > bindparam(name, type_=_S.updated_at.type),
        "category": _of_category,
        "location": _at_location,
    },
)
_LOCATIONS = ByName(LOCATIONS.table, {"agency": equals(_L.agency_id), "postal_code": equals(_L.postal_code)})


class DirectoryQueries:
    """Lists and searches of one network's directory."""

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    async def agencies(self, asked: AgencyFilter, limit: int, after: Cursor | None) -> Page[Agency]:
        """Return agencies in the order of their names."""
        name = search_key(asked.name) if asked.name else None
        filters = {"membership": asked.membership, "status": asked.status, "name": name}
        return await self._page(AGENCIES, _AGENCIES, filters, limit, after)

    async def workers(self, asked: WorkerFilter, limit: int, after: Cursor | None) -> Page[Worker]:
        """Return workers in the order of their family names."""
        filters = {"agency": asked.agency, "role": asked.role, "status": asked.status}
        return await self._page(WORKERS, _WORKERS, filters, limit, after)

    async def api_clients(self, asked: ApiClientFilter, limit: int, after: Cursor | None) -> Page[ApiClient]:
        """Return API clients in the order of their names."""
        filters = {"agency": asked.agency, "status": asked.status}
        return await self._page(API_CLIENTS, _API_CLIENTS, filters, limit, after)

    async def services(self, asked: ServiceFilter, limit: int, after: Cursor | None) -> Page[Service]:
        """Return services in the order of their names."""
        filters = {
            "agency": asked.agency,
            "location": asked.location,
            "category": asked.category,
            "status": asked.status,
            "updated_after": asked.updated_after,
        }
        return await self._page(SERVICES, _SERVICES, filters, limit, after)

    async def locations(self, asked: LocationFilter, limit: int, after: Cursor | None) -> Page[Location]:
        """Return locations in the order of their names."""
        postal_code = normal_postal_code(asked.postal_code) if asked.postal_code else None
        filters = {"agency": asked.agency, "postal_code": postal_code}
        return await self._page(LOCATIONS, _LOCATIONS, filters, limit, after)

    async def search(self, asked: ServiceSearch, at: datetime, limit: int, after: Cursor | None) -> Page[ServiceMatch]:
        """Return the services that answer a need, the most fitting first."""
        return await service_search.search(self.session, asked, at, limit, after)

    async def _page(
        self, shelf: Shelf[K], listed: ByName, filters: Mapping[str, object], limit: int, after: Cursor | None
    ) -> Page[K]:
        statement, arguments = listed.ask(after, limit, filters)
        rows = await self.session.page(statement, **arguments)
        shown = rows[:limit]
        following = (shown[-1]["name_key"], shown[-1]["id"]) if len(rows) > limit else None
        return Page(items=tuple(map(shelf.entity, shown)), next=following, places=places(rows, limit, "name_key"))
