"""What can be done with API clients: registered by administrators, for their own agency and within their own rights."""

from dataclasses import replace

from app.domain.errors import Forbidden, NotFound
from app.domain.events import Happening
from app.domain.identity import ApiClientId
from app.domain.networks.api_client import ApiClient, NewApiClient
from app.domain.networks.api_client import register as register_client
from app.domain.networks.roles import ADMIN_ROLES, Role
from app.ports.directory import ApiClientFilter
from app.ports.queries import Cursor, Page
from app.use_cases import agencies
from app.use_cases.core import Context, check_version, use_case
from app.use_cases.standing import check_grant, check_own, may_everywhere


@use_case(action="api-client.list", resource="Device", permission="s", roles=ADMIN_ROLES)
async def browse(context: Context, asked: ApiClientFilter, limit: int, after: Cursor | None) -> Page[ApiClient]:
    """List API clients in the order of their names: one's own agency's, or all for a network administrator."""
    if not may_everywhere(context.actor):
        if asked.agency not in (None, context.actor.agency):
            return Page(items=())
        asked = replace(asked, agency=context.actor.agency)
    return await context.tx.directory.api_clients(asked, limit, after)


@use_case(action="api-client.read", resource="Device", permission="r", roles=ADMIN_ROLES)
async def read(context: Context, api_client_id: ApiClientId) -> ApiClient:
    """Return an API client of one's own agency, or of any for a network administrator."""
    api_client = _visible(context, await context.tx.api_clients.get(api_client_id))
    context.saw(api_client.id)
    return api_client


@use_case(action="api-client.register", resource="Device", permission="c", roles=ADMIN_ROLES)
async def register(context: Context, new: NewApiClient, secret: str) -> ApiClient:
    """Register an API client; `secret` is fresh and random, and is kept only as a hash."""
    await agencies.read(context, new.agency)
    check_own(context.actor, new.agency)
    check_grant(context.actor, new.roles)
    if Role.SYSTEM not in context.actor.roles and not new.scopes.within(context.actor.scopes):
        raise Forbidden("scope.not-yours-to-grant", "A client cannot be given more than you have yourself.")
    api_client = register_client(
        new, id=ApiClientId(context.new_id()), network=context.actor.network, secret=secret, at=context.now
    )
    await context.tx.api_clients.add(api_client)
    context.happened(_happening("api-client.created", api_client))
    return api_client


@use_case(action="api-client.rotate_secret", resource="Device", permission="u", roles=ADMIN_ROLES)
async def rotate_secret(context: Context, api_client_id: ApiClientId, expected: int | None, secret: str) -> ApiClient:
    """Give an API client another secret; the old one, and every token that it got, stop working at once."""
    api_client = await _held(context, api_client_id, expected)
    api_client.rotate_secret(secret, context.now)
    await context.tx.access_tokens.revoke_all(api_client.id, context.now)
    return await _save(context, api_client, "api-client.secret_rotated")


@use_case(action="api-client.revoke", resource="Device", permission="u", roles=ADMIN_ROLES)
async def revoke(context: Context, api_client_id: ApiClientId, expected: int | None) -> ApiClient:
    """End an API client for good; its tokens stop working at once."""
    api_client = await _held(context, api_client_id, expected)
    api_client.revoke(context.now)
    await context.tx.access_tokens.revoke_all(api_client.id, context.now)
    return await _save(context, api_client, "api-client.revoked")


async def _held(context: Context, api_client_id: ApiClientId, expected: int | None) -> ApiClient:
    api_client = _visible(context, await context.tx.api_clients.lock(api_client_id))
    check_grant(context.actor, api_client.roles)
    check_version("api-client", api_client, expected)
    return api_client


def _visible(context: Context, api_client: ApiClient | None) -> ApiClient:
    if api_client is None or not (may_everywhere(context.actor) or api_client.agency == context.actor.agency):
        raise NotFound("api-client")
    return api_client


async def _save(context: Context, api_client: ApiClient, kind: str) -> ApiClient:
    await context.tx.api_clients.save(api_client)
    context.happened(_happening(kind, api_client))
    return api_client


def _happening(kind: str, api_client: ApiClient) -> Happening:
    return Happening(
        type=kind,
        subject_type="api-client",
        subject=api_client.id,
        version=api_client.version,
        stream=api_client.id,
        related={"agency": api_client.agency},
        audience=frozenset({api_client.agency}),
    )
