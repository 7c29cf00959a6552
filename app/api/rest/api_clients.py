"""/v1/api-clients: the programs that act for agencies."""

from datetime import timedelta
from functools import partial
from secrets import token_bytes
from typing import Annotated
from uuid import UUID

import msgspec
from fastapi import Query
from starlette.responses import Response

from app.api.desks import AtDesk
from app.api.operations import Operations, PageOf
from app.api.pages import Paged
from app.api.preconditions import Expected
from app.api.rendering import answer, created
from app.api.rest.schemas.api_clients import (
    ApiClientIn,
    ApiClientOut,
    ApiClientPatch,
    ApiClientWithSecretOut,
    SecretRotationIn,
)
from app.domain.identity import AgencyId, ApiClientId
from app.domain.networks import credentials
from app.domain.networks.api_client import ApiClient, ApiClientStatus
from app.ports.directory import ApiClientFilter
from app.ports.security import ClientKeys
from app.ports.transactions import Answer
from app.use_cases.networks import api_clients

operations = Operations("API clients", "/v1/api-clients")
router = operations.router


def set_up_api_clients(state: object, keys: ClientKeys) -> None:
    """Give an application's state what judges the keys of new clients."""
    state.client_keys = keys  # type: ignore[attr-defined]


@operations.get("", api_clients.browse, answers=PageOf[ApiClientOut])
async def list_api_clients(
    desk: AtDesk,
    paging: Paged,
    agency_id: Annotated[UUID | None, Query(description="Only of this agency.")] = None,
    status: Annotated[ApiClientStatus | None, Query(description="Only those of this status.")] = None,
) -> Response:
    """List API clients.

    In the order of their names: those of one's own agency, or all for a network administrator.
    """
    asked = ApiClientFilter(agency=AgencyId(agency_id) if agency_id else None, status=status)
    return await desk.answer(
        lambda page: paging.answer(page, api_client_view), api_clients.browse, asked, paging.limit, paging.after
    )


@operations.post("", api_clients.register, answers=ApiClientWithSecretOut, status=201)
async def register_api_client(desk: AtDesk, api_client: ApiClientIn) -> Response:
    """Register an API client.

    The answer shows its secret this once. A client is given neither a network role by an agency's administrator nor
    a scope that its registrar does not have.
    """
    new = api_client.described()
    api_clients.register.rule.check(desk.actor)
    keys: ClientKeys = desk.request.app.state.client_keys
    await keys.check(jwks=new.jwks, jwks_uri=new.jwks_uri)
    secret = credentials.client_secret(token_bytes(credentials.RANDOM_BYTES))
    return await desk.answer(partial(_created, secret), api_clients.register, new, secret)


@operations.get("/{api_client_id}", api_clients.read, answers=ApiClientOut)
async def read_api_client(desk: AtDesk, api_client_id: UUID) -> Response:
    """Read an API client.

    One of one's own agency, or of any for a network administrator; never its secret.
    """
    return await desk.answer(_shown, api_clients.read, ApiClientId(api_client_id))


@operations.patch("/{api_client_id}", api_clients.change, answers=ApiClientOut)
async def change_api_client(desk: AtDesk, api_client_id: UUID, expected: Expected, patch: ApiClientPatch) -> Response:
    """Change an API client by merge patch.

    Its name, roles, scope or keys, under the rules of registration. What it may do and its keys change at once: the
    tokens that it holds end. A key set may name an old key beside a new one for as long as both are in use.
    """
    changes = patch.changes()
    api_clients.change.rule.check(desk.actor)
    keys: ClientKeys = desk.request.app.state.client_keys
    await keys.check(jwks=changes.jwks, jwks_uri=changes.jwks_uri)
    return await desk.answer(_shown, api_clients.change, ApiClientId(api_client_id), expected, changes)


@operations.post("/{api_client_id}/rotate-secret", api_clients.rotate_secret, answers=ApiClientWithSecretOut)
async def rotate_api_client_secret(
    desk: AtDesk, api_client_id: UUID, expected: Expected, how: SecretRotationIn | None = None
) -> Response:
    """Rotate an API client's secret.

    The answer shows the new secret this once. The old one, and the tokens that the client holds, end at once, unless
    `overlap_hours` lets both secrets work for a while.
    """
    secret = credentials.client_secret(token_bytes(credentials.RANDOM_BYTES))
    overlap = timedelta(hours=how.overlap_hours if how else 0)
    view = partial(_shown_with_secret, secret)
    return await desk.answer(view, api_clients.rotate_secret, ApiClientId(api_client_id), expected, secret, overlap)


@operations.post("/{api_client_id}/revoke", api_clients.revoke, answers=ApiClientOut)
async def revoke_api_client(desk: AtDesk, api_client_id: UUID, expected: Expected) -> Response:
    """Revoke an API client.

    It obtains no tokens any more and those that it holds stop working; this cannot be undone.
    """
    return await desk.answer(_shown, api_clients.revoke, ApiClientId(api_client_id), expected)


def api_client_view(api_client: ApiClient) -> dict[str, object]:
    """Show an API client as this API does, without anything secret."""
    return {
        "id": api_client.id,
        "client_id": api_client.client_id,
        "agency_id": api_client.agency,
        "name": api_client.name,
        "roles": api_client.roles,
        "scope": str(api_client.scopes),
        "auth_method": api_client.auth_method,
        "jwks": msgspec.json.decode(api_client.jwks) if api_client.jwks else None,
        "jwks_uri": api_client.jwks_uri,
        "algorithms": api_client.algorithms,
        "former_secret_until": api_client.former_secret_until,
        "status": api_client.status,
        "revoked_at": api_client.revoked_at,
        "version": api_client.version,
        "created_at": api_client.created_at,
        "updated_at": api_client.updated_at,
    }


def _shown(api_client: ApiClient) -> Answer:
    return answer(api_client_view(api_client), version=api_client.version)


def _shown_with_secret(secret: str, api_client: ApiClient) -> Answer:
    return answer(_with_secret(secret, api_client), version=api_client.version)


def _created(secret: str, api_client: ApiClient) -> Answer:
    location = f"/v1/api-clients/{api_client.id}"
    return created(_with_secret(secret, api_client), version=api_client.version, location=location)


def _with_secret(secret: str, api_client: ApiClient) -> dict[str, object]:
    return {**api_client_view(api_client), "client_secret": secret if api_client.secret_hash else None}
