"""Lists of the directory and of administration, each one statement in the order of names."""

from datetime import datetime

from sqlalchemy import Text as TextType
from sqlalchemy import any_, bindparam, exists, func, or_
from sqlalchemy.dialects.postgresql import UUID as UUID_TYPE

from app.adapters.postgres.queries import service_search
from app.adapters.postgres.repositories.agencies import AGENCIES
from app.adapters.postgres.repositories.api_clients import API_CLIENTS
from app.adapters.postgres.repositories.locations import LOCATIONS
from app.adapters.postgres.repositories.services import SERVICES
from app.adapters.postgres.repositories.shelf import optional
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
_NAME, _ROLE = bindparam("name", type_=TextType), bindparam("role", type_=TextType)
_CATEGORY = bindparam("category", type_=TextType)
_LOCATION = bindparam("location", type_=UUID_TYPE(as_uuid=True))
_UPDATED_AFTER = bindparam("updated_after", type_=_S.updated_at.type)

_AGENCIES = AGENCIES.list_statement(
    optional(_A.membership, "membership"),
    optional(_A.status, "status"),
    or_(_NAME.is_(None), func.strpos(_A.name_key, _NAME) > 0),
)
_WORKERS = WORKERS.list_statement(
    optional(_W.agency_id, "agency"), optional(_W.status, "status"), or_(_ROLE.is_(None), any_(_W.roles) == _ROLE)
)
_API_CLIENTS = API_CLIENTS.list_statement(optional(_C.agency_id, "agency"), optional(_C.status, "status"))
_SERVICES = SERVICES.list_statement(
    optional(_S.agency_id, "agency"),
    optional(_S.status, "status"),
    or_(_UPDATED_AFTER.is_(None), _S.updated_at > _UPDATED_AFTER),
    or_(
        _CATEGORY.is_(None),
        exists().where(
            _TERMS.network_id == _S.network_id,
            _TERMS.kind == "category",
            _TERMS.term == _CATEGORY,
            _TERMS.service_id == _S.id,
        ),
    ),
    or_(
        _LOCATION.is_(None),
        exists().where(
            _PLACES.network_id == _S.network_id, _PLACES.service_id == _S.id, _PLACES.location_id == _LOCATION
        ),
    ),
)
_LOCATIONS = LOCATIONS.list_statement(optional(_L.agency_id, "agency"), optional(_L.postal_code, "postal_code"))


class DirectoryQueries:
    """Lists and searches of one network's directory."""

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    async def agencies(self, asked: AgencyFilter, limit: int, after: Cursor | None) -> Page[Agency]:
        """Return agencies in the order of their names."""
        name = search_key(asked.name) if asked.name else None
        filters = {"membership": asked.membership, "status": asked.status, "name": name}
        return await AGENCIES.page(self.session, _AGENCIES, limit, after, **filters)

    async def workers(self, asked: WorkerFilter, limit: int, after: Cursor | None) -> Page[Worker]:
        """Return workers in the order of their family names."""
        filters = {"agency": asked.agency, "role": asked.role, "status": asked.status}
        return await WORKERS.page(self.session, _WORKERS, limit, after, **filters)

    async def api_clients(self, asked: ApiClientFilter, limit: int, after: Cursor | None) -> Page[ApiClient]:
        """Return API clients in the order of their names."""
        filters = {"agency": asked.agency, "status": asked.status}
        return await API_CLIENTS.page(self.session, _API_CLIENTS, limit, after, **filters)

    async def services(self, asked: ServiceFilter, limit: int, after: Cursor | None) -> Page[Service]:
        """Return services in the order of their names."""
        filters = {
            "agency": asked.agency,
            "location": asked.location,
            "category": asked.category,
            "status": asked.status,
            "updated_after": asked.updated_after,
        }
        return await SERVICES.page(self.session, _SERVICES, limit, after, **filters)

    async def locations(self, asked: LocationFilter, limit: int, after: Cursor | None) -> Page[Location]:
        """Return locations in the order of their names."""
        postal_code = normal_postal_code(asked.postal_code) if asked.postal_code else None
        filters = {"agency": asked.agency, "postal_code": postal_code}
        return await LOCATIONS.page(self.session, _LOCATIONS, limit, after, **filters)

    async def search(self, asked: ServiceSearch, at: datetime, limit: int, after: Cursor | None) -> Page[ServiceMatch]:
        """Return the services that answer a need, the most fitting first."""
        return await service_search.search(self.session, asked, at, limit, after)
