"""API clients to rows and back."""

from typing import Any

import asyncpg

from app.adapters.postgres.repositories.shelf import Shelf
from app.adapters.postgres.session import Session
from app.adapters.postgres.tables.agencies import ApiClientRow
from app.domain.clients.names import search_key
from app.domain.identity import AgencyId, ApiClientId, NetworkId
from app.domain.networks.api_client import ApiClient, ApiClientStatus, AuthMethod
from app.domain.networks.roles import Role
from app.domain.networks.scopes import Scopes


def _values(client: ApiClient) -> dict[str, Any]:
    return {
        "network_id": client.network,
        "id": client.id,
        "agency_id": client.agency,
        "name": client.name,
        "name_key": search_key(client.name),
        "roles": sorted(client.roles),
        "scopes": str(client.scopes),
        "auth_method": client.auth_method,
        "secret_hash": client.secret_hash,
        "former_secret_hash": client.former_secret_hash,
        "former_secret_until": client.former_secret_until,
        "jwks": client.jwks,
        "jwks_uri": client.jwks_uri,
        "algorithms": list(client.algorithms),
        "status": client.status,
        "revoked_at": client.revoked_at,
        "version": client.version,
        "created_at": client.created_at,
        "updated_at": client.updated_at,
    }


def _entity(row: asyncpg.Record) -> ApiClient:
    return ApiClient(
        id=ApiClientId(row["id"]),
        network=NetworkId(row["network_id"]),
        agency=AgencyId(row["agency_id"]),
        name=row["name"],
        roles=frozenset(map(Role, row["roles"])),
        scopes=Scopes.parse(row["scopes"]),
        auth_method=AuthMethod(row["auth_method"]),
        secret_hash=row["secret_hash"],
        former_secret_hash=row["former_secret_hash"],
        former_secret_until=row["former_secret_until"],
        jwks=row["jwks"],
        jwks_uri=row["jwks_uri"],
        algorithms=tuple(row["algorithms"]),
        status=ApiClientStatus(row["status"]),
        revoked_at=row["revoked_at"],
        version=row["version"],
        created_at=row["created_at"],
        updated_at=row["updated_at"],
    )


API_CLIENTS = Shelf("api-client", ApiClientRow, _values, _entity)


class ApiClientRepository:
    """The registered programs of the network."""

    __slots__ = ("session",)

    def __init__(self, session: Session) -> None:
        self.session = session

    async def get(self, api_client: ApiClientId) -> ApiClient | None:
        """Return an API client."""
        return await API_CLIENTS.get(self.session, api_client)

    async def lock(self, api_client: ApiClientId) -> ApiClient | None:
        """Return an API client and keep others from changing it."""
        return await API_CLIENTS.lock(self.session, api_client)

    async def add(self, *api_clients: ApiClient) -> None:
        """Insert API clients that were just registered."""
        await API_CLIENTS.add(self.session, *api_clients)

    async def save(self, api_client: ApiClient) -> None:
        """Write a changed API client."""
        await API_CLIENTS.save(self.session, api_client)
